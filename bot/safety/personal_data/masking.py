"""Personal data in a text, replaced before anything keeps it."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.safety.personal_data.birth_dates import birth_dates
from bot.safety.personal_data.folding import fold_name, words_of
from bot.safety.personal_data.found import Found
from bot.safety.personal_data.names import NameFinder
from bot.safety.personal_data.numbers import NumberFinder
from bot.safety.personal_data.streets import StreetFinder

NEUTRAL_LABEL = "child"
"""What a child is called whose label was a name."""


@dataclass(frozen=True)
class Masked:
    """`kinds` of personal data that the text held, empty where it is unchanged."""

    text: str
    kinds: frozenset[str]

    @property
    def is_changed(self) -> bool:
        return bool(self.kinds)


class PersonalData:
    """Finds what a family says of itself that leads to one person, in all languages at once.

    `vocabulary` are folded words of everyday language, `places` names a district is read from,
    `public` the phone numbers and mail addresses offers are reached under: a family may ask for
    those. What an import adds to the offers is known from the next start on.
    """

    def __init__(
        self,
        *,
        vocabulary: Collection[str],
        places: Iterable[str],
        public: Iterable[str],
        today: Callable[[], date],
    ) -> None:
        names = [fold_name(place) for place in places]
        self._names = NameFinder(
            vocabulary, frozenset(word.folded for name in names for word in words_of(name))
        )
        self._numbers = NumberFinder(public)
        self._streets = StreetFinder(frozenset(names))
        self._today = today

    def mask(self, text: str) -> Masked:
        found = list(_apart(self._found(text)))
        masked = text
        for each in sorted(found, key=lambda found: found.start, reverse=True):
            masked = masked[: each.start] + each.instead + masked[each.end :]
        return Masked(masked, frozenset(each.kind for each in found))

    def is_a_name(self, label: str) -> bool:
        """Whether a label like "Mehmet" names a child; "der Große" does not."""
        return self._names.names_in_label(label)

    def _found(self, text: str) -> Iterator[Found]:
        """The surest first: where two overlap, the first one counts."""
        yield from birth_dates(text, self._today())
        yield from self._numbers.find(text)
        yield from self._streets.find(text)
        yield from self._names.find(text)


def _apart(found: Iterable[Found]) -> Iterator[Found]:
    kept: list[Found] = []
    for each in found:
        if all(each.end <= other.start or other.end <= each.start for other in kept):
            kept.append(each)
            yield each
