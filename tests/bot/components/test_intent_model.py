"""What the model makes of letters and words; how well it tells intents: tests/nlu."""

from pathlib import Path

import numpy as np
import pytest

from bot.components.intent_model import SETTINGS, Floats, IntentModel, one_spelling

THANKS = ["mulțumesc", "mulțumesc mult", "çok teşekkürler", "dziękuję", "شكرا", "شكرا جزيلا"]
GREETINGS = ["bună ziua", "bună seara", "iyi günler", "dzień dobry", "مرحبا", "مرحبا بكم"]
FAREWELLS = ["la revedere", "noapte bună", "görüşürüz", "do widzenia", "وداعا", "مع السلامة"]
TEXTS = [*THANKS, *GREETINGS, *FAREWELLS]


DIM = 4
SAYS_NOTHING = np.full((1, DIM), 0.5, dtype=np.float32)
"""The mean of the vectors below."""


def vectors(count: int) -> Floats:
    """As many above the mean as below it, in each intent."""
    around = np.where(np.arange(count) % 2, 0.4, 0.6).astype(np.float32)
    return np.repeat(around[:, np.newaxis], DIM, axis=1)


@pytest.fixture(scope="module")
def model() -> IntentModel:
    told_by = {"thank": THANKS, "greet": GREETINGS, "goodbye": FAREWELLS}
    intents = [intent for intent, texts in told_by.items() for _ in texts]
    settings = {**SETTINGS, "letters_in": 1, "words_in": 1}
    return IntentModel.learn(settings, TEXTS, vectors(len(TEXTS)), intents)


def likely(model: IntentModel, text: str) -> dict[str, float]:
    [row] = model.probabilities([text], SAYS_NOTHING)
    return dict(zip(model.intents, row, strict=True))


@pytest.mark.parametrize(
    ("sloppy", "careful", "intent"),
    [
        ("MULTUMESCCC!!!", "mulțumesc !", "thank"),
        ("cok tesekkurler", "çok teşekkürler", "thank"),
        ("Buna seara", "bună seara", "greet"),
        ("iyi gunlerrrr", "iyi günler", "greet"),
        ("مرحباااا", "مرحبا", "greet"),
        ("مع السلامه", "مع السلامة", "goodbye"),
    ],
)
def test_a_sloppy_spelling_counts_like_a_careful_one(
    model: IntentModel, sloppy: str, careful: str, intent: str
) -> None:
    found = likely(model, careful)
    assert max(found, key=found.__getitem__) == intent
    told = likely(model, sloppy)
    assert max(told, key=told.__getitem__) == intent


def test_what_is_learnt_is_the_same_once_it_is_kept(model: IntentModel, tmp_path: Path) -> None:
    model.save(tmp_path / "intents.npz")
    kept = IntentModel.load(SETTINGS, tmp_path / "intents.npz")
    given = (["mersi, buna ziua"], SAYS_NOTHING)
    assert kept.intents == model.intents
    assert np.array_equal(kept.probabilities(*given), model.probabilities(*given))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hayır", "hayir"),
        ("Łódź", "lodz"),
        ("إلى المدرسة", "الي المدرسه"),
        ("neeeein!", "nein !"),
        ("Її?", "ії ?"),
        ("شو؟", "شو ؟"),
    ],
)
def test_two_spellings_become_one(one: str, other: str) -> None:
    assert one_spelling(one).split() == one_spelling(other).split()


def test_double_letters_stay_apart_from_single_ones() -> None:
    assert one_spelling("anne") != one_spelling("ane")
