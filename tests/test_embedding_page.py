"""docs/embedding.md names all that a page may use of the widget, and nothing that is not there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")
WIDGET = ROOT / "api" / "widget" / "static" / "widget"
SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in WIDGET.glob("*.js")}
STYLES = "".join(path.read_text(encoding="utf-8") for path in WIDGET.glob("*.css"))

ATTRIBUTE = re.compile(
    r'(?:settings\.get|this\.get|(?:this|#?element)\.(?:get|has)Attribute)\("([\w-]+)"\)'
)
OF_EVERY_ELEMENT = {"connectedCallback", "disconnectedCallback", "attributeChangedCallback"}


def section(heading: str) -> str:
    return PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def first_cells(heading: str) -> Iterator[str]:
    for line in section(heading).splitlines():
        if line.startswith("| `"):
            yield from re.findall(r"`([^`]+)`", line.split("|")[1])


def documented_parts() -> set[str]:
    paragraph = section("Looks").split("Parts:")[1].split("\n\n")[0]
    return set(re.findall(r"`([\w-]+)`", paragraph))


def attributes_in_code() -> set[str]:
    forms = SCRIPTS["settings.js"].split("const FORMS = {")[1].split("\n};")[0]
    named = re.findall(r'^  "?([\w-]+)"?: \[', forms, re.MULTILINE)
    followed = re.findall(r"static observedAttributes = \[(.*)\]", SCRIPTS["element.js"])[0]
    read = [
        name for file in ("element.js", "settings.js") for name in ATTRIBUTE.findall(SCRIPTS[file])
    ]
    return {*named, *re.findall(r'"([\w-]+)"', followed), *read}


def methods_in_code() -> set[str]:
    found = re.findall(r"^  (?:async |get )?(\w+)\(", SCRIPTS["element.js"], re.MULTILINE)
    return set(found) - OF_EVERY_ELEMENT


def events_in_code() -> set[str]:
    return set(re.findall(r'"(guide-[a-z]+)"', SCRIPTS["element.js"] + SCRIPTS["guide.js"]))


def test_attributes() -> None:
    assert set(first_cells("Attributes")) == attributes_in_code()


def test_methods_and_events() -> None:
    named = set(first_cells("Methods and events"))
    events = {name for name in named if name.startswith("guide-")}
    assert events == events_in_code()
    assert {name.split("(")[0] for name in named - events} == methods_in_code()


def test_no_event_is_about_danger() -> None:
    assert not any(word in name for name in events_in_code() for word in ("crisis", "danger"))


def test_parts() -> None:
    in_code = {
        part for text in SCRIPTS.values() for part in re.findall(r'\bpart: "([\w-]+)"', text)
    }
    assert documented_parts() == in_code


def test_custom_properties() -> None:
    in_code = set(re.findall(r"var\(\s*--guide-([\w-]+)", STYLES))
    dark = {name.removeprefix("dark-") for name in in_code if name.startswith("dark-")}
    light = {name for name in in_code if not name.startswith("dark-")}
    named = {name.removeprefix("--guide-") for name in first_cells("Looks")}
    assert named == light
    assert dark == light - {"sign", "font", "radius", "gap", "z-index"}


@pytest.mark.parametrize("name", ["kita.html", "city.html"])
def test_the_examples_that_are_named_are_there(name: str) -> None:
    assert "widget.js" in (ROOT / "api" / "widget" / "pages" / name).read_text(encoding="utf-8")
