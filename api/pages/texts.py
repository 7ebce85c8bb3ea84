"""The words of the pages: their own, and under `widget.` those of the widget, said only once."""

import json
from functools import cache
from pathlib import Path

import yaml

from bot.texts import Catalogue, flatten

TEXTS = Path(__file__).parent / "texts"
WIDGET_STRINGS = Path(__file__).parents[1] / "widget" / "static" / "widget"


@cache
def page_texts(language: str) -> Catalogue:
    """`language` is one of bot.languages. Plurals of the widget show `number`, others `count`."""
    own = yaml.safe_load((TEXTS / f"{language}.yml").read_text(encoding="utf-8"))
    strings = WIDGET_STRINGS / f"strings.{language}.json"
    widget = json.loads(strings.read_text(encoding="utf-8"))
    return Catalogue(language, dict(flatten(own)) | dict(flatten(widget, "widget.")))
