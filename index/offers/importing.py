from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from index.city import City
from index.faults import Place, faults_of
from index.offers.bare import NEEDED, unknown_facts
from index.offers.columns import COLUMNS, TRANSLATION, from_cells, translation_column
from index.offers.record import Offer
from index.offers.store import OfferStore
from index.tables import (
    MOST_FAULTS,
    Fault,
    Row,
    TableRejected,
    read_table,
    split_list,
)

__all__ = ["Fault", "ImportRejected", "ImportSummary", "import_offers", "read_offers"]

_OPTIONAL = frozenset(COLUMNS) - frozenset(NEEDED)
_TRANSLATIONS = {translation_column("<language>"): TRANSLATION}
_ADDRESS = ("street", "postcode", "lat", "lon")
_MUST_NOT_BE_KNOWN = "the address is confidential and is kept nowhere"


class ImportRejected(TableRejected):
    """A file of offers has faults; nothing was imported."""


@dataclass(frozen=True)
class ImportSummary:
    """How many offers an import adds, changes, and leaves as they are."""

    added: int
    changed: int
    unchanged: int


def read_offers(path: Path, city: City) -> list[Offer]:
    """The offers of a CSV file; raises ImportRejected with all its faults.

    Besides id, name and description_de every column may be missing and every cell empty: what is
    not told is unknown (see `unknown_facts`).
    """
    table = read_table(path, COLUMNS, _OPTIONAL, further=_TRANSLATIONS)
    offers: list[Offer] = []
    faults = list(table.faults)
    first_lines: dict[str, int] = {}
    for row in table.rows:
        if len(faults) > MOST_FAULTS:
            break
        found = _duplicate_faults(row, first_lines) + _city_faults(row, city)
        try:
            offers.append(_offer(row, city))
        except ValidationError as error:
            # a name that is missing also lacks as the organisation, which nobody wrote
            told = faults_of(row, error, _column)
            found += [fault for fault in told if fault.column in row.cells]
        faults += found if not _is_confidential(row) else _of_a_secret_place(row, found, city)
    if faults:
        raise ImportRejected(path, faults)
    return offers


def import_offers(
    path: Path, city: City, store: OfferStore, *, dry_run: bool = False
) -> ImportSummary:
    """Adds and changes the offers a file holds; those it does not mention stay.

    All of them or, if the file has one fault, none. A dry run only says what would happen.
    """
    offers = read_offers(path, city)
    kept = {offer.id: offer for offer in store.all()}
    added = sum(offer.id not in kept for offer in offers)
    unchanged = sum(offer.id in kept and offer.same_facts(kept[offer.id]) for offer in offers)
    if not dry_run:
        store.put_all(offers)
    return ImportSummary(added, len(offers) - added - unchanged, unchanged)


def _offer(row: Row, city: City) -> Offer:
    cells = {column: cell for column, cell in row.cells.items() if cell or column in NEEDED}
    told = from_cells(cells)
    if "confidential_address" in row.cells and any(row.cells.get(part) for part in _ADDRESS):
        # an address about which the question was asked and not answered may be a shelter's
        told.setdefault("confidential_address", "")
    return Offer.model_validate({**unknown_facts(str(told["name"]), city), **told}).kept()


def _column(place: Place) -> str:
    field, *keys = map(str, place)
    return translation_column(keys[0]) if field == "descriptions" and keys else field


def _duplicate_faults(row: Row, first_lines: dict[str, int]) -> list[Fault]:
    offer_id = row.cells["id"]
    first = first_lines.setdefault(offer_id, row.line)
    if first == row.line or not offer_id:
        return []
    return [Fault(row.line, "id", offer_id, f"an id of its own; line {first} has this one")]


def _is_confidential(row: Row) -> bool:
    return row.cells.get("confidential_address", "").strip() == "yes"


def _of_a_secret_place(row: Row, faults: list[Fault], city: City) -> list[Fault]:
    """The faults, and those of an address that must not be kept; none repeats what it says."""
    secret = [
        Fault(row.line, column, "", f"nothing: {_MUST_NOT_BE_KNOWN}")
        for column in _ADDRESS
        if row.cells.get(column)
    ]
    if row.cells.get("district_id") not in {None, "", city.root_id}:
        secret.append(Fault(row.line, "district_id", "", f"{city.root_id}: {_MUST_NOT_BE_KNOWN}"))
    columns = {fault.column for fault in secret}
    return [fault for fault in faults if fault.column not in columns] + secret


def _city_faults(row: Row, city: City) -> list[Fault]:
    faults = [
        Fault(row.line, "topics", topic_id, "topics of topics.csv")
        for topic_id in split_list(row.cells.get("topics", ""))
        if topic_id not in city.topics
    ]
    district_id = row.cells.get("district_id")
    if district_id and district_id not in city.districts:
        faults.append(Fault(row.line, "district_id", district_id, "a district of districts.csv"))
    return faults
