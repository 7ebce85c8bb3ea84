"""The space in which queries and offers are compared.

Vectors of an untuned model crowd into a narrow cone: cosines of what fits (.82) and what does not
(.79) lie close. Taking the mean of many family topics off queries and passages, each their own,
spreads them out (the first step of "All-but-the-Top", Mu and Viswanath 2018): on graded queries
nDCG@10 rose from .63 to .68, and to .69 with letters beside it. The topics of the city serve as
the sample, since they are at hand in every language and do not change with the offers.
"""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.city import City, Topic
from index.search.sealed import read_sealed, write_sealed

Vector = NDArray[np.float32]
Vectors = NDArray[np.float32]

FILE_NAME = "topics.vectors"


class TextEncoder(Protocol):
    """index.embedding.Encoder, or anything that encodes alike."""

    @property
    def fingerprint(self) -> str: ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors: ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors: ...

    def encode_windows(self, texts: Sequence[str]) -> list[Vectors]: ...


@dataclass(frozen=True)
class Phrase:
    topic_id: str
    text: str


class Space:
    """`phrases` are the topics in all their wordings, `phrase_vectors` the same as queries."""

    def __init__(
        self, encoder: TextEncoder, phrases: Sequence[Phrase], as_queries: Vectors, centre: Vector
    ) -> None:
        self._encoder = encoder
        self._query_centre = as_queries.mean(axis=0)
        self._passage_centre = centre
        self.phrases = tuple(phrases)
        self.phrase_vectors = _unit(as_queries - self._query_centre)
        self.fingerprint = _digest(encoder.fingerprint, phrases)

    @classmethod
    def open(cls, encoder: TextEncoder, city: City, directory: Path) -> "Space":
        """Encoding the phrases takes seconds, so they are kept in the directory."""
        phrases = [phrase for topic in city.topics.values() for phrase in _phrases(topic)]
        path = directory / FILE_NAME
        fingerprint = _digest(encoder.fingerprint, phrases)
        kept = _read(path, fingerprint)
        if kept is None:
            texts = [phrase.text for phrase in phrases]
            kept = encoder.encode_queries(texts), encoder.encode_passages(texts).mean(axis=0)
            _write(path, fingerprint, *kept)
        return cls(encoder, phrases, *kept)

    @property
    def dim(self) -> int:
        return int(self.phrase_vectors.shape[1])

    def query(self, text: str) -> Vector:
        vector: Vector = self.queries([text])[0]
        return vector

    def queries(self, texts: Sequence[str]) -> Vectors:
        return _unit(self._encoder.encode_queries(texts) - self._query_centre)

    def passages(self, texts: Sequence[str]) -> list[Vectors]:
        """For each text float32 of shape (vectors, dim): one, or one for each window of a long one.

        A query is compared with the whole text and with the window nearest to it, half and half
        (see docs/adr/0009). As products are linear, the mean of the two serves as one vector.
        """
        vectors = self._encoder.encode_windows(texts)
        return [self._blended(_unit(of_text - self._passage_centre)) for of_text in vectors]

    @staticmethod
    def _blended(of_text: Vectors) -> Vectors:
        whole, windows = of_text[:1], of_text[1:]
        mean: Vectors = (whole + windows) / np.float32(2)
        return mean if len(windows) else whole

    def topics(self, topic_ids: Sequence[str]) -> Vector:
        """What a query would look like that asks for just these topics."""
        wanted = [phrase.topic_id in topic_ids for phrase in self.phrases]
        return _unit(self.phrase_vectors[wanted].mean(axis=0))


def _phrases(topic: Topic) -> list[Phrase]:
    texts = dict.fromkeys((*topic.labels.values(), topic.scope_note, *topic.example_phrases))
    return [Phrase(topic.id, text) for text in texts if text]


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit


def _digest(encoder_fingerprint: str, phrases: Sequence[Phrase]) -> str:
    texts = "\0".join((encoder_fingerprint, *(phrase.text for phrase in phrases)))
    return hashlib.sha256(texts.encode()).hexdigest()


def _read(path: Path, fingerprint: str) -> tuple[Vectors, Vector] | None:
    content = read_sealed(path)
    if content is None:
        return None
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        if str(arrays["fingerprint"]) != fingerprint:
            return None
        return arrays["as_queries"], arrays["passage_centre"]


def _write(path: Path, fingerprint: str, as_queries: Vectors, passage_centre: Vector) -> None:
    content = io.BytesIO()
    np.savez(content, fingerprint=fingerprint, as_queries=as_queries, passage_centre=passage_centre)
    write_sealed(path, content.getvalue())
