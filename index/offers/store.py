import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Row, create_engine, delete, event, func, insert, select, update
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from index.errors import StoreError
from index.offers.record import Offer
from index.offers.tables import ChangeRow, OfferRow, RevisionRow

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_TIMEOUT_MS = 5000
WRITTEN_AT_ONCE = 500

logger = logging.getLogger(__name__)

# columns, not objects of the table: 100,000 are read in half the time
_ROWS = select(*OfferRow.__table__.columns)


@dataclass(frozen=True)
class Changes:
    """Which offers were put or removed up to a revision."""

    revision: int
    offer_ids: tuple[str, ...]


class OfferStore:
    """Offers in a database: SQLite by default, PostgreSQL by its URL.

    A confidential address is not stored; whoever puts one is told in the log.
    """

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
            return _read(session, [offer_id]).get(offer_id)

    def all(self) -> list[Offer]:
        with self._session() as session:
            rows = session.execute(_ROWS.order_by(OfferRow.id).execution_options(yield_per=1000))
            return [_offer(row) for row in rows]

    def get_many(self, offer_ids: Sequence[str]) -> dict[str, Offer | None]:
        with self._session() as session:
            return {**dict.fromkeys(offer_ids), **_read(session, offer_ids)}

    def revision(self) -> int:
        """Grows with every change, whichever process makes it."""
        with self._session() as session:
            return session.scalars(select(RevisionRow.value)).one()

    def revision_of(self, offer_id: str) -> int:
        """By which the offer was last put or removed; 0 before changes were noted."""
        with self._session() as session:
            changed = select(ChangeRow.revision).where(ChangeRow.offer_id == offer_id)
            return session.scalar(changed) or 0

    def changes_since(self, revision: int) -> Changes:
        with self._session() as session:
            now = session.scalars(select(RevisionRow.value)).one()
            if now == revision:
                return Changes(now, ())
            changed = select(ChangeRow.offer_id).where(ChangeRow.revision > revision)
            return Changes(now, tuple(session.scalars(changed.order_by(ChangeRow.revision))))

    def put(self, offer: Offer) -> None:
        """Adds the offer, or changes the one with its id."""
        with self._change() as (session, revision):
            _write(session, [_kept(offer)], revision)

    def put_all(self, offers: Iterable[Offer]) -> None:
        """Puts all of them or none.

        An offer that comes without a confirmation keeps the one it has, unless its facts changed.
        """
        with self._change() as (session, revision):
            waiting = map(_kept, offers)
            while some := list(islice(waiting, WRITTEN_AT_ONCE)):
                kept = _read(session, [offer.id for offer in some])
                _write(session, [o for o in some if _says_more(o, kept.get(o.id))], revision)

    def remove(self, offer_id: str) -> bool:
        """Whether there was such an offer."""
        with self._change() as (session, revision):
            known = session.get(OfferRow, offer_id) is not None
            if known:
                session.execute(delete(OfferRow).where(OfferRow.id == offer_id))
                _note_changes(session, [offer_id], revision)
            return known

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _session(self) -> Iterator[Session]:
        with self._reported(), Session(self._engine) as session, session.begin():
            yield session

    @contextmanager
    def _change(self) -> Iterator[tuple[Session, int]]:
        with self._session() as session:
            counted = update(RevisionRow).values(value=RevisionRow.value + 1)
            yield session, session.scalars(counted.returning(RevisionRow.value)).one()

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            reason = getattr(error, "orig", None) or error
            raise StoreError(f"The offer database {self._name} does not work: {reason}.") from error


def _kept(offer: Offer) -> Offer:
    kept = offer.kept()
    if kept != offer:
        logger.warning("The address of %s is confidential and was not stored.", offer.id)
    return kept


def _says_more(offer: Offer, kept: Offer | None) -> bool:
    return bool(offer.verified_at) or kept is None or not offer.same_facts(kept)


def _read(session: Session, offer_ids: Sequence[str]) -> dict[str, Offer]:
    rows = session.execute(_ROWS.where(OfferRow.id.in_(offer_ids)))
    return {offer.id: offer for offer in map(_offer, rows)}


def _write(session: Session, offers: Sequence[Offer], revision: int) -> None:
    if offers:
        latest = {offer.id: _values(offer) for offer in offers}
        session.execute(delete(OfferRow).where(OfferRow.id.in_(latest)))
        session.execute(insert(OfferRow), list(latest.values()))
        _note_changes(session, list(latest), revision)


def _note_changes(session: Session, offer_ids: Sequence[str], revision: int) -> None:
    session.execute(delete(ChangeRow).where(ChangeRow.offer_id.in_(offer_ids)))
    changes = [{"offer_id": offer_id, "revision": revision} for offer_id in offer_ids]
    session.execute(insert(ChangeRow), changes)


def _offer(row: Row[Any]) -> Offer:
    return Offer.model_validate(row._asdict())


def _values(offer: Offer) -> dict[str, Any]:
    values = offer.model_dump()
    return {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()}


def _make_folder(url: URL) -> None:
    if url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}:
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)


def _configure_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    # readers go on while one process writes
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    # An address that has become confidential is overwritten, not only forgotten.
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()
