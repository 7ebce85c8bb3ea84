"""The children of a text with their ages."""

from collections.abc import Iterable, Mapping
from datetime import date

from bot.understanding.assembly import Ages, Assembly
from bot.understanding.births import births_in, pregnancies_in, turning_in
from bot.understanding.folding import fold
from bot.understanding.hedges import stated
from bot.understanding.labels import Labels
from bot.understanding.lexicon import Lexicon
from bot.understanding.persons import persons_in
from bot.understanding.points import PointOfTime, points_in
from bot.understanding.quantities import quantities_in
from bot.understanding.rules import Spans
from bot.understanding.stages import stages_in
from bot.understanding.statements import Statement
from bot.understanding.tokens import Document


class AgeReader:
    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._labels = Labels(lexicon.tables["labels"], lexicon.people, lexicon.language)
        self._duration_stems = tuple(
            fold(stem, lexicon.language)
            for stem in lexicon.tables.get("durations", {}).get("stems", ())
        )

    def read(
        self,
        document: Document,
        found: Mapping[str, Spans],
        today: date,
        *,
        correcting: bool,
        taken: frozenset[int],
    ) -> Ages:
        """`taken` are token positions that mean something else: a postcode, "das zweite"."""
        points = points_in(document, found, today)
        certain = self._certain(document, found, points, today, taken)
        blocked = taken | _blocked(document, found) | _positions(certain)
        quantities = quantities_in(document, blocked)
        turning = list(turning_in(document, quantities, points, self._labels, today))
        not_quite = found.get("not_quite", [])
        counted = [stated(document, each, not_quite, self._labels) for each in quantities]
        return Assembly(
            document=document,
            found=found,
            labels=self._labels,
            persons=persons_in(document),
            correcting=correcting,
            duration_stems=self._duration_stems,
        ).ages(_without_overlap([*certain, *turning, *counted]))

    def _certain(
        self,
        document: Document,
        found: Mapping[str, Spans],
        points: tuple[PointOfTime, ...],
        today: date,
        taken: frozenset[int],
    ) -> list[Statement]:
        """What words, not bare numbers, say: pregnancies, births, school years, stages."""
        lost = "lost" in found
        found = _without_entering(found)
        pregnancies = [] if lost else list(pregnancies_in(document, found, points, today))
        births = births_in(document, found, points, self._labels, today)
        stages = (
            stage
            for stage in stages_in(document, found, self._lexicon, self._labels)
            if not ((pregnancies or lost) and stage.who in _EXPECTED)
        )
        statements = _without_overlap([*pregnancies, *births, *stages])
        return [each for each in statements if taken.isdisjoint(range(each.start, each.end))]


_EXPECTED = ("baby", "newborn", "infant")


def _without_entering(found: Mapping[str, Spans]) -> Mapping[str, Spans]:
    """ "das Kind kommt im August in die Kita" announces no birth."""
    entering = [set(range(start, end)) for start, end in found.get("entering", ())]
    births = {
        name: [
            (start, end)
            for start, end in found.get(name, ())
            if all(words.isdisjoint(range(start, end)) for words in entering)
        ]
        for name in ("due", "pregnant")
    }
    return {**found, **births}


def _blocked(document: Document, found: Mapping[str, Spans]) -> frozenset[int]:
    """Positions of numbers that count something else than a child's years."""
    blocked: set[int] = set()
    for name in ("counted", "duration"):
        for start, end in found.get(name, ()):
            age_of_a_writer = document.tag(start - 1) == "AGE" and document.tag(end - 1) == "ADULT"
            if document.tag(end) != "ALT" and not age_of_a_writer:  # "for 3 year olds"
                blocked.update(range(start, end))
    for _, end in found.get("counted_bare", ()):
        if (
            document.tag(end) not in ("UNIT", "UNIT_ONE", "AGE_ADJECTIVE")
            and document.lemma(end) != "dash"
        ):
            blocked.add(end - 1)
    for position, token in enumerate(document.tokens):
        if token.tag == "NUM" and _counts_children(document, position):
            blocked.add(position)
    return frozenset(blocked)


def _counts_children(document: Document, position: int) -> bool:
    """ "2 Kinder", "zwei kleine Mädchen", not "Junge 3 Mädchen 5"."""
    after = position + 1
    while document.tag(after) == "CHILD_ADJECTIVE":
        after += 1
    token = document.at(after)
    if token is None or token.tag != "CHILD":
        return False
    return (
        token.plural
        or (document.inflected and document.tag(position - 1) not in ("CHILD", "VERB", "AGE"))
        or token.lemma in ("twins", "triplets")
        or (document.tag(position - 1) != "CHILD" and token.lemma == "girl")
    )


def _positions(statements: Iterable[Statement]) -> frozenset[int]:
    return frozenset(position for each in statements for position in range(each.start, each.end))


def _without_overlap(statements: Iterable[Statement]) -> list[Statement]:
    """In the order of the text; of two on the same words the one that was named first."""
    kept: list[Statement] = []
    taken: set[int] = set()
    for statement in statements:
        words = range(statement.start, statement.end)
        if taken.isdisjoint(words):
            kept.append(statement)
            taken.update(words)
    return sorted(kept, key=lambda statement: statement.start)
