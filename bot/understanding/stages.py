"""Ages that go by school years, check-ups and the words for a stage of life."""

from collections.abc import Iterator, Mapping

from bot.understanding.labels import Labels
from bot.understanding.lexicon import Lexicon
from bot.understanding.rules import Spans
from bot.understanding.statements import Statement
from bot.understanding.tokens import Document

_LAST_GRADE = 13
_BEFORE_SCHOOL = (60, 83)
_FIRST_GRADE = (72, 95)
# G-BA, Kinder-Richtlinie: the windows of the check-ups; "U3" is how parents say "unter drei".
_CHECKUPS = {
    "u2": (0, 0), "u3": (0, 35), "u4": (3, 4), "u5": (6, 7), "u6": (10, 12), "u7": (21, 24),
    "u7a": (34, 36), "u8": (46, 48), "u9": (60, 64), "u10": (84, 107), "u11": (108, 131),
    "j1": (144, 179), "j2": (192, 215),
}  # fmt: skip


def grade_months(grade: int) -> tuple[int, int]:
    """Two years wide: who is in the 2nd class is seven or eight."""
    return (grade + 5) * 12, (grade + 7) * 12 - 1


def stages_in(
    document: Document, found: Mapping[str, Spans], lexicon: Lexicon, labels: Labels
) -> Iterator[Statement]:
    for start, end in found.get("grade", ()):
        yield from _grade(document, start, end, labels)
    for name, months in (("school_start", _BEFORE_SCHOOL), ("in_first_grade", _FIRST_GRADE)):
        phrase = labels.phrase("school_start" if name == "school_start" else "first_grade")
        for start, end in found.get(name, ()):
            yield Statement(months, phrase, _without_person(document, start, end), end)
    for position, token in enumerate(document.tokens):
        if token.tag == "CHECKUP" and token.folded in _CHECKUPS:
            yield Statement(_CHECKUPS[token.folded], token.text.upper(), position, position + 1)
        elif token.tag == "CHILD" and document.lemma(position - 1) != "kein":
            stage = lexicon.people[token.lemma].stage
            if stage is not None:
                yield Statement(stage, "", position, position + 1, who=token.lemma)


def _grade(document: Document, start: int, end: int, labels: Labels) -> Iterator[Statement]:
    values = [
        (position, int(token.value))
        for position, token in enumerate(document.tokens[start:end], start)
        if token.tag in ("NUM", "ORD", "GRADER") and token.value is not None
    ]
    if values and 1 <= values[0][1] <= _LAST_GRADE:
        position, grade = values[0]
        phrase = labels.phrase("grade", grade)
        yield Statement(grade_months(grade), phrase, min(position, end - 1), end)


def _without_person(document: Document, start: int, end: int) -> int:
    """The words between "kommt" and "in die Schule" may hold the child itself: keep it free."""
    persons = [i for i in range(start, end) if document.tag(i) in ("CHILD", "CHILD_ADJECTIVE")]
    return persons[-1] + 1 if persons else start
