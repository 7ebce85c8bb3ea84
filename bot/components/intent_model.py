"""Tells what a person wants by a sentence's vector, letters and words; no Rasa."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped]
from numpy.typing import NDArray
from scipy.special import softmax  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from bot.understanding.folding import without_accents

Floats = NDArray[np.floating[Any]]

SETTINGS: dict[str, Any] = {
    # Runs of so many letters inside words, of so many words, and in how many sentences at least.
    "letters": [1, 5],
    "letters_as_written": [1, 4],
    "letters_in": 3,
    "words": [1, 2],
    "words_in": 2,
    # How little a machine is held back from fitting each sentence (its C).
    "trust": 0.5,
    # How sharply distances from the margins become probabilities.
    "sharpness": 5.0,
}

# Letters that are written with or without what no accent is: "çıkış", "łódź", "مدرسة", "على".
_ONE_LETTER = str.maketrans("ıłةى", "ilهي")
_SIGNS = re.compile(r"([.,!?;:…،؟]+)")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")


class IntentModel:
    """A linear support vector machine for each intent against all others.

    Meaning is in the encoder's vector; idioms, slang, names and typos are in the letters and words.
    Letters count twice, in one spelling and as they are written: an accent left out must not
    matter, one that is there says something. All four weigh the same. Vectors point roughly the
    same way: less their mean they differ.
    """

    def __init__(self, settings: Mapping[str, Any], learnt: Mapping[str, NDArray[Any]]) -> None:
        self._learnt = learnt
        self._sharpness = float(settings["sharpness"])
        self._views = _counted(settings)
        for name, view in self._views.items():
            _recall(name, view, learnt)
        self._weights: Floats = learnt["weights"].T
        self.intents: list[str] = [str(name) for name in learnt["intents"]]

    @classmethod
    def learn(
        cls,
        settings: Mapping[str, Any],
        texts: Sequence[str],
        vectors: Floats,
        intents: Sequence[str],
    ) -> IntentModel:
        """Vectors are of shape (texts, dim)."""
        mean = vectors.mean(axis=0)
        spread = np.sqrt(((vectors - mean) ** 2).sum(axis=1).mean())
        views = _counted(settings)
        for view in views.values():
            view.fit(texts)
        # Sentences of an intent are not as frequent here as they are in conversations.
        machine = LinearSVC(C=settings["trust"], class_weight="balanced", tol=1e-3, random_state=0)
        machine.fit(_features((vectors - mean) / spread, views, texts), intents)
        learnt = {
            "mean": mean,
            "spread": spread,
            "weights": machine.coef_.astype(np.float32),
            "bias": machine.intercept_,
            "intents": np.array(machine.classes_, dtype=np.str_),
        }
        for name, view in views.items():
            learnt[f"{name}_runs"] = view.get_feature_names_out().astype(np.str_)
            learnt[f"{name}_rareness"] = view.idf_
        return cls(settings, learnt)

    def save(self, path: Path) -> None:
        arrays: dict[str, Any] = dict(self._learnt)
        np.savez(path, **arrays)

    @classmethod
    def load(cls, settings: Mapping[str, Any], path: Path) -> IntentModel:
        with np.load(path, allow_pickle=False) as learnt:
            return cls(settings, dict(learnt))

    def probabilities(self, texts: Sequence[str], vectors: Floats) -> Floats:
        """Of shape (texts, intents)."""
        centred = (vectors - self._learnt["mean"]) / self._learnt["spread"]
        distances = _features(centred, self._views, texts) @ self._weights + self._learnt["bias"]
        likely: Floats = softmax(self._sharpness * distances, axis=1)
        return likely


def one_spelling(text: str) -> str:
    """Small letters without accents, each drawn-out one once, signs apart: "Mulțumesccc!" and
    "multumesc !" are the same. Which language it is need not be known.
    """
    bare = without_accents(text.casefold()).translate(_ONE_LETTER)
    return _SIGNS.sub(r" \1 ", _DRAWN_OUT.sub(r"\1", bare))


def _features(vectors: Floats, views: Mapping[str, TfidfVectorizer], texts: Sequence[str]) -> Any:
    counted = [view.transform(texts) for view in views.values()]
    return sp.hstack([sp.csr_matrix(vectors.astype(np.float32)), *counted], format="csr")


def _counted(settings: Mapping[str, Any]) -> dict[str, TfidfVectorizer]:
    common = {"sublinear_tf": True, "dtype": np.float32}
    letters = {"analyzer": "char_wb", "min_df": settings["letters_in"], **common}
    return {
        "letters": TfidfVectorizer(
            preprocessor=one_spelling, ngram_range=tuple(settings["letters"]), **letters
        ),
        "letters_as_written": TfidfVectorizer(
            ngram_range=tuple(settings["letters_as_written"]), **letters
        ),
        "words": TfidfVectorizer(
            preprocessor=one_spelling,
            # signs say something too: “👍”, “?”
            token_pattern=r"\S+",
            ngram_range=tuple(settings["words"]),
            min_df=settings["words_in"],
            **common,
        ),
    }


def _recall(name: str, view: TfidfVectorizer, learnt: Mapping[str, NDArray[Any]]) -> None:
    runs = learnt[f"{name}_runs"]
    view.vocabulary = {str(run): number for number, run in enumerate(runs)}
    view.idf_ = learnt[f"{name}_rareness"]
