from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from index.embedding import adapter
from index.errors import ModelError
from index.tuning.examples import Group, Passage
from index.tuning.lora import Recipe, tune

RECIPE = Recipe(
    rank=4,
    learning_rate=0.02,
    epochs=8,
    pieces_per_batch=4,
    queries_per_piece=2,
    query_length=24,
    passage_length=24,
)


def group(name: str, queries: Sequence[str], passage: str) -> Group:
    return Group("test", tuple((query,) for query in queries), (Passage(name, passage),))


GROUPS = [
    group("debts", ("konto weg", "schulden", "pleite"), "Wir klären Geldsorgen"),
    group("sleep", ("schreit nachts", "wach", "müde"), "Hilfe für Babys"),
    group("school", ("klasse sechs", "noten", "mobbing"), "Rat bei Lernfragen"),
    group("swim", ("wasser", "seepferdchen", "bad"), "Kurse im Becken"),
]


def load(folder: Path) -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


def queries_to_passages(model: Any) -> NDArray[np.float32]:
    queries = [ways[0] for group in GROUPS for ways in group.ways]
    passages = [group.passages[0].text for group in GROUPS]
    options: Any = {"normalize_embeddings": True, "show_progress_bar": False}
    cosines: NDArray[np.float32] = (
        model.encode(queries, prompt_name="query", **options)
        @ model.encode(passages, prompt_name="document", **options).T
    )
    return cosines


def right_ones(cosines: NDArray[np.float32]) -> float:
    return float((cosines.argmax(axis=1) == np.repeat(np.arange(4), 3)).mean())


@pytest.fixture
def tuned(tiny_model: Path) -> tuple[Any, Any]:
    model = load(tiny_model)
    return model, tune(model, GROUPS, RECIPE, lambda _: None)


def test_queries_come_nearer_to_the_passages_they_should_find(
    tiny_model: Path, tuned: tuple[Any, Any]
) -> None:
    before = right_ones(queries_to_passages(load(tiny_model)))
    after = right_ones(queries_to_passages(tuned[0]))
    assert after > before + 0.2


def test_the_same_texts_and_recipe_give_the_same_adapter(
    tiny_model: Path, tuned: tuple[Any, Any], tmp_path: Path
) -> None:
    adapter.save(tuned[1], tmp_path / "one")
    adapter.save(tune(load(tiny_model), GROUPS, RECIPE, lambda _: None), tmp_path / "two")
    other = replace(RECIPE, seed=1)
    adapter.save(tune(load(tiny_model), GROUPS, other, lambda _: None), tmp_path / "three")
    fingerprints = [adapter.fingerprint(tmp_path / name) for name in ("one", "two", "three")]
    assert fingerprints[0] == fingerprints[1] != fingerprints[2]


def test_a_saved_adapter_merged_into_the_model_gives_the_tuned_vectors(
    tiny_model: Path, tuned: tuple[Any, Any], tmp_path: Path
) -> None:
    adapter.save(tuned[1], tmp_path)
    merged = load(tiny_model)
    adapter.merge(merged, tmp_path)
    np.testing.assert_allclose(
        queries_to_passages(merged), queries_to_passages(tuned[0]), atol=0.01
    )


def test_a_saved_adapter_names_no_path_of_the_machine_it_was_made_on(
    tuned: tuple[Any, Any], tmp_path: Path
) -> None:
    adapter.save(tuned[1], tmp_path)
    config = (tmp_path / "adapter_config.json").read_text(encoding="utf-8")
    assert str(Path.home()) not in config
    assert "/tmp" not in config


def test_what_may_meet_a_need_as_well_is_not_pushed_away(tiny_model: Path) -> None:
    spared = [replace(GROUPS[0], related=frozenset({"sleep", "school", "swim"}))]
    model = load(tiny_model)
    before = queries_to_passages(model)[:3, 0]
    alone = tune(model, [*spared], RECIPE, lambda _: None)
    assert alone is not None
    np.testing.assert_allclose(queries_to_passages(model)[:3, 0], before, atol=1e-5)


def test_a_missing_adapter_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="lotse model tune"):
        adapter.fingerprint(tmp_path / "adapter")
