"""What a conversation has understood of a family, in the shape of the HTTP contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.texts import Catalogue
from bot.texts.ages import interval_in_words
from bot.understanding import ChildAge
from index.city import City
from index.search import AgeRange, SearchRequest
from index.search.request import SPOKEN, Sex

Json = dict[str, Any]

MOST_CHILDREN = 12
MOST_NEEDS = 5
NO_NAME = (None, "child")
GIRLS = frozenset({"daughter", "girl", "big_girl", "middle_girl", "little_girl"})
BOYS = frozenset({"son", "boy", "big_boy", "middle_boy", "little_boy"})
"""Names of children that tell their sex."""


@dataclass(frozen=True)
class Need:
    """What is searched for: topics, and the family's words."""

    topics: tuple[str, ...] = ()
    text: str | None = None

    def __bool__(self) -> bool:
        return bool(self.topics or self.text)

    def with_added(self, other: Need) -> Need:
        topics = tuple(dict.fromkeys((*self.topics, *other.topics)))[:MOST_NEEDS]
        return Need(topics, " ".join(filter(None, (self.text, other.text))) or None)

    def without(self, topics: Iterable[str]) -> Need:
        """Return what is left; the words spoke of what goes too, so they go with it."""
        gone = frozenset(topics)
        if not self or (self.topics and gone.isdisjoint(self.topics)):
            return self
        return Need(tuple(topic for topic in self.topics if topic not in gone))


NO_NEED = Need()


@dataclass(frozen=True)
class Child:
    """One child's age in months, an interval with both ends included; unborn is -9 to -1.

    `who` is what the family calls the child, an id of the lexicon's people. `needs` and
    `need_text` are this child's alone; without them the family's common need is meant.
    """

    age_min_months: int
    age_max_months: int
    label: str
    who: str | None = None
    needs: tuple[str, ...] = ()
    need_text: str | None = None

    @classmethod
    def of(cls, mention: ChildAge) -> Child:
        return cls(mention.min_months, mention.max_months, mention.label, mention.who)

    @property
    def need(self) -> Need:
        return Need(self.needs, self.need_text)

    @property
    def sex(self) -> Sex | None:
        if self.who in GIRLS:
            return "girl"
        return "boy" if self.who in BOYS else None

    def needing(self, need: Need) -> Child:
        return replace(self, needs=need.topics, need_text=need.text)

    def overlaps(self, other: Child) -> bool:
        return (
            self.age_min_months <= other.age_max_months
            and other.age_min_months <= self.age_max_months
        )

    def lies_within(self, other: Child) -> bool:
        return (
            other.age_min_months <= self.age_min_months
            and self.age_max_months <= other.age_max_months
        )


@dataclass(frozen=True)
class Search:
    """One of the searches a profile asks for: for these children, for this need."""

    children: tuple[Child, ...]
    need: Need


