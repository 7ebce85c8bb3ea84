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
SMALL_TALK = frozenset({"greet", "goodbye", "thank", "affirm", "deny", "dont_know", "not_helpful"})
UNSURE = frozenset({"nlu_fallback", None})


def corrected_intent(intent: str | None, best_guess: str | None, found: Set[str]) -> str | None:
    """Return the intent to act on.

    Args:
        intent: What the classifier decided; ``nlu_fallback`` or None when it was unsure.
        best_guess: The intent it found likeliest all the same.
        found: The names of the entities in the message.
    """
    if "ordinal" in found and intent in UNSURE | SMALL_TALK:
        return "offer_details"
    if found & SAYS_SOMETHING_OF_THE_FAMILY and intent in UNSURE | SMALL_TALK:
        return "inform"
    if "need_topic" in found and intent in UNSURE | SMALL_TALK:
        return "inform"
    if intent in UNSURE and best_guess == "inform" and found & {"need", "child_mention", "wish"}:
        return "inform"
    return intent
