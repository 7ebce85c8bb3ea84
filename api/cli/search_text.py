"""The answer to a search as a person reads it on a terminal."""

import textwrap
from collections.abc import Iterable, Iterator

from api.offers.schemas import Match
from api.search.schemas import SearchAnswer, SearchQuery
from bot.texts import Catalogue
from bot.texts.render import steps_in_words
from index.city import City

NARROWEST, WIDEST = 40, 100
"""Columns of a terminal; longer lines are hard to read."""
_INDENT = "   "


def answer_as_text(
    query: SearchQuery,
    answer: SearchAnswer,
    texts: Catalogue,
    city: City,
    *,
    width: int,
    verbose: bool,
) -> str:
    width = min(max(width, NARROWEST), WIDEST)
    paragraphs = [
        *_understood(query, answer, texts, city),
        *steps_in_words(answer.relaxed, texts, city),
    ]
    if not answer.results:
        paragraphs.append(texts.text("offers.none"))
    blocks = [textwrap.fill(paragraph, width) for paragraph in paragraphs]
    blocks += [
        "\n".join(_match(number, match, texts, city, width=width, verbose=verbose))
        for number, match in enumerate(answer.results, start=1)
    ]
    return "\n\n".join(blocks)


def _understood(
    query: SearchQuery, answer: SearchAnswer, texts: Catalogue, city: City
) -> Iterator[str]:
    """One line of what the search went by, given or read."""
    children = query.children or answer.understood.children
    parts = [child.label for child in children if child.label]
    if query.district is not None:
        parts.append(city.district(query.district).name)
    elif answer.understood.district is not None:
        parts.append(answer.understood.district.name)
    if answer.needs:
        labels = (city.topics[need].label(texts.language) for need in answer.needs)
        parts.append(texts.text("search.needs", text=", ".join(labels)))
    if parts:
        yield texts.text("search.understood", text="; ".join(parts))


def _match(
    number: int, match: Match, texts: Catalogue, city: City, *, width: int, verbose: bool
) -> Iterator[str]:
    offer = match.offer
    yield _wrapped(offer.name, width, f"{number}. ".ljust(len(_INDENT)))
    if offer.organisation != offer.name:
        yield _wrapped(offer.organisation, width)
    told = {
        "search.fits": (reason.text for reason in match.reasons),
        "search.misses": (miss.text for miss in match.misses),
        "search.reach": _reach(match, texts, city),
    }
    for key, sentences in told.items():
        if text := "; ".join(sentences):
            yield _wrapped(texts.text(key, text=text), width)
    if verbose:
        yield _wrapped(offer.description, width)
        yield _wrapped(f"{offer.id}, score {match.score:.4f}", width)


def _reach(match: Match, texts: Catalogue, city: City) -> Iterable[str]:
    offer = match.offer
    if offer.phone:
        yield texts.text("contact.phone", phone=offer.phone)
    elif offer.email:
        yield texts.text("contact.email", email=offer.email)
    elif offer.website:
        yield offer.website
    if offer.opening_hours_text:
        yield offer.opening_hours_text
    if match.reach is not None and match.reach.opening_text:
        yield match.reach.opening_text
    address = offer.address
    if address is not None and (address.street or address.district_id != city.root_id):
        yield ", ".join(filter(None, (address.street, address.district_name)))


def _wrapped(text: str, width: int, start: str = _INDENT) -> str:
    """Addresses of web pages stay whole, so that they can be followed."""
    return textwrap.fill(
        text,
        width,
        initial_indent=start,
        subsequent_indent=_INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )
