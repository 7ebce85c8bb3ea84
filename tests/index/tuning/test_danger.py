"""How the danger model is learnt, on a model of random weights."""

from pathlib import Path

import pytest

from index.embedding.danger import read_head
from index.tuning.danger import Recipe, Sentence, read_bank, tune_danger

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")

BANK = """
dangers:
  suicide: {explicit: [aaa], indirect: [aab]}
  child-hurt: {explicit: [bbb], indirect: []}
child_writes: [ccc]
adult_writes: [ddd]
quiet: {everyday: [eee], past: [fff]}
"""


def test_the_bank_is_read(tmp_path: Path) -> None:
    (tmp_path / "de.yml").write_text(BANK, encoding="utf-8")
    assert list(read_bank(tmp_path, {"child-hurt": True})) == [
        Sentence("aaa", "danger", "suicide"),
        Sentence("aab", "danger", "suicide"),
        Sentence("bbb", "danger", "child-hurt", by_a_child=True),
        Sentence("eee", "everyday"),
        Sentence("fff", "near"),
        Sentence("ccc", "reader", by_a_child=True),
        Sentence("ddd", "reader", by_a_child=False),
    ]


def test_what_differs_is_told_apart(tiny_model: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    sentences = [
        sentence
        for number in range(40)
        for sentence in (
            Sentence("zz" + "z" * (number % 5), "danger", "suicide", by_a_child=False),
            Sentence("mm" + "m" * (number % 5), "danger", "child-hurt", by_a_child=True),
            Sentence("ee" + "e" * (number % 5), "everyday"),
            Sentence("ff" + "f" * (number % 5), "near"),
            Sentence("gg" + "g" * (number % 5), "elsewhere"),
            Sentence("mam" + "m" * (number % 5), "reader", by_a_child=True),
            Sentence("zaz" + "z" * (number % 5), "reader", by_a_child=False),
        )
    ]
    model = SentenceTransformer(
        str(tiny_model), device="cpu", model_kwargs={"attn_implementation": "eager"}
    )
    said: list[str] = []
    recipe = Recipe(frozen_layers=1, epochs=12, learning_rate=5e-3, head_learning_rate=2e-2)
    tuned = tune_danger(model, sentences, said.append, tmp_path, recipe)
    assert tuned.recall > 0.9
    assert tuned.alarms_everyday < 0.2
    assert tuned.right_kind > 0.9
    assert tuned.right_reader > 0.9
    head = read_head(tmp_path)
    assert head.kinds == ("child-hurt", "suicide")
    assert head.threshold == round(tuned.threshold, 3)
    assert head.quiet_below <= head.threshold
    assert any("step" in step for step in said)
