"""What a conversation has understood of a family, and how one more message changes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.texts import Catalogue
from bot.texts.ages import interval_in_words
from bot.understanding import ChildAge, Reading
from index.city import City
from index.search import AgeRange, SearchRequest

Json = dict[str, Any]

MOST_CHILDREN = 12
MOST_NEEDS = 5


@dataclass(frozen=True)
class Child:
    """One child's age in months, an interval with both ends included; unborn is -9 to -1."""

    age_min_months: int
    age_max_months: int
    label: str
    who: str | None = None

    @classmethod
    def of(cls, mention: ChildAge) -> Child:
        return cls(mention.min_months, mention.max_months, mention.label, mention.who)

    def overlaps(self, other: Child) -> bool:
        return (
            self.age_min_months <= other.age_max_months
            and other.age_min_months <= self.age_max_months
        )


@dataclass(frozen=True)
class Profile:
    """The profile of the HTTP contract."""

    language: str = "de"
    children: tuple[Child, ...] = ()
    needs: tuple[str, ...] = ()
    need_text: str | None = None
    district_id: str | None = None
    postcodes: tuple[str, ...] = ()
    district_any: bool = False
    wishes: frozenset[str] = frozenset()

    @classmethod
    def from_slot(cls, slot: Mapping[str, Any] | None) -> Profile:
        """Read the profile back from the shape of the contract."""
        if not slot:
            return cls()
        district = slot["district"]
        return cls(
            language=slot["language"],
            children=tuple(Child(**child) for child in slot["children"]),
            needs=tuple(slot["needs"]),
            need_text=slot["need_text"],
            district_id=district["id"] if district else None,
            postcodes=tuple(district["postcodes"]) if district else (),
            district_any=slot["district_any"],
            wishes=frozenset(slot["wishes"]),
        )

    def to_slot(self, city: City) -> Json:
        """Return the profile in the shape of the contract."""
        district = city.districts[self.district_id] if self.district_id else None
        return {
            "language": self.language,
            "children": [
                {
                    "age_min_months": child.age_min_months,
                    "age_max_months": child.age_max_months,
                    "label": child.label,
                    "who": child.who,
                }
                for child in self.children
            ],
            "needs": list(self.needs),
            "need_text": self.need_text,
            "district": {
                "id": district.id,
                "name": district.name,
                "postcodes": list(self.postcodes),
            }
            if district
            else None,
            "district_any": self.district_any,
            "wishes": dict.fromkeys(sorted(self.wishes), True),
        }

    @property
    def has_need(self) -> bool:
        return bool(self.needs or self.need_text)

    @property
    def has_district(self) -> bool:
        return bool(self.district_id or self.district_any)

    @property
    def is_searchable(self) -> bool:
        """Whether offers can sensibly be shown: an age or a need is enough."""
        return bool(self.children) or self.has_need

    def request(self, limit: int, exclude: Iterable[str] = ()) -> SearchRequest:
        """Return the search that this profile asks for."""
        return SearchRequest(
            query=self.need_text or "",
            children=tuple(AgeRange(c.age_min_months, c.age_max_months) for c in self.children),
            needs=self.needs,
            district_id=self.district_id,
            postcodes=self.postcodes,
            exclude=frozenset(exclude),
            limit=limit,
            wishes=self.wishes,
        )

    def with_district(self, district_id: str, city: City, postcode: str | None = None) -> Profile:
        """Return the profile of a household there; `postcode` if just that one is known."""
        postcodes = (postcode,) if postcode else city.districts[district_id].postcodes
        return replace(
            self, district_id=district_id, postcodes=tuple(postcodes), district_any=False
        )

    def anywhere(self) -> Profile:
        return replace(self, district_id=None, postcodes=(), district_any=True)


def apply_reading(
    profile: Profile, reading: Reading, *, asked: str | None, city: City, texts: Catalogue
) -> Profile:
    """Return the profile after one more message; `asked`: the slot asked for last."""
    profile = replace(profile, children=_children(profile.children, reading, asked, texts))
    profile = _with_place(profile, reading, city)
    profile = replace(profile, wishes=profile.wishes | reading.wishes)
    return _with_need(profile, reading, asked)


