"""What is said of one offer: everything, or just what was asked.

Facts come from the record. Some of them are German text: whoever reads another language gets
those apart, marked as German.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from babel.lists import format_list
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.messages import say
from bot.actions.profile import Profile
from bot.languages import GERMAN
from bot.texts import Catalogue, catalogue
from bot.texts.hours import hours_in_words, opening_in_words
from bot.texts.render import ages_in_words, cost_in_words, described
from bot.texts.terms import language_in_words, length_in_words
from index.city import City
from index.offers.record import Offer
from index.reach import Reach, reach_of

_TO_BRING = re.compile(r"[^.!?]*\bmit(?:zu)?bringen\b[^.!?]*[.!?]", re.IGNORECASE)
"""A sentence of a description that says what to bring; descriptions are German."""


@dataclass(frozen=True)
class Line:
    text: str
    is_german: bool = False
    """Whether it holds German text of the record, whatever language is spoken."""


@dataclass(frozen=True)
class Told:
    """An offer, and the family it is told to."""

    offer: Offer
    profile: Profile
    texts: Catalogue
    city: City

    @property
    def reach(self) -> Reach | None:
        profile = self.profile
        return reach_of(
            self.offer, profile.district_id, profile.postcodes, self.city, self.city.now()
        )

    @property
    def place(self) -> str:
        """The street, postcode and district as one line to copy; empty where none may be told."""
        offer = self.offer
        if not offer.street or offer.confidential_address:
            return ""
        district = self.city.districts[offer.district_id].name
        return ", ".join(filter(None, (offer.street, offer.postcode, district)))

    def says(self, key: str, **params: str) -> Line:
        named: dict[str, Any] = {"name": self.offer.name, **params}
        return Line(self.texts.text(key, **named))

    def says_german(self, key: str, text: str) -> Line:
        german = catalogue(GERMAN.code) if self.needs_german_apart else self.texts
        return Line(german.text(key, name=self.offer.name, text=text), is_german=True)

    @property
    def needs_german_apart(self) -> bool:
        return not reads_german(self.texts)

    def unknown(self, aspect: str) -> list[Line]:
        return [self.says(f"answer.{aspect}.unknown"), *self.where_to_ask()]

    def where_to_ask(self) -> list[Line]:
        offer = self.offer
        ways = {"phone": offer.phone, "email": offer.email, "website": offer.website}
        known = next(((way, value) for way, value in ways.items() if value), None)
        return [self.says(f"ask_there.{known[0]}", text=str(known[1]))] if known else []


def reads_german(texts: Catalogue) -> bool:
    return bool(texts.locale.language == GERMAN.code)


def say_lines(dispatcher: CollectingDispatcher, lines: Iterable[Line], texts: Catalogue) -> None:
    """Say the lines as one text; German ones apart where another language is spoken."""
    lines = list(lines)
    if reads_german(texts):
        say(dispatcher, _joined(lines))
        return
    own = [line for line in lines if not line.is_german]
    german = [line for line in lines if line.is_german]
    if german:
        own.append(Line(texts.text("details.in_german")))
    say(dispatcher, _joined(own))
    if german:
        say(dispatcher, _joined(german), language=GERMAN.code)


def everything(told: Told) -> list[Line]:
    """Return all that is known of the offer."""
    offer, texts = told.offer, told.texts
    cost = cost_in_words(offer, texts) if offer.cost != "unknown" else ""
    lines = [
        _heading(told),
        _description(told),
        *_german(told, "details.for_whom", offer.for_whom),
        *(_cost_apart(told) if told.needs_german_apart else _own(told, "details.cost", cost)),
        *_own(told, "details.hours", hours_in_words(offer.opening_hours, texts)),
        *_own(told, "details.address", told.place),
        *_own(told, "details.phone", offer.phone),
        *_own(told, "details.email", offer.email),
        *_own(told, "details.website", offer.website),
        *_own(told, "details.registration", texts.text(f"registration.{offer.registration}")),
        *_german(told, "details.waiting", offer.waiting_time),
        *_own(told, "details.as_of", offer.facts_as_of),
    ]
    if offer.confidential_address:
        lines.append(told.says("details.address_confidential"))
    if not offer.opening_hours:
        lines.append(told.says("details.hours_unknown"))
    if offer.verification == "needs_check":
        lines.append(told.says("details.unconfirmed"))
    return lines


def answer(told: Told, aspects: Sequence[str]) -> list[Line]:
    """Return what was asked of the offer; what is not known is said to be so."""
    lines = chain.from_iterable(_ANSWERS[a](told) for a in aspects if a in _ANSWERS)
    return list(dict.fromkeys(lines))


def _joined(lines: Iterable[Line]) -> str:
    return "\n".join(line.text for line in lines)


def _heading(told: Told) -> Line:
    offer = told.offer
    if offer.organisation == offer.name:
        return Line(offer.name)
    return told.says("details.heading", organisation=offer.organisation)


def _description(told: Told) -> Line:
    text, language = described(told.offer, told.texts.language)
    return Line(text, is_german=language == GERMAN.code)


def _own(told: Told, key: str, value: object) -> list[Line]:
    return [told.says(key, text=str(value))] if value else []


def _german(told: Told, key: str, value: str) -> list[Line]:
    return [told.says_german(key, value)] if value else []


def _cost_apart(told: Told) -> list[Line]:
    """The cost in the family's language, its German note apart."""
    offer = told.offer
    if offer.cost == "unknown":
        return []
    cost = told.says("details.cost", text=told.texts.text(f"cost.{offer.cost}"))
    return [cost, *_german(told, "details.cost", offer.cost_note)]


