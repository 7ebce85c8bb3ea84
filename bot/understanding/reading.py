"""What one message says: plain data, and its way through Rasa as entities."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

Entity = dict[str, Any]

LAST = -1
"""The place of the last one of a list."""


def normalised(text: str) -> str:
    return " ".join(text.split())


def normalised_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a part of the text that begins and ends with a word stands in the normalised text."""
    length = len(normalised(text[:end]))
    return length - len(normalised(text[start:end])), length


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
class TopicMention:
    """A topic that words of the text name."""

    id: str
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """`spoken` is the language wished for at an offer, `requested_language` the one to go on in.

    `aspects` are what is asked of an offer, `complaints` why what was shown does not fit, and
    `ordinals` places in the list that was shown, LAST for its end. `topics` are those named by
    words, `topic_mentions` where, `rejected_topics` those no longer wanted. `all_children` is set
    where it is said that all are meant: "für beide". `need_spans` are the parts of
    `need_text` that say more than ages, places and wishes.
    """

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
    wishes_dropped: frozenset[str] = frozenset()
    spoken: str | None = None
    complaints: frozenset[str] = frozenset()
    aspects: tuple[str, ...] = ()
    ordinals: tuple[int, ...] = ()
    correction: bool = False
    requested_language: str | None = None
    adds_need: bool = False
    rejected_topics: tuple[str, ...] = ()
    need_text: str | None = None
    need_spans: tuple[tuple[int, int], ...] = ()
    topics: tuple[str, ...] = ()
    topic_mentions: tuple[TopicMention, ...] = ()
    all_children: bool = False

    @property
    def need_words(self) -> str | None:
        """The need without the ages, places and wishes around it: better to compare."""
        if self.need_text is None or not self.need_spans:
            return self.need_text
        return " ".join(self.need_text[start:end] for start, end in self.need_spans)

    @property
    def ordinal(self) -> int | None:
        """The place named first."""
        return self.ordinals[0] if self.ordinals else None

    @property
    def about(self) -> str | None:
        """Who is spoken of without an age: "für die Kleine auch etwas?"; None where several are."""
        named = [mention.who for mention in self.unaged_children if mention.count is not None]
        return named[0] if len(named) == 1 else None

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
            wishes_dropped=frozenset(found.get("wish_dropped", ())),
            spoken=_only(found, "spoken"),
            complaints=frozenset(found.get("complaint", ())),
            aspects=tuple(found.get("aspect", ())),
            ordinals=tuple(found.get("ordinal", ())),
            correction="correction" in found,
            requested_language=_only(found, "requested_language"),
            adds_need="need_added" in found,
            rejected_topics=tuple(found.get("need_rejected", ())),
            need_text=normalised(text) if "need" in found else None,
            need_spans=tuple((start, end) for start, end in _only(found, "need") or ()),
            topics=tuple(found.get("need_topic", ())),
            topic_mentions=tuple(found.get("topic_mention", ())),
            all_children="all_children" in found,
        )

    def _mentions(self) -> list[tuple[str, tuple[Any, ...]]]:
        return [
            ("child", self.children),
            ("child_mention", self.unaged_children),
            ("child_rejected", self.rejected_children),
            ("number", self.numbers),
            ("district", (self.district,) if self.district else ()),
            ("district_rejected", self.rejected_districts),
            ("topic_mention", self.topic_mentions),
        ]

    def _facts(self) -> list[tuple[str, Any]]:
        facts: list[tuple[str, Any]] = [
            ("postcode", self.postcode),
            ("outside", self.outside),
            ("spoken", self.spoken),
            ("requested_language", self.requested_language),
            ("need", None if self.need_text is None else self.need_spans),
            ("need_added", self.adds_need or None),
            ("all_children", self.all_children or None),
            ("district_any", self.district_any or None),
            ("correction", self.correction or None),
        ]
        facts += [("wish", wish) for wish in sorted(self.wishes)]
        facts += [("wish_dropped", wish) for wish in sorted(self.wishes_dropped)]
        facts += [("complaint", complaint) for complaint in sorted(self.complaints)]
        facts += [("aspect", aspect) for aspect in self.aspects]
        facts += [("ordinal", place) for place in self.ordinals]
        facts += [("need_topic", topic) for topic in self.topics]
        facts += [("need_rejected", topic) for topic in self.rejected_topics]
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
    "topic_mention": _as(TopicMention),
    "postcode": _value,
    "outside": _value,
    "spoken": _value,
    "requested_language": _value,
    "need": _value,
    "need_added": _value,
    "all_children": _value,
    "district_any": _value,
    "correction": _value,
    "wish": _value,
    "wish_dropped": _value,
    "complaint": _value,
    "aspect": _value,
    "ordinal": _value,
    "need_topic": _value,
    "need_rejected": _value,
}
