import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.embedding.manifest import MODEL_FILE, TOKENIZER_FILE, read_manifest
from index.errors import ModelError

Vectors = NDArray[np.float32]

BATCH_SIZE = 16


class Encoder:
    """Turns texts into vectors of length one, so that their dot product is their cosine.

    Safe to share between threads.
    """

    def __init__(self, model_dir: Path) -> None:
        manifest = read_manifest(model_dir)
        try:
            self._tokenizer = Tokenizer.from_file(str(model_dir / TOKENIZER_FILE))
            self._session = ort.InferenceSession(
                str(model_dir / MODEL_FILE), _options(), providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # both raise their own, undocumented types
            raise ModelError(
                f"The model in {model_dir} is damaged; build it anew with `lotse model build`."
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(manifest.max_seq_length)
        self.fingerprint = manifest.fingerprint
        self.dim = manifest.dim
        self._pad_id = manifest.pad_id
        self._query_prompt = manifest.query_prompt
        self._passage_prompt = manifest.passage_prompt

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """float32 of shape (texts, dim)"""
        return self._encode([self._query_prompt + text for text in texts])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """float32 of shape (texts, dim)"""
        return self._encode([self._passage_prompt + text for text in texts])

    def _encode(self, texts: Sequence[str]) -> Vectors:
        encodings = self._tokenizer.encode_batch(
            [unicodedata.normalize("NFC", text) for text in texts]
        )
        vectors = np.empty((len(texts), self.dim), np.float32)
        # texts of like length together: less padding to compute
        order = sorted(range(len(texts)), key=lambda number: len(encodings[number].ids))
        for start in range(0, len(order), BATCH_SIZE):
            numbers = order[start : start + BATCH_SIZE]
            vectors[numbers] = self._run([encodings[number] for number in numbers])
        return vectors

    def _run(self, encodings: list[Encoding]) -> Vectors:
        longest = max(len(encoding.ids) for encoding in encodings)
        ids = np.full((len(encodings), longest), self._pad_id, np.int64)
        mask = np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            length = len(encoding.ids)
            ids[row, :length] = encoding.ids
            mask[row, :length] = 1
        outputs: list[Any] = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        vectors: Vectors = outputs[0]
        return vectors


def _options() -> ort.SessionOptions:
    options = ort.SessionOptions()
    # one query is too small to share out, and threads on busy cores wait for each other
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # an arena would keep the memory of the largest batch for good, and gains no speed
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3  # errors; they are raised as well
    return options
