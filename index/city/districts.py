from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from index.faults import faults_of
from index.fields import Latitude, Longitude, Name, Postcodes, Slug
from index.tables import Fault, Row, TableRejected, read_table, split_list

Level = Literal["city", "stadtbezirk", "sozialraum", "quartier"]
"""From the whole city down to the quarter."""

COLUMNS = (
    "id",
    "name",
    "parent_id",
    "level",
    "spellings",
    "transliterations",
    "postcodes",
    "lat",
    "lon",
    "geo_certainty",
    "postcode_basis",
    "parent_basis",
    "source_url",
    "facts_as_of",
    "notes",
)


class District(BaseModel):
    """A part of the city; `lat` and `lon` are the approximate centre."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Slug
    name: Name
    parent_id: Slug | None
    level: Level
    spellings: tuple[str, ...]
    postcodes: Postcodes
    lat: Latitude
    lon: Longitude
    geo_certainty: str


def read_districts(path: Path) -> dict[str, District]:
    table = read_table(path, COLUMNS)
    faults = list(table.faults)
    districts: dict[str, District] = {}
    lines: dict[str, Row] = {}
    for row in table.rows:
        try:
            district = _district(row)
        except ValidationError as error:
            faults += faults_of(row, error)
            continue
        if district.id in districts:
            faults.append(Fault(row.line, "id", district.id, "an id no other district has"))
        districts[district.id] = district
        lines[district.id] = row
    # a district whose own row is faulty would make its children look faulty too
    faults = faults or _hierarchy_faults(districts, lines)
    if faults:
        raise TableRejected(path, faults)
    return districts


def _district(row: Row) -> District:
    cells = row.cells
    return District.model_validate(
        {name: cells[name] for name in ("id", "name", "level", "lat", "lon", "geo_certainty")}
        | {name: split_list(cells[name]) for name in ("spellings", "postcodes")}
        | {"parent_id": cells["parent_id"] or None}
    )


def _hierarchy_faults(districts: dict[str, District], rows: dict[str, Row]) -> list[Fault]:
    roots = [district for district in districts.values() if district.parent_id is None]
    if not roots:
        return [Fault(1, "parent_id", "", "one district without parent: the whole city")]
    faults = [
        Fault(rows[extra.id].line, "parent_id", "", "a district this one lies in")
        for extra in roots[1:]
    ]
    for district in districts.values():
        if district.parent_id is None:
            continue
        parent = districts.get(district.parent_id)
        if parent is None:
            expected = "the id of a district in this file"
        elif _depth(parent) >= _depth(district):
            expected = f"a district larger than a {district.level}"
        else:
            continue
        faults.append(Fault(rows[district.id].line, "parent_id", district.parent_id, expected))
    return faults


def _depth(district: District) -> int:
    return ("city", "stadtbezirk", "sozialraum", "quartier").index(district.level)
