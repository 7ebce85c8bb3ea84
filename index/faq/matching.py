"""Which entry a question means, by its likeness to the questions that are known for each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.faq.entries import Entry, questions_of
from index.search.kept import KeptVectors, text_hash
from index.search.letters import LetterIndex
from index.search.space import Space, TextEncoder, Vector, Vectors

FOLDER = "questions"
RECIPE = "as queries"
"""How questions become vectors. Where that changes, change this."""
LETTERS = 0.3
"""What the letters of the nearest question count beside its meaning, to choose among entries."""
ANSWERS, SURELY_ANSWERS = 0.62, 0.7
"""From which likeness on an entry is taken for the answer, and from which it is even where nobody
is sure that the message asks; measured in docs/adr/0015."""


@dataclass(frozen=True)
class Found:
    """`likeness` in meaning, at most 1: the mean of two cosines."""

    entry: Entry
    likeness: float

    @property
    def is_answer(self) -> bool:
        return self.likeness >= ANSWERS

    @property
    def is_sure(self) -> bool:
        return self.likeness >= SURELY_ANSWERS


@dataclass(frozen=True)
class Known:
    """The questions of all entries: `vectors` of shape (questions, dim), ordered by entry.

    `starts` holds the number of each entry's first question, `centres` each one's mean direction,
    shape (entries, dim).
    """

    vectors: Vectors
    starts: Sequence[int]
    centres: Vectors
    letters: LetterIndex

    @classmethod
    def of(cls, vectors: Vectors, owners: Sequence[int], questions: Sequence[str]) -> "Known":
        starts = np.unique(owners, return_index=True)[1]
        sums = np.add.reduceat(vectors, starts)
        return cls(
            vectors=vectors,
            starts=starts.tolist(),
            centres=sums / np.linalg.norm(sums, axis=1, keepdims=True),
            letters=LetterIndex.of(questions),
        )

    def likeness(self, query: Vector) -> Vector:
        """In meaning, for each entry: to its nearest question and to all of them, half and half."""
        nearest = np.maximum.reduceat(self.vectors @ query, self.starts)
        mean: Vector = (nearest + self.centres @ query) / 2
        return mean

    def likeness_in_letters(self, text: str) -> Vector:
        nearest: Vector = np.maximum.reduceat(self.letters.cosines(text), self.starts)
        return nearest


class Faq:
    """Any number of threads may ask at once."""

    def __init__(self, entries: Sequence[Entry], known: Known | None, space: Space) -> None:
        self.entries = tuple(entries)
        self._known = known
        self._space = space

    @classmethod
    def open(cls, entries: Sequence[Entry], encoder: TextEncoder, directory: Path) -> "Faq":
        """`directory` keeps the vectors of the questions; what is missing there is made anew."""
        space = Space(encoder)
        if not entries:
            return cls(entries, None, space)
        owners, questions = zip(*sorted(questions_of(entries)), strict=True)
        vectors = _vectors(questions, space, directory)
        return cls(entries, Known.of(vectors, owners, questions), space)

    def find(self, text: str) -> Found | None:
        """The entry that answers the text, None where none does."""
        nearest = self.nearest(text)
        return nearest if nearest is not None and nearest.is_answer else None

    def nearest(self, text: str) -> Found | None:
        """The entry nearest to the text, however far; None without any entries or words."""
        if self._known is None or not text.strip():
            return None
        likeness = self._known.likeness(self._space.query(text))
        letters = self._known.likeness_in_letters(text)
        best = int(np.argmax(likeness + LETTERS * letters))
        return Found(self.entries[best], float(likeness[best]))

    def get(self, entry_id: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.id == entry_id), None)

    def of_intent(self, intent: str) -> Entry | None:
        """What answers an intent on the service itself."""
        return next((entry for entry in self.entries if entry.intent == intent), None)


def _vectors(questions: Iterable[str], space: Space, directory: Path) -> Vectors:
    """Of shape (questions, dim), from disk as far as they are kept there."""
    hashes = {question: text_hash(question) for question in questions}
    store = KeptVectors(directory / FOLDER, f"{space.fingerprint} {RECIPE}")
    kept = store.read(set(hashes.values()))
    missing = [question for question, key in hashes.items() if key not in kept]
    if missing:
        made = {
            hashes[q]: row[None, :] for q, row in zip(missing, space.queries(missing), strict=True)
        }
        store.add(made)
        kept |= made
        store.merge_small_files()
    return np.concatenate([kept[hashes[question]] for question in questions])
