"""Names that a message introduces as such: "ich heiße …", "mein Sohn …", "Frau …", "LG …".

A word is a name where a cue says so and no everyday word is written so. Common first names are
known; any other one must stand where only a name can: all German nouns have a capital, and "mein
Sohn Asthma hat" names no child.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum

from bot.safety.personal_data.folding import Word, words_of
from bot.safety.personal_data.found import Found
from bot.safety.personal_data.words import first_names, first_names_as_written, surnames, words

_MOST_WORDS = 4
_MOST_BETWEEN = 3
_SHORTEST_PART = 6
_SHORTEST_REPEATED = 3
_STEM = 4  # letters of a Cyrillic name that its cases leave alone
_PARTICLES = {"von", "van", "de", "al", "el", "bin", "ben", "abu", "zu", "der"}
_AND = {"und", "u", "and", "ve", "i", "si", "и", "та", "й", "і", "y", "و", "oraz", "mit", "ile"}
_NEVER = {"nicht", "das", "es", "sie", "er", "ich", "wir", "die", "der", "wie", "so", "was", "hier",
          "da", "und", "or", "not", "nie", "ne", "nu", "degil", "что", "как", "що", "як", "не",
          "ما", "لا"}  # fmt: skip
_VERB_ENDINGS = ("t", "te")
_DEGREES = {"dr", "prof", "doktor", "dipl"}
_ARABIC_AND = "و"
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_BESIDE = re.compile(r"[ \u00a0]*[:,(„“\"«»]?[ \u00a0]*")
_JOINED = re.compile(r"[ \u00a0]+")
_LISTED = re.compile(r"\s*[,/&+]?\s*")
_AGE_BEHIND = re.compile(r"[\s,(:-]*\d")
_STOP_BEHIND = re.compile(r"\s*([,.;:!?)(\n]|$)")
_END = re.compile(r"[\W\d_]*")
_SIGNED = re.compile(r"[,.!?\n)]\s*")


class _Cue(Enum):
    CALLED = "called"  # "ich heiße": a name must follow
    RELATED = "related"  # "mein Sohn": a name may follow
    GREETED = "greeted"  # "ich bin": a common first name may follow


@dataclass(frozen=True)
class _Name:
    """Positions of words."""

    start: int
    end: int


class NameFinder:
    """`vocabulary` are folded everyday words, `places` folded words of the city's places."""

    def __init__(self, vocabulary: Collection[str], places: Collection[str]) -> None:
        self._vocabulary = vocabulary
        self._places = places
        self._words = words()
        self._first_names = first_names()

    def find(self, text: str) -> Iterator[Found]:
        spoken = list(self._apart(words_of(text)))
        names = _Message(text, spoken, self).names()
        taken = {i for name in names for i in range(name.start, name.end)}
        again = {spoken[i].before_apostrophe().folded for i in taken}
        again = {word for word in again if len(word) >= _SHORTEST_REPEATED}
        for name in names:
            yield Found(spoken[name.start].start, _end(spoken[name.end - 1]), "name")
        for position, word in enumerate(spoken):
            if position not in taken and self._is_repeated(word, again):
                yield Found(word.start, _end(word), "name")

    def _apart(self, spoken: list[Word]) -> Iterator[Word]:
        """The words, with the Arabic "and" apart from a name it is written together with."""
        for word in spoken:
            rest = Word(word.text[1:], word.folded[1:], word.start + 1, word.end)
            if word.folded[0] == _ARABIC_AND and rest.folded in self._first_names:
                yield Word(word.text[0], word.folded[0], word.start, word.start + 1)
                yield rest
            else:
                yield word

    def names_in_label(self, text: str) -> bool:
        """Whether a few words that name a child hold a name: "Mehmet", not "der Große"."""
        return any(
            self.is_listed(word) or not self.is_ordinary(word)
            for word in words_of(text)
            if len(word.text) > 1
        )

    def is_listed(self, word: Word) -> bool:
        """Whether it is a common first name, in whatever case of a Slavic language."""
        parts = word.folded.split("-")
        if word.folded in self._first_names or parts[0] in self._first_names:
            return True
        bare = word.before_apostrophe().folded
        if bare in self._first_names:
            return True
        if not _CYRILLIC.match(word.folded):
            return False
        return any(
            word.folded[:-cut] + ending in self._first_names
            for cut in (1, 2)
            for ending in ("", "а", "я", "и", "ь")
            if len(word.folded) - cut >= _SHORTEST_REPEATED
        )

    def is_surname(self, word: Word) -> bool:
        """Whether it is a common one; many are everyday words, too."""
        return word.folded in surnames()

    def is_ordinary(self, word: Word) -> bool:
        whole = word.folded
        bare = word.before_apostrophe().folded
        if whole in self._vocabulary or bare in self._vocabulary or whole in _NEVER:
            return True
        return "-" in whole and all(part in self._vocabulary for part in whole.split("-"))

    def is_place(self, word: Word) -> bool:
        return word.before_apostrophe().folded in self._places

    def is_a_thing(self, word: Word) -> bool:
        """By its end: "Sprachtherapie", or an everyday word with something in front."""
        folded = word.folded
        if folded.endswith(self._words.things):
            return True
        return any(
            folded[i:] in self._vocabulary for i in range(3, len(folded) - _SHORTEST_PART + 1)
        )

    def _is_repeated(self, word: Word, names: Collection[str]) -> bool:
        bare = word.before_apostrophe().folded
        if bare not in names:
            stem = bare[: max(_STEM, len(bare) - 2)]
            if not (_CYRILLIC.match(bare) and len(bare) >= _STEM and word.is_capital):
                return False
            if not any(name[: len(stem)] == stem for name in names):
                return False
        return not self.is_ordinary(word) or (word.is_capital and self.is_listed(word))


