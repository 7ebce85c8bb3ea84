"""Whom to call in danger: the records of crisis_contacts.csv."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from bot.languages import GERMAN, LANGUAGES
from bot.safety.kinds import KINDS, Reader
from bot.texts.hours import ALWAYS
from index.city import CityRejected
from index.faults import Place, faults_of
from index.fields import Email, Identifier, Language, Name, Phone, Slug, WebAddress, expected
from index.tables import Fault, Row, Table, read_table, split_list

FILE = "crisis_contacts.csv"
OTHER = "other"
"""What serves a child in every danger that has no contacts of its own for children."""
OLD_AFTER_MONTHS = 12

_KINDS: Mapping[Reader, Sequence[str]] = {"adult": KINDS, "child": (*KINDS, OTHER)}
_NAMES = {f"name_{code}": code for code in LANGUAGES if LANGUAGES[code].written != GERMAN.code}
_SERVED = re.compile(r"(?P<kind>[a-z]+(?:-[a-z]+)*) (?P<place>[1-9])")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?:-\d{2})?")


def _served(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    found = [_SERVED.fullmatch(item) for item in split_list(cell)]
    if not all(match and match["kind"] in _KINDS["child"] for match in found):
        raise expected("kinds of danger, each with its place, like suicide 1; self-harm 2")
    return {match["kind"]: int(match["place"]) for match in found if match}


def _month(cell: object) -> object:
    if isinstance(cell, str) and _MONTH.fullmatch(cell):
        return cell
    raise expected("a month or a day like 2026-01 or 2026-01-31")


Served = Annotated[Mapping[str, int], BeforeValidator(_served)]
Month = Annotated[str, BeforeValidator(_month)]


class CrisisContact(BaseModel):
    """One row. `adult` and `child` hold the kinds it serves for that reader, and its place there.

    `chat` and `mail` lead to where one can write, `walk_in` is where to go, `hours` is
    OpenStreetMap syntax. `verified` is the month or day its facts were confirmed, None where no
    source tells. `names` are translations by language; `offer_id` is the record it agrees with.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Slug
    name: Name
    adult: Served = {}
    child: Served = {}
    phone: Phone | None = None
    chat: WebAddress | None = None
    mail: Email | WebAddress | None = None
    walk_in: Name | None = None
    website: WebAddress | None = None
    hours: str = ""
    languages: tuple[Language, ...] = ()
    verified: Month | None = None
    source: WebAddress | None = None
    offer_id: Identifier
    names: Mapping[str, Name] = {}

    def name_in(self, language: str) -> str:
        return self.names.get(language, self.name)

    def place(self, kind: str, reader: Reader) -> int | None:
        """Where it stands among those to call; None where it does not serve."""
        return (self.adult if reader == "adult" else self.child).get(kind)

    @property
    def answers_always(self) -> bool:
        return self.phone is not None and self.hours == ALWAYS

    def is_old(self, today: date) -> bool:
        """Whether its facts were confirmed more than OLD_AFTER_MONTHS ago, or nobody knows when."""
        if self.verified is None:
            return True
        year, month = map(int, self.verified.split("-")[:2])
        return (today.year - year) * 12 + today.month - month > OLD_AFTER_MONTHS


class CrisisContacts:
    def __init__(self, contacts: Sequence[CrisisContact]) -> None:
        self.all = contacts

    def of(self, kind: str, reader: Reader) -> Sequence[CrisisContact]:
        """The most urgent first."""
        serving = self._serving(kind, reader)
        return serving if serving or reader == "adult" else self._serving(OTHER, reader)

    def lacking(self) -> Iterator[str]:
        """For whom nobody can be called at all hours, as `kind (reader)`."""
        for reader, kinds in _KINDS.items():
            for kind in kinds:
                if not any(contact.answers_always for contact in self.of(kind, reader)):
                    yield f"{kind} ({reader})"

    def _serving(self, kind: str, reader: Reader) -> Sequence[CrisisContact]:
        placed = [(contact.place(kind, reader), contact) for contact in self.all]
        serving = [(place, contact) for place, contact in placed if place is not None]
        return [contact for _, contact in sorted(serving, key=lambda each: each[0])]


def read_contacts(city: Path) -> CrisisContacts:
    """Reads the file in a city's directory; raises CityRejected with all its faults."""
    path = city / FILE
    columns = tuple(name for name in CrisisContact.model_fields if name != "names")
    table = read_table(path, (*columns, *_NAMES))
    contacts: list[CrisisContact] = []
    faults = [*table.faults, *_shared_places(table)]
    for row in table.rows:
        try:
            contacts.append(_contact(row))
        except ValidationError as error:
            faults += faults_of(row, error, _column)
    if faults:
        raise CityRejected("\n".join(f"{path}: {fault}" for fault in faults))
    read = CrisisContacts(contacts)
    if lacking := sorted(read.lacking()):
        raise CityRejected(
            f"{path} names nobody who can be called at all hours for {', '.join(lacking)}."
        )
    return read


def _contact(row: Row) -> CrisisContact:
    told: dict[str, object] = {column: cell for column, cell in row.cells.items() if cell}
    names = {code: told.pop(column) for column, code in _NAMES.items() if column in told}
    told["languages"] = split_list(row.cells["languages"])
    return CrisisContact.model_validate({"name": "", "offer_id": "", **told, "names": names})


def _column(place: Place) -> str:
    field, *keys = map(str, place)
    return f"name_{keys[0]}" if field == "names" and keys else field


def _shared_places(table: Table) -> Iterator[Fault]:
    """Two on one place would be in the order of the file, which nobody meant; ids are unique."""
    for column in ("id", "adult", "child"):
        counted = Counter(item for row in table.rows for item in split_list(row.cells[column]))
        for row in table.rows:
            for item in split_list(row.cells[column]):
                if counted[item] > 1:
                    yield Fault(row.line, column, item, "one that no other line has")
