"""Puts together what `lotse eval` measures."""

from collections.abc import Callable, Sequence
from pathlib import Path

from api.artefacts import ensure_embedding_model
from api.settings import Settings
from index.city import load_city
from index.embedding import Encoder
from index.embedding.build import BUNDLED, build_model
from index.embedding.manifest import read_manifest
from index.errors import ModelError
from index.evaluation.kept import KeptEncoder
from index.evaluation.names import CollectionName
from index.evaluation.report import Report
from index.evaluation.run import Sources, evaluate
from index.evaluation.systems import Systems

Say = Callable[[str], None]

UNTUNED = BUNDLED


def run_evaluation(
    settings: Settings, shared: Path, only: Sequence[CollectionName], *, ablation: bool, say: Say
) -> Report:
    """Models and vectors that only the evaluation needs are kept in `evaluation_dir`."""
    ensure_embedding_model(settings, say)
    untuned_dir = settings.evaluation_dir / "untuned"
    _ensure_untuned(untuned_dir, say)
    encoders = {
        name: KeptEncoder(Encoder(model), settings.evaluation_dir / f"{name}.kept")
        for name, model in (("product", settings.model_dir), ("untuned", untuned_dir))
    }
    city = load_city(settings.city)
    report = evaluate(
        Sources(city, settings.city, shared),
        Systems(city, encoders["product"], encoders["untuned"]),
        only=only,
        ablation=ablation,
        say=say,
    )
    for encoder in encoders.values():
        encoder.keep()
    return report


def _ensure_untuned(directory: Path, say: Say) -> None:
    try:
        is_there = read_manifest(directory).source == UNTUNED
    except ModelError:
        is_there = False
    if not is_there:
        say("Building the untuned model to compare with.")
        build_model(UNTUNED, directory)
