import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from index.city import City, load_city
from index.embedding import Encoder
from index.offers.importing import import_offers
from index.offers.store import OfferStore
from index.search import KnownNeeds, OfferIndex
from tests.index.cast import CITY, OFFERS, LetterEncoder
from tests.index.tiny_model import tiny_model

__all__ = ["tiny_model"]

NOW = datetime(2026, 3, 1, 12, tzinfo=ZoneInfo("Europe/Berlin"))
TODAY = NOW.date()


@pytest.fixture(scope="session")
def city() -> City:
    return load_city(CITY)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OfferStore]:
    store = OfferStore(f"sqlite:///{tmp_path / 'offers.db'}")
    store.migrate()
    yield store
    store.close()


@pytest.fixture
def index(store: OfferStore, city: City, tmp_path: Path) -> OfferIndex:
    """An index without offers; it is always the noon of the first of March 2026, a Sunday."""
    return OfferIndex.open(store, LetterEncoder(), city, tmp_path, now=lambda: NOW)


@pytest.fixture(scope="session")
def model_dir() -> Path:
    folder = Path(os.environ.get("LOTSE_DATA_DIR", "var")) / "model"
    if not (folder / "model.json").is_file():
        message = f"There is no model in {folder}; `make test` builds it."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return folder


@pytest.fixture(scope="session")
def encoder(model_dir: Path) -> Encoder:
    return Encoder(model_dir)


@pytest.fixture(scope="session")
def oberhausen(
    encoder: Encoder, city: City, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OfferIndex]:
    """The real offers behind the real model."""
    folder = tmp_path_factory.mktemp("oberhausen")
    store = OfferStore(f"sqlite:///{folder / 'offers.db'}")
    store.migrate()
    import_offers(OFFERS, city, store)
    known = KnownNeeds.of_city(CITY)
    yield OfferIndex.open(store, encoder, city, folder, now=lambda: NOW, known=known)
    store.close()
