import csv
import io
import os
from collections.abc import Iterable
from pathlib import Path

from index.offers.columns import columns_of, to_cells
from index.offers.record import Offer


def offers_as_csv(offers: Iterable[Offer]) -> str:
    """The columns the import reads; what a spreadsheet would run as a formula is escaped."""
    offers = list(offers)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns_of(offers), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(to_cells(offer) for offer in offers)
    return text.getvalue()


def export_offers(offers: Iterable[Offer], path: Path) -> None:
    """Writes the file as a whole or not at all."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        unfinished.write_text(offers_as_csv(offers), encoding="utf-8", newline="")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
