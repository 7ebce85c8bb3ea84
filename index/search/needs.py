"""What a text asks for, learnt from what families write.

A text is told apart among some hundred needs at once: the situations of nlu_data/needs, each with
what families write in it, and the city's topics, each in all its wordings. From the needs follow
the topics, the offers that help, and whether any offer could help at all.
"""

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import numpy as np

from index.city import City, Topic
from index.search.sealed import read_sealed, write_sealed
from index.search.space import Space, Vector, Vectors
from index.situations import Grades, Situation, read_grades, read_situations

FILE_NAME = "needs.model"
FORMAT = "1"
"""Changes with what the file holds."""

STRENGTH = 10.0
"""Inverse of the regularisation; from 3 to 30 there was little between them."""
MOST_ITERATIONS, TOLERANCE = 200, 1e-3
LIKELY = 0.01
MOST_NEEDS = 12
"""Needs less likely, and those behind so many others, say nothing worth computing."""
SURE, AS_SURE = 0.3, 0.8
"""From which probability on a topic counts as recognised, and from which share of the best one."""
MOST_TOPICS = 3
BESIDE_THE_CHOSEN = 0.3
"""What a need counts that the words suggest, where the family chose another topic itself."""

Kind = Literal["need", "beyond", "silent"]
"""Beyond: no offer for families could answer it. Silent: no need is said at all."""

GAIN = {3: 1.0, 2: 0.45, 1: 0.15}
"""What an offer's grade counts: as in nDCG, the better grades by far the most."""


@dataclass(frozen=True)
class KnownNeeds:
    """Situations, and by each one's key the city's offers that help in it."""

    situations: tuple[Situation, ...] = ()
    grades: Grades = field(default_factory=dict)

    @classmethod
    def of_city(cls, folder: Path) -> "KnownNeeds":
        """A city need not have graded its offers; raises SituationsRejected."""
        graded = folder / "situations"
        return cls(read_situations(), read_grades(graded) if graded.is_dir() else {})


@dataclass(frozen=True)
class Need:
    """`helping` gives what each graded offer counts, 0 to 1; a topic as a whole has `topic`.

    `passages` are what an offer that helps would say of itself.
    """

    topics: tuple[str, ...]
    queries: tuple[str, ...]
    passages: tuple[str, ...] = ()
    helping: Mapping[str, float] = field(default_factory=dict)
    topic: str | None = None
    kind: Kind = "need"


@dataclass(frozen=True)
class Likely:
    need: Need
    probability: float
    passages: Vectors


@dataclass(frozen=True)
class Reading:
    """`needs` with the likeliest first; all else are probabilities.

    `beyond`: that no offer of a city could answer it; `silent`: that no need is said at all.
    """

    needs: tuple[Likely, ...]
    topics: Mapping[str, float]
    beyond: float
    silent: float

    def favouring(self, topics: Sequence[str]) -> "Reading":
        """The same with other needs than of these topics less likely; as it is, without topics."""
        if not topics:
            return self
        return replace(
            self,
            needs=tuple(
                likely
                if set(topics) & set(likely.need.topics)
                else replace(likely, probability=likely.probability * BESIDE_THE_CHOSEN)
                for likely in self.needs
            ),
        )


NOTHING_READ = Reading((), {}, 0.0, 0.0)


