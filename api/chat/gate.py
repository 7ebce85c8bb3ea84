"""What every message passes before it reaches the dialogue."""

import re
import unicodedata
from typing import Any

from api.errors import ProblemError
from bot.actions.payloads import UnknownPayload, patch_to_rasa, to_rasa
from index.city import City, Phase

MAX_CHARACTERS = 1000

# Emoji sequences and Persian words need these two; every other format character (zero-width
# space, soft hyphen, direction overrides) only hides or reorders what is there.
_JOINERS = "\u200c\u200d"

# Fillers that Unicode counts as letters or symbols although nothing is seen of them.
_INVISIBLE = frozenset("\u115f\u1160\u2800\u3164\uffa0") | set(_JOINERS)

# Rasa takes a text that begins with "/" for a payload. The look-alikes go too, so that no
# normalisation behind the gate can turn one into a slash again.
_LEADING_SLASHES = re.compile(rf"^[\s/\u2044\u2215\u29f8\uff0f{_JOINERS}]+")

_LINE_BREAK = re.compile(r"\r\n?|[\u0085\u2028\u2029]")


def admit_text(text: str) -> str:
    """The text as the dialogue may read it; raises ProblemError when it is blank or too long."""
    admitted = _LEADING_SLASHES.sub("", readable(text)).strip()
    if not any(_is_visible(character) for character in admitted):
        raise ProblemError(422, "text_blank")
    if len(admitted) > MAX_CHARACTERS:
        raise ProblemError(
            422, "text_too_long", params={"limit": MAX_CHARACTERS, "length": len(admitted)}
        )
    return admitted


def readable(text: str) -> str:
    """The text composed (NFC), without characters that only hide or reorder what is there."""
    return unicodedata.normalize("NFC", _printable(text)).strip()


def admit_payload(payload: str, city: City) -> str:
    """What Rasa reads in place of a button's payload; raises ProblemError when it is unknown."""
    kind, _, value = payload.partition(":")
    if kind == "phase" and value in city.phases:
        return patch_to_rasa(_of_phase(city.phases[value]))
    known_topic = kind not in {"topic", "also"} or value in city.topics
    known_district = kind != "district" or value == "any" or value in city.districts
    try:
        message = to_rasa(payload)
    except UnknownPayload:
        raise ProblemError(422, "unknown_payload") from None
    if not (known_topic and known_district):
        raise ProblemError(422, "unknown_payload")
    return message


def _of_phase(phase: Phase) -> dict[str, Any]:
    """The correction by hand that a phase stands for."""
    ages = {"age_min_months": phase.age_min_months, "age_max_months": phase.age_max_months}
    return {"children": [ages], **({"needs": list(phase.needs)} if phase.needs else {})}


def _printable(text: str) -> str:
    with_line_breaks = _LINE_BREAK.sub("\n", text).replace("\t", " ")
    return "".join(character for character in with_line_breaks if _is_kept(character))


def _is_kept(character: str) -> bool:
    if character == "\n" or character in _JOINERS:
        return True
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs"}


def _is_visible(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNPS" and character not in _INVISIBLE
