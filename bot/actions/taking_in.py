"""How one more message changes what is known of a family."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.actions.children import Told, told
from bot.actions.clauses import Topics
from bot.actions.needs import Asked, with_need, without_topics
from bot.actions.profile import (
    NO_NAME,
    NO_NEED,
    Child,
    Json,
    Need,
    Profile,
    labelled,
    named,
)
from bot.actions.whom import candidates
from bot.actions.wishes import changed_by, forgotten_by, wishing
from bot.texts import Catalogue
from bot.understanding import Reading
from index.city import City
from index.search.request import SPOKEN


@dataclass(frozen=True)
class Pending:
    """A child that was spoken of without saying which or how old, with the need it was for.

    `is_known`: it is one of the known children, but not certain which.
    """

    who: str | None
    need: Need = NO_NEED
    is_known: bool = False

    @classmethod
    def from_slot(cls, slot: Mapping[str, Any] | None) -> Pending | None:
        if not slot:
            return None
        need = Need(tuple(slot["needs"]), slot["need_text"])
        return cls(slot["who"], need, slot["is_known"])

    def to_slot(self) -> Json:
        return {
            "who": self.who,
            "needs": list(self.need.topics),
            "need_text": self.need.text,
            "is_known": self.is_known,
        }


@dataclass(frozen=True)
class Message:
    """A message and what it answers: the slot `asked` for last, a child that is `pending`.

    `text` is what was written; `recognise` tells what a part of it is about.
    """

    reading: Reading
    text: str
    recognise: Callable[[str], Topics]
    asked: str | None = None
    pending: Pending | None = None

    @property
    def need(self) -> Need:
        return Need(self.reading.topics, self.reading.need_text)

    def topics_in(self, start: int, end: int) -> Topics:
        """What a part of the text is about: named there by words, or recognised."""
        mentions = self.reading.topic_mentions
        named = (each.id for each in mentions if start <= each.start and each.end <= end)
        spans = self.reading.need_spans or ((0, len(self.text)),)
        within = ((max(start, a), min(end, b)) for a, b in spans)
        words = " ".join(self.text[a:b] for a, b in within if a < b).strip()
        return tuple(dict.fromkeys((*named, *(self.recognise(words) if words else ()))))

    @property
    def answers(self) -> bool:
        """Whether it is in the first place the answer to a question for something else."""
        reading = self.reading
        if self.asked == "children":
            return bool(reading.children or reading.numbers)
        place = reading.district or reading.district_any or reading.outside
        return self.asked == "district" and bool(place)


def taken_in(
    profile: Profile, message: Message, city: City, texts: Catalogue
) -> tuple[Profile, Pending | None]:
    """Return the profile after the message, and the child that it leaves unclear."""
    reading = message.reading
    of_children = _told(profile, message, texts)
    pending = _pending(profile, of_children, message)
    profile = _with_children(profile, of_children)
    profile = _answered(profile, of_children, message.pending)
    profile = _with_place(profile, reading, city)
    profile = wishing(profile, reading)
    forgotten = forgotten_by(reading.complaints, profile)
    if forgotten is not None:
        pending = Pending(forgotten.who, forgotten.need)
    profile = changed_by(reading.complaints, profile)
    if reading.rejected_topics:
        profile = without_topics(profile, reading.rejected_topics, of_children.spoken)
    if pending and message.need and pending.need == message.need:
        return profile, pending
    asked = Asked(
        need=message.need,
        spoken=of_children.spoken,
        all_meant=reading.all_children,
        addition=reading.adds_need,
        answers=message.answers,
    )
    return with_need(profile, asked, message.text, message.topics_in), pending


def chosen(profile: Profile, place: int, pending: Pending | None, texts: Catalogue) -> Profile:
    """Return the profile after the child at that place was chosen for the pending one."""
    if not 0 <= place < len(profile.children):
        return profile
    child = profile.children[place]
    if pending and child.who in NO_NAME and pending.who not in NO_NAME:
        child = replace(child, who=pending.who, label=named(pending.who, child.label, texts))
    if pending and pending.need:
        child = child.needing(pending.need)
    focus = place if len(profile.children) > 1 else None
    return replace(profile.with_child(place, child), focus=focus)


def let_go(profile: Profile, pending: Pending | None) -> Profile:
    """Return the profile where the pending child stays unclear: its need is everyone's."""
    if pending is None or not pending.need:
        return profile
    return profile.needing(profile.need.with_added(pending.need))


