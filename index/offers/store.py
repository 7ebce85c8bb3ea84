from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event, func, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from index.errors import StoreError
from index.offers.record import Offer
from index.offers.tables import OfferRow

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_TIMEOUT_MS = 5000


class OfferStore:
    """Offers in a database: SQLite by default, PostgreSQL by its URL."""

    def __init__(self, url: str) -> None:
        try:
            parsed = make_url(url)
            _make_folder(parsed)
            self._engine = create_engine(parsed)
        except (SQLAlchemyError, ImportError, OSError) as error:
            raise StoreError(f"The offer database cannot be opened: {error}.") from error
        self._name = parsed.render_as_string(hide_password=True)
        if parsed.get_backend_name() == "sqlite":
            event.listen(self._engine, "connect", _configure_sqlite)

    def migrate(self) -> None:
        """Brings the tables up to date; a database that already is stays as it is."""
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        with self._reported(), self._engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def count(self) -> int:
        with self._session() as session:
            return session.scalar(select(func.count()).select_from(OfferRow)) or 0

    def get(self, offer_id: str) -> Offer | None:
        with self._session() as session:
            row = session.get(OfferRow, offer_id)
            return None if row is None else _offer(row)

    def all(self) -> list[Offer]:
        with self._session() as session:
            return [_offer(row) for row in session.scalars(select(OfferRow).order_by(OfferRow.id))]

    def put(self, offer: Offer) -> None:
        """Adds the offer, or changes the one with its id."""
        with self._session() as session:
            session.merge(_row(offer))

    def put_all(self, offers: Iterable[Offer]) -> None:
        """Puts all of them or none.

        An offer that comes without a confirmation keeps the one it has, unless its facts changed.
        """
        with self._session() as session:
            for offer in offers:
                kept = session.get(OfferRow, offer.id)
                if offer.verified_at or kept is None or not offer.same_facts(_offer(kept)):
                    session.merge(_row(offer))

    def remove(self, offer_id: str) -> bool:
        """Whether there was such an offer."""
        with self._session() as session:
            row = session.get(OfferRow, offer_id)
            if row is not None:
                session.delete(row)
            return row is not None

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _session(self) -> Iterator[Session]:
        with self._reported(), Session(self._engine) as session, session.begin():
            yield session

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            reason = getattr(error, "orig", None) or error
            raise StoreError(f"The offer database {self._name} does not work: {reason}.") from error


def _offer(row: OfferRow) -> Offer:
    return Offer.model_validate({name: getattr(row, name) for name in Offer.model_fields})


def _row(offer: Offer) -> OfferRow:
    values = offer.model_dump()
    return OfferRow(**{k: list(v) if isinstance(v, tuple) else v for k, v in values.items()})


def _make_folder(url: URL) -> None:
    if url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}:
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)


def _configure_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    # readers go on while one process writes
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.close()
