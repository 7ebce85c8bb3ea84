"""Which offers a message means: by button, place in the list, name, or what they are about."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.actions.conversation import Conversation
from bot.actions.services import Services
from bot.understanding.spelling import SpellingIndex
from index.offers.record import Offer

SHORTEST_NAME_PART = 4
SHORTEST_HALF = 5
"""Letters from which the beginning of a word stands for it: “Diakonie” for “Diakoniewerk”."""
MOST_OF_A_WORD = 0.6
TELLS_APART = 0.5
"""Share of the offers up to which a word of their names tells one from the others."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Naming:
    """`offers` are those a message names, `unclear` those that its words fit alike."""

    offers: tuple[Offer, ...] = ()
    unclear: tuple[Offer, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.offers or self.unclear)


NOTHING_NAMED = Naming()


def known_offers(ids: Iterable[str], services: Services) -> tuple[Offer, ...]:
    """Return the offers of these ids that may still be shown."""
    return tuple(offer for i in ids if (offer := services.index.get(i)) is not None)


def named_by_place(conversation: Conversation, services: Services) -> Naming:
    """Return what a button or a place in the list names: "das zweite", "1 und 3", "das letzte"."""
    pressed = conversation.entity("offer_id") or conversation.entity("compared")
    if pressed is not None:
        return Naming(known_offers(str(pressed).split(","), services))
    # One button is no list: it leads on from an offer.
    listed = conversation.choices if len(conversation.choices) > 1 else conversation.listed
    if (position := conversation.entity("position")) is not None:
        places: Sequence[int] = (int(position),)
        listed = conversation.listed
    else:
        reading = conversation.reading
        places = reading.ordinals or [int(n.value) for n in reading.numbers if n.value % 1 == 0]
    if not places:
        return NOTHING_NAMED
    indexes = [place - 1 if place > 0 else place for place in places]
    meant = [listed[i] for i in indexes if -len(listed) <= i < len(listed)]
    if not meant:
        return Naming(unclear=known_offers(listed, services))
    return Naming(known_offers(dict.fromkeys(meant), services))


def named_by_words(text: str, offers: Sequence[Offer], city: str) -> Naming:
    """Return the offers that words of their names tell from the others, also misspelt or in part.

    ``city`` is no such word: it is part of too many names.
    """
    fitting = _fitting(text, offers, city)
    by_id = {offer.id: offer for offer in offers}
    sure = [next(iter(ids)) for ids in fitting if len(ids) == 1]
    found = dict.fromkeys(sure)
    open_words = [ids for ids in fitting if ids.isdisjoint(found)]
    unclear: tuple[Offer, ...] = ()
    if open_words:
        counts = {i: sum(i in ids for ids in fitting) for ids in open_words for i in ids}
        most = max(counts.values())
        best = [i for i, count in counts.items() if count == most]
        if len(best) == 1:
            found |= dict.fromkeys(best)
        elif not found:
            unclear = tuple(by_id[i] for i in by_id if i in best)
    return Naming(tuple(by_id[i] for i in found), unclear)


async def named_by_meaning(
    text: str, offers: Sequence[Offer], services: Services
) -> tuple[Offer, ...]:
    """Return the one offer that the text is clearly about: "das mit dem Schwimmen"."""
    ids = [offer.id for offer in offers]
    # Encoding the text takes some milliseconds of CPU: beside the event loop.
    closest = await asyncio.to_thread(services.index.closest, text, ids)
    return () if closest is None else (closest,)


def telling_words(text: str) -> set[str]:
    return {w for w in _WORD.findall(text.casefold()) if len(w) >= SHORTEST_NAME_PART}


def name_words(offer: Offer) -> set[str]:
    return telling_words(f"{offer.name} {offer.organisation}")


def says_only_a_name(text: str, offers: Iterable[Offer]) -> bool:
    """Whether nothing but a name of these offers and small words is said: “Was ist KiM?”."""
    return all(telling_words(text) <= name_words(offer) for offer in offers)


def _fitting(text: str, offers: Sequence[Offer], city: str) -> list[frozenset[str]]:
    """Return for each word that tells offers apart the ids of those whose names have it."""
    names = {offer.id: name_words(offer) for offer in offers}
    slips = SpellingIndex(set().union(*names.values()))
    found = []
    for word in telling_words(text) - telling_words(city):
        ids = frozenset(i for i, known in names.items() if _is_in(word, known))
        if not ids and (meant := slips.nearest(word)):
            ids = frozenset(i for i, known in names.items() if meant in known)
        if ids and len(ids) <= max(1, TELLS_APART * len(offers)):
            found.append(ids)
    return found


def _is_in(word: str, name: set[str]) -> bool:
    """Whether the name has the word, its beginning, or most of it: “Musikschulen”."""
    return word in name or any(
        (len(word) >= SHORTEST_HALF and part.startswith(word))
        or (len(part) >= MOST_OF_A_WORD * len(word) and word.startswith(part))
        for part in name
    )
