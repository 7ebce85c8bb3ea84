"""The words of the widget in one language, as its catalogue has them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import api.widget

STRINGS = Path(api.widget.__file__).parent / "static" / "widget"


@cache
def catalogue(name: str) -> Any:
    return json.loads((STRINGS / f"{name}.json").read_text(encoding="utf-8"))


class Words:
    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **values: str) -> str:
        """The text of a key such as "chips.save", with its places filled."""
        text = catalogue(f"strings.{self.language}")
        for part in key.split("."):
            text = text[part]
        return str(text).format(**values)

    @property
    def launcher(self) -> str:
        return str(catalogue("launcher")[self.language]["launcher"])


def texts_of(language: str) -> set[str]:
    """All texts of the catalogue, forms of the plural apart."""
    found: set[str] = set()
    nodes: list[Any] = [catalogue(f"strings.{language}")]
    while nodes:
        node = nodes.pop()
        if isinstance(node, dict):
            nodes.extend(node.values())
        else:
            found.add(node)
    return found