@dataclass(frozen=True)
class Profile:
    """`focus` is the place of the child the search is for now; None for all of them."""

    language: str = "de"
    children: tuple[Child, ...] = ()
    needs: tuple[str, ...] = ()
    need_text: str | None = None
    district_id: str | None = None
    postcodes: tuple[str, ...] = ()
    district_any: bool = False
    wishes: frozenset[str] = frozenset()
    spoken: str | None = None
    focus: int | None = None

    @classmethod
    def from_slot(cls, slot: Mapping[str, Any] | None) -> Profile:
        """Read the profile back from the shape of the contract."""
        if not slot:
            return cls()
        district = slot["district"]
        return cls(
            language=slot["language"],
            children=tuple(
                Child(**{**child, "needs": tuple(child["needs"])}) for child in slot["children"]
            ),
            needs=tuple(slot["needs"]),
            need_text=slot["need_text"],
            district_id=district["id"] if district else None,
            postcodes=tuple(district["postcodes"]) if district else (),
            district_any=slot["district_any"],
            wishes=frozenset(slot["wishes"]) - {SPOKEN},
            spoken=slot["wishes"].get(SPOKEN),
            focus=slot["focus"],
        )

    def to_slot(self, city: City) -> Json:
        """Return the profile in the shape of the contract."""
        district = city.districts[self.district_id] if self.district_id else None
        wishes: Json = dict.fromkeys(sorted(self.wishes), True)
        return {
            "language": self.language,
            "children": [
                {
                    "age_min_months": child.age_min_months,
                    "age_max_months": child.age_max_months,
                    "label": child.label,
                    "who": child.who,
                    "needs": list(child.needs),
                    "need_text": child.need_text,
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
            "wishes": wishes | ({SPOKEN: self.spoken} if self.spoken else {}),
            "focus": self.focus,
        }

    @property
    def need(self) -> Need:
        """What is common to all children that have no need of their own."""
        return Need(self.needs, self.need_text)

    @property
    def has_need(self) -> bool:
        return bool(self.need) or any(child.need for child in self.children)

    @property
    def has_district(self) -> bool:
        return bool(self.district_id or self.district_any)

    @property
    def is_searchable(self) -> bool:
        """Whether offers can sensibly be shown: an age or a need is enough."""
        return bool(self.children) or self.has_need

    @property
    def searches(self) -> tuple[Search, ...]:
        """One for all children, or one for each that has a need of its own."""
        if self.focus is not None:
            child = self.children[self.focus]
            return (Search((child,), child.need or self.need),)
        own: dict[Need, tuple[Child, ...]] = {}
        for child in self.children:
            if child.need:
                own[child.need] = (*own.get(child.need, ()), child)
        others = tuple(child for child in self.children if not child.need)
        searches = [Search(children, need) for need, children in own.items()]
        if self.need or not own:
            searches.append(Search(others or self.children, self.need))
        return tuple(searches)

    def request(self, limit: int, exclude: Iterable[str] = ()) -> SearchRequest:
        """Return the first search that this profile asks for."""
        return self.request_for(self.searches[0], limit, exclude)

    def request_for(self, search: Search, limit: int, exclude: Iterable[str] = ()) -> SearchRequest:
        children = (AgeRange(c.age_min_months, c.age_max_months, c.sex) for c in search.children)
        return SearchRequest(
            query=search.need.text or "",
            children=tuple(children),
            needs=search.need.topics,
            district_id=self.district_id,
            postcodes=self.postcodes,
            exclude=frozenset(exclude),
            limit=limit,
            wishes=self.wishes,
            spoken=self.spoken,
        )

    def needing(self, need: Need) -> Profile:
        return replace(self, needs=need.topics, need_text=need.text)

    def with_child(self, place: int, child: Child) -> Profile:
        children = (*self.children[:place], child, *self.children[place + 1 :])
        return replace(self, children=children)

    def with_district(self, district_id: str, city: City, postcode: str | None = None) -> Profile:
        """Return the profile of a household there; `postcode` if just that one is known."""
        postcodes = (postcode,) if postcode else city.districts[district_id].postcodes
        return replace(
            self, district_id=district_id, postcodes=tuple(postcodes), district_any=False
        )

    def anywhere(self) -> Profile:
        return replace(self, district_id=None, postcodes=(), district_any=True)

    def nowhere(self) -> Profile:
        return replace(self, district_id=None, postcodes=(), district_any=False)

    def in_language(self, language: str, texts: Catalogue) -> Profile:
        """Return the profile with its children worded anew; `texts` are of that language."""
        children = (
            replace(child, label=worded(child, texts)) if language != self.language else child
            for child in self.children
        )
        return replace(self, language=language, children=tuple(children))


def labelled(min_months: int, max_months: int, texts: Catalogue, who: str | None = None) -> Child:
    """Return a child labelled with its name, where it has one, and its age."""
    child = Child(min_months, max_months, "", who)
    return replace(child, label=worded(child, texts))


def worded(child: Child, texts: Catalogue) -> str:
    """Say who a child is and how old: “Tochter, 3 Jahre”."""
    age = interval_in_words(child.age_min_months, child.age_max_months, texts)
    return named(child.who if child.age_max_months >= 0 else None, age, texts)


def named(who: str | None, age: str, texts: Catalogue) -> str:
    """Put the name before the age, where there is one."""
    if who in NO_NAME or f"who.{who}" not in texts:
        return age
    return texts.text("child_label", who=texts.text(f"who.{who}"), age=age)
