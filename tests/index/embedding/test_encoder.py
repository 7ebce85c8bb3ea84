import json
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from index.embedding import Encoder
from index.embedding.build import build_model
from index.errors import ModelError


@pytest.fixture(scope="module")
def built(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("built") / "model"
    build_model(str(tiny_model), target)
    return target


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "model"))


def test_the_company_a_text_keeps_does_not_change_its_vector(built: Path) -> None:
    encoder = Encoder(built)
    texts = ["kurz", "ein etwas längerer Satz", "x"] * 9

    together = encoder.encode_queries(texts)
    alone = np.concatenate([encoder.encode_queries([text]) for text in texts])

    assert np.allclose(together, alone, atol=1e-5)


def test_no_texts_give_no_vectors(built: Path) -> None:
    assert Encoder(built).encode_queries([]).shape == (0, 12)


def test_a_long_text_is_cut(built: Path) -> None:
    encoder = Encoder(built)

    long, longer = encoder.encode_passages(["abc" * 20, "abc" * 2000])

    assert np.allclose(long, longer, atol=1e-6)


def test_windows_of_a_long_text_leave_nothing_out(built: Path) -> None:
    encoder = Encoder(built)
    beginning, end = "abc" * 40, "hij" * 5

    short, long = encoder.encode_windows(["abc", beginning + end])

    whole = encoder.encode_passages(["abc", beginning + end])
    assert short.shape == (1, 12)
    assert len(long) > 2
    assert np.allclose(np.stack([short[0], long[0]]), whole, atol=1e-6)
    same_beginning = encoder.encode_windows([beginning + "jih" * 5])[0]
    assert np.allclose(long[:-2], same_beginning[:-2], atol=1e-6)
    assert not np.allclose(long[-1], same_beginning[-1], atol=1e-3)


def test_a_window_is_encoded_like_a_passage_of_its_own(built: Path) -> None:
    encoder = Encoder(built)
    # the model reads 24 tokens: two around the text, three of its prompt
    first = ("abcdefghij" * 9)[:19]

    windows = encoder.encode_windows(["abcdefghij" * 9])[0]

    assert np.allclose(windows[1], encoder.encode_passages([first])[0], atol=1e-6)


def test_many_texts_are_encoded_like_one(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [letter * (1 + number % 50) for number, letter in enumerate("abcdefghij" * 3)]
    encoder = Encoder(built)
    at_once = encoder.encode_windows(texts)

    monkeypatch.setattr("index.embedding.encoder.TEXTS_AT_ONCE", 7)
    in_parts = encoder.encode_windows(texts)

    assert [len(vectors) for vectors in in_parts] == [len(vectors) for vectors in at_once]
    assert np.allclose(np.concatenate(in_parts), np.concatenate(at_once), atol=1e-5)
    assert encoder.encode_windows([]) == []


def test_composed_and_decomposed_letters_are_the_same(built: Path) -> None:
    text = "Kindergärten für Ömer"
    encoder = Encoder(built)

    composed, decomposed = encoder.encode_queries([text, unicodedata.normalize("NFD", text)])

    assert np.array_equal(composed, decomposed)


@pytest.mark.parametrize("name", ["model.json", "model.onnx", "model.onnx.data", "tokenizer.json"])
def test_a_missing_file_is_one_sentence(copy: Path, name: str) -> None:
    (copy / name).unlink()

    with pytest.raises(ModelError, match="lotse model build") as raised:
        Encoder(copy)

    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("name", ["model.json", "model.onnx", "model.onnx.data", "tokenizer.json"])
def test_a_truncated_file_is_one_sentence(copy: Path, name: str) -> None:
    content = (copy / name).read_bytes()
    (copy / name).write_bytes(content[: len(content) // 2])

    with pytest.raises(ModelError, match="is damaged"):
        Encoder(copy)


def test_a_model_of_another_format_is_refused(copy: Path) -> None:
    manifest = json.loads((copy / "model.json").read_text())
    (copy / "model.json").write_text(json.dumps(manifest | {"format_version": 0}))

    with pytest.raises(ModelError, match="another format"):
        Encoder(copy)


def test_serving_loads_no_training_library() -> None:
    code = (
        "import sys, index.embedding;"
        "print(*{'torch', 'transformers', 'sentence_transformers', 'pydantic', 'sklearn'}"
        " & set(sys.modules))"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )

    assert loaded.stdout.split() == []


@pytest.mark.model
def test_the_bundled_model_knows_what_is_alike_across_languages(encoder: Encoder) -> None:
    german, turkish, other = encoder.encode_queries(
        ["Mein Kind spricht kaum", "Çocuğum neredeyse hiç konuşmuyor", "Wir haben Schulden"]
    )

    assert german @ turkish > german @ other
