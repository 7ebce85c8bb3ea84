"""The documentation leads only to what is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

_LINK = re.compile(r"\]\((?!https?:)(?P<target>[^)#]+)(?:#[^)]*)?\)")
_TEST = re.compile(r"`(?P<path>tests/[\w/.-]+)`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_and_every_named_test_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = [page.parent / link["target"] for link in _LINK.finditer(text)]
    named += [ROOT / test["path"] for test in _TEST.finditer(text)]
    assert [str(path) for path in named if not path.exists()] == []
