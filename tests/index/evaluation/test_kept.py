from pathlib import Path

import numpy as np

from index.evaluation.kept import KeptEncoder
from tests.index.cast import LetterEncoder


def test_gives_what_the_encoder_gives_and_asks_it_once(tmp_path: Path) -> None:
    encoder = LetterEncoder()
    kept = KeptEncoder(encoder, tmp_path / "kept")
    first = kept.encode_queries(["b", "a", "b"])
    again = kept.encode_queries(["a"])
    assert np.array_equal(first, LetterEncoder().encode_queries(["b", "a", "b"]))
    assert np.array_equal(again[0], first[1])
    assert encoder.encoded == ["b", "a"]


def test_a_query_and_a_passage_of_one_text_are_told_apart(tmp_path: Path) -> None:
    encoder = LetterEncoder()
    kept = KeptEncoder(encoder, tmp_path / "kept")
    kept.encode_queries(["a"])
    kept.encode_passages(["a"])
    assert encoder.encoded == ["a", "a"]


def test_another_run_finds_what_was_kept(tmp_path: Path) -> None:
    first = KeptEncoder(LetterEncoder(), tmp_path / "kept")
    vectors = first.encode_queries(["a", "b"])
    short, long = first.encode_windows(["a", "b" * 500])
    first.keep()

    encoder = LetterEncoder()
    again = KeptEncoder(encoder, tmp_path / "kept")

    assert np.array_equal(again.encode_queries(["a", "b"]), vectors)
    assert np.array_equal(again.encode_windows(["b" * 500])[0], long)
    assert len(long) > len(short) == 1
    assert encoder.encoded == []


def test_the_vectors_of_another_encoder_are_not_used(tmp_path: Path) -> None:
    first = KeptEncoder(LetterEncoder("one"), tmp_path / "kept")
    first.encode_queries(["a"])
    first.keep()

    encoder = LetterEncoder("two")
    KeptEncoder(encoder, tmp_path / "kept").encode_queries(["a"])

    assert encoder.encoded == ["a"]
