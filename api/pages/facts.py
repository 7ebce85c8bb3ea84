"""What every page says of an offer in the same words; the widget's facts.js says it too."""

import re

from api.offers.schemas import PublicOffer
from api.pages.texts import page_texts
from bot.texts import Catalogue
from bot.texts.terms import language_in_words, list_in_words

OLD_YEARS = 3
"""As in the widget's facts.js."""


def organisation_of(offer: PublicOffer) -> str:
    """Empty where nobody knows who offers it: then its own name stands for them, once."""
    return "" if offer.organisation == offer.name else offer.organisation


def warning(offer: PublicOffer, language: str, year: int) -> str:
    """That facts are not confirmed or old, as the widget's card says it; else empty.

    `year` is the present one.
    """
    texts = page_texts(language)
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


def hours_in_lines(offer: PublicOffer, words: Catalogue) -> list[str]:
    return offer.opening_hours_text.split(words.semicolons(("", "")))


def spoken_in_words(offer: PublicOffer, words: Catalogue) -> str:
    return list_in_words([language_in_words(code, words) for code in offer.languages], words)


def access_in_words(offer: PublicOffer, language: str) -> str:
    """Whether it is barrier-free: yes, no, or not known."""
    return page_texts(language).text(f"widget.card.known.{offer.barrier_free}")
