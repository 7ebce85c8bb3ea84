import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import column, create_engine, insert, table

from index.city import City
from index.errors import StoreError
from index.offers.importing import read_offers
from index.offers.record import Offer
from index.offers.store import MIGRATIONS, Changes, OfferStore
from index.offers.tables import Base
from tests.index.cast import OFFERS, offer

LATER = {"for_gender", "childcare", "faith_based", "descriptions", "verified_at"}
"""Fields whose columns came after the first tables, or that have a value anyway."""


def test_an_offer_comes_back_as_it_was_put(store: OfferStore) -> None:
    whole = offer(
        languages=("de", "tr"),
        valid_until="2026-12-31",
        verified_at="2026-01-31T10:00:00+01:00",
        service_area_postcodes=("46145",),
        for_gender=("girls", "women"),
        descriptions={"tr": "Bebekler emekliyor."},
    )

    store.put(whole)

    assert store.get(whole.id) == whole


def test_every_offer_of_the_city_comes_back(store: OfferStore, city: City) -> None:
    offers = read_offers(OFFERS, city)

    store.put_all(offers)

    assert store.all() == sorted(offers, key=lambda offer: offer.id)
    assert store.count() == 184


def test_confirmations_are_given_in_utc(store: OfferStore) -> None:
    store.put(offer(verified_at="2026-07-01T12:00:00+02:00"))

    assert store.all()[0].verified_at == datetime(2026, 7, 1, 10, tzinfo=UTC)


def test_putting_again_changes(store: OfferStore) -> None:
    store.put(offer())
    store.put(offer(name="Neu"))

    assert [offer.name for offer in store.all()] == ["Neu"]


def test_removing_says_whether_there_was_one(store: OfferStore) -> None:
    store.put(offer())

    assert store.remove("krabbelgruppe")
    assert not store.remove("krabbelgruppe")
    assert store.get("krabbelgruppe") is None


def test_what_is_put_together_is_put_whole_or_not_at_all(store: OfferStore) -> None:
    def interrupted() -> Iterator[Offer]:
        yield offer()
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        store.put_all(interrupted())

    assert store.count() == 0


def test_changes_by_whomever_are_told(store: OfferStore, tmp_path: Path) -> None:
    other = OfferStore(f"sqlite:///{tmp_path / 'offers.db'}")
    store.put_all([offer(), offer(id="b"), offer(id="c")])
    seen = store.revision()

    other.put(offer(name="Neu"))
    other.remove("b")
    other.remove("b")
    other.put_all([offer(id="c"), offer(id="d")])
    changes = store.changes_since(seen)

    assert changes.offer_ids == ("krabbelgruppe", "b", "d")
    assert changes.revision == store.revision() > seen
    assert store.changes_since(changes.revision) == Changes(changes.revision, ())
    assert store.get_many(changes.offer_ids) == {
        "krabbelgruppe": offer(name="Neu"),
        "b": None,
        "d": offer(id="d"),
    }
    other.close()


def test_what_failed_is_no_change(store: OfferStore) -> None:
    seen = store.revision()

    with pytest.raises(ZeroDivisionError):
        store.put_all(offer(id=f"o{1 // number}") for number in (1, 0))

    assert store.changes_since(seen) == Changes(seen, ())


def test_writers_wait_for_each_other(store: OfferStore, tmp_path: Path) -> None:
    stores = [OfferStore(f"sqlite:///{tmp_path / 'offers.db'}") for _ in range(3)]

    def write(number: int) -> None:
        for name in range(20):
            stores[number].put(offer(id=f"o{name}", phone=f"0208 {number}"))

    with ThreadPoolExecutor() as pool:
        list(pool.map(write, range(3)))

    assert store.revision() == 60
    assert len(store.changes_since(40).offer_ids) <= 20
    assert store.count() == 20
    for other in stores:
        other.close()


def test_migrating_twice_is_no_change(store: OfferStore) -> None:
    store.put(offer())
    store.migrate()

    assert store.count() == 1


def test_the_migrations_lead_to_the_tables_of_the_code(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'offers.db'}"
    OfferStore(url).migrate()

    engine = create_engine(url)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    engine.dispose()

    assert differences == []


def test_offers_of_an_older_database_know_nothing_of_what_came_later(tmp_path: Path) -> None:
    older = offer().model_dump(mode="json", exclude=LATER)

    store = _brought_up_to_date(tmp_path, "0002", [older])

    assert store.all() == [offer()]


def test_confidential_addresses_of_an_older_database_are_forgotten(tmp_path: Path) -> None:
    secret = offer(confidential_address=True).model_dump(mode="json", exclude={"verified_at"})
    others = offer(id="other").model_dump(mode="json", exclude={"verified_at"})

    store = _brought_up_to_date(tmp_path, "0003", [secret, others])

    kept = {each.id: each for each in store.all()}
    assert kept["krabbelgruppe"] == offer(confidential_address=True).kept()
    assert kept["other"].street == "Marktweg 1"


def _brought_up_to_date(
    directory: Path, revision: str, offers: Sequence[dict[str, object]]
) -> OfferStore:
    """A store of today over offers that were written at an older revision."""
    url = f"sqlite:///{directory / 'offers.db'}"
    engine = create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        rows = [_as_json(values) for values in offers]
        connection.execute(insert(table("offers", *map(column, offers[0]))), rows)
    engine.dispose()
    store = OfferStore(url)
    store.migrate()
    return store


def _as_json(values: dict[str, object]) -> dict[str, object]:
    return {k: json.dumps(v) if isinstance(v, list | dict) else v for k, v in values.items()}


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    store = OfferStore(f"sqlite:///{tmp_path / 'new' / 'offers.db'}")
    store.migrate()

    assert store.count() == 0


def test_a_database_without_tables_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such table"):
        OfferStore(f"sqlite:///{tmp_path / 'offers.db'}").count()


def test_a_file_that_is_no_database_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "offers.db"
    path.write_bytes(b"no database at all" * 100)

    with pytest.raises(StoreError, match="not a database"):
        OfferStore(f"sqlite:///{path}").migrate()


def test_a_wrong_url_is_an_error() -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        OfferStore("offers.db")
