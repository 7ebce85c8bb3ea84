import os
import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.embedding.manifest import MODEL_FILE, TOKENIZER_FILE, read_manifest
from index.errors import ModelError

Vectors = NDArray[np.float32]
Tokens = NDArray[np.int64]

BATCH_SIZE = 4
"""Larger ones are no faster on one core, and need the more memory."""
TEXTS_AT_ONCE = 256
"""So many texts are kept as tokens at a time, however many there are to encode."""
WINDOW = 200
"""Most tokens of a text in one window; a quarter of them is in the next window too."""


def windows(length: int, size: int = WINDOW) -> list[slice]:
    """Overlapping parts of so many tokens that leave none of them out, at least one."""
    stride = size - size // 4
    starts = range(0, max(1, length - size + stride), stride)
    return [slice(start, start + size) for start in starts]


@dataclass(frozen=True)
class _Tokens:
    """A text as the model reads it: `around` are the special tokens before and after it."""

    around: tuple[list[int], list[int]]
    prompt: list[int]
    text: list[int]

    def cut(self, most: int) -> list[int]:
        """The beginning, as much of it as the model can take at once."""
        return self._framed(self.text[: self._room(most)])

    def windows(self, most: int) -> list[list[int]]:
        """Overlapping parts that leave nothing out; none where one window takes in everything."""
        size = min(WINDOW, self._room(most))
        if len(self.text) <= size:
            return []
        return self.parts(size)

    def parts(self, size: int) -> list[list[int]]:
        """Overlapping parts of so many tokens that leave nothing out, at least one."""
        return [self._framed(self.text[part]) for part in windows(len(self.text), size)]

    def _room(self, most: int) -> int:
        return most - len(self._framed([]))

    def _framed(self, part: list[int]) -> list[int]:
        before, after = self.around
        return [*before, *self.prompt, *part, *after]


class Encoder:
    """Turns texts into vectors of length one, so that their dot product is their cosine.

    Safe to share between threads.
    """

    def __init__(self, model_dir: Path) -> None:
        manifest = read_manifest(model_dir)
        try:
            self._tokenizer = Tokenizer.from_file(str(model_dir / TOKENIZER_FILE))
            self._session = ort.InferenceSession(
                str(model_dir / MODEL_FILE), session_options(), providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # both raise their own, undocumented types
            raise ModelError(
                f"The model in {model_dir} is damaged; build it anew with `lotse model build`."
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.fingerprint = manifest.fingerprint
        self.dim = manifest.dim
        self._most_tokens = manifest.max_seq_length
        self.pad_id = manifest.pad_id
        self._query_prompt = manifest.query_prompt
        self._passage_prompt = manifest.passage_prompt

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """float32 of shape (texts, dim)"""
        return self._encode(self._query_prompt, texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """float32 of shape (texts, dim); of each text what the model can take at once."""
        return self._encode(self._passage_prompt, texts)

    def encode_windows(self, texts: Sequence[str]) -> list[Vectors]:
        """For each passage float32 of shape (1 + windows, dim).

        First the vector `encode_passages` gives, then those of the windows of a long text, which
        leave nothing of it out.
        """
        vectors: list[Vectors] = []
        for some in self._tokenised(self._passage_prompt, texts):
            most = self._most_tokens
            parts = [[text.cut(most), *text.windows(most)] for text in some]
            ends = np.cumsum([len(part) for part in parts])
            vectors += np.split(self._run_all([ids for part in parts for ids in part]), ends[:-1])
        return vectors

    def query_windows(self, text: str, size: int) -> list[list[int]]:
        """The tokens of a query, in overlapping parts of so many where it has more."""
        (tokens,) = next(self._tokenised(self._query_prompt, [text]))
        return tokens.parts(size)

    def _encode(self, prompt: str, texts: Sequence[str]) -> Vectors:
        vectors = [
            self._run_all([text.cut(self._most_tokens) for text in some])
            for some in self._tokenised(prompt, texts)
        ]
        return np.concatenate([np.empty((0, self.dim), np.float32), *vectors])

    def _tokenised(self, prompt: str, texts: Sequence[str]) -> Iterator[list[_Tokens]]:
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            some = texts[start : start + TEXTS_AT_ONCE]
            encodings = self._tokenizer.encode_batch(
                [unicodedata.normalize("NFC", prompt + text) for text in some]
            )
            yield [_tokens(encoding, len(prompt)) for encoding in encodings]

    def _run_all(self, inputs: Sequence[list[int]]) -> Vectors:
        vectors = np.empty((len(inputs), self.dim), np.float32)
        # texts of like length together: less padding to compute
        order = sorted(range(len(inputs)), key=lambda number: len(inputs[number]))
        batches = [order[start : start + BATCH_SIZE] for start in range(0, len(order), BATCH_SIZE)]

        def run(numbers: list[int]) -> None:
            vectors[numbers] = self._run([inputs[number] for number in numbers])

        if len(batches) == 1:
            run(batches[0])
        else:
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                list(pool.map(run, batches))
        return vectors

    def _run(self, inputs: Sequence[list[int]]) -> Vectors:
        ids, mask = padded(inputs, self.pad_id)
        outputs: list[Any] = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        vectors: Vectors = outputs[0]
        return vectors


def padded(inputs: Sequence[Sequence[int]], pad_id: int) -> tuple[Tokens, Tokens]:
    """Token ids and which of them count, both of shape (texts, tokens)."""
    ids = np.full((len(inputs), max(map(len, inputs))), pad_id, np.int64)
    mask = np.zeros_like(ids)
    for row, tokens in enumerate(inputs):
        ids[row, : len(tokens)] = tokens
        mask[row, : len(tokens)] = 1
    return ids, mask


def _tokens(encoding: Encoding, prompt_length: int) -> _Tokens:
    ids, special = encoding.ids, encoding.special_tokens_mask
    start = special.index(0) if 0 in special else len(ids)
    end = len(ids) - special[::-1].index(0) if 0 in special else start
    # tokens at the seam belong to the text
    in_prompt = sum(0 < stop <= prompt_length for _, stop in encoding.offsets[start:end])
    return _Tokens(
        around=(ids[:start], ids[end:]),
        prompt=ids[start : start + in_prompt],
        text=ids[start + in_prompt : end],
    )


def session_options() -> ort.SessionOptions:
    options = ort.SessionOptions()
    # one query is too small to share out, and threads on busy cores wait for each other
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # an arena would keep the memory of the largest batch for good, and gains no speed
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3  # errors; they are raised as well
    return options
