"""Where a family lives to the door: a street with its number."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator

from bot.safety.personal_data.folding import Word, fold_name, words_of
from bot.safety.personal_data.found import Found
from bot.safety.personal_data.words import Words, words

_NUMBER = re.compile(
    r"(?<![\w.,:/+-])(?<![,/+-][ ])\d{1,3}[ ]?(?:[a-hA-H](?!\w))?"
    r"(?:[ ]?[-/][ ]?\d{1,3}(?!\d)[a-h]?)?(?![\d%€]|[:.,/]\d|\w)"
)
_BETWEEN = re.compile(r"[ \u00a0.,:]{0,4}")
_POSTCODE_BEHIND = re.compile(r"[, ]+(?:[^\W\d_]{1,3} )?\d{5}(?!\d)")
_MOST_WORDS = 4
_NEAR = 5  # words between "ich wohne" and the street
_LONG_UNIT = 4  # letters: "jahr" stands for "Jahre" too, "an" only for itself
_SHORTEST_COMPOUND = 3  # letters in front of "weg"


class StreetFinder:
    """`places` are folded names from which a district is read: of these only the number goes."""

    def __init__(self, places: Collection[str]) -> None:
        self._places = places
        self._words = words()
        self._long_units = tuple(unit for unit in self._words.units if len(unit) >= _LONG_UNIT)

    def find(self, text: str) -> Iterator[Found]:
        spoken = words_of(text)
        starts = [word.start for word in spoken]
        for number in _NUMBER.finditer(text):
            before = bisect_left(starts, number.start())
            behind = spoken[before] if before < len(spoken) else None
            if self._is_measured(text, number.end(), behind):
                continue
            street = _Street(text, spoken[:before], number, self._words, self._places).words()
            if street:
                yield self._found(text, street, number)

    def _is_measured(self, text: str, end: int, behind: Word | None) -> bool:
        """ "3 Jahre", "15 Uhr": no house."""
        if behind is None or text[end : behind.start].strip():
            return False
        return behind.folded in self._words.units or behind.folded.startswith(self._long_units)

    def _found(self, text: str, street: list[Word], number: re.Match[str]) -> Found:
        name = fold_name(text[street[0].start : street[-1].end])
        if name in self._places:
            return Found(street[-1].end, number.end(), "street", "")
        return Found(street[0].start, number.end(), "street")


class _Street:
    """The words in front of one number."""

    def __init__(
        self,
        text: str,
        spoken: list[Word],
        number: re.Match[str],
        lists: Words,
        places: Collection[str],
    ) -> None:
        self._text = text
        self._number = number
        self._lists = lists
        self._places = places
        self._before = self._joined(spoken)

    def words(self) -> list[Word]:
        """Those that name the street, none where the number is no house."""
        if not self._before:
            return []
        return self._german() or self._foreign() or self._said_to_be_one()

    def _joined(self, spoken: list[Word]) -> list[Word]:
        """The last words, as long as nothing but blanks stands between them and the number."""
        kept: list[Word] = []
        end = self._number.start()
        for word in reversed(spoken[-_NEAR - _MOST_WORDS :]):
            if not _BETWEEN.fullmatch(self._text[word.end : end]):
                break
            end = word.start
            if kept or word.folded not in self._lists.house_number:
                kept.append(word)
        return kept[::-1]

    def _german(self) -> list[Word]:
        """ "Hauptstraße", "Mülheimer Straße", "Elsässer Str.", "Kiebitzweg"."""
        last = self._before[-1]
        if last.folded in self._lists.street_ends:
            return self._before[-2:] if len(self._before) > 1 else []
        if last.folded.endswith(self._lists.street_ends):
            return [last]
        doubtful = next(
            (end for end in self._lists.doubtful_ends if last.folded.endswith(end)), None
        )
        if doubtful is None or last.folded.endswith(self._lists.no_streets):
            return []
        return [last] if len(last.folded) >= len(doubtful) + _SHORTEST_COMPOUND else []

    def _foreign(self) -> list[Word]:
        """ "ul. Lipowa", "вулиця Шевченка", "Atatürk Caddesi"."""
        near = self._before[-_MOST_WORDS:]
        for place, word in enumerate(near):
            if word.folded in self._lists.streets:
                is_behind = place == len(near) - 1
                return near[max(0, place - 1) :] if is_behind else near[place:]
        return []

    def _said_to_be_one(self) -> list[Word]:
        """ "wohne am Kaisergarten", "Adresse: Mittelfeld": no ending tells it."""
        for place in range(len(self._before)):
            end = self._lists.address.end_at(self._before, place)
            if end is not None and end < len(self._before) <= end + _MOST_WORDS:
                return self._name(self._before[end:])
        is_led_to = len(self._before) > 1 and self._before[-2].folded in self._lists.leads
        is_in_an_address = _POSTCODE_BEHIND.match(self._text, self._number.end()) is not None
        return [self._before[-1]] if is_led_to and is_in_an_address else []

    def _name(self, behind: list[Word]) -> list[Word]:
        """Of "wohne mit Sohn 7" and "wohne in Holten 3" nothing."""
        last = len(behind) - 1
        is_person = any(
            self._lists.people.end_at(behind, place) is not None for place in range(len(behind))
        )
        is_name = behind[last].is_capital and behind[last].folded not in self._places
        return behind[-2:] if is_name and not is_person else []
