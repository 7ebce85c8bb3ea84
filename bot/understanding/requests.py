"""What a message asks of offers and of the conversation: wishes, complaints, aspects and so on.

The phrases of each language are data: lexicon/<language>/phrases.yml, explained in
lexicon/README.md.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from bot.languages import GERMAN
from bot.understanding.folding import fold as folded
from bot.understanding.lexicon import LexiconError
from bot.understanding.phrases import PASSED_OVER, Found, Phrases

_LONGEST_LIST = 20

WISHES = ("free", "online", "phone", "barrier_free", "drop_in", "near", "afternoon", "weekend",
          "at_home", "girls", "boys", "childcare", "secular")  # fmt: skip
COMPLAINTS = ("too_far", "too_expensive", "wrong_age", "already_known", "long_wait", "wrong_time",
              "wrong_language", "not_barrier_free", "wrong_topic", "full")  # fmt: skip
ASPECTS = ("hours", "phone", "email", "website", "address", "route", "cost", "languages",
           "registration", "waiting", "bring", "for_whom", "barrier_free")  # fmt: skip
_SEVERAL = {"first_two": (1, 2), "first_three": (1, 2, 3), "last_two": (-2, -1)}
_SIDES = ("before", "after")
_SIDES_IF_ASKED = ("before_if_asked", "after_if_asked")
_LANGUAGE = "language"
_REQUESTED = "requested_language"
_LANGUAGES = (_LANGUAGE, "de-simple")
_NAMES: Mapping[str, tuple[str, ...]] = {
    "wishes": WISHES,
    "wishes_if_asked": WISHES,
    "wishes_dropped": (*WISHES, _LANGUAGE),
    "complaints": COMPLAINTS,
    "aspects": ASPECTS,
    "ordinals": ("named", *_SEVERAL),
    "requested_language": _LANGUAGES,
    "denial": _SIDES,
    "rejection": (*_SIDES, *_SIDES_IF_ASKED),
}
_NAMELESS = ("spoken", "adds_need", "all_children", "asking", "nothing")
_MARKS = ("asking", "denial", "rejection")
"""Groups that only say what another phrase means."""
_DENIED_BY = {"wishes": "denial", "spoken": "denial", "topic": "rejection"}
_WORD_LISTS = ("small", "breaks")
_READ = ("wishes", "wishes_dropped", "complaints", "aspects", "ordinals", "requested_language",
         "spoken", "adds_need", "all_children", "topic")  # fmt: skip

_SENTENCE_ENDS = frozenset(".!?…:")
# Letters with their marks and with apostrophes between them; else a figure, a date or a sign.
_MARKS_OF_LETTERS = r"\u0300-\u036f\u0640\u064b-\u0655\u0670"
_WORD = re.compile(
    rf"[^\W\d_](?:[^\W\d_]|[{_MARKS_OF_LETTERS}]|['’‘ʼ`´](?=[^\W\d_]))*|\d+(?:[.,:/]\d+)*|\S"
)

Piece = tuple[int, int, str]
"""Where a word stands in the text, and the word folded."""
Span = tuple[int, int]
Topic = tuple[str, int, int]


@dataclass(frozen=True)
class Requests:
    """The fields of a `Reading` of these names; `used` are the parts of the text that say them.

    `counting` are those that name places in a list: numbers there are no ages.
    """

    wishes: frozenset[str] = frozenset()
    wishes_dropped: frozenset[str] = frozenset()
    spoken: str | None = None
    requested_language: str | None = None
    complaints: frozenset[str] = frozenset()
    aspects: tuple[str, ...] = ()
    ordinals: tuple[int, ...] = ()
    adds_need: bool = False
    all_children: bool = False
    rejected_topics: tuple[str, ...] = ()
    used: tuple[Span, ...] = ()
    counting: tuple[Span, ...] = ()


class RequestReader:
    def __init__(self, tables: Mapping[str, Any], language: str) -> None:
        """Raise LexiconError where the tables name what nobody asks for."""
        fold = partial(folded, language=language)
        tables = dict(tables)
        self._fold = fold
        self._capital_nouns = language == GERMAN.code
        small, breaks = (tables.pop(name, ()) for name in _WORD_LISTS)
        self._small = frozenset(map(fold, small))
        self._breaks = frozenset(map(fold, breaks))
        self._phrases = Phrases(_flat(tables), _with_figures(tables.get("classes", {})), fold)

    def read(self, text: str, topics: Iterable[Topic] = ()) -> Requests:
        """What a message asks; `topics` are those its words name, with their place in the text."""
        pieces = [
            (match.start(), match.end(), self._fold(match.group()))
            for match in _WORD.finditer(text)
        ]
        words = [word for _, _, word in pieces]
        found = _longest(self._phrases.find(words, self._nouns(text, pieces)))
        named = list(_topics(pieces, topics))
        said = [*self._asked(words, found), *named]
        denied = set(self._denied(words, _longest(said), found))
        granted = [each for each in said if each not in denied]
        wishes = _names(granted, "wishes")
        dropped = [*_names(denied, "wishes"), *_names(granted, "wishes_dropped")]
        dropped += [_LANGUAGE for each in denied if each.kind == "spoken"]
        kept = set(_names(granted, "topic"))
        return Requests(
            wishes=frozenset(wishes),
            wishes_dropped=frozenset(dropped) - frozenset(wishes),
            spoken=_first_value(granted, "spoken"),
            requested_language=_requested(granted),
            complaints=frozenset(_names(granted, "complaints")),
            aspects=tuple(dict.fromkeys(_names(granted, "aspects"))),
            ordinals=tuple(dict.fromkeys(_places(granted))),
            adds_need=any(each.kind == "adds_need" for each in granted),
            all_children=any(each.kind == "all_children" for each in granted),
            rejected_topics=tuple(
                topic for topic in dict.fromkeys(_names(denied, "topic")) if topic not in kept
            ),
            used=_spans(pieces, (each for each in said if each not in named or each in denied)),
            counting=_spans(pieces, (each for each in said if each.kind == "ordinals")),
        )

    def _nouns(self, text: str, pieces: Sequence[Piece]) -> frozenset[int]:
        if not self._capital_nouns:
            return frozenset()
        return frozenset(
            i
            for i, (start, _, _) in enumerate(pieces)
            if i and text[start].isupper() and pieces[i - 1][2] not in _SENTENCE_ENDS
        )

    def _asked(self, words: Sequence[str], found: Sequence[Found]) -> Iterator[Found]:
        for each in found:
            if each.kind in _READ:
                yield each
            elif each.kind == "wishes_if_asked" and self._is_asked(words, each, found):
                yield replace(each, kind="wishes")

    def _is_asked(self, words: Sequence[str], wish: Found, found: Sequence[Found]) -> bool:
        """Whether the clause asks for something, or says nothing but the wish."""
        start, end = self._clause(words, wish)
        within = [each for each in found if start <= each.start and each.end <= end]
        if any(each.kind == "asking" for each in within):
            return True
        told = {i for each in within for i in each.words}
        says_nothing = self._small | PASSED_OVER
        return all(i in told or words[i] in says_nothing for i in range(start, end))

    def _clause(self, words: Sequence[str], around: Found) -> tuple[int, int]:
        start, end = around.start, around.end
        while start > 0 and not self._ends_clause(words[start - 1]):
            start -= 1
        while end < len(words) and not self._ends_clause(words[end]):
            end += 1
        return start, end

    def _ends_clause(self, word: str) -> bool:
        return word in self._breaks or not (word[:1].isalnum() or word in "-–/'’")

    def _denied(
        self, words: Sequence[str], said: Sequence[Found], found: Sequence[Found]
    ) -> Iterator[Found]:
        for each in said:
            how = _DENIED_BY.get(each.kind)
            if how is not None and any(
                self._denies(words, denial, each, found, how) for denial in found
            ):
                yield each

    def _denies(
        self, words: Sequence[str], denial: Found, said: Found, found: Sequence[Found], how: str
    ) -> bool:
        if denial.kind != how:
            return False
        if denial.name.endswith("_if_asked") and not self._is_asked(words, said, [*found, said]):
            return False
        if denial.name.startswith("before"):
            return self._reaches(words, denial.end, said.start)
        return self._reaches(words, said.end, denial.start)

    def _reaches(self, words: Sequence[str], start: int, end: int) -> bool:
        return start <= end and all(
            words[i] in self._small or words[i] in "-–/" for i in range(start, end)
        )


def _flat(tables: Mapping[str, Any]) -> dict[tuple[str, str], list[str]]:
    groups: dict[tuple[str, str], list[str]] = {}
    for kind, entries in tables.items():
        if kind in _NAMELESS:
            groups[kind, ""] = entries
        elif kind in _NAMES:
            _expect(kind, entries, _NAMES[kind])
            groups |= {(kind, name): lines for name, lines in entries.items()}
        elif kind != "classes":
            raise LexiconError(f"phrases.yml has no group '{kind}'")
    return groups


def _expect(kind: str, entries: Iterable[str], names: Sequence[str]) -> None:
    if unknown := set(entries) - set(names):
        raise LexiconError(
            f"{kind} of phrases.yml: {', '.join(sorted(unknown))} is none of {', '.join(names)}"
        )


def _with_figures(classes: Mapping[str, Any]) -> Mapping[str, Mapping[str, list[str]]]:
    """The classes; figures are numbers in every language."""
    numbers: dict[str, list[str]] = {str(n): [str(n)] for n in range(1, _LONGEST_LIST + 1)}
    for value, words in classes.get("NUM", {}).items():
        numbers[str(value)] = [*numbers[str(value)], *words]
    return {**classes, "NUM": numbers}


def _longest(found: Sequence[Found]) -> list[Found]:
    """Without what stands inside a longer phrase, and without what is only said by the way."""
    covering = [each for each in found if each.kind not in _MARKS]
    return [
        each
        for each in found
        if each.kind == "asking"
        or not (each.kind == "nothing" or any(each.is_inside(other) for other in covering))
    ]


def _names(found: Iterable[Found], kind: str) -> list[str]:
    """The names of one kind in the order of the text."""
    ordered = sorted(found, key=lambda each: (each.start, each.end))
    return [each.name for each in ordered if each.kind == kind]


def _spans(pieces: Sequence[Piece], found: Iterable[Found]) -> tuple[Span, ...]:
    positions = sorted({position for each in found for position in each.words})
    return tuple(pieces[position][:2] for position in positions)


def _topics(pieces: Sequence[Piece], topics: Iterable[Topic]) -> Iterator[Found]:
    for topic, start, end in topics:
        words = tuple(i for i, piece in enumerate(pieces) if piece[0] < end and start < piece[1])
        yield Found("topic", topic, words)


def _first_value(found: Iterable[Found], kind: str) -> str | None:
    return next((each.values[0] for each in found if each.kind == kind and each.values), None)


def _requested(found: Sequence[Found]) -> str | None:
    plain = any(each.kind == _REQUESTED and each.name == "de-simple" for each in found)
    return "de-simple" if plain else _first_value(found, _REQUESTED)


def _places(found: Sequence[Found]) -> Iterator[int]:
    for each in found:
        if each.kind == "ordinals":
            yield from _SEVERAL.get(each.name, tuple(int(value) for value in each.values))
