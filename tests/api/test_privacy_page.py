"""The figures of docs/privacy.md are those of the code."""

import re

import pytest

from api.app import TIDY_SECONDS
from api.chat.conversations import ID_BYTES
from api.chat.gate import MAX_CHARACTERS
from api.settings import PROJECT_ROOT, Settings, variable
from api.statistics import LEAST_SHOWN
from bot.languages import LANGUAGES

PAGE = (PROJECT_ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
TRACKER_STORE = (PROJECT_ROOT / "bot" / "components" / "tracker_store.py").read_text(
    encoding="utf-8"
)
DEFAULTS = {name: field.default for name, field in Settings.model_fields.items()}


def turns_in_rasa() -> int:
    """Read, because Rasa cannot be imported here."""
    found = re.search(r"^TURNS_KEPT = (\d+)$", TRACKER_STORE, re.MULTILINE)
    assert found
    return int(found[1])


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("hours without a message until deletion", DEFAULTS["retention_hours"]),
        ("seconds between two looks for what is to be deleted", TIDY_SECONDS),
        ("last turns of a conversation in Rasa's store", turns_in_rasa()),
        ("random bytes in the name of a conversation", ID_BYTES),
        ("least number in the statistics", LEAST_SHOWN),
        ("characters of a message at most", MAX_CHARACTERS),
        ("languages", len(LANGUAGES)),
    ],
)
def test_a_figure_is_that_of_the_code(figure: str, value: float) -> None:
    assert f"| {figure} | {value:g} |" in PAGE


def test_no_figure_is_untested() -> None:
    assert len(re.findall(r"^\| [a-zA-Z' ]+ \| \d+ \|", PAGE, re.MULTILINE)) == 7


def test_the_notice_names_the_hours() -> None:
    assert f"wird {DEFAULTS['retention_hours']} Stunden nach Ihrer letzten Nachricht" in PAGE


@pytest.mark.parametrize("name", set(re.findall(r"LOTSE_[A-Z_]+", PAGE)))
def test_every_setting_named_exists(name: str) -> None:
    assert name in {variable(field) for field in Settings.model_fields}


@pytest.mark.parametrize("path", set(re.findall(r"\]\((adr/[^)]+)\)", PAGE)))
def test_every_page_linked_exists(path: str) -> None:
    assert (PROJECT_ROOT / "docs" / path).is_file()


def test_counting_is_on_as_the_page_says() -> None:
    assert DEFAULTS["statistics"] is True