class NeedRecogniser:
    """A softmax regression over the vectors of what was written; knows all languages alike."""

    def __init__(self, needs: Sequence[Need], learnt: "Learnt") -> None:
        self._needs = tuple(needs)
        self._learnt = learnt
        counts = [len(need.passages) for need in needs]
        self._passages = np.split(learnt.passages, np.cumsum(counts)[:-1])
        self._topic_ids = tuple(dict.fromkeys(t for need in needs for t in need.topics))
        self._of_topics = np.array(
            [[topic in need.topics for topic in self._topic_ids] for need in needs], np.float32
        ).reshape(len(needs), len(self._topic_ids))
        self._kinds = np.array([need.kind for need in needs])
        self.graded = frozenset(offer for need in needs for offer in need.helping)

    @classmethod
    def open(cls, space: Space, city: City, known: KnownNeeds, directory: Path) -> "NeedRecogniser":
        """Learning takes half a minute, so what was learnt is kept in the directory."""
        needs = [*_situations(known, city), *map(_topic, city.topics.values())]
        path = directory / FILE_NAME
        fingerprint = _digest(space.fingerprint, needs)
        learnt = _read(path, fingerprint)
        if learnt is None:
            learnt = _learn(space, needs)
            _write(path, fingerprint, learnt)
        return cls(needs, learnt)

    def read(self, query: Vector) -> Reading:
        logits = self._learnt.weights @ query + self._learnt.biases
        probabilities = np.exp(logits - logits.max())
        probabilities /= probabilities.sum()
        order = np.argsort(-probabilities)[:MOST_NEEDS].tolist()
        shares = (probabilities @ self._of_topics).tolist()
        return Reading(
            needs=tuple(
                Likely(self._needs[number], float(probabilities[number]), self._passages[number])
                for number in order
                if probabilities[number] >= LIKELY
            ),
            topics=dict(zip(self._topic_ids, shares, strict=True)),
            beyond=float(probabilities[self._kinds == "beyond"].sum()),
            silent=float(probabilities[self._kinds == "silent"].sum()),
        )

    def topics_vector(self, topic_ids: Sequence[str]) -> Vector:
        """What a query would look like that asks for just these topics."""
        wanted = [need.topic in topic_ids for need in self._needs]
        mean = self._learnt.centres[wanted].mean(axis=0)
        vector: Vector = mean / np.linalg.norm(mean)
        return vector


def sure_topics(topics: Mapping[str, float]) -> dict[str, float]:
    """The topics a text is about, best first; none when unsure."""
    best = sorted(topics, key=lambda topic: -topics[topic])[:MOST_TOPICS]
    least = max([SURE, *(AS_SURE * topics[topic] for topic in best[:1])])
    return {topic: topics[topic] for topic in best if topics[topic] >= least}


@dataclass(frozen=True)
class Learnt:
    """All float32: `weights` and `centres` (the mean of what was written) of shape (needs, dim),
    `biases` one a need, `passages` of shape (passages of all needs, dim)."""

    weights: Vectors
    biases: Vector
    centres: Vectors
    passages: Vectors


def _situations(known: KnownNeeds, city: City) -> Iterator[Need]:
    for situation in known.situations:
        if situation.taught:
            graded = known.grades.get(situation.key, {})
            yield Need(
                topics=tuple(topic for topic in situation.topics if topic in city.topics),
                queries=situation.taught,
                passages=situation.passages,
                helping={offer: GAIN[grade] for offer, grade in graded.items()},
                kind=_kind(situation),
            )


def _kind(situation: Situation) -> Kind:
    if situation.topics:
        return "need"
    return "silent" if situation.says_no_need else "beyond"


def _topic(topic: Topic) -> Need:
    texts = dict.fromkeys((*topic.labels.values(), topic.scope_note, *topic.example_phrases))
    return Need((topic.id,), tuple(text for text in texts if text), topic=topic.id)


def _learn(space: Space, needs: Sequence[Need]) -> Learnt:
    from sklearn.linear_model import LogisticRegression

    vectors = space.queries([query for need in needs for query in need.queries])
    numbers = np.repeat(np.arange(len(needs)), [len(need.queries) for need in needs])
    model = LogisticRegression(C=STRENGTH, max_iter=MOST_ITERATIONS, tol=TOLERANCE)
    model.fit(vectors, numbers)
    passages = [passage for need in needs for passage in need.passages]
    return Learnt(
        weights=model.coef_.astype(np.float32),
        biases=model.intercept_.astype(np.float32),
        centres=np.stack([vectors[numbers == n].mean(axis=0) for n in range(len(needs))]),
        passages=space.wholes(passages),
    )


def _digest(fingerprint: str, needs: Sequence[Need]) -> str:
    texts = ([*need.queries, "", *need.passages, ""] for need in needs)
    content = "\0".join(
        (FORMAT, fingerprint, str(STRENGTH), *(text for some in texts for text in some))
    )
    return hashlib.sha256(content.encode()).hexdigest()


def _read(path: Path, fingerprint: str) -> Learnt | None:
    content = read_sealed(path)
    if content is None:
        return None
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        if str(arrays["fingerprint"]) != fingerprint:
            return None
        return Learnt(arrays["weights"], arrays["biases"], arrays["centres"], arrays["passages"])


def _write(path: Path, fingerprint: str, learnt: Learnt) -> None:
    content = io.BytesIO()
    np.savez(
        content,
        fingerprint=fingerprint,
        weights=learnt.weights,
        biases=learnt.biases,
        centres=learnt.centres,
        passages=learnt.passages,
    )
    write_sealed(path, content.getvalue())
