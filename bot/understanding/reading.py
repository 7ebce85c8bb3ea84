"""What one message says: plain data, and its way through Rasa as entities."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

Entity = dict[str, Any]


def normalised(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True)
class ChildAge:
    """An age the text states; months, both ends inclusive, unborn -9..-1."""

    min_months: int
    max_months: int
    label: str
    who: str | None
    start: int
    end: int


@dataclass(frozen=True)
class ChildMention:
    """A child named without an age; `count` is None where the text leaves it open ("Kinder")."""

    who: str
    count: int | None
    start: int
    end: int


@dataclass(frozen=True)
class NumberMention:
    """A bare number that is an age only if an age was asked for; `value` in years."""

    value: float
    min_months: int
    max_months: int
    start: int
    end: int


@dataclass(frozen=True)
class PlaceMention:
    id: str
    name: str
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    children: tuple[ChildAge, ...] = ()
    unaged_children: tuple[ChildMention, ...] = ()
    rejected_children: tuple[ChildAge, ...] = ()
    numbers: tuple[NumberMention, ...] = ()
    district: PlaceMention | None = None
    rejected_districts: tuple[PlaceMention, ...] = ()
    district_any: bool = False
    postcode: str | None = None
    outside: str | None = None
    wishes: frozenset[str] = frozenset()
    ordinal: int | None = None
    correction: bool = False
    need_text: str | None = None
    topics: tuple[str, ...] = ()

    def to_entities(self) -> list[Entity]:
        """Entity dictionaries as Rasa stores them; the values are JSON.

        The need is only marked: its words are the message itself, and are not stored twice.
        """
        entities = [
            _mention_entity(name, mention)
            for name, mentions in self._mentions()
            for mention in mentions
        ]
        entities += [
            {"entity": name, "start": 0, "end": 0, "value": value} for name, value in self._facts()
        ]
        return entities

    @classmethod
    def from_entities(cls, entities: Iterable[Mapping[str, Any]], text: str) -> "Reading":
        """The reading `to_entities` took apart; entities of other extractors are passed over."""
        found: dict[str, list[Any]] = {}
        for entity in entities:
            build = _BUILDERS.get(entity["entity"])
            if build is not None:
                found.setdefault(entity["entity"], []).append(build(entity))
        return cls(
            children=tuple(found.get("child", ())),
            unaged_children=tuple(found.get("child_mention", ())),
            rejected_children=tuple(found.get("child_rejected", ())),
            numbers=tuple(found.get("number", ())),
            district=_only(found, "district"),
            rejected_districts=tuple(found.get("district_rejected", ())),
            district_any="district_any" in found,
            postcode=_only(found, "postcode"),
            outside=_only(found, "outside"),
            wishes=frozenset(found.get("wish", ())),
            ordinal=_only(found, "ordinal"),
            correction="correction" in found,
            need_text=normalised(text) if "need" in found else None,
            topics=tuple(found.get("need_topic", ())),
        )

    def _mentions(self) -> list[tuple[str, tuple[Any, ...]]]:
        return [
            ("child", self.children),
            ("child_mention", self.unaged_children),
            ("child_rejected", self.rejected_children),
            ("number", self.numbers),
            ("district", (self.district,) if self.district else ()),
            ("district_rejected", self.rejected_districts),
        ]

    def _facts(self) -> list[tuple[str, Any]]:
        facts: list[tuple[str, Any]] = [
            ("postcode", self.postcode),
            ("outside", self.outside),
            ("ordinal", self.ordinal),
            ("need", self.need_text is not None or None),
            ("district_any", self.district_any or None),
            ("correction", self.correction or None),
        ]
        facts += [("wish", wish) for wish in sorted(self.wishes)]
        facts += [("need_topic", topic) for topic in self.topics]
        return [(name, value) for name, value in facts if value is not None]


def _mention_entity(name: str, mention: Any) -> Entity:
    fields = asdict(mention)
    start, end = fields.pop("start"), fields.pop("end")
    return {"entity": name, "start": start, "end": end, "value": fields}


def _only(found: Mapping[str, list[Any]], name: str) -> Any:
    return found[name][0] if name in found else None


def _as(mention: type) -> Callable[[Mapping[str, Any]], Any]:
    return lambda entity: mention(**entity["value"], start=entity["start"], end=entity["end"])


def _value(entity: Mapping[str, Any]) -> Any:
    return entity["value"]


_BUILDERS: dict[str, Callable[[Mapping[str, Any]], Any]] = {
    "child": _as(ChildAge),
    "child_mention": _as(ChildMention),
    "child_rejected": _as(ChildAge),
    "number": _as(NumberMention),
    "district": _as(PlaceMention),
    "district_rejected": _as(PlaceMention),
    "postcode": _value,
    "outside": _value,
    "ordinal": _value,
    "need": _value,
    "district_any": _value,
    "correction": _value,
    "wish": _value,
    "need_topic": _value,
}
