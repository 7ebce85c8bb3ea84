"""How a phrase of a rule file is read."""

import pytest

from bot.safety.folding import fold_text, script_of
from bot.safety.phrases import Negation, Phrasebook, PhraseError

BOOK = Phrasebook(
    words={"child": ["kind", "tochter"]},
    negation=Negation(after=["nicht", "nie"], continued=["nur"], before=["kein"]),
    parts={"my-child": "mein|meine [kleine] <child>", "denied": "nicht da"},
)


def found(phrase: str, text: str) -> bool:
    return BOOK.phrase(phrase).is_in(fold_text(text))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("tot", "tot"),
        ("mag|will", "ich will"),
        ("in_die|auf_die nase", "mitten auf die Nase"),
        ("tablette*", "Tablettenschachtel"),
        ("*reiniger", "Rohrreiniger"),
        ("<child> ritzt", "Tochter ritzt"),
        ("(my-child) ritzt", "Meine kleine Tochter ritzt"),
        ("(my-child) (denied)", "mein Kind ist nicht dort, mein Kind nicht da"),
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


BEFORE_VERBS = {
    "ru": Phrasebook(
        words={"он": ["он", "муж"]},
        negation=Negation(inside=["не", "ни_разу"], continued=["только"]),
        script="cyrillic",
    ),
    "tr": Phrasebook(
        words={},
        negation=Negation(after=["değil"], forms=["*miyor*", "*müyor*", "*medi*"]),
    ),
    "ar": Phrasebook(
        words={},
        negation=Negation(inside=["ما", "مش", "مو"], forms=["ما*ش", "م*ش"]),
        script="arabic",
        attached=["و", "ف"],
    ),
}


@pytest.mark.parametrize(
    ("language", "phrase", "text"),
    [
        ("ru", "<он> .. бьёт меня", "Муж сильно бьет меня"),
        ("ru", "бьёт меня", "он не только бьёт меня"),
        ("ru", "не хочу жить", "больше не хочу жить"),
        ("ru", "не хочу жить", "bolshe ne khochu zhit'"),
        ("ru", "не хочу жить", "ya ne ho4u jit"),
        ("ru", "не хочу|хочеться жити", "я не хочу жити"),
        ("tr", "beni döv*", "kocam beni DÖVÜYOR"),
        ("tr", "yaşamak istemiyor*", "artik yasamak istemiyorum"),
        ("ar", "يضربني", "زوجي ويَضرِبُني"),
        ("ar", "ezzawj yedrabni", "w ezzawj yidrabny"),
        ("ar", "ما بدي عيش", "أنا ما بدّي عيش"),
    ],
)
def test_a_phrase_is_found_in_other_scripts(language: str, phrase: str, text: str) -> None:
    book, script = BEFORE_VERBS[language], script_of(language)
    assert book.phrase(phrase).is_in(fold_text(text, script))


@pytest.mark.parametrize(
    ("language", "phrase", "text"),
    [
        ("ru", "<он> .. бьёт меня", "муж никогда не бьёт меня"),
        ("ru", "бьёт меня", "он ни разу бьёт меня"),
        ("ru", "жить", "ножить"),
        ("tr", "beni döv*", "kocam beni dövmüyor"),
        ("tr", "beni döv*", "beni dövmedi hiç"),
        ("tr", "beni dövüyor", "beni dövüyor değil"),
        ("ar", "بيضرب*", "جوزي ما بيضربني"),
        ("ar", "*يضرب*", "مبيضربنيش"),
    ],
)
def test_a_phrase_is_not_found_in_other_scripts(language: str, phrase: str, text: str) -> None:
    book, script = BEFORE_VERBS[language], script_of(language)
    assert not book.phrase(phrase).is_in(fold_text(text, script))


def test_words_without_a_definition_are_named() -> None:
    with pytest.raises(PhraseError, match="<parent>"):
        BOOK.phrase("<parent> schlägt")
    with pytest.raises(PhraseError, match="no part is named"):
        BOOK.phrase("(my-parent) schlägt")
