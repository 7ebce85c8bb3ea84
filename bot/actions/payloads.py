"""What a button sends, and what Rasa gets to read in its place.

A payload is one of a known set; nothing that a person types can become one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.actions.wishes import TIMES
from bot.languages import LANGUAGES, WRITTEN

GREETING = "/open_conversation"

_PLAIN = {
    "more": "/more_offers",
    "human": "/human",
    "restart": "/start_over",
    "delete": "/delete_data",
    "delete:confirm": "/confirm_delete",
    "topics": "/ask_topics",
    "help": "/ask_help",
    "skip": "/dont_know",
    "district:any": '/inform{"district_any": "yes"}',
}
COMPLAINTS = (
    "too_far",
    "too_expensive",
    "wrong_age",
    "wrong_time",
    "long_wait",
    "full",
    "already_known",
    "wrong_language",
    "not_barrier_free",
    "wrong_topic",
)
"""Why what was shown may not fit."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_AGE = re.compile(r"-?\d{1,3}-\d{1,3}|-\d--\d")
_POSITION = re.compile(r"[1-9]\d?")
_TIME = re.compile("|".join(TIMES))
_LANGUAGE = re.compile("|".join(WRITTEN))
_SLUGS = re.compile(rf"{_SLUG.pattern}(?:,{_SLUG.pattern}){{0,2}}")
_COMPLAINT = re.compile("|".join(COMPLAINTS))
_OFFERED = re.compile("|".join(LANGUAGES))


class UnknownPayload(ValueError):
    """The payload is none that a button of this service sends."""

    def __init__(self, payload: str) -> None:
        super().__init__(f"unknown payload {payload[:60]!r}")
        self.payload = payload


def to_rasa(payload: str) -> str:
    """Return the Rasa message for a button's payload.

    Raises:
        UnknownPayload: The payload is not of the known set.
    """
    if payload in _PLAIN:
        return _PLAIN[payload]
    kind, _, value = payload.partition(":")
    intent, entity, pattern = _WITH_VALUE.get(kind, ("", "", None))
    if pattern is None or not pattern.fullmatch(value):
        raise UnknownPayload(payload)
    return _message(intent, {entity: value, **_ALSO_SAID.get(kind, {})})


def patch_to_rasa(patch: Mapping[str, Any]) -> str:
    """Return the Rasa message for a profile that was corrected by hand."""
    # A nested object would become one entity a list item: it travels as one string.
    return _message("correct_profile", {"profile_patch": json.dumps(patch, ensure_ascii=False)})


def age_payload(min_months: int, max_months: int) -> str:
    return f"age:{min_months}-{max_months}"


def offer_payload(offer_id: str) -> str:
    return f"offer:{offer_id}"


def compare_payload(offer_ids: Sequence[str]) -> str:
    return f"compare:{','.join(offer_ids)}"


def offer_on_button(payload: str) -> str | None:
    """Return the offer that a button names, the one it adds where it names several."""
    kind, _, value = payload.partition(":")
    return value.split(",")[-1] if kind in {"offer", "compare"} else None


def language_payload(language: str) -> str:
    return f"language:{language}"


def requested_language(payload: str) -> str | None:
    """Return the language that a button of known payload chooses, None for other buttons."""
    kind, _, value = payload.partition(":")
    return value if kind == "language" else None


def topic_to_add(payload: str) -> str | None:
    """Return the topic of a button that offers it beside the others."""
    kind, _, value = payload.partition(":")
    return value if kind == "also" else None


def read_age(value: str) -> tuple[int, int]:
    """Return the bounds in months of an age payload's value, e.g. ``36-71`` or ``-9--1``."""
    match = re.fullmatch(r"(-?\d+)-(-?\d+)", value)
    if match is None:
        raise UnknownPayload(f"age:{value}")
    return int(match[1]), int(match[2])


def _message(intent: str, entities: Mapping[str, str]) -> str:
    return f"/{intent}{json.dumps(entities, ensure_ascii=False)}"


_WITH_VALUE: dict[str, tuple[str, str, re.Pattern[str] | None]] = {
    "topic": ("inform", "need_topic", _SLUG),
    "district": ("inform", "district_id", _SLUG),
    "age": ("inform", "age", _AGE),
    "child": ("inform", "child_place", _POSITION),
    "wish": ("inform", "wish", _TIME),
    "spoken": ("inform", "spoken", _LANGUAGE),
    "language": ("change_language", "requested_language", _OFFERED),
    "details": ("offer_details", "position", _POSITION),
    "offer": ("offer_details", "offer_id", _SLUG),
    "compare": ("compare_offers", "compared", _SLUGS),
    "complaint": ("not_helpful", "complaint", _COMPLAINT),
    "also": ("inform", "need_topic", _SLUG),
}
_ALSO_SAID = {"also": {"need_added": "yes"}}
