"""`lotse model tune`: from texts to a tuned adapter."""

import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.city import load_city
from index.embedding import adapter
from index.embedding.build import quiet_libraries
from index.embedding.encoder import windows
from index.embedding.weights import BundledWeights, bundled_file, write_sentence_transformer
from index.offers.importing import read_offers
from index.search.passages import passage
from index.situations import NEEDS, read_grades, read_situations
from index.tuning import examples
from index.tuning.examples import Group, Page
from index.tuning.lora import Progress, Recipe, tune

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

RECIPE = Recipe()
PAGE_ROUNDS = 2
"""Times each page is learnt from in an epoch: needs are far more, and would drown the pages."""


@dataclass(frozen=True)
class Tuned:
    groups: tuple[Group, ...]
    seconds: float

    @property
    def fingerprint(self) -> str:
        return examples.fingerprint(self.groups)


def tune_adapter(
    city: Path, shared: Path, folder: Path, progress: Progress, recipe: Recipe = RECIPE
) -> Tuned:
    """Tunes an adapter for the bundled weights and writes it to `folder`.

    `shared` holds retrieval/ and omos-qa/. The same texts and recipe give the same adapter on the
    same machine. Raises SourceMissing, and what reading the city raises.
    """
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as workspace, quiet_libraries():
        model = _untuned(Path(workspace))
        progress("Gathering the texts")
        groups = (*_of_city(city), *_of_retrieval(shared), *_of_pages(shared, model) * PAGE_ROUNDS)
        adapted = tune(model, groups, recipe, progress)
        adapter.save(adapted, folder)
    return Tuned(groups, time.monotonic() - started)


def _untuned(workspace: Path) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    write_sentence_transformer(BundledWeights(bundled_file()), workspace)
    return SentenceTransformer(str(workspace), device="cpu", local_files_only=True)


def _of_city(folder: Path) -> Iterator[Group]:
    city = load_city(folder)
    offers = read_offers(folder / "offers.csv", city)
    texts = {offer.id: passage(offer, city) for offer in offers if offer.audience == "families"}
    yield from examples.of_situations(
        read_situations(NEEDS), read_grades(folder / "situations"), texts
    )


def _of_retrieval(shared: Path) -> Iterator[Group]:
    return examples.of_retrieval(shared / "retrieval" / "train.txt")


def _of_pages(shared: Path, model: "SentenceTransformer") -> tuple[Group, ...]:
    questions = examples.read_questions(shared / "omos-qa" / "train.questions.jsonl")
    texts = examples.read_pages(shared / "omos-qa" / "train.pages.jsonl")
    pages = {
        page_id: Page(tuple(_windows(texts[page_id], model)), tuple(asked))
        for page_id, asked in questions.items()
    }
    return tuple(examples.of_pages(pages, _answering(pages, model)))


def _windows(text: str, model: "SentenceTransformer") -> Iterator[str]:
    encoding = model.tokenizer.backend_tokenizer.encode(text, add_special_tokens=False)
    places: Sequence[tuple[int, int]] = encoding.offsets
    for part in windows(len(places)):
        yield text[places[part][0][0] : places[part][-1][1]]


def _answering(
    pages: Mapping[str, Page], model: "SentenceTransformer"
) -> Mapping[str, Sequence[int]]:
    """Which window of a page answers a question is not told: the nearest to it is taken."""
    import torch

    best: dict[str, Sequence[int]] = {}
    with torch.autocast("cpu", torch.bfloat16):
        for page_id, page in pages.items():
            asked = model.encode([ways[0] for ways in page.questions], prompt_name="query")
            windows = model.encode(list(page.windows), prompt_name="document")
            best[page_id] = (asked @ windows.T).argmax(axis=1).tolist()
    return best
