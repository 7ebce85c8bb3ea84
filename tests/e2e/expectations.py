"""Compares an answer with what a conversation file expects; README.md in conversations/ tells how.

Every check returns what is wrong in words, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

QUESTIONS = ("children", "need", "district")


@dataclass
class Answer:
    """One turn's answer, read the way the expectations speak of it."""

    messages: list[Json]
    profile: Json
    crisis: Json | None = None

    @property
    def offers(self) -> list[Json]:
        shown = (m["results"] for m in self.messages if m["type"] == "offers")
        return [match["offer"] for results in shown for match in results]

    @property
    def texts(self) -> list[str]:
        return [m["text"] for m in self.messages if "text" in m]

    @property
    def payloads(self) -> list[str]:
        shown = (m["options"] for m in self.messages if m["type"] == "quick_replies")
        return [option["payload"] for options in shown for option in options]

    @property
    def asked(self) -> str | None:
        """Which question the buttons answer."""
        kinds = {payload.partition(":")[0] for payload in self.payloads}
        if "skip" not in kinds:
            return None
        by_kind = {"age": "children", "district": "district", "topic": "need"}
        return next((question for kind, question in by_kind.items() if kind in kinds), None)


@dataclass
class Memory:
    """What earlier turns of the conversation showed and asked."""

    listed: list[str] = field(default_factory=list)
    asked: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def keep(self, answer: Answer) -> None:
        if answer.offers:
            self.listed = [offer["id"] for offer in answer.offers]
        if answer.asked:
            self.asked[answer.asked] = answer.texts[-1]
        self.said = answer.texts


Check = Callable[[Answer, Any, Memory], str | None]


def faults(answer: Answer, expected: Mapping[str, Any], memory: Memory) -> list[str]:
    """Return every expectation that does not hold, in words.

    Raises:
        KeyError: The file names an expectation that does not exist.
    """
    found = [CHECKS[name](answer, value, memory) for name, value in expected.items()]
    return [fault for fault in found if fault]


def _says(holds: bool, otherwise: str) -> str | None:
    return None if holds else otherwise


def _messages(answer: Answer, types: list[str], _memory: Memory) -> str | None:
    got = [message["type"] for message in answer.messages]
    return _says(set(types) <= set(got), f"messages {types} expected, got {got}")


def _offers_min(answer: Answer, least: int, _memory: Memory) -> str | None:
    got = len(answer.offers)
    return _says(got >= least, f"at least {least} offers expected, got {got}")


def _offers_max(answer: Answer, most: int, _memory: Memory) -> str | None:
    got = len(answer.offers)
    return _says(got <= most, f"at most {most} offers expected, got {got}")


def _parts(answer: Answer, wanted: int, _memory: Memory) -> str | None:
    got = sum(message["type"] == "offers" for message in answer.messages)
    return _says(got == wanted, f"{wanted} lists of offers expected, got {got}")


def _topics_any(answer: Answer, topics: list[str], _memory: Memory) -> str | None:
    got = [(offer["id"], offer["topics"]) for offer in answer.offers]
    fits = any(set(topics) & set(shown) for _, shown in got)
    return _says(fits, f"an offer about one of {topics} expected, got {got}")


def _first_topics_any(answer: Answer, topics: list[str], _memory: Memory) -> str | None:
    got = answer.offers[0]["topics"] if answer.offers else []
    fits = bool(set(topics) & set(got))
    return _says(fits, f"the first offer was expected to be about one of {topics}, got {got}")


def _first_scope(answer: Answer, scope: str, _memory: Memory) -> str | None:
    got = answer.offers[0]["scope"] if answer.offers else None
    return _says(got == scope, f"the first offer was expected to be {scope}, got {got}")


def _no_offer_excludes(answer: Answer, months: int, _memory: Memory) -> str | None:
    excluding = [
        offer["id"]
        for offer in answer.offers
        if not _is_open_to(offer["age"]["min_months"], offer["age"]["max_months"], months)
    ]
    return _says(not excluding, f"these exclude a child of {months} months: {excluding}")


def _is_open_to(low: int | None, high: int | None, months: int) -> bool:
    return (low is None or low <= months) and (high is None or months <= high)


def _no_offer(answer: Answer, ids: list[str], _memory: Memory) -> str | None:
    shown = {offer["id"] for offer in answer.offers} & set(ids)
    return _says(not shown, f"shown although it must not be: {shown}")


def _differ(answer: Answer, _wanted: bool, memory: Memory) -> str | None:
    again = [offer["id"] for offer in answer.offers if offer["id"] in memory.listed]
    return _says(not again, f"shown again: {again}")


