from pathlib import Path

import pytest

from api.settings import PROJECT_ROOT, Settings, SettingsError, read_settings
from api.settings_page import PAGE, settings_page


def faults_of(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as rejected:
        read_settings()
    return rejected.value.faults


def test_without_any_variable_everything_has_a_default() -> None:
    settings = read_settings()
    assert settings.data_dir == PROJECT_ROOT / "var"
    assert settings.database_url == f"sqlite:///{PROJECT_ROOT}/var/familienlotse.sqlite"
    assert settings.city == PROJECT_ROOT / "data" / "oberhausen"
    assert (settings.host, settings.port, settings.rasa_port) == ("127.0.0.1", 8000, 5005)
    assert settings.embed_origins == ()


def test_variables_are_read_and_cast(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LOTSE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LOTSE_PORT", "8080")
    monkeypatch.setenv("LOTSE_TURN_TIMEOUT", "2.5")
    monkeypatch.setenv("LOTSE_LOG_LEVEL", "DEBUG")
    monkeypatch.setenv("LOTSE_EMBED_ORIGINS", "https://www.Stadt.example, http://localhost:3000")
    monkeypatch.setenv("LOTSE_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.1/8")
    settings = read_settings()
    assert settings.database_url == f"sqlite:///{tmp_path}/familienlotse.sqlite"
    assert (settings.port, settings.turn_timeout, settings.log_level) == (8080, 2.5, "debug")
    assert settings.embed_origins == ("https://www.stadt.example", "http://localhost:3000")
    assert settings.trusted_proxies == ("127.0.0.1/32", "10.0.0.0/8")


def test_a_relative_path_starts_at_the_project_s_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSE_DATA_DIR", "elsewhere")
    assert read_settings().data_dir == PROJECT_ROOT / "elsewhere"


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSE_PORT", "")
    assert read_settings().port == 8000


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("LOTSE_PORT", "eight", "a whole number from 1 to 65535"),
        ("LOTSE_PORT", "0", "a whole number from 1 to 65535"),
        ("LOTSE_RASA_PORT", "65536", "a whole number from 1 to 65535"),
        ("LOTSE_RETENTION_HOURS", "-1", "a whole number of hours from 1 to 8760"),
        ("LOTSE_TURN_TIMEOUT", "nan", "a number of seconds from 1 to 300"),
        ("LOTSE_LOG_LEVEL", "loud", "debug, info, warning or error"),
        (
            "LOTSE_EMBED_ORIGINS",
            "https://stadt.example/path",
            "origins such as https://www.stadt.example, separated by commas",
        ),
        (
            "LOTSE_EMBED_ORIGINS",
            "*",
            "origins such as https://www.stadt.example, separated by commas",
        ),
        ("LOTSE_HTTPS_DAYS", "forever", "a whole number of days from 0 to 730"),
        (
            "LOTSE_TRUSTED_PROXIES",
            "proxy.example",
            "addresses or networks such as 127.0.0.1, 10.0.0.0/8, separated by commas",
        ),
        ("LOTSE_ADDRESS_LIMIT", "-1", "a whole number from 0 on"),
        (
            "LOTSE_DATABASE_URL",
            "lotse.db",
            "an SQLAlchemy URL such as sqlite:////srv/lotse/lotse.sqlite",
        ),
        (
            "LOTSE_CITY",
            "data/atlantis",
            "the path of a directory; a relative one starts at the project's root",
        ),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_what_is_expected(
    name: str, value: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert faults_of({name: value}, monkeypatch) == [f'{name} is "{value}"; expected: {expected}.']


def test_every_fault_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    faults = faults_of({"LOTSE_PORT": "x", "LOTSE_RASA_PORT": "y"}, monkeypatch)
    assert [fault.split()[0] for fault in faults] == ["LOTSE_PORT", "LOTSE_RASA_PORT"]


def test_an_unknown_variable_is_told_with_the_nearest_known_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    faults = faults_of({"LOTSE_PROT": "80", "LOTSE_DATADIR": "x"}, monkeypatch)
    assert faults == [
        "LOTSE_DATADIR is no setting; the nearest one is LOTSE_DATA_DIR.",
        "LOTSE_PROT is no setting; the nearest one is LOTSE_PORT.",
    ]


def test_the_interpreters_of_the_set_up_are_no_unknown_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOTSE_PYTHON310", "/opt/python3.10")
    assert read_settings().port == 8000


def test_the_documentation_shows_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == settings_page()


def test_a_setting_that_was_renamed_says_its_new_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSE_CONVERSATION_HOURS", "48")
    with pytest.raises(SettingsError) as raised:
        read_settings()
    assert raised.value.faults == [
        "LOTSE_CONVERSATION_HOURS is now called LOTSE_RETENTION_HOURS; set that instead."
    ]
