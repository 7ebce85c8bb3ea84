"""What tells offers apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.clarify import of_one_name
from bot.actions.conversation import Conversation, Events, slot, wait
from bot.actions.messages import offer_choices, say
from bot.actions.naming import known_offers, named_by_place, named_by_words
from bot.actions.offers import human_choice, next_steps, topics_choice
from bot.actions.payloads import compare_payload, offer_payload
from bot.actions.services import Services
from bot.actions.telling import Line, Told, reads_german, say_lines
from bot.languages import GERMAN
from bot.texts import Catalogue, catalogue
from bot.texts.hours import hours_in_words, opening_in_words
from bot.texts.render import ages_in_words, cost_in_words
from bot.texts.terms import language_in_words, length_in_words
from index.offers.record import Offer
from index.reach.level import LEVELS, VISITED
from index.search.names import short_name

MOST_COMPARED = 3
"""Side by side; one question about one respect is answered for a whole list."""
COSTS_LESS = ("free", "paid")
"""Only these two can be told apart for sure: what the others come to is the family's own case."""
ASKED_BY = {
    "cost": "cost",
    "free": "cost",
    "too_expensive": "cost",
    "near": "distance",
    "route": "distance",
    "address": "distance",
    "too_far": "distance",
    "hours": "opening",
    "waiting": "waiting",
    "long_wait": "waiting",
    "registration": "registration",
    "drop_in": "registration",
    "languages": "languages",
    "for_whom": "ages",
}
"""The respect that a word about offers asks to compare."""


Rank = Callable[[Told], float | None]


@dataclass(frozen=True)
class Respect:
    """`value` says it in words, `rank` is lower for the better; "" and None where not known."""

    name: str
    value: Callable[[Told], str]
    rank: Rank | None = None
    coarse_rank: Rank | None = None
    """Taken where `rank` is not known of all."""
    is_german: bool = False

    def ranks(self, told: Sequence[Told]) -> list[float | None]:
        fine = [self.rank(one) for one in told] if self.rank else []
        if None not in fine or self.coarse_rank is None:
            return fine
        coarse = [self.coarse_rank(one) for one in told]
        nearest = min((rank for rank in coarse if rank is not None), default=None)
        # That both are near says nothing of which is nearer.
        return coarse if coarse.count(nearest) == 1 else fine


