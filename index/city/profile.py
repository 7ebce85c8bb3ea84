from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import yaml
from opening_hours import OpeningHours, validate
from pydantic import BaseModel, ConfigDict, HttpUrl, ValidationError, field_validator

from index.errors import IndexFailure
from index.fields import Name, Slug


class CityRejected(IndexFailure):
    """A file of the city is missing or faulty."""


class CityProfile(BaseModel):
    """What city.yml says. `human_contact_offer` is the id of an offer.

    `about` answers "who runs this?", by language. `country` is an ISO 3166-1 code and
    `public_holidays` are the days off of this city, in OpenStreetMap's syntax of opening hours.
    `privacy_url` and `imprint_url` are pages of the city that every page links to.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    timezone: str
    country: str
    public_holidays: str
    human_contact_offer: Slug
    neighbours: tuple[Name, ...]
    about: dict[str, Name]
    privacy_url: HttpUrl | None = None
    imprint_url: HttpUrl | None = None

    @field_validator("timezone")
    @classmethod
    def _is_known(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError("a time zone like Europe/Berlin was expected")
        return name

    @field_validator("country")
    @classmethod
    def _has_a_calendar(cls, country: str) -> str:
        try:
            OpeningHours("PH", country=country)
        except Exception as error:
            raise ValueError("a country like DE was expected") from error
        return country

    @field_validator("public_holidays")
    @classmethod
    def _are_days(cls, days: str) -> str:
        if not validate(days):
            raise ValueError("days like “PH; Nov 01” were expected")
        return days

    @field_validator("about")
    @classmethod
    def _has_german(cls, about: dict[str, str]) -> dict[str, str]:
        if "de" not in about:
            raise ValueError("at least a German text, under the key de, was expected")
        return about

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


def read_profile(path: Path) -> CityProfile:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CityRejected(f"{path} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CityRejected(f"{path} is not valid YAML: {error}") from error
    try:
        return CityProfile.model_validate(content)
    except ValidationError as error:
        details = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in details["loc"]) or "the file"
        raise CityRejected(f"{path}: {key}: {details['msg']}.") from error
