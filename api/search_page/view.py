"""What the page shows of an answer, in words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from babel.dates import format_skeleton

from api.chat.schemas import Contact
from api.offers.schemas import Match, Reason
from api.pages import page_texts
from api.pages.facts import (
    access_in_words,
    hours_in_lines,
    organisation_of,
    place_in_words,
    spoken_in_words,
    warning,
)
from api.search.schemas import SearchAnswer
from api.search_page.form import SearchForm
from bot.languages import GERMAN, LANGUAGES
from bot.texts import Catalogue, catalogue
from bot.texts.ages import interval_in_words
from bot.texts.hours import clock_in_words
from bot.texts.render import steps_in_words
from index.city import City

_DATE = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d)(?:T.+)?)?")


@dataclass(frozen=True)
class Line:
    """One of the lines behind a label; `is_german` where the rest of the page is not."""

    text: str
    is_german: bool = False


Facts = Mapping[str, Sequence[Line]]
"""By the label's key of the widget's texts; no fact is without lines."""


class Card:
    """One offer; says the same as the widget's card.js and facts.js."""

    def __init__(self, match: Match, texts: Catalogue, today: date) -> None:
        self.offer = match.offer
        self.alike = match.alike
        self.opening = match.reach.opening_text if match.reach else None
        self._match = match
        self._texts = texts
        self._today = today
        self._reads_german = LANGUAGES[texts.language].written == GERMAN.code

    @cached_property
    def organisation(self) -> str:
        """Empty where its own name says it already."""
        return organisation_of(self.offer)

    @cached_property
    def reasons(self) -> list[Reason]:
        """Without the hour, which `opening` says."""
        said = "open_now" if self.opening else None
        return [reason for reason in self._match.reasons if reason.kind != said]

    @cached_property
    def misses(self) -> list[Reason]:
        """Without what the card says beside the telephone."""
        return [miss for miss in self._match.misses if miss.kind != "needs_check"]

    @cached_property
    def notice(self) -> str:
        """That facts are unconfirmed or old; else empty."""
        return warning(self.offer, self._texts.language, self._today.year)

    @cached_property
    def first_facts(self) -> Facts:
        offer = self.offer
        return _known(
            {
                "cost": [Line(offer.cost_text), self._german(offer.cost_note)],
                "registration": [Line(offer.registration_text)],
                "place": [Line(place_in_words(offer))],
            }
        )

    @cached_property
    def other_facts(self) -> Facts:
        offer, texts = self.offer, self._texts
        as_of, confirmed = offer.facts_as_of, offer.verified_at
        return _known(
            {
                "for_whom": [self._german(offer.for_whom)],
                "hours": [Line(hours) for hours in hours_in_lines(offer, texts)],
                "waiting_time": [self._german(offer.waiting_time)],
                "languages": [Line(spoken_in_words(offer, texts))],
                "barrier_free": [Line(access_in_words(offer, texts.language))],
                "facts_as_of": [] if confirmed else [self._dated(as_of)],
                "verified_at": [self._dated(confirmed)] if confirmed else [],
            }
        )

    def _dated(self, text: str) -> Line:
        """“2023-01” is January 2023; what is more than a date stays the German note that it is."""
        written = _DATE.fullmatch(text)
        if written is None:
            return self._german(text)
        year, month, day = written.groups()
        try:
            dated = date(int(year), int(month), int(day or 1))
        except ValueError:
            return self._german(text)
        return Line(format_skeleton("yMMMMd" if day else "yMMMM", dated, locale=self._texts.locale))

    def _german(self, text: str) -> Line:
        return Line(text, is_german=not self._reads_german)


@dataclass(frozen=True)
class Results:
    """`as_of` is the time of day: what is open now is so only then."""

    cards: Sequence[Card]
    understood: Sequence[tuple[str, str]]
    relaxed: Sequence[str]
    more: bool
    as_of: str


def results_of(found: SearchAnswer, form: SearchForm, language: str, city: City) -> Results:
    """`form` as it was sent, before anything read from the text was filled in."""
    texts = catalogue(language)
    now = city.now()
    return Results(
        cards=[Card(match, texts, now.date()) for match in found.results],
        understood=list(_understood(found, form, texts, city)),
        relaxed=steps_in_words(found.relaxed, texts, city),
        more=found.more,
        as_of=texts.text("hours.times", times=clock_in_words(now, texts)),
    )


def _understood(
    found: SearchAnswer, form: SearchForm, texts: Catalogue, city: City
) -> Iterator[tuple[str, str]]:
    """Label and words of what was read from the text alone."""
    labels = page_texts(texts.language)
    for child in found.understood.children:
        age = interval_in_words(child.age_min_months, child.age_max_months, texts)
        yield labels.text("widget.chips.child"), age
    if found.understood.district is not None:
        yield labels.text("widget.chips.district"), found.understood.district.name
    for need in found.needs:
        if need not in form.topics:
            yield labels.text("widget.chips.need"), city.topics[need].label(texts.language)


def name_without_number(contact: Contact) -> str:
    """“Police 110” is called “Police” beside its number."""
    return contact.name.removesuffix(contact.phone or "").strip()


def _known(facts: Facts) -> Facts:
    told = {key: [line for line in lines if line.text] for key, lines in facts.items()}
    return {key: lines for key, lines in told.items() if lines}
