"""What a list says of an offer, the same on paper, in the PDF and in the calendar."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date

from api.offers.schemas import PublicOffer
from api.pages import page_texts
from api.pages.links import mail_url, phone_url, website_url
from bot.languages import GERMAN, LANGUAGES
from bot.texts import Catalogue, catalogue, render
from bot.texts.terms import language_in_words, list_in_words
from index.city import City
from index.offers.record import Offer

OLD_YEARS = 3
"""As in the widget's facts.js."""


@dataclass(frozen=True)
class Line:
    """`language` is the BCP 47 tag of the text; `link` leads to what it names."""

    text: str
    language: str
    link: str | None = None


@dataclass(frozen=True)
class Fact:
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class ToldOffer:
    """`organisation` and `warning` are empty where there is nothing to say."""

    id: str
    name: Line
    organisation: str
    description: Line
    facts: tuple[Fact, ...]
    warning: str


def told(offer: Offer, language: str, city: City, year: int) -> ToldOffer:
    """An offer in the words of a language, with what only the record says in German.

    `year` is the present one: what was true three years before is old.
    """
    shown = public(offer, language, city)
    return ToldOffer(
        id=shown.id,
        name=Line(shown.name, GERMAN.code),
        organisation="" if shown.organisation == shown.name else shown.organisation,
        description=Line(shown.description, LANGUAGES[shown.description_language].written),
        facts=tuple(fact for fact in _facts(shown, language) if fact.lines),
        warning=warning(shown, page_texts(language), year),
    )


def public(offer: Offer, language: str, city: City) -> PublicOffer:
    """What a family may see of it: no confidential address among it."""
    return PublicOffer.model_validate(render.public_offer(offer, language, city))


def warning(offer: PublicOffer, texts: Catalogue, year: int) -> str:
    """That facts are not confirmed or old, as the widget's card says it; else empty."""
    if offer.verification == "needs_check":
        key = "needs_check" if offer.phone else "needs_check_no_phone"
        return texts.text(f"widget.card.{key}")
    dated = re.search(r"[0-9]{4}", offer.verified_at or offer.facts_as_of)
    is_old = dated is not None and year - int(dated[0]) >= OLD_YEARS
    return texts.text("widget.card.old") if is_old else ""


def place_in_words(offer: PublicOffer) -> str:
    """Empty where a family cannot go: a helpline for the whole country has no place."""
    address = offer.address
    if address is None or (offer.scope != "city" and not address.street):
        return ""
    town = " ".join(filter(None, (address.postcode, address.district_name)))
    return ", ".join(filter(None, (address.street, town)))


def day_in_words(day: date, language: str) -> str:
    return str(format_date(day, "long", locale=catalogue(language).locale))


def _facts(offer: PublicOffer, language: str) -> list[Fact]:
    """What one needs to go there first; those without lines are not known."""
    texts, words = page_texts(language), catalogue(language)
    spoken = [language_in_words(code, words) for code in offer.languages]
    until = date.fromisoformat(offer.valid_until) if offer.valid_until else None
    hours = offer.opening_hours_text.split(words.semicolons(("", "")))
    access = texts.text(f"widget.card.known.{offer.barrier_free}")
    confirmed = datetime.fromisoformat(offer.verified_at) if offer.verified_at else None

    def own(text: str) -> Line:
        return Line(text, LANGUAGES[language].written)

    def fact(key: str, *lines: Line) -> Fact:
        return Fact(texts.text(key), tuple(line for line in lines if line.text))

    return [
        fact("widget.card.place", _german(place_in_words(offer))),
        fact("plan.phone", _german(offer.phone, phone_url(offer.phone or ""))),
        fact("plan.mail", _german(offer.email, mail_url(offer.email or ""))),
        fact("plan.web", _german(offer.website, website_url(offer.website))),
        fact("widget.card.hours", *map(own, hours)),
        fact("plan.until", own(day_in_words(until, language) if until else "")),
        fact("widget.card.registration", own(offer.registration_text)),
        fact("widget.card.waiting_time", _german(offer.waiting_time)),
        fact("widget.card.cost", own(offer.cost_text), _german(offer.cost_note)),
        fact("widget.card.for_whom", own(offer.age_text), _german(offer.for_whom)),
        fact("widget.card.languages", own(list_in_words(spoken, words))),
        fact("widget.card.barrier_free", own(access)),
        fact("widget.card.facts_as_of", _german("" if confirmed else offer.facts_as_of)),
        fact(
            "widget.card.verified_at", own(day_in_words(confirmed, language) if confirmed else "")
        ),
    ]


def _german(text: str | None, link: str | None = None) -> Line:
    return Line(text or "", GERMAN.code, link)
