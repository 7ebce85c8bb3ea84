"""What Leichte Sprache allows, and that all its texts keep to it."""

from __future__ import annotations

import pytest

from bot.texts.leichte_sprache import faults


@pytest.mark.parametrize(
    "text",
    [
        "Wie alt ist Ihr Kind?",
        "Das kostet nichts.",
        "Wir suchen Hilfe für Ihre Familie. Sie müssen Ihren Namen nicht sagen.",
        "Wenn Sie Hilfe brauchen, rufen Sie an.",
        "Das steht im Internet: https://www.oberhausen.de/sehr-lange-adresse-ohne-ende",
        "Ihr Kind ist {count} Jahre alt.",
        "Schreiben Sie zum Beispiel: „Mein Sohn ist 5, er hat, wie gesagt, keine Freunde.“",
    ],
)
def test_plain_texts_have_no_faults(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (
            "Wir suchen für Sie in der ganzen Stadt nach guten Angeboten für Ihr kleines Kind.",
            "15 words",
        ),
        ("Sie können anrufen, schreiben, oder selbst hingehen.", "more than one statement"),
        ("Sie können anrufen; das geht immer.", "more than one statement"),
        ("Das könnte Ihnen helfen.", "subjunctive"),
        ("Ich frage, weil ich suche.", "subordination"),
        ("Das ist der Name des Kindes.", "genitive"),
        ("Das sind ca. 10 Minuten.", "abbreviations"),
        ("Sie haben zwei Kinder.", "number words"),
        ("Ihr Gespräch wird gelöscht.", "passive"),
        ("Die Angaben sind alt.", "hard"),
        ("Das ist die Schuldnerberatungsstelle.", "is long"),
    ],
)
def test_each_rule_finds_its_fault(text: str, rule: str) -> None:
    found = faults(text)
    assert found
    assert all(rule in fault for fault in found)


def test_a_fault_says_what_to_say_instead() -> None:
    assert faults("Wir geben Ihnen Unterstützung.") == [
        "“unterstützung” is hard, say: Hilfe: “Wir geben Ihnen Unterstützung.”"
    ]


def test_words_parted_by_hyphens_are_not_long() -> None:
    assert faults("Das ist die Schuldner-Beratungs-Stelle.") == []
