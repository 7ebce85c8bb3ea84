"""When the entities of a message outweigh the classifier; plain rules, no Rasa."""

from __future__ import annotations

from collections.abc import Set

SAYS_SOMETHING_OF_THE_FAMILY = frozenset(
    {
        "child",
        "child_rejected",
        "number",
        "district",
        "district_rejected",
        "district_any",
        "postcode",
        "outside",
    }
)
# Small talk that people put around what they really say: “Hallo, mein Sohn ist 4.”
SMALL_TALK = frozenset({"greet", "goodbye", "thank", "affirm", "deny", "dont_know"})
# Taken for these, a message that names a topic or nothing but facts was most likely misheard.
OFTEN_MISHEARD = frozenset({"insult", "not_helpful", "out_of_scope", "ask_topics"})
# “Gibt es auch etwas online?” asks for offers, not what the assistant can do.
NOT_ABOUT_WISHES = frozenset({"ask_help", "out_of_scope"})
# What changes the search, said in a refusal: “Nein, das ist zu weit weg.”
SAYS_WHAT_TO_CHANGE = frozenset({"wish", "wish_dropped", "spoken", "complaint", "need_rejected"})
REFUSALS = frozenset({"deny", "not_helpful"})
# “Das ist uns zu teuer” asks nothing.
NO_COMPLAINTS = frozenset({"ask_cost", "out_of_scope", "insult"})
# “Erzählen Sie mehr über das Hallenbad Sterkrade” tells nothing of where the family lives.
PART_OF_A_NAME = frozenset({"district"})
UNSURE = frozenset({"nlu_fallback", None})
SURE = 0.85


def corrected_intent(
    intent: str | None, confidence: float, best_guess: str | None, found: Set[str]
) -> str | None:
    """Return the intent to act on.

    Args:
        intent: What the classifier decided; ``nlu_fallback`` or None when it was unsure.
        confidence: How sure it was, 0 to 1.
        best_guess: The intent it found likeliest all the same.
        found: The names of the entities in the message.
    """
    doubtful = UNSURE | SMALL_TALK
    if "ordinal" in found and intent in doubtful:
        return "offer_details"
    if _says_for_whom(found) and intent in doubtful:
        return "inform"
    facts = found & SAYS_SOMETHING_OF_THE_FAMILY
    if intent in UNSURE and best_guess == "offer_details" and facts <= PART_OF_A_NAME:
        return "offer_details"
    if facts and (intent in doubtful or ("need" not in found and intent in OFTEN_MISHEARD)):
        return "inform"
    misheard = intent in doubtful or (intent in OFTEN_MISHEARD and confidence < SURE)
    if found & SAYS_WHAT_TO_CHANGE and intent in REFUSALS | UNSURE:
        return "inform"
    if "complaint" in found and intent in NO_COMPLAINTS:
        return "inform"
    if "wish" in found and intent in SMALL_TALK | NOT_ABOUT_WISHES:
        return "inform"
    if "need_topic" in found and misheard:
        return "inform"
    if intent in UNSURE and best_guess == "inform" and found & {"need", "child_mention", "wish"}:
        return "inform"
    return intent


def _says_for_whom(found: Set[str]) -> bool:
    """“für beide”, “für die Kleine auch”."""
    return "all_children" in found or {"child_mention", "need_added"} <= found
