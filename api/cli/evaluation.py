"""Puts together what `lotse eval` measures."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from api.artefacts import ensure_embedding_model
from api.settings import Settings
from index.city import load_city
from index.embedding import Encoder
from index.embedding.build import UNTUNED, build_model
from index.embedding.manifest import read_manifest
from index.errors import ModelError
from index.evaluation.fitting import CHOSEN_ON, fit
from index.evaluation.kept import KeptEncoder
from index.evaluation.names import CollectionName
from index.evaluation.report import Report
from index.evaluation.run import Sources, evaluate
from index.evaluation.systems import Systems
from index.search import KnownNeeds
from index.search.weights import Weights, read_weights

Say = Callable[[str], None]


def run_evaluation(
    settings: Settings, shared: Path, only: Sequence[CollectionName], *, ablation: bool, say: Say
) -> Report:
    """Measures the product; raises CollectionRejected, SituationsRejected and ModelError."""
    with _prepared(settings, shared, say) as (sources, systems):
        return evaluate(sources, systems, only=only, ablation=ablation, say=say)


def run_fit(settings: Settings, shared: Path, say: Say) -> Weights:
    """The best weights for the ranking; raises as `run_evaluation`."""
    with _prepared(settings, shared, say) as (sources, systems):
        present = [name for name in CHOSEN_ON if sources.path(name).exists()]
        weights, _ = fit(systems, list(sources.collections(present)), read_weights(), say)
        return weights


@contextmanager
def _prepared(settings: Settings, shared: Path, say: Say) -> Iterator[tuple[Sources, Systems]]:
    """Models and vectors that only the evaluation needs are kept in `evaluation_dir`."""
    ensure_embedding_model(settings, say)
    untuned_dir = settings.evaluation_dir / "untuned"
    _ensure_untuned(untuned_dir, say)
    product, untuned = (
        KeptEncoder(Encoder(model), settings.evaluation_dir / f"{name}.kept")
        for name, model in (("product", settings.model_dir), ("untuned", untuned_dir))
    )
    city = load_city(settings.city)
    known = KnownNeeds.of_city(settings.city)
    yield Sources(city, settings.city, shared), Systems(city, known, product, untuned)
    product.keep()
    untuned.keep()


def _ensure_untuned(directory: Path, say: Say) -> None:
    try:
        is_there = read_manifest(directory).source == UNTUNED
    except ModelError:
        is_there = False
    if not is_there:
        say("Building the untuned model to compare with.")
        build_model(UNTUNED, directory)
