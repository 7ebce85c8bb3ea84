"""The danger model: what it shares with the embedding model, and what it says."""

from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest

from index.embedding import Encoder
from index.embedding.build import build_model
from index.embedding.danger import GRAPH_FILE, HEAD_FILE, DangerModel, is_fresh, read_head
from index.embedding.encoder import padded
from index.embedding.exporting import graph_of, share_weights
from index.errors import ModelError

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def test_a_graph_shares_the_weights_that_are_the_same(tiny_model: Path, tmp_path: Path) -> None:
    import onnx
    import torch
    from sentence_transformers import SentenceTransformer

    built = tmp_path / "model"
    build_model(str(tiny_model), built)
    transformer = SentenceTransformer(
        str(tiny_model), device="cpu", model_kwargs={"attn_implementation": "eager"}
    )[0].model.eval()

    class FirstTokens(torch.nn.Module):  # type: ignore[misc]  # mypy does not read torch
        def __init__(self) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            return self.transformer(input_ids=ids, attention_mask=mask).last_hidden_state[:, 0]

    first_tokens = FirstTokens().eval()
    graph = graph_of(first_tokens, "first")
    whole = len(graph.SerializeToString())
    shared = share_weights(graph, built)
    onnx.save_model(graph, str(built / "other.onnx"))

    assert shared > 0
    assert (built / "other.onnx").stat().st_size < whole - shared / 2
    ids, mask = padded([[1, 5, 6, 2], [1, 7, 2]], pad_id=0)
    (found,) = ort.InferenceSession(str(built / "other.onnx")).run(
        None, {"input_ids": ids, "attention_mask": mask}
    )
    with torch.no_grad():
        expected = first_tokens(torch.from_numpy(ids), torch.from_numpy(mask)).numpy()
    assert np.allclose(found, expected, atol=1e-4)


def test_without_a_danger_model_it_is_said_what_to_do(tiny_model: Path, tmp_path: Path) -> None:
    built = tmp_path / "model"
    build_model(str(tiny_model), built)
    encoder = Encoder(built)
    assert not is_fresh(built)
    with pytest.raises(ModelError, match="lotse model build"):
        DangerModel(built, encoder)
    (built / HEAD_FILE).write_text(
        '{"kinds": ["suicide"], "threshold": 0.0, "quiet_below": -1.0, "child_threshold": 0.0, '
        '"base": ""}'
    )
    with pytest.raises(ModelError, match="There is no danger model"):
        DangerModel(built, encoder)
    (built / GRAPH_FILE).write_bytes(b"no graph")
    with pytest.raises(ModelError, match="damaged"):
        DangerModel(built, encoder)


@pytest.mark.model
def test_the_built_model_is_of_the_adapter(model_dir: Path) -> None:
    assert is_fresh(model_dir)


@pytest.mark.model
@pytest.mark.parametrize("text", ["", "ja", "🙂", "Guten Tag, wir suchen eine Kita. " * 60])
def test_any_text_is_judged(model_dir: Path, encoder: Encoder, text: str) -> None:
    danger = DangerModel(model_dir, encoder)
    scores = danger.scores(text)
    assert scores.shape[1] == len(read_head(model_dir).kinds) + 2
    assert np.isfinite(scores).all()
    assert not danger.judge(text).is_danger


@pytest.mark.model
def test_what_is_surely_quiet_is_told_from_what_is_only_unclear(
    model_dir: Path, encoder: Encoder
) -> None:
    danger = DangerModel(model_dir, encoder)
    head = read_head(model_dir)
    for text in ("Wann hat die Bücherei in Sterkrade am Samstag auf?", "ich will nicht mehr leben"):
        judgement, score = danger.judge(text), danger.scores(text)[:, 0].max()
        assert judgement.is_surely_quiet == (score < head.quiet_below)
        assert judgement.is_surely_quiet != judgement.is_danger


@pytest.mark.model
def test_a_sentence_is_heard_in_a_long_message(model_dir: Path, encoder: Encoder) -> None:
    danger = DangerModel(model_dir, encoder)
    sentence = "ich will nicht mehr leben, ich habe tabletten genommen"
    around = "Wir wohnen in Sterkrade und suchen für unsere Tochter einen Kitaplatz am Nachmittag. "
    alone = danger.scores(sentence)[:, 0].max()
    amid = danger.scores(around * 8 + sentence + ". " + around * 8)[:, 0].max()
    far = danger.scores(around * 16)[:, 0].max()
    assert far < amid
    assert alone > far
