"""Checks everything that is said in Leichte Sprache, wherever it is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from api.errors.catalogue import catalogue as problem_texts
from api.pages import page_texts
from bot.languages import PLAIN_GERMAN
from bot.texts import catalogue
from bot.texts.leichte_sprache import faults
from index.city import City
from index.faq import read_entries

WIDGET = Path(__file__).parent / "widget" / "static" / "widget"
WIDGET_STRINGS = WIDGET / f"strings.{PLAIN_GERMAN.code}.json"
LAUNCHER_WORDS = WIDGET / "launcher.json"
NOT_SHOWN = frozenset({"direction"})


def faults_in_leichte_sprache(city: City, directory: Path) -> list[str]:
    """Name each fault with the place of its text; `directory` holds the city's files."""
    return [
        f"{place}: {fault}" for place, text in _texts(city, directory) for fault in faults(text)
    ]


def _texts(city: City, directory: Path) -> Iterator[tuple[str, str]]:
    code = PLAIN_GERMAN.code
    texts = catalogue(code)
    for key in texts:
        yield from ((f"bot/texts/{code}.yml, {key}", wording) for wording in texts.wordings(key))
    tables = {"topics": city.topics, "topic_groups": city.topic_groups, "phases": city.phases}
    for name, rows in tables.items():
        yield from ((f"{name}.csv, {each.id}", each.label(code)) for each in rows.values())
    yield "city.yml, about", city.about(code)
    for entry in read_entries(directory / "faq", city):
        if code in entry.wordings:
            wording = entry.wordings[code]
            yield f"faq/{code}.yml, {entry.id}, answer", wording.answer
            yield f"faq/{code}.yml, {entry.id}, short", wording.short
    for kind, problem in problem_texts()[code].problems.items():
        yield f"problems.yml, {kind}", f"{problem.title}\n{problem.detail}"
    for kind, text in problem_texts()[code].fields.items():
        yield f"problems.yml, {kind}", text
    # The widget's own, under another name, follow.
    pages = page_texts(code)
    for key in (key for key in pages if not key.startswith("widget.")):
        yield from ((f"pages/texts/{code}.yml, {key}", said) for said in pages.wordings(key))
    strings: dict[str, Any] = json.loads(WIDGET_STRINGS.read_text(encoding="utf-8"))
    yield from _leaves(strings, WIDGET_STRINGS.name)
    words: dict[str, Any] = json.loads(LAUNCHER_WORDS.read_text(encoding="utf-8"))
    yield from _leaves(words[code], LAUNCHER_WORDS.name)


def _leaves(node: Mapping[str, Any], place: str) -> Iterator[tuple[str, str]]:
    for name, value in node.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{place}, {name}")
        elif name not in NOT_SHOWN:
            yield f"{place}, {name}", value
