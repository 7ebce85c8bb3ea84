"""The messages of the HTTP contract, as actions send them through Rasa."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

Option = tuple[str, str]


def say(
    dispatcher: CollectingDispatcher,
    text: str,
    *,
    language: str | None = None,
    url: str | None = None,
) -> None:
    """Say a text; ``language`` where it is not in the profile's language, ``url`` is its source."""
    marks = {"language": language, "url": url}
    given = {name: mark for name, mark in marks.items() if mark is not None}
    _send(dispatcher, {"type": "text", "text": text, **given})


def offer_choices(dispatcher: CollectingDispatcher, options: Iterable[Option]) -> None:
    """Send buttons, each a title and the payload it sends."""
    _send(
        dispatcher,
        {
            "type": "quick_replies",
            "options": [{"title": title, "payload": payload} for title, payload in options],
        },
    )


def show_matches(
    dispatcher: CollectingDispatcher, matches: Sequence[dict[str, Any]], *, more: bool
) -> None:
    _send(dispatcher, {"type": "offers", "results": list(matches), "more": more})


def end_conversation(dispatcher: CollectingDispatcher) -> None:
    """Tell the api to remove every trace of this conversation after the turn."""
    _send(dispatcher, {"type": "end"})


def _send(dispatcher: CollectingDispatcher, message: dict[str, Any]) -> None:
    dispatcher.utter_message(json_message=message)