def _told(profile: Profile, message: Message, texts: Catalogue) -> Told:
    pending = message.pending
    return told(
        profile.children,
        message.reading,
        ages_asked=message.asked == "children" or pending is not None,
        focus=profile.focus,
        name=pending.who if pending and not pending.is_known else None,
        texts=texts,
    )


def _pending(before: Profile, of_children: Told, message: Message) -> Pending | None:
    """Return the child to ask for: an unknown one, or one of several that may be meant."""
    unclear = of_children.unclear
    if unclear is None:
        return None
    is_known = bool(candidates(unclear.who, of_children.children))
    if is_known and not (message.need or message.reading.adds_need):
        return None
    need = message.need if before.children else NO_NEED
    return Pending(unclear.who, need, is_known)


def _with_children(profile: Profile, of_children: Told) -> Profile:
    focus = None if profile.focus is None else of_children.places[profile.focus]
    if len(of_children.children) < 2:
        focus = None
    return replace(profile, children=of_children.children, focus=focus)


def _answered(profile: Profile, of_children: Told, pending: Pending | None) -> Profile:
    """Give the child that was pending its need, now that its age is known."""
    if pending is None:
        return profile
    new = [each.place for each in of_children.spoken if each.is_new]
    if len(new) != 1:
        return let_go(profile, pending)
    if not pending.need or len(profile.children) == 1:
        return let_go(profile, pending)
    return profile.with_child(new[0], profile.children[new[0]].needing(pending.need))


def _with_place(profile: Profile, reading: Reading, city: City) -> Profile:
    if reading.district_any:
        return profile.anywhere()
    if reading.district is not None:
        return profile.with_district(reading.district.id, city, reading.postcode)
    taken_back = any(place.id == profile.district_id for place in reading.rejected_districts)
    return profile.nowhere() if reading.outside or taken_back else profile


def patched(profile: Profile, patch: Mapping[str, Any], city: City, texts: Catalogue) -> Profile:
    """Return the profile after a correction by hand; only what the patch names changes."""
    if "children" in patch:
        children = _patched_children(profile.children, patch["children"], texts)
        stays = len(children) == len(profile.children)
        profile = replace(profile, children=children, focus=profile.focus if stays else None)
    if "focus" in patch:
        focus = patch["focus"]
        is_one = focus is not None and focus < len(profile.children)
        profile = replace(profile, focus=focus if is_one else None)
    if "needs" in patch:
        profile = replace(profile, needs=tuple(patch["needs"]), need_text=None)
    if "need_text" in patch:
        profile = replace(profile, need_text=patch["need_text"])
    if "wishes" in patch:
        profile = _with_wishes(profile, patch["wishes"])
    if "district" in patch:
        district_id = patch["district"]
        nowhere = profile.nowhere()
        profile = nowhere.with_district(district_id, city) if district_id else nowhere
    if patch.get("district_any"):
        profile = profile.anywhere()
    return profile


def _patched_children(
    known: tuple[Child, ...], patches: Iterable[Mapping[str, Any]], texts: Catalogue
) -> tuple[Child, ...]:
    """A child patched without its name is the one that was in its place, of another age."""
    patches = list(patches)
    in_place = len(patches) == len(known)
    return tuple(
        _patched_child(known[place] if in_place else None, patch, texts)
        for place, patch in enumerate(patches)
    )


def _patched_child(known: Child | None, patch: Mapping[str, Any], texts: Catalogue) -> Child:
    who = patch.get("who", known.who if known else None)
    need = known.need if known else NO_NEED
    child = labelled(patch["age_min_months"], patch["age_max_months"], texts, who)
    if patch.get("label"):
        child = replace(child, label=patch["label"])
    needs = tuple(patch.get("needs", need.topics))
    return child.needing(Need(needs, patch.get("need_text", need.text)))


def _with_wishes(profile: Profile, wishes: Mapping[str, Any]) -> Profile:
    chosen = frozenset(name for name, wanted in wishes.items() if wanted and name != SPOKEN)
    return replace(profile, wishes=chosen, spoken=wishes.get(SPOKEN))