def _asks(answer: Answer, question: str | None, _memory: Memory) -> str | None:
    got = answer.asked
    return _says(got == question, f"question {question} expected, got {got}")


def _not_asked(answer: Answer, questions: list[str], _memory: Memory) -> str | None:
    got = answer.asked
    return _says(got not in questions, f"{got} is asked although it is known")


def _other_words(answer: Answer, _wanted: bool, memory: Memory) -> str | None:
    before = memory.asked.get(answer.asked or "")
    differs = before is not None and answer.texts[-1] != before
    return _says(differs, f"other words expected than “{before}”, got “{answer.texts[-1:]}”")


def _nothing_said_again(answer: Answer, _wanted: bool, memory: Memory) -> str | None:
    again = set(answer.texts) & set(memory.said)
    return _says(not again, f"said again word for word: {again}")


def _crisis(answer: Answer, wanted: bool, _memory: Memory) -> str | None:
    stays = answer.crisis is not None
    return _says(stays == wanted, f"whom to call {'stays' if stays else 'is not'} at hand")


def _no_payloads(answer: Answer, beginnings: list[str], _memory: Memory) -> str | None:
    got = [payload for payload in answer.payloads if payload.startswith(tuple(beginnings))]
    return _says(not got, f"buttons that must not be there: {got}")


def _payloads(answer: Answer, payloads: list[str], _memory: Memory) -> str | None:
    got = answer.payloads
    return _says(set(payloads) <= set(got), f"buttons {payloads} expected, got {got}")


def _text_contains(answer: Answer, parts: list[str], _memory: Memory) -> str | None:
    said = "\n".join(answer.texts)
    holds = any(part.casefold() in said.casefold() for part in parts)
    return _says(holds, f"one of {parts} expected in: {said}")


def _text_lacks(answer: Answer, parts: list[str], _memory: Memory) -> str | None:
    said = "\n".join(answer.texts)
    there = [part for part in parts if part.casefold() in said.casefold()]
    return _says(not there, f"{there} not expected in: {said}")


def _profile(answer: Answer, expected: Mapping[str, Any], _memory: Memory) -> str | None:
    got = _comparable(answer.profile)
    wrong = {name: value for name, value in expected.items() if not _agrees(name, value, got)}
    return _says(not wrong, f"profile {wrong} expected, got {got}")


def _language(answer: Answer, code: str, _memory: Memory) -> str | None:
    got = answer.profile["language"]
    return _says(got == code, f"an answer in {code} expected, got one in {got}")


def _comparable(profile: Json) -> Json:
    district, needing = profile["district"], [profile, *profile["children"]]
    return {
        "children": sorted([c["age_min_months"], c["age_max_months"]] for c in profile["children"]),
        "needs": profile["needs"],
        "has_need": any(each["needs"] or each["need_text"] for each in needing),
        "district": district["id"] if district else None,
        "district_any": profile["district_any"],
        "wishes": [name for name, wanted in profile["wishes"].items() if wanted is True],
        "spoken": profile["wishes"].get("language"),
        "names": sorted(c["who"] for c in profile["children"] if c["who"]),
        "own_needs": sorted(c["needs"] for c in profile["children"] if c["needs"]),
        "focus": _age_of(profile["focus"], profile["children"]),
    }


def _age_of(place: int | None, children: list[Json]) -> list[int] | None:
    if place is None:
        return None
    return [children[place]["age_min_months"], children[place]["age_max_months"]]


def _agrees(name: str, expected: Any, got: Json) -> bool:
    if name == "needs_any":
        return bool(set(expected) & set(got["needs"]))
    if name == "wishes":
        return set(expected) <= set(got["wishes"])
    if name == "no_needs":
        return set(expected).isdisjoint(got["needs"])
    if name == "no_wishes":
        return set(expected).isdisjoint(got["wishes"])
    if name in {"children", "names", "own_needs"}:
        return bool(sorted(expected) == got[name])
    return bool(expected == got[name])


CHECKS: dict[str, Check] = {
    "messages": _messages,
    "language": _language,
    "profile": _profile,
    "offers_min": _offers_min,
    "offers_max": _offers_max,
    "parts": _parts,
    "offer_topics_any": _topics_any,
    "first_offer_topics_any": _first_topics_any,
    "first_offer_scope": _first_scope,
    "no_offer_excludes_age": _no_offer_excludes,
    "no_offer": _no_offer,
    "offers_differ_from_previous": _differ,
    "asks": _asks,
    "not_asked": _not_asked,
    "asks_in_other_words": _other_words,
    "crisis": _crisis,
    "payloads": _payloads,
    "no_payloads": _no_payloads,
    "text_contains_any": _text_contains,
    "text_lacks": _text_lacks,
    "nothing_said_again": _nothing_said_again,
}