def _hours(told: Told) -> list[Line]:
    offer, reach = told.offer, told.reach
    if not offer.opening_hours:
        return told.unknown("hours")
    lines = [told.says("answer.hours.known", text=hours_in_words(offer.opening_hours, told.texts))]
    if reach is not None:
        by_phone = offer.format in {"phone", "online"}
        now = opening_in_words(reach.opening, reach.at, told.texts, by_phone=by_phone)
        lines += [told.says("answer.hours.now", text=now)] if now else []
    return lines


def _address(told: Told) -> list[Line]:
    offer = told.offer
    if offer.confidential_address:
        return [told.says("details.address_confidential"), *told.where_to_ask()]
    if told.place:
        return [told.says("answer.address.known", text=told.place)]
    if offer.format in {"phone", "online", "outreach"}:
        return [told.says(f"answer.address.{offer.format}"), *told.where_to_ask()]
    return told.unknown("address")


def _route(told: Told) -> list[Line]:
    lines, reach = _address(told), told.reach
    if not told.place or reach is None:
        return lines
    if reach.distance_m is not None:
        distance = length_in_words(reach.distance_m, told.texts)
        return [*lines, told.says("answer.route.distance", distance=distance)]
    if told.profile.district_id is None:
        return [*lines, told.says("answer.route.from_where")]
    return lines


def _cost(told: Told) -> list[Line]:
    offer = told.offer
    if offer.cost == "unknown":
        return told.unknown("cost")
    if not told.needs_german_apart:
        return [told.says("answer.cost.known", text=cost_in_words(offer, told.texts))]
    known = told.says("answer.cost.known", text=told.texts.text(f"cost.{offer.cost}"))
    return [known, *_german(told, "details.cost", offer.cost_note)]


def _languages(told: Told) -> list[Line]:
    codes, texts = told.offer.languages, told.texts
    if not codes:
        return told.unknown("languages")
    names = format_list([language_in_words(code, texts) for code in codes], locale=texts.locale)
    lines = [told.says("answer.languages.known", text=names)]
    return lines if len(codes) > 1 else [*lines, *told.unknown("languages")]


def _registration(told: Told) -> list[Line]:
    offer = told.offer
    if offer.registration == "unknown":
        return told.unknown("registration")
    lines = [told.says(f"answer.registration.{offer.registration}")]
    if offer.registration == "phone":
        lines += _own(told, "details.phone", offer.phone)
    if offer.registration == "online":
        lines += _own(told, "details.website", offer.website)
    return lines


def _waiting(told: Told) -> list[Line]:
    waiting = told.offer.waiting_time
    return _german(told, "answer.waiting.known", waiting) or told.unknown("waiting")


def _bring(told: Told) -> list[Line]:
    sentences = " ".join(s.strip() for s in _TO_BRING.findall(told.offer.description_de))
    return _german(told, "answer.bring.known", sentences) or told.unknown("bring")


def _for_whom(told: Told) -> list[Line]:
    offer = told.offer
    ages = ages_in_words(offer.min_age_months, offer.max_age_months, told.texts)
    lines = [
        *_german(told, "answer.for_whom.known", offer.for_whom),
        *_own(told, "answer.for_whom.ages", ages),
    ]
    return lines or told.unknown("for_whom")


def _barrier_free(told: Told) -> list[Line]:
    if told.offer.barrier_free == "unknown":
        return told.unknown("barrier_free")
    return [told.says(f"answer.barrier_free.{told.offer.barrier_free}")]


def _contact(aspect: str) -> Callable[[Told], list[Line]]:
    def tell(told: Told) -> list[Line]:
        value = getattr(told.offer, aspect)
        return _own(told, f"answer.{aspect}.known", value) or told.unknown(aspect)

    return tell


_ANSWERS: Mapping[str, Callable[[Told], list[Line]]] = {
    "hours": _hours,
    "phone": _contact("phone"),
    "email": _contact("email"),
    "website": _contact("website"),
    "address": _address,
    "route": _route,
    "cost": _cost,
    "languages": _languages,
    "registration": _registration,
    "waiting": _waiting,
    "bring": _bring,
    "for_whom": _for_whom,
    "barrier_free": _barrier_free,
}
ASPECTS = tuple(_ANSWERS)
