"""When the entities of a message outweigh the classifier; plain rules, no Rasa."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import Any

# Below this the classifier is doubted where entities speak against it. Measured by
# cross-validation over nlu_data: above it, it is right more often than a topic or a wish is.
SURE = 0.85
UNSURE = frozenset({"nlu_fallback", None})

# Where a family lives is said for no other reason than to tell it.
HOME = frozenset({"district", "district_rejected", "district_any", "postcode"})
AGES = frozenset({"child", "child_rejected"})
CERTAIN = HOME | AGES | {"all_children"}
# “25 mal 4” and “Flüge nach Warschau” hold these too.
INCIDENTAL = frozenset({"number", "outside"})
# Small talk that people put around what they really say: “Hallo, mein Sohn ist 4.”
SMALL_TALK = frozenset({"greet", "goodbye", "thank", "affirm", "deny", "dont_know"})
# Taken for these, a message that names a topic or nothing but facts was most likely misheard.
OFTEN_MISHEARD = frozenset({"insult", "not_helpful", "out_of_scope", "ask_topics"})
# “Gibt es auch etwas online?” asks for offers, not what the assistant can do.
NOT_ABOUT_WISHES = SMALL_TALK | {"ask_help"}
# What changes the search: “Nein, lieber am Nachmittag.”
SAYS_WHAT_TO_CHANGE = frozenset({"wish", "wish_dropped", "spoken", "need_rejected"})
# “Erzählen Sie mehr über das Hallenbad Sterkrade” tells nothing of where the family lives.
ABOUT_AN_OFFER = frozenset({"aspect", "district"})


# These complaints take back what the form then asks for anew.
TAKE_BACK = frozenset({"wrong_age", "wrong_topic"})
TAKEN_BACK = "taken_back"
QUESTION_MARKS = frozenset("?؟")
ASKED = "asked"


def evidence_of(entities: Iterable[Mapping[str, Any]], text: str) -> set[str]:
    """The names of the entities, `ASKED` where the text has a question mark, and `TAKEN_BACK`
    where a complaint takes back what was known."""
    found: set[str] = set() if QUESTION_MARKS.isdisjoint(text) else {ASKED}
    for entity in entities:
        found.add(entity["entity"])
        if entity["entity"] == "complaint" and entity.get("value") in TAKE_BACK:
            found.add(TAKEN_BACK)
    return found


def corrected_intent(
    intent: str | None, confidence: float, best_guess: str | None, found: Set[str]
) -> str | None:
    """Return the intent to act on.

    Args:
        intent: What the classifier decided; ``nlu_fallback`` or None when it was unsure.
        confidence: How sure it was, 0 to 1.
        best_guess: The intent it found likeliest all the same.
        found: What `evidence_of` makes of the entities in the message.
    """
    undecided = intent in UNSURE
    doubted = undecided or confidence < SURE
    if "ordinal" in found and (undecided or intent in SMALL_TALK):
        return "offer_details"
    if undecided and best_guess == "offer_details" and _asks_about_an_offer(found):
        return "offer_details"
    if _tells_of_the_family(intent, found, doubted=doubted):
        return "inform"
    if _says_what_to_search(intent, found, doubted=doubted):
        return "inform"
    if TAKEN_BACK in found and intent == "not_helpful":
        return "inform"
    if _is_about_the_search_after_all(intent, found, doubted=doubted):
        return "inform"
    # “Das ist uns zu teuer” asks nothing, and says more than no.
    complains = "complaint" in found and (undecided or intent in {"deny", "ask_cost"})
    if complains and best_guess != "out_of_scope":
        return "not_helpful"
    if undecided and best_guess == "inform" and "need" in found:
        return "inform"
    return intent


def _asks_about_an_offer(found: Set[str]) -> bool:
    return bool(found & ABOUT_AN_OFFER) and not found & (HOME | AGES | INCIDENTAL) - ABOUT_AN_OFFER


def _tells_of_the_family(intent: str | None, found: Set[str], *, doubted: bool) -> bool:
    """Whether the message tells where, how old or for whom, whatever it was taken for."""
    only_facts = "need" not in found
    incidental = found & INCIDENTAL if doubted and only_facts else frozenset()
    if intent in UNSURE | SMALL_TALK:
        told = found & CERTAIN or incidental or {"number", "correction"} <= found
        return bool(told) or _says_for_whom(intent, found)
    if intent not in OFTEN_MISHEARD or not only_facts:
        return False
    return bool(found & HOME or incidental) or (doubted and not AGES.isdisjoint(found))


def _is_about_the_search_after_all(intent: str | None, found: Set[str], *, doubted: bool) -> bool:
    """Words of another intent that speak of the search: “Kosten sind egal”, “nur kostenlose”,
    “für beide bitte”, “am Wochenende”, “jemanden, der Arabisch spricht”."""
    wished = "wish" in found and not found & {"aspect", "ordinal"}
    if intent == "ask_cost":
        told = wished and ASKED not in found
        return "wish_dropped" in found or (told and (doubted or "need" not in found))
    if intent == "offer_details":
        return wished and (doubted or ASKED not in found)
    if intent == "compare_offers":
        return "all_children" in found and "ordinal" not in found
    # “Po polsku” is said to the assistant, “gibt es das auf Polnisch?” is asked about offers.
    speaks_of_offers = "wish" in found or ("spoken" in found and (doubted or ASKED in found))
    return intent == "change_language" and speaks_of_offers and "requested_language" not in found


def _says_for_whom(intent: str | None, found: Set[str]) -> bool:
    """“für die Kleine auch”."""
    return "child_mention" in found and (intent in UNSURE or "need_added" in found)


def _says_what_to_search(intent: str | None, found: Set[str], *, doubted: bool) -> bool:
    if intent in UNSURE | {"deny"} and found & SAYS_WHAT_TO_CHANGE:
        return True
    if not doubted:
        return False
    if intent in NOT_ABOUT_WISHES and "wish" in found:
        return True
    if intent == "not_helpful" and found & {"wish", "need_rejected"}:
        return True
    misheard = UNSURE | SMALL_TALK | OFTEN_MISHEARD - {"ask_topics"}
    return intent in misheard and "need_topic" in found
