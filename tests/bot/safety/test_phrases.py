"""How a phrase of a rule file is read."""

import pytest

from bot.safety.folding import fold_text
from bot.safety.phrases import Negation, Phrasebook, PhraseError

BOOK = Phrasebook(
    words={"child": ["kind", "tochter"]},
    negation=Negation(after=["nicht", "nie"], continued=["nur"], before=["kein"]),
)


def found(phrase: str, text: str) -> bool:
    return BOOK.pattern(phrase).search(fold_text(text)) is not None


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("tot", "tot"),
        ("mag|will", "ich will"),
        ("in_die|auf_die nase", "mitten auf die Nase"),
        ("tablette*", "Tablettenschachtel"),
        ("*reiniger", "Rohrreiniger"),
        ("<child> ritzt", "Tochter ritzt"),
        ("will [noch] leben", "will leben"),
        ("will [noch] leben", "will noch leben"),
        ("will .. leben", "will leben"),
        ("will .. leben", "will hier mit euch leben"),
        ("will ... leben", "will hier und jetzt mit euch allen zusammen leben"),
        ("will .", "ich will. Danke"),
        ("will .", "ich will"),
        ("schlägt mich", "er schlägt mich nicht nur"),
        ("<child> nicht da", "mein Kind ist da. Kind nicht da"),
    ],
)
def test_a_phrase_is_found(phrase: str, text: str) -> None:
    assert found(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("tot", "total"),
        ("mag|will", "ich wollte"),
        ("in_die|auf_die nase", "in der Nase"),
        ("tablette*", "Schlaftablette"),
        ("<child> ritzt", "Sohn ritzt"),
        ("will .. leben", "will hier mit euch allen leben"),
        ("will .. leben", "will. leben"),
        ("will .. leben", "will hier nicht leben"),
        ("will .", "ich will das"),
        ("schlägt mich", "er schlägt mich nicht"),
        ("messer", "kein Messer"),
    ],
)
def test_a_phrase_is_not_found(phrase: str, text: str) -> None:
    assert not found(phrase, text)


def test_words_without_a_definition_are_named() -> None:
    with pytest.raises(PhraseError, match="<parent>"):
        BOOK.pattern("<parent> schlägt")
