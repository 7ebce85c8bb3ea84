"""A tracker store that keeps what the next turn needs and no more.

Turn time and stored text would otherwise grow with every turn: Rasa's SQL store replays the
whole conversation. Here slots and the active form are kept as events in front of the last turns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SlotSet,
    UserUttered,
    deserialise_events,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.tracker_table import TrackerTable

TURNS_KEPT = 2


class CappedTrackerStore(TrackerStore):
    """Keeps the last turns of each conversation in one row.

    Args:
        host: The database URL; Rasa gives a custom store its `url` under this name.
    """

    def __init__(
        self,
        domain: Domain,
        host: str,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self._table = TrackerTable(host)

    async def save(self, tracker: DialogueStateTracker) -> None:
        events = [event.as_dict() for event in capped(list(tracker.events), TURNS_KEPT)]
        profile = tracker.slots["profile"].value if "profile" in tracker.slots else None
        self._table.replace(tracker.sender_id, events, profile)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        events = self._table.events(sender_id)
        if events is None:
            return None
        return DialogueStateTracker.from_events(
            sender_id, deserialise_events(events), self.domain.slots, sender_source=None
        )

    async def keys(self) -> Iterable[str]:
        return self._table.sender_ids()


def capped(events: Sequence[Event], turns: int) -> list[Event]:
    """Return the last turns, with the slots and the form as they stood before them in front."""
    said = [i for i, event in enumerate(events) if isinstance(event, UserUttered)]
    start = said[-turns] if len(said) > turns else 0
    earlier, kept = events[:start], events[start:]
    return [*_state_after(earlier), *(_without_cards(event) for event in kept)]


def _state_after(events: Sequence[Event]) -> list[Event]:
    if not events:
        return []
    slots = {event.key: event for event in events if isinstance(event, SlotSet)}
    loops = [event for event in events if isinstance(event, ActiveLoop)]
    state: list[Event] = [event for event in slots.values() if event.value is not None]
    return [*loops[-1:], *state, ActionExecuted(ACTION_LISTEN_NAME)]


def _without_cards(event: Event) -> Event:
    """Leave the offer cards out, they were sent; what was on buttons may be answered in words."""
    if isinstance(event, BotUttered):
        message = (event.data or {}).get("custom") or {}
        buttons = {"custom": message} if message.get("type") == "quick_replies" else None
        return BotUttered(data=buttons, timestamp=event.timestamp)
    return event
