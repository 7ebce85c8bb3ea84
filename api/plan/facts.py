"""What a list says of an offer, the same on paper, in the PDF and in the calendar."""

from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date

from api.offers.schemas import PublicOffer
from api.pages import page_texts
from api.pages.facts import (
    access_in_words,
    hours_in_lines,
    organisation_of,
    place_in_words,
    spoken_in_words,
    warning,
)
from api.pages.links import mail_url, phone_url, website_url
from bot.languages import GERMAN, LANGUAGES
from bot.texts import catalogue, render
from index.city import City
from index.offers.record import Offer


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
        organisation=organisation_of(shown),
        description=Line(shown.description, LANGUAGES[shown.description_language].written),
        facts=tuple(fact for fact in _facts(shown, language) if fact.lines),
        warning=warning(shown, language, year),
    )


def public(offer: Offer, language: str, city: City) -> PublicOffer:
    """What a family may see of it: no confidential address among it."""
    return PublicOffer.model_validate(render.public_offer(offer, language, city))


def day_in_words(day: date, language: str) -> str:
    return str(format_date(day, "long", locale=catalogue(language).locale))


def _facts(offer: PublicOffer, language: str) -> list[Fact]:
    """What one needs to go there first; those without lines are not known."""
    texts, words = page_texts(language), catalogue(language)
    until = date.fromisoformat(offer.valid_until) if offer.valid_until else None
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
        fact("widget.card.hours", *map(own, hours_in_lines(offer, words))),
        fact("plan.until", own(day_in_words(until, language) if until else "")),
        fact("widget.card.registration", own(offer.registration_text)),
        fact("widget.card.waiting_time", _german(offer.waiting_time)),
        fact("widget.card.cost", own(offer.cost_text), _german(offer.cost_note)),
        fact("widget.card.for_whom", own(offer.age_text), _german(offer.for_whom)),
        fact("widget.card.languages", own(spoken_in_words(offer, words))),
        fact("widget.card.barrier_free", own(access_in_words(offer, language))),
        fact("widget.card.facts_as_of", _german("" if confirmed else offer.facts_as_of)),
        fact(
            "widget.card.verified_at", own(day_in_words(confirmed, language) if confirmed else "")
        ),
    ]


def _german(text: str | None, link: str | None = None) -> Line:
    return Line(text or "", GERMAN.code, link)
