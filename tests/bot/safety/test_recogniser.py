"""Rules of all languages, and behind them what is learnt."""

from dataclasses import dataclass

import pytest

from bot.safety import Danger, DangerRecogniser, RulesError, SafetyRules
from bot.safety.recogniser import LEARNT, WORDS_READ_FOR_THE_READER
from tests.bot.safety.sample_rules import RULES


@dataclass(frozen=True)
class Sure:
    """Is sure of one thing, whatever is written."""

    is_danger: bool = False
    is_surely_quiet: bool = False
    kind: str = "homeless-tonight"
    is_by_a_child: bool = False

    @property
    def kinds(self) -> list[str]:
        return [self.kind]

    def judge(self, _text: str) -> "Sure":
        return self


def recogniser(model: Sure | None = None) -> DangerRecogniser:
    return DangerRecogniser({"de": SafetyRules("de", RULES)}, model)


def test_all_languages_are_tried_those_of_the_conversation_first() -> None:
    other = {
        "dangers": [{"kind": "self-harm", "rules": {"x": ["sterben"]}}],
        "child_writes": ["hello"],
    }
    recogniser = DangerRecogniser(
        {"de": SafetyRules("de", RULES), "en": SafetyRules("en", {**RULES, **other})}
    )
    assert recogniser.danger("ich will sterben", "de") == Danger("suicide", "wants-to-die")
    assert recogniser.danger("ich will sterben", "de-simple") == Danger("suicide", "wants-to-die")
    assert recogniser.danger("ich will sterben", "en") == Danger("self-harm", "x")
    assert recogniser.danger("hello ich will sterben", "de") == Danger(
        "suicide", "wants-to-die", "child"
    )
    assert recogniser.danger("hello", "de") is None


def test_what_is_quiet_in_its_language_is_quiet_for_the_rules_of_others() -> None:
    other = {**RULES, "harmless": [], "frames": {}, "child_writes": []}
    rules = {
        "de": SafetyRules("de", RULES),
        "en": SafetyRules("en", other),
        "ru": SafetyRules("ru", other),
    }
    found = DangerRecogniser(rules)
    for language in ("de", "de-simple", "en", "ru"):
        assert found.danger("ich sterbe vor lachen", language) is None
        assert found.danger("im Lied kommt Selbstmord vor", language) is None
        assert found.danger("Selbstmord", language) == Danger("suicide", "wants-to-die")


@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_german_words_in_another_language_may_be_denied_in_german(language: str) -> None:
    script = {**RULES, "negation": {}}
    found = DangerRecogniser({language: SafetyRules(language, script)})
    assert found.danger("selbstmord", language) == Danger("suicide", "wants-to-die")
    assert found.danger("kein selbstmord", language) is None
    assert found.danger("selbstmord nicht", language) is None


def test_latin_letters_are_read_as_cyrillic_only_where_most_words_fit() -> None:
    russian = {
        **RULES,
        "negation": {"inside": ["не"]},
        "harmless": [],
        "child_writes": [],
        "words": {"small": ["я", "больше", "мама"]},
        "frames": {},
        "dangers": [{"kind": "suicide", "rules": {"x": ["не хочу жить", "тону*"]}}],
    }
    found = DangerRecogniser({"ru": SafetyRules("ru", russian)})
    assert found.danger("ya bolshe ne hochu zhit", "de") == Danger("suicide", "x")
    assert found.danger("мама, ne hochu zhit, Kita", "de") == Danger("suicide", "x")
    assert found.danger("tonu mama", "de") == Danger("suicide", "x")
    assert found.danger("der Tonus ist beim Baby zu hoch sagt die Ärztin", "de") is None


def test_where_no_rule_applies_the_model_is_asked() -> None:
    text = "wir stehen mit den Koffern auf der Straße"
    assert recogniser().danger(text, "de") is None
    assert recogniser(Sure()).danger(text, "de") is None
    assert recogniser(Sure(is_danger=True)).danger(text, "de") == Danger("homeless-tonight", LEARNT)


def test_a_rule_decides_over_the_model() -> None:
    found = recogniser(Sure(is_danger=True)).danger("ich will sterben", "de")
    assert found == Danger("suicide", "wants-to-die")


def test_a_model_that_is_sure_silences_a_rule_in_a_message_of_some_words() -> None:
    text = "im Theaterstück sagt sie laut ich will sterben"
    heard = Danger("suicide", "wants-to-die")
    assert recogniser().danger(text, "de") == heard
    assert recogniser(Sure()).danger(text, "de") == heard
    assert recogniser(Sure(is_surely_quiet=True)).danger(text, "de") is None


def test_no_model_silences_a_short_call_for_help() -> None:
    sure = recogniser(Sure(is_surely_quiet=True))
    assert sure.danger("hilfe ich will wirklich sterben", "de") == Danger("suicide", "wants-to-die")


def test_the_model_hears_a_child_too() -> None:
    child = Sure(is_danger=True, is_by_a_child=True)
    assert recogniser(child).danger("ich will sterben", "de") == Danger(
        "suicide", "wants-to-die", "child"
    )
    assert recogniser(child).danger("hier", "de") == Danger("homeless-tonight", LEARNT, "child")
    assert recogniser(Sure(is_danger=True, kind="child-hurt")).danger("hier", "de") == Danger(
        "child-hurt", LEARNT, "child"
    )
    assert recogniser(child).reader("hier") == "child"
    assert recogniser(Sure()).reader("in der 7 klasse") == "child"
    assert recogniser(Sure()).reader("hier") == "adult"


class Reads(Sure):
    """Takes for a child whoever names none of their own."""

    def judge(self, text: str) -> Sure:
        return Sure(self.is_danger, kind=self.kind, is_by_a_child="tochter" not in text)


@pytest.mark.parametrize("kind", ["homeless-tonight", "child-hurt"])
def test_what_was_written_before_shows_who_writes(kind: str) -> None:
    found = recogniser(Reads(is_danger=True, kind=kind))
    before = ["kita für meine tochter", "sterkrade"]
    for text, heard in [("ich will sterben", "suicide"), ("hier", kind)]:
        alone, after = found.danger(text, "de"), found.danger(text, "de", before)
        assert alone is not None
        assert after is not None
        assert (alone.kind, alone.reader) == (heard, "child")
        assert (after.kind, after.reader) == (heard, "adult")
    long_ago = [*before, "und dann " * WORDS_READ_FOR_THE_READER]
    assert found.danger("hier", "de", long_ago) == Danger(kind, LEARNT, "child")


def test_who_tells_of_children_of_their_own_is_no_child() -> None:
    child = recogniser(Sure(is_danger=True, is_by_a_child=True))
    own = "mein großer enkel kommt"
    assert child.danger(own, "de") == Danger("homeless-tonight", LEARNT)
    assert child.danger("hier", "de", [own]) == Danger("homeless-tonight", LEARNT)
    assert child.danger("hier", "de", ["ein enkel"]) == Danger("homeless-tonight", LEARNT, "child")
    assert child.reader(f"{own}, bin früher schüler") == "child"


def test_a_child_that_says_so_is_one_whatever_was_written_before() -> None:
    found = recogniser(Reads(is_danger=True))
    heard = found.danger("ich will sterben, in der 7 klasse", "de", ["für meine tochter"])
    assert heard == Danger("suicide", "wants-to-die", "child")


def test_a_model_of_other_kinds_is_refused() -> None:
    with pytest.raises(RulesError, match=r"sadness.*tune-danger"):
        recogniser(Sure(kind="sadness"))