class CompareOffers(Action):
    """Says where offers differ, and first what was asked."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        return "action_compare_offers"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]
    ) -> Events:
        conversation = Conversation(tracker)
        texts, services = conversation.texts, self._services
        asked = _asked_respect(conversation)
        listed = known_offers(conversation.listed, services)
        offers = _named(conversation, services)
        if len(offers) < 2:
            offers = _understood(offers, conversation, services, asked) or offers
        if len(offers) < 2:
            return _ask_for_more(dispatcher, conversation, offers, listed)
        told = [Told(offer, conversation.profile, texts, services.city) for offer in offers]
        best = _say_what_was_asked(dispatcher, told, asked, texts) if asked else None
        if len(offers) <= MOST_COMPARED:
            say_lines(dispatcher, _differences(told, asked, texts), texts)
        names = _names(offers)
        more = [
            (texts.text("choice.more_of", name=names[offer.id]), offer_payload(offer.id))
            for offer in offers
        ]
        offer_choices(dispatcher, [*more, human_choice(texts)])
        return [slot("spoken_of", best.id if best else None), slot("misses", 0), wait()]


def _named(conversation: Conversation, services: Services) -> tuple[Offer, ...]:
    """Return the offers that are named by place or by words, in the order of the message."""
    placed = named_by_place(conversation, services).offers
    if conversation.is_button:
        return placed
    shown = known_offers(conversation.known_offers, services)
    worded = named_by_words(conversation.text, shown, services.city.name).offers
    called = of_one_name(conversation, services)
    single = called if len(called) == 1 else ()
    return tuple({o.id: o for o in (*placed, *worded, *single)}.values())[:MOST_COMPARED]


def _understood(
    named: Sequence[Offer], conversation: Conversation, services: Services, asked: Respect | None
) -> tuple[Offer, ...]:
    """Return what a comparison is about that names less than two: the one spoken of beside the one
    named, those just compared, the only two of the list, or all where one respect is asked for."""
    before = known_offers(conversation.choices, services)
    listed = known_offers(conversation.listed, services)
    if named:
        other = known_offers([conversation.spoken_of or ""], services)
        return (*other, *named) if other and other[0] not in named else ()
    if 2 <= len(before) <= MOST_COMPARED:
        return before
    return listed if len(listed) == 2 or (asked and len(listed) > 2) else ()


def _ask_for_more(
    dispatcher: CollectingDispatcher,
    conversation: Conversation,
    named: Sequence[Offer],
    listed: Sequence[Offer],
) -> Events:
    """Ask for the offers to compare, one question at a time."""
    texts = conversation.texts
    others = [offer for offer in listed if offer not in named]
    if len(named) + len(others) < 2:
        say(dispatcher, conversation.in_words("compare.too_few"))
        steps = next_steps(texts) if listed else [topics_choice(texts), human_choice(texts)]
        offer_choices(dispatcher, steps)
        return [slot("misses", 0), conversation.asked_again("compare.too_few"), wait()]
    question = "compare.with_which" if named else "compare.which"
    say(dispatcher, conversation.in_words(question, name=named[0].name if named else ""))
    chosen = [offer.id for offer in named]
    offer_choices(
        dispatcher, [(offer.name, compare_payload([*chosen, offer.id])) for offer in others]
    )
    return [slot("misses", 0), conversation.asked_again(question), wait()]


def _asked_respect(conversation: Conversation) -> Respect | None:
    reading = conversation.reading
    words = (*reading.aspects, *sorted(reading.wishes), *sorted(reading.complaints))
    return next((RESPECTS[ASKED_BY[word]] for word in words if word in ASKED_BY), None)


def _say_what_was_asked(
    dispatcher: CollectingDispatcher, told: Sequence[Told], asked: Respect, texts: Catalogue
) -> Offer | None:
    """Answer the question first; return the offer that is the better, None where that is open."""
    ranks = asked.ranks(told)
    known = [rank for rank in ranks if rank is not None]
    best = None
    if ranks and len(known) < len(ranks):
        say(dispatcher, texts.text("compare.unsure"))
    elif known and len(set(known)) == 1:
        say(dispatcher, texts.text("compare.equal", value=asked.value(told[0])))
    elif known and known.count(min(known)) == 1:
        better = told[known.index(min(known))]
        say(dispatcher, better.says(f"compare.best.{asked.name}", value=asked.value(better)).text)
        best = better.offer
    if len(told) > MOST_COMPARED:
        say_lines(dispatcher, [_row(asked, told, texts)], texts)
    return best


def _differences(told: Sequence[Told], asked: Respect | None, texts: Catalogue) -> list[Line]:
    """Return a line for each respect in which they differ, then what is the same."""
    respects = sorted(RESPECTS.values(), key=lambda respect: respect != asked)
    values = {respect.name: [respect.value(one) for one in told] for respect in respects}
    same = [r for r in respects if values[r.name][0] and len(set(values[r.name])) == 1]
    unknown = [r for r in respects if not any(values[r.name])]
    differing = [r for r in respects if r not in same and r not in unknown]
    lines = [_row(respect, told, texts) for respect in differing]
    if not lines:
        lines.append(Line(texts.text("compare.no_difference")))
    if same:
        entries = [_entry(respect, values[respect.name][0], texts) for respect in same]
        lines.append(Line(texts.text("compare.same", values=texts.semicolons(entries))))
    if unknown:
        labels = [texts.text(f"compare.respects.{respect.name}") for respect in unknown]
        lines.append(Line(texts.text("compare.unknown", respects=texts.commas(labels))))
    return lines


def _row(respect: Respect, told: Sequence[Told], texts: Catalogue) -> Line:
    is_apart = respect.is_german and not reads_german(texts)
    words = catalogue(GERMAN.code) if is_apart else texts
    names = _names([one.offer for one in told])
    values = [
        words.text(
            "compare.value",
            name=names[one.offer.id],
            value=respect.value(one) or words.text("compare.not_known"),
        )
        for one in told
    ]
    return Line(_entry(respect, words.semicolons(values), words), is_german=respect.is_german)


def _entry(respect: Respect, value: str, texts: Catalogue) -> str:
    label = texts.text(f"compare.respects.{respect.name}")
    return texts.text("compare.row", respect=label, value=value)


def _names(offers: Sequence[Offer]) -> Mapping[str, str]:
    """Return what to call each offer: its name up to a dash or bracket where that is enough."""
    short = {offer.id: short_name(offer.name).strip() for offer in offers}
    if len(set(short.values())) == len(offers):
        return short
    return {offer.id: offer.name for offer in offers}


def _cost(told: Told) -> str:
    offer, texts = told.offer, told.texts
    if offer.cost == "unknown":
        return ""
    return cost_in_words(offer, texts) if reads_german(texts) else texts.text(f"cost.{offer.cost}")


def _cost_rank(told: Told) -> float | None:
    cost = told.offer.cost
    return COSTS_LESS.index(cost) if cost in COSTS_LESS else None


def _distance(told: Told) -> str:
    offer, texts, reach = told.offer, told.texts, told.reach
    if offer.format == "outreach":
        return texts.text("reason.at_home")
    if offer.format in {"phone", "online"}:
        return texts.text(f"reason.{offer.format}")
    if reach is None or offer.scope != "city":
        return ""
    district = told.city.districts[offer.district_id].name
    if reach.distance_m is None:
        return district
    distance = length_in_words(reach.distance_m, texts)
    return texts.text("compare.place", district=district, distance=distance)


def _distance_rank(told: Told) -> float | None:
    reach = told.reach
    return reach.distance_m if reach else None


def _level_rank(told: Told) -> float | None:
    reach = told.reach
    if reach is None or told.profile.district_id is None or told.offer.format not in VISITED:
        return None
    return float(LEVELS.index(reach.level))


def _opening(told: Told) -> str:
    reach, texts = told.reach, told.texts
    by_phone = told.offer.format in {"phone", "online"}
    now = opening_in_words(reach.opening, reach.at, texts, by_phone=by_phone) if reach else None
    return now or hours_in_words(told.offer.opening_hours, texts)


def _opening_rank(told: Told) -> float | None:
    opening = told.reach.opening if told.reach else None
    if opening is None:
        return None
    if opening.open_now:
        return 0.0
    return opening.opens_at.timestamp() if opening.opens_at else None


def _registration(told: Told) -> str:
    registration = told.offer.registration
    known = registration != "unknown"
    return told.texts.text(f"registration.{registration}") if known else ""


def _registration_rank(told: Told) -> float | None:
    registration = told.offer.registration
    return None if registration == "unknown" else float(registration != "none")


def _languages(told: Told) -> str:
    return told.texts.commas(language_in_words(code, told.texts) for code in told.offer.languages)


def _ages(told: Told) -> str:
    return ages_in_words(told.offer.min_age_months, told.offer.max_age_months, told.texts)


RESPECTS: Mapping[str, Respect] = {
    respect.name: respect
    for respect in (
        Respect("cost", _cost, _cost_rank),
        Respect("distance", _distance, _distance_rank, _level_rank),
        Respect("opening", _opening, _opening_rank),
        Respect("registration", _registration, _registration_rank),
        Respect("waiting", lambda told: told.offer.waiting_time, is_german=True),
        Respect("ages", _ages),
        Respect("languages", _languages),
    )
}
