"""The documentation of the settings; `python -m api.settings_page` writes docs/settings.md."""

from pydantic.fields import FieldInfo

from api.settings import PROJECT_ROOT, Settings, variable

PAGE = PROJECT_ROOT / "docs" / "settings.md"

_HEAD = """\
# Settings

The server reads its settings from environment variables once, at the start. A value that cannot be
used and a variable that begins with `LOTSE_` but is none of these stop the start with a message.
This page is written by `python -m api.settings_page` from the table in `api/settings.py`.

| variable | default | meaning | expected |
|---|---|---|---|
"""


def settings_page() -> str:
    rows = [_row(variable(name), field) for name, field in Settings.model_fields.items()]
    return _HEAD + "".join(rows)


def _row(name: str, field: FieldInfo) -> str:
    words = field.json_schema_extra
    assert isinstance(words, dict)
    default = words["shown"] or f"`{field.default}`"
    return f"| `{name}` | {default} | {field.description} | {words['expected']} |\n"


if __name__ == "__main__":
    PAGE.write_text(settings_page(), encoding="utf-8")
