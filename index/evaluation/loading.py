"""The collections the search is measured on, each read from where it lies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from index.city import City
from index.evaluation.collections import Collection, Query, alike_as_one, each_its_own
from index.evaluation.names import CollectionName
from index.evaluation.tables import CollectionRejected, read_grades, read_lines, read_rows
from index.fields import Language, Text
from index.offers.bare import bare_offer
from index.offers.importing import read_offers
from index.offers.record import Offer
from index.search.facts import OfferFacts
from index.situations import NEEDS, Situation, read_situations
from index.situations import read_grades as read_situation_grades
from index.tables import Fault

Line = TypeVar("Line", bound=BaseModel)

GRADED_AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""The grades were given for the offers of that day; on any other the figures would differ."""

RIGHT = 3
"""The grade of the one page that answers a question."""


@dataclass(frozen=True)
class Unanswerable:
    """Messages to which the search should answer with nothing."""

    language: str
    text: str


class _Page(BaseModel):
    page_id: int
    city: str
    text: Text


class _Question(BaseModel):
    id: int
    page_id: int
    question: dict[Language, Text]


def load_retrieval(folder: Path, city: City) -> Collection:
    path = folder / "offers.tsv"
    offers = tuple(
        bare_offer(row.cells["id"], row.cells["title"], row.cells["text"], city)
        for row in read_rows(path, ("id", "title", "text"), heading=False)
    )
    return Collection(
        name=CollectionName.RETRIEVAL,
        about="A small graded set of original texts, without topics, ages or places.",
        offers=offers,
        queries=tuple(_retrieval_queries(folder / "queries.tsv", offers)),
        kinds=each_its_own(offers),
    )


def load_omos_qa(folder: Path, city: City) -> Collection:
    """Questions of dev, to be answered from the pages of dev and train."""
    pages = [
        page for part in ("train", "dev") for page in _lines(folder / f"{part}.pages.jsonl", _Page)
    ]
    questions = _lines(folder / "dev.questions.jsonl", _Question)
    offers = tuple(_page_offer(page, city) for page in pages)
    return Collection(
        name=CollectionName.OMOS_QA,
        about="Questions of OMoS-QA/dev with the municipal page that answers each, among all pages "
        "of train and dev (Digitalfabrik, KONVENS 2024, CC BY 4.0; not part of this repository).",
        offers=offers,
        queries=tuple(
            Query(str(question.id), language, "question", text, {_page_id(question): RIGHT})
            for question in questions
            for language, text in question.question.items()
        ),
        kinds=each_its_own(offers),
    )


def load_graded(folder: Path, city: City) -> Collection:
    """A city's own queries; kind `parallel` is the same need in every language."""
    offers = load_shown_offers(folder, city)
    path = folder / "graded_queries.tsv"
    rows = read_rows(path, ("id", "language", "kind", "query", "offers"), heading=True)
    graded = read_grades(path, rows, "offers", {offer.id for offer in offers})
    return Collection(
        name=CollectionName.CITY,
        about="What parents may write, graded by hand over the city's whole offer records.",
        offers=offers,
        queries=tuple(
            Query(cells["id"], cells["language"], cells["kind"], cells["query"], grades)
            for cells, grades in zip((row.cells for row in rows), graded, strict=True)
        ),
        kinds=alike_as_one(offers),
    )


def load_needs(folder: Path, city: City, needs: Path = NEEDS) -> Collection:
    """The held-out sentences of situations, graded for a city's offers.

    Kind `phrasing`: other sentences of the situation are learnt from; `situation`: none is.
    """
    offers = load_shown_offers(folder, city)
    path = folder / "situations"
    graded = read_situation_grades(path)
    return Collection(
        name=CollectionName.NEEDS,
        about="Held-out sentences of the situations in nlu_data/needs, over the city's offers.",
        offers=offers,
        queries=tuple(
            query
            for situation in read_situations(needs)
            if situation.topics  # without topics it is nothing an offer could answer
            for query in _situation_queries(situation, _grades_of(situation, graded, path, offers))
        ),
        kinds=alike_as_one(offers),
    )


def load_unanswerable(folder: Path) -> tuple[Unanswerable, ...]:
    rows = read_rows(folder / "unanswerable_queries.tsv", ("language", "query"), heading=True)
    return tuple(Unanswerable(row.cells["language"], row.cells["query"]) for row in rows)


def _retrieval_queries(path: Path, offers: tuple[Offer, ...]) -> Iterator[Query]:
    rows = read_rows(path, ("language", "kind", "query", "offers"), heading=False)
    graded = read_grades(path, rows, "offers", {offer.id for offer in offers})
    for row, grades in zip(rows, graded, strict=True):
        cells = row.cells
        # the kind `x` only says that a query is not German
        kind = "other language" if cells["kind"] == "x" else cells["kind"]
        yield Query(f"line {row.line}", cells["language"], kind, cells["query"], grades)


def _page_offer(page: _Page, city: City) -> Offer:
    title, _, rest = page.text.strip().partition("\n")
    return bare_offer(f"page-{page.page_id}", title, rest.strip() or title, city)


def _page_id(question: _Question) -> str:
    return f"page-{question.page_id}"


def _lines(path: Path, kind: type[Line]) -> list[Line]:
    """Each line of a file is one JSON object."""
    lines = read_lines(path)
    return [_line(path, number, line, kind) for number, line in enumerate(lines, start=1)]


def _line(path: Path, number: int, line: str, kind: type[Line]) -> Line:
    try:
        return kind.model_validate_json(line)
    except ValidationError as error:
        details = error.errors(include_url=False)[0]
        column = ".".join(str(part) for part in details["loc"])
        raise CollectionRejected(path, [Fault(number, column, "", details["msg"])]) from error


def load_shown_offers(folder: Path, city: City) -> tuple[Offer, ...]:
    """Only what may be shown on the day of the grades: hiding the rest is not what is measured."""
    offers = read_offers(folder / "offers.csv", city)
    shown = OfferFacts.of(offers, city).presentable(GRADED_AT.date())
    return tuple(offer for offer, may in zip(offers, shown.tolist(), strict=True) if may)


def _grades_of(
    situation: Situation,
    graded: Mapping[str, Mapping[str, int]],
    path: Path,
    offers: tuple[Offer, ...],
) -> Mapping[str, int]:
    grades = graded.get(situation.key)
    if not grades:
        raise CollectionRejected(path, [Fault(1, "", situation.key, "the offers that help here")])
    known = {offer.id for offer in offers}
    if unknown := [offer_id for offer_id in grades if offer_id not in known]:
        expected = f"an offer that may be shown for {situation.key}"
        raise CollectionRejected(path, [Fault(1, "", unknown[0], expected)])
    return grades


def _situation_queries(situation: Situation, grades: Mapping[str, int]) -> Iterator[Query]:
    kind = "phrasing" if situation.train else "situation"
    for language, texts in situation.test.items():
        for text in texts:
            yield Query(situation.key, language, kind, text, grades)
