"""Sentences as families write them; the tables beside this file hold them."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import safety
from bot.safety import Danger, DangerRecogniser, RulesError, SafetyRules, languages
from bot.safety.folding import fold_text
from bot.safety.phrases import Negation, Phrasebook, PhraseIndex
from tests.bot.safety.sample_rules import RULES

_HERE = Path(__file__).parent
RULES_FOLDER = Path(safety.__file__).parent / "rules"
GERMAN = SafetyRules.load("de")


def table(name: str) -> Any:
    return yaml.safe_load((_HERE / f"{name}.yml").read_text(encoding="utf-8"))


DANGERS = [(text, kind) for kind, texts in table("danger").items() for text in texts]
HARMLESS = [text for texts in table("harmless").values() for text in texts]


def kind(text: str) -> str | None:
    danger = GERMAN.danger(text)
    return danger.kind if danger else None


@pytest.mark.parametrize(("text", "expected"), DANGERS)
def test_danger_is_recognised(text: str, expected: str) -> None:
    assert kind(text) == expected


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_sounds_like_danger_is_none(text: str) -> None:
    assert GERMAN.danger(text) is None


def test_every_kind_is_tested() -> None:
    assert set(table("danger")) == set(GERMAN.kinds)


def test_the_rule_that_applied_is_named() -> None:
    assert GERMAN.danger("meine Tochter ritzt sich") == Danger("child-suicide", "self-harm")


@pytest.mark.parametrize(
    "spelling",
    [
        "Mein Mann schlägt mich",
        "MEIN MANN SCHLÄGT MICH",
        "mein mann schlaegt mich",
        "mein man schlagt mich",
        "mein mann schlääägt mich!!!",
        "mein mann, ... schla\u0308gt mich",
    ],
)
def test_spelling_does_not_matter(spelling: str) -> None:
    assert kind(spelling) == "partner-violence"


def test_danger_is_found_in_the_middle_of_much_else() -> None:
    before = "Guten Tag, wir wohnen in Sterkrade und suchen einen Kitaplatz. "
    after = " Außerdem hätten wir gern eine Krabbelgruppe. Vielen Dank im Voraus"
    assert kind(f"{before}Mein Mann schlägt mich.{after}") == "partner-violence"


def test_words_of_two_sentences_make_no_danger() -> None:
    assert kind("Mein Mann hat mich. Verletzt ist niemand") is None


def test_a_harmless_phrase_hides_no_danger_beside_it() -> None:
    assert kind("ich sterbe vor Langeweile und mein Mann schlägt mich") == "partner-violence"


WORDS = sorted({word for text, _ in DANGERS for word in text.split()})
SPECIAL = "*@$0134.…¶ \u200f\u00ad\u0301ـ🔪😭’-_\n\x00\ud800"


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.text(max_size=300),
        st.text(alphabet=SPECIAL + "aeiжяضх", max_size=1000),
        st.lists(st.sampled_from(WORDS), max_size=150).map(" ".join),
    )
)
def test_no_text_makes_it_fail(text: str) -> None:
    recogniser = DangerRecogniser.load()
    recogniser.danger(text, "de")
    recogniser.reader(text)


@pytest.mark.parametrize("language", languages())
def test_no_text_makes_a_phrase_try_too_many_ways(language: str) -> None:
    """The words of a gap are told apart by spaces alone, and no repetition is in another."""
    for phrase in SafetyRules.load(language).phrases():
        plain = phrase.source.replace(r"[^ .]+ ){0,", "").replace("[^ .]*", "")
        plain = re.sub(r"\\.", "", plain)
        assert "*" not in plain
        assert "+" not in plain
        assert "{" not in plain


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("er schlägt mich", "partner-violence"),
        ("früher bin ich geschlagen worden", None),
        ("früher bin ich geschlagen worden und jetzt wieder", "partner-violence"),
        ("früher war alles gut. er schlägt mich", "partner-violence"),
        ("in dem Lied singt sie dass sie sterben will", None),
        ("eins zwei drei vier fünf sechs sieben acht neun im Film", None),
        ("ich will sterben eins zwei drei vier fünf sechs sieben acht im Film", "suicide"),
        ("s*lbstm0rd", "suicide"),
        ("ich will ster*en", "suicide"),
        ("st*rb* vor lachen", None),
    ],
)
def test_frames_and_masks(text: str, kind: str | None) -> None:
    danger = SafetyRules("de", RULES).danger(text)
    assert (danger.kind if danger else None) == kind


def test_a_child_is_answered_as_one() -> None:
    rules = SafetyRules("de", RULES)
    danger = rules.danger("bin in der 7. Klasse und will sterben")
    assert danger == Danger("suicide", "wants-to-die", "adult")  # a sentence ended in between
    assert rules.danger("in der 7 klasse sterbe ich") == Danger("suicide", "wants-to-die", "child")


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(RulesError, match="sadness is no kind"):
        SafetyRules("de", {**RULES, "dangers": [{"kind": "sadness", "rules": {"a": ["b"]}}]})


def test_the_index_of_phrases_leaves_none_out() -> None:
    content = yaml.safe_load((RULES_FOLDER / "de.yml").read_text(encoding="utf-8"))
    book = Phrasebook(content["words"], Negation(**content["negation"]), parts=content["parts"])
    phrases = [
        book.phrase(phrase)
        for danger in content["dangers"]
        for rule in danger["rules"].values()
        for phrase in rule
    ]
    index = PhraseIndex(phrases)
    for text, _ in DANGERS[::4]:
        folded = fold_text(text)
        found = [phrase for _, phrase in index.candidates(book.keys(folded))]
        assert [p for p in phrases if p.is_in(folded)] == [p for p in found if p.is_in(folded)]


def test_german_is_among_the_languages() -> None:
    assert "de" in languages()


def test_a_language_without_rules_is_named() -> None:
    with pytest.raises(RulesError, match=r"xx\.yml"):
        SafetyRules.load("xx")
