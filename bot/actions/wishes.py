"""How an offer should be: wishes said, dropped, or meant by “das passt nicht, weil …”."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.actions.profile import NO_NEED, Child, Profile
from bot.languages import GERMAN, LANGUAGES
from bot.understanding import Reading
from index.search.request import SPOKEN

INSTEAD_OF: Mapping[str, frozenset[str]] = {
    "online": frozenset({"near", "at_home"}),
    "near": frozenset({"online"}),
    "at_home": frozenset({"online"}),
    "girls": frozenset({"boys"}),
    "boys": frozenset({"girls"}),
}
"""Wishes that take the place of others: nobody wants both."""

WISHED_BY: Mapping[str, str] = {
    "too_far": "near",
    "too_expensive": "free",
    "long_wait": "drop_in",
    "full": "drop_in",
    "not_barrier_free": "barrier_free",
}
"""What is wished for by who complains."""

TIMES = ("afternoon", "weekend")


def wishing(profile: Profile, reading: Reading) -> Profile:
    """Return the profile with what the message wishes and no longer wishes."""
    wishes = _with(profile.wishes - reading.wishes_dropped, reading.wishes)
    spoken = None if SPOKEN in reading.wishes_dropped else profile.spoken
    return replace(profile, wishes=wishes, spoken=reading.spoken or spoken)


def changed_by(complaints: frozenset[str], profile: Profile) -> Profile:
    """Return the profile after it was said why what was shown does not fit."""
    wished = frozenset(WISHED_BY[each] for each in complaints if each in WISHED_BY)
    profile = replace(profile, wishes=_with(profile.wishes, wished))
    if "wrong_language" in complaints and profile.spoken is None:
        profile = replace(profile, spoken=_spoken_at_home(profile.language))
    if "wrong_topic" in complaints:
        profile = _without_need(profile)
    child = forgotten_by(complaints, profile)
    return profile if child is None else _without_age(profile, child)


def _with(known: frozenset[str], said: frozenset[str]) -> frozenset[str]:
    replaced = frozenset(other for wish in said for other in INSTEAD_OF.get(wish, ()))
    return (known - replaced) | said


def _spoken_at_home(language: str) -> str | None:
    written = LANGUAGES[language].written if language in LANGUAGES else language
    return None if written == GERMAN.code else written


def _without_need(profile: Profile) -> Profile:
    if profile.focus is not None:
        child = profile.children[profile.focus]
        if child.need:
            return profile.with_child(profile.focus, child.needing(NO_NEED))
    children = tuple(child.needing(NO_NEED) for child in profile.children)
    return replace(profile, children=children).needing(NO_NEED)


def forgotten_by(complaints: frozenset[str], profile: Profile) -> Child | None:
    """Return the child whose age seems to be wrong, if it is clear which: it is asked for anew."""
    if "wrong_age" not in complaints or not profile.children:
        return None
    if profile.focus is not None:
        return profile.children[profile.focus]
    return profile.children[0] if len(profile.children) == 1 else None


def _without_age(profile: Profile, child: Child) -> Profile:
    children = tuple(other for other in profile.children if other is not child)
    return replace(profile, children=children, focus=None)
