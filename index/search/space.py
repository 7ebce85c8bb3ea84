"""The space in which queries and offers are compared: the encoder's, long texts in windows."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
Vectors = NDArray[np.float32]


class TextEncoder(Protocol):
    """index.embedding.Encoder, or anything that encodes alike."""

    @property
    def dim(self) -> int: ...

    @property
    def fingerprint(self) -> str: ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors: ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors: ...

    def encode_windows(self, texts: Sequence[str]) -> list[Vectors]: ...


class Space:
    def __init__(self, encoder: TextEncoder) -> None:
        self._encoder = encoder
        self.dim = encoder.dim
        self.fingerprint = encoder.fingerprint

    def query(self, text: str) -> Vector:
        vector: Vector = self.queries([text])[0]
        return vector

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.encode_queries(texts)

    def wholes(self, texts: Sequence[str]) -> Vectors:
        """Of each text what the encoder can take at once, float32 of shape (texts, dim)."""
        return self._encoder.encode_passages(texts)

    def passages(self, texts: Sequence[str]) -> list[Vectors]:
        """For each text float32 of shape (vectors, dim): one, or one for each window of a long one.

        A query is compared with the whole text and with the window nearest to it, half and half
        (see docs/adr/0009). As products are linear, the mean of the two serves as one vector.
        """
        return [self._blended(of_text) for of_text in self._encoder.encode_windows(texts)]

    @staticmethod
    def _blended(of_text: Vectors) -> Vectors:
        whole, windows = of_text[:1], of_text[1:]
        mean: Vectors = (whole + windows) / np.float32(2)
        return mean if len(windows) else whole
