"""An address that must not be known is neither taken in nor stored nor told."""

import logging
import sqlite3
from pathlib import Path

import pytest

from index.city import City
from index.offers.exporting import export_offers
from index.offers.importing import ImportRejected, import_offers
from index.offers.record import Offer
from index.offers.store import OfferStore
from index.search import OfferIndex, SearchRequest
from tests.index.cast import offer

TRACES = ("Geheimweg", "46119", "51.4987", "6.8123", "sterkrade-mitte")


def refuge(**changes: object) -> Offer:
    secret = {
        "id": "refuge",
        "name": "Frauenhaus",
        "confidential_address": True,
        "street": "Geheimweg 7",
        "postcode": "46119",
        "lat": 51.4987,
        "lon": 6.8123,
        "format": "place",
    }
    return offer(**(secret | changes))


def test_a_file_that_tells_one_is_rejected_without_repeating_it(
    store: OfferStore, city: City, tmp_path: Path
) -> None:
    file = tmp_path / "offers.csv"
    export_offers([refuge()], file)

    with pytest.raises(ImportRejected) as rejected:
        import_offers(file, city, store)

    assert {fault.column for fault in rejected.value.faults} == {
        "street",
        "postcode",
        "lat",
        "lon",
        "district_id",
    }
    assert "expected nothing: the address is confidential" in str(rejected.value)
    assert "expected oberhausen: the address is confidential" in str(rejected.value)
    assert not [trace for trace in TRACES if trace in str(rejected.value)]
    assert store.count() == 0


def test_a_faulty_one_is_not_repeated_either(store: OfferStore, city: City, tmp_path: Path) -> None:
    file = tmp_path / "offers.csv"
    export_offers([refuge()], file)
    text = file.read_text(encoding="utf-8").replace("46119", "4611 Geheimweg")
    file.write_text(text, encoding="utf-8")

    with pytest.raises(ImportRejected) as rejected:
        import_offers(file, city, store)

    assert "Geheimweg" not in str(rejected.value)


def test_it_is_not_stored_whoever_puts_it(
    store: OfferStore, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        store.put(refuge(district_id="oberhausen"))
        store.put_all([refuge(district_id="oberhausen", name="Zuflucht")])

    (kept,) = store.all()
    assert (kept.street, kept.postcode, kept.lat, kept.lon) == ("", None, None, None)
    assert kept.phone is not None
    assert "The address of refuge is confidential and was not stored." in caplog.text
    store.close()
    written = b"".join(path.read_bytes() for path in tmp_path.glob("offers.db*"))
    for trace in ("Geheimweg", "46119"):
        assert trace.encode() not in written
        assert trace not in caplog.text


def test_one_that_becomes_confidential_is_overwritten(store: OfferStore, tmp_path: Path) -> None:
    store.put(refuge(confidential_address=False))
    store.put(refuge())

    store.close()
    with sqlite3.connect(tmp_path / "offers.db") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    written = b"".join(path.read_bytes() for path in tmp_path.glob("offers.db*"))
    assert b"Frauenhaus" in written
    assert b"Geheimweg" not in written


def test_neither_search_nor_export_tells_it(index: OfferIndex, tmp_path: Path) -> None:
    index.put(refuge())
    for query in ("Frauenhaus", "Geheimweg 7", "Frauenhaus in Sterkrade"):
        request = SearchRequest(query=query, district_id="sterkrade-mitte")
        for match in index.search(request).matches:
            assert match.reach is None
            kinds = {reason.kind for reason in (*match.reasons, *match.misses)}
            assert kinds.isdisjoint({"district", "sozialraum", "neighbouring", "distance", "far"})
            assert not [trace for trace in TRACES if trace in match.offer.model_dump_json()]
    file = tmp_path / "offers.csv"
    export_offers([index.get("refuge") or refuge()], file)
    assert not [trace for trace in TRACES if trace in file.read_text(encoding="utf-8")]
