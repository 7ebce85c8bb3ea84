import pytest

from bot.components.evidence_rules import corrected_intent


@pytest.mark.parametrize(
    ("intent", "best_guess", "found", "expected"),
    [
        ("greet", "greet", {"child", "need"}, "inform"),
        ("deny", "deny", {"number", "correction"}, "inform"),
        ("dont_know", "dont_know", {"district_any"}, "inform"),
        ("nlu_fallback", "thank", {"district"}, "inform"),
        ("nlu_fallback", "inform", {"need"}, "inform"),
        ("nlu_fallback", "out_of_scope", {"need"}, "nlu_fallback"),
        ("nlu_fallback", "inform", set(), "nlu_fallback"),
        ("affirm", "affirm", {"ordinal"}, "offer_details"),
        ("greet", "greet", {"need"}, "greet"),
        ("ask_cost", "ask_cost", {"child", "district"}, "ask_cost"),
        ("out_of_scope", "out_of_scope", {"district"}, "out_of_scope"),
        (None, None, set(), None),
    ],
)
def test_entities_outweigh_small_talk_and_doubt_but_never_a_question(
    intent: str | None, best_guess: str | None, found: set[str], expected: str | None
) -> None:
    assert corrected_intent(intent, best_guess, found) == expected