class _Message:
    def __init__(self, text: str, spoken: list[Word], finder: NameFinder) -> None:
        self._text = text
        self._spoken = spoken
        self._finder = finder
        self._words = words()

    def names(self) -> list[_Name]:
        names: list[_Name] = []
        position = 0
        while position < len(self._spoken):
            found = list(self._introduced(position))
            names += found
            position = max([position + 1, *(name.end for name in found)])
        names += self._signed(names)
        return names

    def _introduced(self, position: int) -> Iterator[_Name]:
        lists = self._words
        if (end := lists.called.end_at(self._spoken, position)) is not None:
            yield from self._row(self._behind(end), _Cue.CALLED)
        elif self._spoken[position].folded in lists.titles and (
            titled := list(self._titled(position))
        ):
            yield from titled
        elif (end := lists.people.end_at(self._spoken, position)) is not None:
            if (said := self._says_name(end)) is not None:
                yield from self._row(self._behind(said), _Cue.CALLED)
            else:
                yield from self._row(self._behind(end), _Cue.RELATED, cued=position)
        elif (end := lists.am.end_at(self._spoken, position)) is not None:
            yield from self._row(self._behind(end), _Cue.GREETED)
        elif self._is_subject(position):
            yield from self._row(position, _Cue.RELATED)
        elif self._has_title_behind(position):
            yield _Name(position, position + 1)

    def _says_name(self, position: int) -> int | None:
        for start in (position, position + 1):
            end = self._words.says_name.end_at(self._spoken, start)
            if end is not None:
                return end
        return None

    def _behind(self, position: int) -> int:
        """Past words like "ist" and "der kleine"."""
        for _ in range(_MOST_BETWEEN):
            here = self._at(position)
            if here is None or here.folded not in self._words.between:
                break
            position += 1
        return position

    def _row(self, position: int, cue: _Cue, cued: int | None = None) -> Iterator[_Name]:
        """A name, and those that are listed behind it: "Ali, Leyla und Mert"."""
        is_introduced = cue is not _Cue.RELATED or cued is not None
        if is_introduced and not _BESIDE.fullmatch(self._gap(position)):
            return
        if not self._is_name(position, cue, cued):
            return
        end = self._name_end(position, cue)
        yield _Name(position, end)
        while (following := self._next_in_row(end)) is not None:
            end = self._name_end(following, _Cue.RELATED)
            yield _Name(following, end)

    def _next_in_row(self, position: int) -> int | None:
        here = self._at(position)
        if here is None or not _LISTED.fullmatch(self._gap(position)):
            return None
        is_and = here.folded in _AND
        position += is_and
        after = self._at(position)
        if after is None or not (is_and or self._gap(position).strip()):
            return None
        is_exact = after.is_caseless and self._is_exact(after)
        is_listed = self._finder.is_listed(after) and (is_exact or not self._is_doubtful(after))
        is_likely = is_and and self._looks_like_a_name(after) and not self._finder.is_place(after)
        return position if is_listed or is_likely else None

    def _is_name(self, position: int, cue: _Cue, cued: int | None) -> bool:
        word = self._at(position)
        if word is None or len(word.folded) < 2 or word.folded in _NEVER:
            return False
        if self._finder.is_place(word):
            return False
        if self._finder.is_listed(word):
            is_beside_arabic = cued is not None and word.is_caseless and self._is_exact(word)
            return (
                cue is _Cue.CALLED
                or is_beside_arabic
                or not self._is_doubtful(word)
                or self._is_told_of(position)
            )
        if cue is _Cue.GREETED or (word.is_shouted and not self._is_all_shouted()):
            return False
        if self._finder.is_ordinary(word):
            is_aged = cue is _Cue.RELATED and self._is_capital_with_age(position, cued)
            return is_aged or (cue is _Cue.CALLED and self._is_odd_name(position))
        if cue is _Cue.CALLED:
            return word.is_capital or not self._finder.is_a_thing(word)
        return self._stands_as_a_name(position, word, cued)

    def _is_exact(self, word: Word) -> bool:
        """ "علي" is Ali, "على" with another last letter means "on"."""
        return word.text in first_names_as_written()

    def _is_doubtful(self, word: Word) -> bool:
        """Whether it is rather the everyday word that is spelt like the name."""
        return (word.is_caseless or not word.is_capital) and self._finder.is_ordinary(word)

    def _is_odd_name(self, position: int) -> bool:
        """ "ich heiße Sommer.": a capital and the end of the sentence leave no other reading."""
        word = self._spoken[position]
        return (
            word.is_capital
            and not word.is_caseless
            and not self._is_all_shouted()
            and (self._stops_behind(position) or self._is_and(position + 1))
            and not self._finder.is_a_thing(word)
        )

    def _is_capital_with_age(self, position: int, cued: int | None) -> bool:
        """ "oğlum Can 4": where nouns have no capitals, and an age follows at once."""
        word = self._spoken[position]
        return (
            cued is not None
            and self._spoken[cued].folded not in self._words.german
            and word.is_capital
            and not word.is_caseless
            and _AGE_BEHIND.match(self._text, word.end) is not None
        )

    def _stands_as_a_name(self, position: int, word: Word, cued: int | None) -> bool:
        is_foreign = cued is None or self._spoken[cued].folded not in self._words.german
        if self._finder.is_a_thing(word):
            # A German noun among Turkish words has its capital, too.
            return is_foreign and word.is_capital and self._has_age_behind(position)
        if word.is_caseless:
            return self._is_told_of(position)
        if not word.is_capital:
            return self._is_of_an_age(position)
        if is_foreign:
            return True
        if self._is_subordinate(cued or 0):
            return False
        return self._is_told_of(position) or self._stops_behind(position)

    def _is_told_of(self, position: int) -> bool:
        """Whether an age or a verb follows, past one more capital word: the surname."""
        for last in (position, position + 1):
            word = self._at(last)
            if word is None or (last > position and not word.is_capital):
                return False
            if _AGE_BEHIND.match(self._text, word.end):
                return True
            after = self._at(last + 1)
            if after is not None and self._is_verb(after) and after.text.islower():
                return _JOINED.fullmatch(self._gap(last + 1)) is not None
            if after is not None and after.is_caseless and after.folded in self._words.verbs:
                return True
        return False

    def _is_verb(self, word: Word) -> bool:
        """A known one, or by its German ending an everyday one: "mischt", "weinte"."""
        if word.folded in self._words.verbs:
            return True
        has_ending = word.folded.endswith(_VERB_ENDINGS) and word.folded not in self._words.no_verbs
        return has_ending and self._finder.is_ordinary(word)

    def _has_age_behind(self, position: int) -> bool:
        word = self._spoken[position]
        return _AGE_BEHIND.match(self._text, word.end) is not None or self._is_of_an_age(position)

    def _is_of_an_age(self, position: int) -> bool:
        """ "mein sohn jermaine ist 4"; most small words behind "mein sohn" are verbs."""
        verb = self._at(position + 1)
        return (
            verb is not None
            and verb.folded in self._words.verbs
            and _AGE_BEHIND.match(self._text, verb.end) is not None
        )

    def _is_subordinate(self, position: int) -> bool:
        before = reversed(self._spoken[max(0, position - 6) : position])
        end = self._spoken[position].start
        for word in before:
            if re.search(r"[.!?,;\n]", self._text[word.end : end]):
                return False
            if word.folded in self._words.subordinating:
                return True
            end = word.start
        return False

    def _name_end(self, position: int, cue: _Cue) -> int:
        end = position + 1
        while end - position < _MOST_WORDS and self._goes_on(end, cue):
            end += 2 if self._spoken[end].folded in _PARTICLES else 1
        return end

    def _goes_on(self, position: int, cue: _Cue) -> bool:
        word = self._at(position)
        if word is None or not _JOINED.fullmatch(self._gap(position)):
            return False
        if word.folded in _PARTICLES:
            after = self._at(position + 1)
            return after is not None and after.is_capital and not self._finder.is_ordinary(after)
        if word.folded in _NEVER or word.folded in _AND or self._finder.is_place(word):
            return False
        if self._finder.is_listed(word) and not self._is_doubtful(word):
            return True
        if self._finder.is_surname(word) and word.is_capital:
            return True
        if self._finder.is_ordinary(word):
            return cue is _Cue.CALLED and self._is_odd_name(position)
        if word.is_caseless or not word.is_capital:
            return cue is _Cue.CALLED and len(word.folded) >= _SHORTEST_REPEATED
        return not (word.is_shouted and not self._is_all_shouted())

    def _titled(self, title: int) -> Iterator[_Name]:
        """ "Frau Müller", but not "meine Frau Depressionen hat"."""
        position = title + 1
        word = self._at(position)
        if word is not None and word.folded in _DEGREES:
            position += 1
            word = self._at(position)
        if word is None or self._gap(position).strip(" ."):
            return
        if not word.is_capital or (word.is_caseless and not self._finder.is_listed(word)):
            return
        if title and self._spoken[title - 1].folded in self._words.possessive:
            return
        shouted = word.is_shouted and not self._is_all_shouted()
        if shouted or self._finder.is_place(word):
            return
        is_known = self._finder.is_surname(word) or self._finder.is_listed(word)
        is_everyday = self._finder.is_ordinary(word) or self._finder.is_a_thing(word)
        if is_known or not is_everyday:
            yield _Name(position, self._name_end(position, _Cue.RELATED))

    def _has_title_behind(self, position: int) -> bool:
        """ "Ayşe Hanım"."""
        after, word = self._at(position + 1), self._spoken[position]
        return (
            after is not None
            and after.before_apostrophe().folded in self._words.titles_after
            and _JOINED.fullmatch(self._gap(position + 1)) is not None
            and (self._finder.is_listed(word) or not self._finder.is_ordinary(word))
            and word.is_capital
        )

    def _is_subject(self, position: int) -> bool:
        """ "Leyla (3)", "Mehmet ist 4": a common first name that is told of."""
        word = self._spoken[position]
        if word.is_caseless or not word.is_capital or not self._finder.is_listed(word):
            return False
        if self._finder.is_ordinary(word):
            return _AGE_BEHIND.match(self._text, word.end) is not None
        return self._is_told_of(position)

    def _signed(self, names: list[_Name]) -> Iterator[_Name]:
        """Who signs at the end: "LG Sabine", "Danke, Ayşe Demir"."""
        taken = max((name.end for name in names), default=0)
        for length in range(min(3, len(self._spoken)), 0, -1):
            start = len(self._spoken) - length
            if start >= taken and start and self._is_signature(start):
                yield _Name(start, len(self._spoken))
                return

    def _is_signature(self, start: int) -> bool:
        signed = self._spoken[start:]
        gaps = [self._gap(i) for i in range(start + 1, len(self._spoken))]
        if not all(_JOINED.fullmatch(gap) for gap in gaps):
            return False
        if any(self._finder.is_place(word) for word in signed):
            return False
        is_listed = self._finder.is_listed(signed[0]) and not self._is_doubtful(signed[0])
        after_regards = any(
            self._words.regards.end_at(self._spoken, before) == start
            for before in range(max(0, start - 3), start)
        )
        if after_regards:
            return is_listed or all(self._looks_like_a_name(word) for word in signed)
        return (
            is_listed
            and all(self._looks_like_a_name(word) for word in signed[1:])
            and not self._finder.is_ordinary(signed[0])
            and signed[0].is_capital
            and _SIGNED.fullmatch(self._gap(start)) is not None
        )

    def _looks_like_a_name(self, word: Word) -> bool:
        return (
            word.is_capital
            and not word.is_caseless
            and not word.is_shouted
            and not self._finder.is_ordinary(word)
            and not self._finder.is_a_thing(word)
        )

    def _stops_behind(self, position: int) -> bool:
        return _STOP_BEHIND.match(self._text, self._spoken[position].end) is not None

    def _is_and(self, position: int) -> bool:
        word = self._at(position)
        return word is not None and word.folded in _AND

    def _is_all_shouted(self) -> bool:
        return self._text.isupper()

    def _at(self, position: int) -> Word | None:
        return self._spoken[position] if 0 <= position < len(self._spoken) else None

    def _gap(self, position: int) -> str:
        """What stands between a word and the one before."""
        if not 0 < position < len(self._spoken):
            return ""
        return self._text[self._spoken[position - 1].end : self._spoken[position].start]


def _end(word: Word) -> int:
    """Where the name ends: the case ending of "Mehmet'in" stays."""
    return word.end if _CYRILLIC.match(word.folded) else word.before_apostrophe().end


def folded_words(texts: Collection[str]) -> frozenset[str]:
    return frozenset(word.folded for text in texts for word in words_of(text))
