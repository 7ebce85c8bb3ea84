"""The widget as browsers get it: few requests, and a second visit asks for widget.js alone.

widget.js keeps its address and is asked for each time. All that it loads lies at addresses with a
version in them, `/widget/<version>/panel.js`: what changes gets another address, so a browser may
keep it for good. Imports and fetches inside are relative and stay among one version.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from api.assets import Packed, pack
from api.assets.packing import read
from api.widget.joining import imported_json, join
from bot.languages import LANGUAGES

DEFINITION = "widget.js"
FOLDER = "widget"
ENTRY = "element.js"
VERSION_DIGITS = 12
OWN_PROPERTY = re.compile(r"--_[a-z-]+")  # of the widget alone: no page sets or reads it


@dataclass(frozen=True)
class Widget:
    """`definition` is widget.js; `files` are all others by name, the same for one `version`."""

    version: str
    definition: Packed
    files: Mapping[str, Packed]


def pack_widget(folder: Path) -> Widget:
    """Raise PackingError, which names the file, where one cannot be joined or shortened."""
    texts = {path.name: read(path) for path in sorted((folder / FOLDER).iterdir())}
    texts["languages.json"] = _languages(texts)
    texts = _with_short_properties(texts)
    modules = {name: text for name, text in texts.items() if name.endswith(".js")}
    bundled = modules.keys() | set().union(*map(imported_json, modules.values()))
    others = {name: text for name, text in texts.items() if name not in bundled}
    files = {name: pack(name, text) for name, text in (others | join(texts, ENTRY)).items()}
    version = _version(files)
    definition = read(folder / DEFINITION).replace(f"./{FOLDER}/", f"./{FOLDER}/{version}/")
    return Widget(version, pack(DEFINITION, definition), files)


def _with_short_properties(texts: Mapping[str, str]) -> dict[str, str]:
    """Styles and modules with the same short name for the same property of the widget's own."""
    counts = Counter(name for text in texts.values() for name in OWN_PROPERTY.findall(text))
    short = {name: f"--_{place:x}" for place, (name, _) in enumerate(counts.most_common())}
    return {
        file: OWN_PROPERTY.sub(lambda found: short[found[0]], text) for file, text in texts.items()
    }


def _languages(names: Mapping[str, str]) -> str:
    """Those there are texts for, in the order of bot/languages.py."""
    languages = [
        {"code": language.code, "name": language.name, "direction": language.direction}
        for language in LANGUAGES.values()
        if f"strings.{language.code}.json" in names
    ]
    return json.dumps(languages, ensure_ascii=False)


def _version(files: Mapping[str, Packed]) -> str:
    digests = "".join(f"{name} {packed.digest}\n" for name, packed in sorted(files.items()))
    return hashlib.sha256(digests.encode()).hexdigest()[:VERSION_DIGITS]
