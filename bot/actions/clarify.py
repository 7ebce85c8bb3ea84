"""Asking back which offer is meant, where one name is that of several."""

from __future__ import annotations

from collections.abc import Sequence

from babel.lists import format_list
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.conversation import Conversation, Events, slot, wait
from bot.actions.messages import offer_choices, say
from bot.actions.naming import Naming, name_words, telling_words
from bot.actions.payloads import offer_payload
from bot.actions.services import Services
from index.offers.record import Offer

MOST_ASKED_ABOUT = 3
"""Offers among which a family is asked to choose before it has asked for any of them."""


def of_one_name(conversation: Conversation, services: Services) -> tuple[Offer, ...]:
    """Return the offers that go by a name in the message; the longest choice of several names."""
    words = telling_words(conversation.text)
    topics = set(conversation.reading.topics)
    called = services.index.called(conversation.text)
    narrowed = [_most_said_of(offers, words, topics) for offers in called]
    return max(narrowed, key=len, default=())


def decided(offers: Sequence[Offer], conversation: Conversation) -> Naming:
    """Take the only offer of a name, else all of them where the family was asked before."""
    if len(offers) < 2 or _key(offers) in conversation.clarified:
        return Naming(tuple(offers))
    return Naming(unclear=tuple(offers))


def to_be_clarified(conversation: Conversation, services: Services) -> tuple[Offer, ...]:
    """Return offers of one name among which the family has to choose, as they help in different
    matters; none where it makes no difference or was asked before."""
    if not conversation.tells_of_the_family:
        return ()
    offers = of_one_name(conversation, services)
    is_a_choice = 1 < len(offers) <= MOST_ASKED_ABOUT
    differ = len({offer.main_topic for offer in offers}) == len(offers)
    asked = _key(offers) in conversation.clarified
    return offers if is_a_choice and differ and not asked else ()


def clarify(
    dispatcher: CollectingDispatcher, conversation: Conversation, offers: Sequence[Offer]
) -> Events:
    """Ask which of the offers of one name is meant."""
    texts = conversation.texts
    quoted = [texts.text("clarify.quoted", name=offer.name) for offer in offers]
    names = format_list(quoted, style="or", locale=texts.locale)
    say(dispatcher, conversation.in_words("clarify.which", names=names))
    return _offer_the_choice(dispatcher, conversation, offers, "clarify.which")


def ask_which(
    dispatcher: CollectingDispatcher, conversation: Conversation, offers: Sequence[Offer]
) -> Events:
    """Ask which of these offers is meant by what was asked."""
    say(dispatcher, conversation.in_words("details.which"))
    return [*_offer_the_choice(dispatcher, conversation, offers, "details.which"), wait()]


def _offer_the_choice(
    dispatcher: CollectingDispatcher,
    conversation: Conversation,
    offers: Sequence[Offer],
    question: str,
) -> Events:
    offer_choices(dispatcher, [(offer.name, offer_payload(offer.id)) for offer in offers])
    return [
        slot("clarified", [*conversation.clarified, _key(offers)]),
        conversation.asked_again(question),
        slot("misses", 0),
    ]


def _most_said_of(offers: Sequence[Offer], words: set[str], topics: set[str]) -> tuple[Offer, ...]:
    """Return those whose names, then topics, have most of what the message says."""
    for fits in (
        [len(words & name_words(offer)) for offer in offers],
        [len(topics.intersection(offer.topics)) for offer in offers],
    ):
        best = tuple(o for o, fit in zip(offers, fits, strict=True) if fit == max(fits))
        if len(best) == 1:
            return best
    return tuple(offers)


def _key(offers: Sequence[Offer]) -> list[str]:
    return sorted(offer.id for offer in offers)
