import pytest

from bot.components.evidence_rules import corrected_intent


@pytest.mark.parametrize(
    ("intent", "confidence", "best_guess", "found", "expected"),
    [
        ("greet", 0.9, "greet", {"child", "need"}, "inform"),
        ("deny", 0.9, "deny", {"number", "correction"}, "inform"),
        ("dont_know", 0.9, "dont_know", {"district_any"}, "inform"),
        ("nlu_fallback", 0.3, "thank", {"district"}, "inform"),
        ("ask_cost", 0.95, "ask_cost", {"wish_dropped"}, "inform"),
        ("ask_cost", 0.95, "ask_cost", {"aspect"}, "ask_cost"),
        ("ask_cost", 0.95, "ask_cost", {"wish"}, "inform"),
        ("ask_cost", 0.6, "ask_cost", {"wish", "need"}, "inform"),
        ("ask_cost", 0.95, "ask_cost", {"wish", "asked"}, "ask_cost"),
        ("offer_details", 0.95, "offer_details", {"wish"}, "inform"),
        ("offer_details", 0.95, "offer_details", {"wish", "asked"}, "offer_details"),
        ("offer_details", 0.5, "offer_details", {"wish", "asked"}, "inform"),
        ("offer_details", 0.5, "offer_details", {"wish", "aspect"}, "offer_details"),
        ("compare_offers", 0.95, "compare_offers", {"all_children"}, "inform"),
        ("compare_offers", 0.95, "compare_offers", {"all_children", "ordinal"}, "compare_offers"),
        ("change_language", 0.7, "change_language", {"spoken"}, "inform"),
        ("change_language", 0.95, "change_language", {"spoken"}, "change_language"),
        ("change_language", 0.95, "change_language", {"spoken", "asked"}, "inform"),
        ("change_language", 0.95, "change_language", {"wish"}, "inform"),
        (
            "change_language",
            0.95,
            "change_language",
            {"spoken", "requested_language"},
            "change_language",
        ),
        ("nlu_fallback", 0.3, "inform", {"need"}, "inform"),
        ("nlu_fallback", 0.3, "out_of_scope", {"need"}, "nlu_fallback"),
        ("nlu_fallback", 0.3, "inform", set(), "nlu_fallback"),
        ("affirm", 0.9, "affirm", {"ordinal"}, "offer_details"),
        ("greet", 0.9, "greet", {"need"}, "greet"),
        ("deny", 0.9, "deny", {"number"}, "deny"),
        ("goodbye", 0.8, "goodbye", {"need", "need_topic"}, "inform"),
        ("goodbye", 0.9, "goodbye", {"need", "need_topic"}, "goodbye"),
        ("goodbye", 0.9, "goodbye", {"wish"}, "goodbye"),
        ("ask_help", 0.8, "ask_help", {"wish", "need"}, "inform"),
        ("ask_help", 0.9, "ask_help", {"wish", "need"}, "ask_help"),
        ("ask_cost", 0.9, "ask_cost", {"wish", "need"}, "ask_cost"),
        ("ask_cost", 0.4, "ask_cost", {"child", "district"}, "ask_cost"),
        ("out_of_scope", 0.9, "out_of_scope", {"district", "need"}, "out_of_scope"),
        ("out_of_scope", 0.9, "out_of_scope", {"district"}, "inform"),
        ("out_of_scope", 0.8, "out_of_scope", {"outside"}, "inform"),
        ("out_of_scope", 0.9, "out_of_scope", {"outside"}, "out_of_scope"),
        ("out_of_scope", 0.8, "out_of_scope", {"child"}, "inform"),
        ("out_of_scope", 0.9, "out_of_scope", {"child"}, "out_of_scope"),
        ("out_of_scope", 0.8, "out_of_scope", {"need", "need_topic"}, "inform"),
        ("out_of_scope", 0.8, "out_of_scope", {"need", "wish"}, "out_of_scope"),
        ("insult", 0.4, "insult", {"need", "need_topic"}, "inform"),
        ("insult", 0.9, "insult", {"need", "need_topic"}, "insult"),
        ("not_helpful", 0.8, "not_helpful", {"need", "need_topic"}, "inform"),
        ("not_helpful", 0.8, "not_helpful", {"need"}, "not_helpful"),
        ("not_helpful", 0.9, "not_helpful", {"complaint"}, "not_helpful"),
        ("not_helpful", 0.8, "not_helpful", {"complaint", "need_topic"}, "inform"),
        ("nlu_fallback", 0.3, "deny", {"complaint"}, "not_helpful"),
        ("nlu_fallback", 0.3, "thank", {"child_mention"}, "inform"),
        ("deny", 0.9, "deny", {"need_rejected"}, "inform"),
        ("deny", 0.9, "deny", {"wish"}, "inform"),
        ("deny", 0.9, "deny", {"complaint"}, "not_helpful"),
        ("nlu_fallback", 0.3, "out_of_scope", {"complaint"}, "nlu_fallback"),
        ("ask_topics", 0.8, "ask_topics", {"need", "need_topic"}, "ask_topics"),
        ("ask_cost", 0.9, "ask_cost", {"complaint"}, "not_helpful"),
        ("not_helpful", 0.9, "not_helpful", {"complaint", "taken_back"}, "inform"),
        ("goodbye", 0.9, "goodbye", {"all_children"}, "inform"),
        ("nlu_fallback", 0.3, "offer_details", {"all_children"}, "inform"),
        ("nlu_fallback", 0.3, "thank", {"child_mention", "need_added"}, "inform"),
        ("more_offers", 0.9, "more_offers", {"all_children"}, "more_offers"),
        (None, 0.0, None, set(), None),
    ],
)
def test_entities_outweigh_small_talk_and_doubt_but_never_a_question(
    intent: str | None,
    confidence: float,
    best_guess: str | None,
    found: set[str],
    expected: str | None,
) -> None:
    assert corrected_intent(intent, confidence, best_guess, found) == expected


def test_doubt_about_an_offer_needs_something_asked_of_it() -> None:
    assert corrected_intent("nlu_fallback", 0.3, "offer_details", {"aspect"}) == "offer_details"
    assert corrected_intent("nlu_fallback", 0.3, "offer_details", {"need"}) == "nlu_fallback"


def test_a_district_in_the_name_of_an_offer_is_no_home() -> None:
    assert corrected_intent("nlu_fallback", 0.3, "offer_details", {"district"}) == "offer_details"
    assert corrected_intent("nlu_fallback", 0.3, "offer_details", {"district", "child"}) == "inform"