def apply_patch(
    profile: Profile, patch: Mapping[str, Any], city: City, texts: Catalogue
) -> Profile:
    """Return the profile after a correction by hand; only what the patch names changes."""
    if "children" in patch:
        children = tuple(_patched_child(child, texts) for child in patch["children"])
        profile = replace(profile, children=children)
    if "needs" in patch:
        profile = replace(profile, needs=tuple(patch["needs"]), need_text=None)
    if "need_text" in patch:
        profile = replace(profile, need_text=patch["need_text"])
    if "wishes" in patch:
        profile = replace(profile, wishes=frozenset(_chosen(patch["wishes"])))
    if "district" in patch:
        district_id = patch["district"]
        nowhere = replace(profile, district_id=None, postcodes=(), district_any=False)
        profile = nowhere.with_district(district_id, city) if district_id else nowhere
    if patch.get("district_any"):
        profile = profile.anywhere()
    return profile


def labelled(min_months: int, max_months: int, texts: Catalogue) -> Child:
    """Return a child known by age alone, labelled with that age."""
    return Child(min_months, max_months, interval_in_words(min_months, max_months, texts))


def _children(
    known: tuple[Child, ...], reading: Reading, asked: str | None, texts: Catalogue
) -> tuple[Child, ...]:
    said = [Child.of(mention) for mention in reading.children]
    if not said and (asked == "children" or reading.correction):
        said = [labelled(n.min_months, n.max_months, texts) for n in reading.numbers]
    taken_back = [Child.of(mention) for mention in reading.rejected_children]
    children = list(known)
    if taken_back:
        children = _without(children, taken_back, said)
    elif reading.correction and said:
        return tuple(_corrected(children, said))
    for child in said:
        _put(children, child)
    return tuple(children[:MOST_CHILDREN])


def _without(known: list[Child], taken_back: list[Child], said: Sequence[Child]) -> list[Child]:
    """Drop what was taken back; a single known child is the one that was meant."""
    remaining = [child for child in known if not any(child.overlaps(t) for t in taken_back)]
    if len(remaining) == len(known) and len(known) == 1 and said:
        return []
    return remaining


def _corrected(known: list[Child], said: Sequence[Child]) -> list[Child]:
    """Put the corrected ages in the place of the children they are about."""
    if len(said) > 1 or len(known) <= 1:
        return [_same_person(child, known) for child in said]
    right = said[0]
    meant = next((i for i, child in enumerate(known) if right.who and child.who == right.who), -1)
    corrected = list(known)
    corrected[meant] = _same_person(right, [known[meant]])
    return corrected


def _same_person(child: Child, known: Sequence[Child]) -> Child:
    """Keep who it is when only the age was said again; a label names both: “Tochter, 3 Jahre”."""
    if child.who is not None or len(known) != 1:
        return child
    name, parted, _ = known[0].label.partition(", ")
    label = f"{name}, {child.label}" if parted else child.label
    return replace(child, who=known[0].who, label=label)


def _put(children: list[Child], child: Child) -> None:
    """Add a child, or sharpen the one it must be: the same person, or an age it lies within."""
    for i, known in enumerate(children):
        same_age = known.overlaps(child)
        if same_age and (child.who is None or known.who in (None, child.who)):
            sharper = min((known, child), key=lambda c: c.age_max_months - c.age_min_months)
            children[i] = replace(sharper, who=child.who or known.who)
            return
    children.append(child)


def _with_place(profile: Profile, reading: Reading, city: City) -> Profile:
    if reading.district_any:
        return profile.anywhere()
    if reading.district is not None:
        return profile.with_district(reading.district.id, city, reading.postcode)
    if reading.outside or any(
        place.id == profile.district_id for place in reading.rejected_districts
    ):
        return replace(profile, district_id=None, postcodes=(), district_any=False)
    return profile


def _with_need(profile: Profile, reading: Reading, asked: str | None) -> Profile:
    """Take the new need over; a mere answer to another question leaves the known need alone."""
    if not reading.need_text:
        return replace(profile, needs=reading.topics, need_text=None) if reading.topics else profile
    answers_other = (asked == "children" and (reading.children or reading.numbers)) or (
        asked == "district" and (reading.district or reading.district_any or reading.outside)
    )
    if profile.has_need and answers_other and not reading.topics:
        return profile
    if profile.has_need and answers_other:
        needs = tuple(dict.fromkeys((*profile.needs, *reading.topics)))[:MOST_NEEDS]
        text = " ".join(filter(None, (profile.need_text, reading.need_text)))
        return replace(profile, needs=needs, need_text=text)
    return replace(profile, needs=reading.topics, need_text=reading.need_text)


def _patched_child(child: Mapping[str, Any], texts: Catalogue) -> Child:
    bounds = child["age_min_months"], child["age_max_months"]
    plain = labelled(*bounds, texts)
    return replace(plain, label=child["label"]) if child.get("label") else plain


def _chosen(wishes: Any) -> list[str]:
    if isinstance(wishes, Mapping):
        return [name for name, wanted in wishes.items() if wanted]
    return list(wishes)
