"""Every setting of the server: one typed table, read once at the start."""

import difflib
import ipaddress
import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PROJECT_ROOT = Path(__file__).resolve().parents[1]
PREFIX = "LOTSE_"

LogLevel = Literal["debug", "info", "warning", "error"]

_RENAMED = {"LOTSE_CONVERSATION_HOURS": "LOTSE_RETENTION_HOURS"}

# Read by scripts/setup.py, before there are any settings.
_READ_ELSEWHERE = re.compile(r"LOTSE_PYTHON[0-9]+")

_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?")


class SettingsError(Exception):
    """At least one setting cannot be used; the message has one sentence a fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def _setting(
    default: Any, *, meaning: str, expected: str, shown: str | None = None, **limits: Any
) -> Any:
    """`shown` is how the documentation words a default that is computed."""
    words: dict[str, Any] = {"expected": expected, "shown": shown}
    if callable(default):
        return Field(
            default_factory=default, description=meaning, json_schema_extra=words, **limits
        )
    return Field(default, description=meaning, json_schema_extra=words, **limits)


def _sqlite_in_data_dir(settings: dict[str, Any]) -> str:
    # Settings are validated in order: without a usable data directory there is no default here.
    directory = settings.get("data_dir", PROJECT_ROOT / "var")
    return f"sqlite:///{directory / 'familienlotse.sqlite'}"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True
    )

    data_dir: Path = _setting(
        "var",
        meaning="Directory of everything the server writes: database, index, model, logs.",
        expected="a path; a relative one starts at the project's root",
    )
    database_url: str = _setting(
        _sqlite_in_data_dir,
        meaning="Database of offers and conversations, as an SQLAlchemy URL.",
        expected="an SQLAlchemy URL such as sqlite:////srv/lotse/lotse.sqlite",
        shown="the SQLite file `familienlotse.sqlite` in `LOTSE_DATA_DIR`",
        pattern=r"^[a-z0-9+]+://.*$",
    )
    city: Path = _setting(
        "data/oberhausen",
        meaning="Directory of the city: its offers, topics, districts and contacts.",
        expected="the path of a directory; a relative one starts at the project's root",
    )
    host: str = _setting(
        "127.0.0.1",
        meaning="Address the public server listens on; `0.0.0.0` for all of the machine.",
        expected="an address or a host name",
        min_length=1,
    )
    port: int = _setting(
        8000,
        meaning="Port of the public server.",
        expected="a whole number from 1 to 65535",
        ge=1,
        le=65535,
    )
    rasa_port: int = _setting(
        5005,
        meaning="Port of Rasa on 127.0.0.1. If it is not set and 5005 is taken: a free one.",
        expected="a whole number from 1 to 65535",
        ge=1,
        le=65535,
    )
    model: str = _setting(
        "bundled",
        meaning="Embedding model: `bundled`, `untuned` (the same without its adapter), "
        "the path of a sentence-transformers directory, or a hub name.",
        expected="`bundled`, `untuned`, a path or a hub name",
        min_length=1,
    )
    retention_hours: int = _setting(
        24,
        meaning="Hours without a turn after which a conversation is deleted for good.",
        expected="a whole number of hours from 1 to 8760",
        ge=1,
        le=24 * 365,
    )
    statistics: bool = _setting(
        True,
        meaning="Whether conversations are counted by week when they expire: topics, age bands, "
        "Sozialraum, language, result found or not; and offers that families say fit or do not. "
        "Neither text nor id of a conversation is kept.",
        expected="true or false",
        shown="`true`",
    )
    turn_timeout: float = _setting(
        40.0,
        meaning="Seconds a turn may take, a restart of Rasa included, before the family is asked "
        "to try again.",
        expected="a number of seconds from 1 to 300",
        ge=1,
        le=300,
    )
    embed_origins: Annotated[tuple[str, ...], NoDecode] = _setting(
        "",
        meaning="Web sites that embed the widget or show a page of this server in a frame, as "
        "origins separated by commas. Empty: only pages of this server.",
        expected="origins such as https://www.stadt.example, separated by commas",
        shown="empty",
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = _setting(
        "",
        meaning="Reverse proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed, as "
        "addresses or networks separated by commas. Without it all families behind a proxy share "
        "one address, and its limit.",
        expected="addresses or networks such as 127.0.0.1, 10.0.0.0/8, separated by commas",
        shown="empty",
    )
    public_url: str = _setting(
        "",
        meaning="Where families reach this server, as an origin: what the QR code of a plan leads "
        "to. Empty: the host that the request for it named.",
        expected="an origin such as https://lotse.stadt.example",
        shown="empty",
    )
    https_days: int = _setting(
        365,
        meaning="Days for which a browser that came by HTTPS shall come by nothing else (HSTS); 0: "
        "it is not told. That it came so is known from a proxy of `LOTSE_TRUSTED_PROXIES`.",
        expected="a whole number of days from 0 to 730",
        ge=0,
        le=730,
    )
    address_limit: int = _setting(
        1200,
        meaning="Requests to `/api/`, `/plan` and `/suche` that one address may send a minute; "
        "0 is no limit. A school class behind one address needs some 600.",
        expected="a whole number from 0 on",
        ge=0,
    )
    conversation_limit: int = _setting(
        60,
        meaning="Turns a minute in one conversation; 0 is no limit.",
        expected="a whole number from 0 on",
        ge=0,
    )
    log_level: LogLevel = _setting(
        "info",
        meaning="How much is logged. No level logs what families write.",
        expected="debug, info, warning or error",
    )

    @field_validator("data_dir", "city")
    @classmethod
    def _from_project_root(cls, path: Path) -> Path:
        return PROJECT_ROOT / path.expanduser()

    @field_validator("city")
    @classmethod
    def _directory_exists(cls, path: Path) -> Path:
        if not path.is_dir():
            raise ValueError("no such directory")
        return path

    @field_validator("embed_origins", mode="before")
    @classmethod
    def _split_origins(cls, given: str | tuple[str, ...]) -> tuple[str, ...]:
        origins = tuple(part.lower() for part in _parts(given))
        if not all(_ORIGIN.fullmatch(origin) for origin in origins):
            raise ValueError("not an origin")
        return origins

    @field_validator("public_url")
    @classmethod
    def _is_an_origin(cls, given: str) -> str:
        origin = given.lower().rstrip("/")
        if origin and not _ORIGIN.fullmatch(origin):
            raise ValueError("not an origin")
        return origin

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _split_networks(cls, given: str | tuple[str, ...]) -> tuple[str, ...]:
        return tuple(str(ipaddress.ip_network(part, strict=False)) for part in _parts(given))

    @field_validator("log_level", mode="before")
    @classmethod
    def _lower(cls, given: str) -> str:
        return given.lower()

    @property
    def model_dir(self) -> Path:
        """The built embedding model."""
        return self.data_dir / "model"

    @property
    def evaluation_dir(self) -> Path:
        """What `lotse eval` keeps and writes."""
        return self.data_dir / "evaluation"

    @property
    def index_dir(self) -> Path:
        """The vectors of the offers."""
        return self.data_dir / "index"

    @property
    def log_dir(self) -> Path:
        return self.data_dir / "log"


def _parts(given: str | tuple[str, ...]) -> list[str]:
    """Of a list separated by commas."""
    parts = given.split(",") if isinstance(given, str) else given
    return [part.strip() for part in parts if part.strip()]


def variable(field: str) -> str:
    """The name of the environment variable that sets a field."""
    return PREFIX + field.upper()


def expected(field: str) -> str:
    words = Settings.model_fields[field].json_schema_extra
    return str(words["expected"]) if isinstance(words, dict) else ""


def read_settings() -> Settings:
    """Read the environment; raises SettingsError naming every fault at once."""
    faults = [_unknown(name) for name in _unknown_names()]
    try:
        settings = Settings()
    except ValidationError as error:
        faults += [_fault(str(item["loc"][0]), item["input"]) for item in error.errors()]
        raise SettingsError(faults) from None
    if faults:
        raise SettingsError(faults)
    return settings


def _fault(field: str, given: object) -> str:
    return f'{variable(field)} is "{given}"; expected: {expected(field)}.'


def _unknown_names() -> list[str]:
    ours = (name for name in os.environ if name.upper().startswith(PREFIX))
    return sorted(
        name
        for name in ours
        if name.upper() not in _known_names() and not _READ_ELSEWHERE.fullmatch(name)
    )


def _known_names() -> list[str]:
    return [variable(field) for field in Settings.model_fields]


def _unknown(name: str) -> str:
    if name.upper() in _RENAMED:
        return f"{name} is now called {_RENAMED[name.upper()]}; set that instead."
    nearest = difflib.get_close_matches(name.upper(), _known_names(), n=1, cutoff=0)[0]
    return f"{name} is no setting; the nearest one is {nearest}."
