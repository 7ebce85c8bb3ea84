"""Situations families are in: what they write then, and what an offer that helps says of itself.

The files nlu_data/needs/<topic>.yml hold them for any city; a city adds, in situations/<topic>.yml,
which of its offers help how well. Tuning the encoder, recognising needs and measuring the search
all read them here.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from index.errors import IndexFailure
from index.fields import Language, Name, Slug

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # a PyYAML built without libyaml reads the same, ten times slower
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

Kind = TypeVar("Kind")

NEEDS = Path(__file__).parent.parent / "nlu_data" / "needs"

Texts = Mapping[Language, tuple[Name, ...]]
Grade = Annotated[int, Field(ge=1, le=3)]
Grades = Mapping[str, Mapping[str, int]]
"""For each situation's key the offers that help: 3 exactly what is needed, 2 well, 1 somewhat."""


class SituationsRejected(IndexFailure):
    """A file of situations is missing or faulty."""


class Situation(BaseModel):
    """One concrete need, with what is learnt from (`train`) and only measured with (`test`).

    `key` is unique among all files: the file's topic and the situation's id. `passages` are
    German. Without topics it is nothing that an offer for families could answer or, with
    `says_no_need`, only who the family is, a greeting or a nod.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    topics: tuple[Slug, ...]
    passages: tuple[Name, ...]
    train: Texts
    test: Texts
    says_no_need: bool = False

    @property
    def taught(self) -> tuple[str, ...]:
        """All that is learnt from, in every language; none where it is wholly held out."""
        return tuple(text for texts in self.train.values() for text in texts)


def read_situations(folder: Path = NEEDS) -> tuple[Situation, ...]:
    """All situations, in the order of their files; raises SituationsRejected."""
    situations = [
        _validated(path, Situation, {**_without_id(path, entry), "key": _key(path, entry)})
        for path in _files(folder)
        for entry in _validated(path, list[dict[str, Any]], _content(path))
    ]
    keys = [situation.key for situation in situations]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise SituationsRejected(f"{folder}: {', '.join(sorted(twice))}: each id once a file.")
    return tuple(situations)


def read_grades(folder: Path) -> Grades:
    """What a city's situations/<topic>.yml say; raises SituationsRejected."""
    return {
        f"{path.stem}/{situation}": offers
        for path in _files(folder)
        for situation, offers in _validated(
            path, dict[Slug, dict[Slug, Grade]], _content(path)
        ).items()
    }


def _files(folder: Path) -> Iterator[Path]:
    paths = sorted(folder.glob("*.yml"))
    if not paths:
        raise SituationsRejected(f"{folder} holds no files of situations (<topic>.yml).")
    yield from paths


def _content(path: Path) -> object:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SituationsRejected(f"{path} cannot be read: {error}") from error


def _key(path: Path, entry: Mapping[str, Any]) -> str:
    return f"{path.stem}/{entry['id']}"


def _without_id(path: Path, entry: Mapping[str, Any]) -> dict[str, Any]:
    if "id" not in entry:
        raise SituationsRejected(f"{path}: each situation needs an id.")
    return {key: value for key, value in entry.items() if key != "id"}


def _validated(path: Path, kind: type[Kind], content: object) -> Kind:
    try:
        return TypeAdapter(kind).validate_python(content)
    except ValidationError as error:
        details = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in details["loc"]) or "the file"
        raise SituationsRejected(f"{path}: {place}: {details['msg']}.") from error
