"""What a message changes in what is needed, by all children or by one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.actions.children import Spoken
from bot.actions.clauses import Topics, TopicsIn, clauses, is_list
from bot.actions.profile import NO_NEED, Need, Profile


@dataclass(frozen=True)
class Asked:
    """What a message says of needs; an `addition` leaves the known ones as they are.

    `answers` is set where the message is in the first place the answer to another question.
    """

    need: Need
    spoken: Sequence[Spoken] = ()
    all_meant: bool = False
    addition: bool = False
    answers: bool = False


def with_need(profile: Profile, asked: Asked, text: str, topics_in: TopicsIn) -> Profile:
    """Return the profile after a message; `text` is the message as it was written."""
    if asked.all_meant:
        profile = _for_all(profile)
    if not asked.need:
        return _focused(profile, asked)
    if asked.answers and profile.has_need:
        return _added(profile, asked.need) if asked.need.topics else profile
    several = _of_several(profile, asked, text, topics_in)
    if several is not None:
        return several
    place = _the_one(profile, asked)
    if place is not None:
        return _of_one(profile, place, asked)
    if asked.addition:
        return _added(profile, asked.need)
    return _common(profile, asked.need)


def without_topics(profile: Profile, topics: Topics, spoken: Sequence[Spoken]) -> Profile:
    """Return the profile without needs that are none any more, of the child spoken of if one is."""
    places = {each.place for each in spoken}
    if len(places) == 1:
        place = places.pop()
        child = profile.children[place]
        if child.need:
            return profile.with_child(place, child.needing(child.need.without(topics)))
    children = tuple(child.needing(child.need.without(topics)) for child in profile.children)
    return replace(profile, children=children).needing(profile.need.without(topics))


def _for_all(profile: Profile) -> Profile:
    """Search for all children again; what just one needed is everyone's if nothing else is."""
    if profile.focus is not None and not profile.need:
        child = profile.children[profile.focus]
        profile = profile.with_child(profile.focus, child.needing(NO_NEED)).needing(child.need)
    return replace(profile, focus=None)


def _focused(profile: Profile, asked: Asked) -> Profile:
    """“für die Kleine auch etwas?”: the search is for her; an age alone asks for nothing."""
    places = {each.place for each in asked.spoken if not each.is_aged and not each.is_new}
    if not places or len(profile.children) < 2:
        return profile
    return replace(profile, focus=min(places) if len(places) == 1 else None)


def _of_several(profile: Profile, asked: Asked, text: str, topics_in: TopicsIn) -> Profile | None:
    """Give each child the need that its part of the message says, where they differ."""
    first = {each.place: each for each in reversed(asked.spoken)}
    spoken = sorted(first.values(), key=lambda each: each.start)
    if len(spoken) < 2 or is_list(text, spoken):
        return None
    parts = clauses(text, spoken, topics_in)
    topics = [topics_in(*part) for part in parts]
    if not all(topics) or len(set(map(frozenset, topics))) == 1:
        return None
    for each, part, about in zip(spoken, parts, topics, strict=True):
        words = " ".join(text[slice(*part)].split()).strip(" ,;")
        child = profile.children[each.place]
        profile = profile.with_child(each.place, child.needing(Need(about, words)))
    return replace(profile, focus=None)


def _the_one(profile: Profile, asked: Asked) -> int | None:
    """Return the place of the child whose need it is; None where it is everyone's."""
    places = {each.place for each in asked.spoken}
    if len(profile.children) < 2 or asked.all_meant:
        return None
    if not places and asked.addition:
        return profile.focus
    if len(places) != 1:
        return None
    return places.pop()


def _of_one(profile: Profile, place: int, asked: Asked) -> Profile:
    child = profile.children[place]
    need = child.need.with_added(asked.need) if asked.addition else asked.need
    is_new = any(each.is_new for each in asked.spoken)
    focus = None if is_new else place
    return replace(profile.with_child(place, child.needing(need)), focus=focus)


def _added(profile: Profile, need: Need) -> Profile:
    return replace(profile.needing(profile.need.with_added(need)), focus=None)


def _common(profile: Profile, need: Need) -> Profile:
    """A new need of all takes the place of all needs there were."""
    children = tuple(child.needing(NO_NEED) for child in profile.children)
    return replace(profile, children=children, focus=None).needing(need)
