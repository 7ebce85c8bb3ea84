import numpy as np

from index.search.space import Space, Vector

MOST_TOPICS = 3
SURE = 0.47
"""Least cosine of the best topic plus its lead over the second."""
CLOSE = 0.92
"""Part of the best cosine at which another topic is meant as well."""


class TopicRecogniser:
    """Tells which topics a text in any language is about, from how the topics are worded."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._topic_ids = tuple(dict.fromkeys(phrase.topic_id for phrase in space.phrases))
        numbers = [self._topic_ids.index(phrase.topic_id) for phrase in space.phrases]
        self._first_phrases = np.flatnonzero(np.diff(numbers, prepend=-1))

    def recognise(self, text: str) -> tuple[str, ...]:
        """At most three topics, best first; none when unsure."""
        return tuple(self.weigh(self._space.query(text))) if text.strip() else ()

    def weigh(self, query: Vector) -> dict[str, float]:
        """The recognised topics, best first, each with how sure it is (a cosine)."""
        # the nearest wording decides: an average would punish topics with many faces
        cosines = np.maximum.reduceat(self._space.phrase_vectors @ query, self._first_phrases)
        order = np.argsort(-cosines)[:MOST_TOPICS].tolist()
        best, second = (float(cosines[number]) for number in order[:2])
        if best + (best - second) < SURE:
            return {}
        return {
            self._topic_ids[number]: float(cosines[number])
            for number in order
            if cosines[number] >= CLOSE * best
        }
