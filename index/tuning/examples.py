"""What the encoder is tuned on: queries, and the texts each of them should find."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import IndexFailure
from index.situations import Grades, Situation

FITS = 3
"""The grade of an offer that is just what a situation needs."""


class SourceMissing(IndexFailure):
    """Texts to tune on are not where they were looked for."""


@dataclass(frozen=True)
class Passage:
    id: str
    text: str


@dataclass(frozen=True)
class Group:
    """Queries with one need, and the passages that meet it.

    `ways` are the same questions told in several languages each; all of them once an epoch would
    drown what was asked only once. `related` are ids of other groups' passages that may meet the
    need as well, and so are not held against its queries.
    """

    source: str
    ways: tuple[tuple[str, ...], ...]
    passages: tuple[Passage, ...]
    related: frozenset[str] = frozenset()


def of_situations(
    situations: Iterable[Situation], grades: Grades, offers: Mapping[str, str]
) -> Iterator[Group]:
    """`offers`: the text of each by its id. What is only measured with stays out."""
    taught = [one for one in situations if one.topics and one.taught]
    fitting = {one.key: _fitting(grades.get(one.key, {}), offers) for one in taught}
    for one in taught:
        own = tuple(Passage(f"{one.key}#{n}", text) for n, text in enumerate(one.passages))
        also = (
            f"{other.key}#{n}"
            for other in taught
            if other is not one and fitting[other.key] & fitting[one.key]
            for n in range(len(other.passages))
        )
        yield Group(
            source="situations",
            ways=tuple((query,) for query in one.taught),
            passages=own + tuple(Passage(key, offers[key]) for key in sorted(fitting[one.key])),
            related=frozenset(also) | grades.get(one.key, {}).keys(),
        )


def _fitting(graded: Mapping[str, int], offers: Mapping[str, str]) -> frozenset[str]:
    return frozenset(key for key, grade in graded.items() if grade == FITS and key in offers)


def of_retrieval(path: Path) -> Iterator[Group]:
    """A file of descriptions (`D …`), each followed by its queries (`Q …` German, `X …` others)."""
    description, queries = "", list[str]()
    for line in [*_lines(path), "D "]:
        kind, _, text = line.partition(" ")
        if kind == "D":
            if queries:
                passage = Passage(f"retrieval/{description}", description)
                yield Group("retrieval", tuple((query,) for query in queries), (passage,))
            description, queries = text, []
        elif kind in {"Q", "X"}:
            queries.append(text)


@dataclass(frozen=True)
class Page:
    """`windows` are overlapping parts of a long text."""

    windows: tuple[str, ...]
    questions: tuple[tuple[str, ...], ...]


def of_pages(pages: Mapping[str, Page], best: Mapping[str, Sequence[int]]) -> Iterator[Group]:
    """`best` gives for each question of a page the window that answers it."""
    for page_id, page in pages.items():
        ids = [f"page/{page_id}#{n}" for n in range(len(page.windows))]
        for window in sorted(set(best[page_id])):
            asked = [q for q, n in zip(page.questions, best[page_id], strict=True) if n == window]
            yield Group(
                source="pages",
                ways=tuple(asked),
                passages=(Passage(ids[window], page.windows[window]),),
                related=frozenset(ids),
            )


def read_questions(path: Path) -> dict[str, list[tuple[str, ...]]]:
    """The questions of OMoS-QA by page, each in all its languages."""
    questions: dict[str, list[tuple[str, ...]]] = {}
    for line in _lines(path):
        row = json.loads(line)
        questions.setdefault(str(row["page_id"]), []).append(tuple(row["question"].values()))
    return questions


def read_pages(path: Path) -> dict[str, str]:
    """The pages of OMoS-QA by their number."""
    rows = (json.loads(line) for line in _lines(path))
    return {str(row["page_id"]): row["text"] for row in rows}


def fingerprint(groups: Sequence[Group]) -> str:
    """A digest of all that is tuned on."""
    digest = hashlib.sha256()
    for group in groups:
        content = [group.ways, [(passage.id, passage.text) for passage in group.passages]]
        digest.update(json.dumps([content, sorted(group.related)]).encode())
    return digest.hexdigest()


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SourceMissing(
            f"{path} cannot be read ({error.strerror}); --shared names the folder that holds "
            "retrieval/ and omos-qa/."
        ) from error
    return [line.strip() for line in text.splitlines() if line.strip()]
