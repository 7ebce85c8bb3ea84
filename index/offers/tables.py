"""The offer as it lies in the database. A change here needs a migration."""

from datetime import UTC, date, datetime

from sqlalchemy import JSON, DateTime, Dialect, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime; SQLite has no time zones, so UTC is kept and given back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class OfferRow(Base):
    __tablename__ = "offers"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    status: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(Text)
    organisation: Mapped[str] = mapped_column(Text)
    description_de: Mapped[str] = mapped_column(Text)
    topics: Mapped[list[str]] = mapped_column(JSON)
    life_phase: Mapped[list[str]] = mapped_column(JSON)
    min_age_months: Mapped[int | None]
    max_age_months: Mapped[int | None]
    for_whom: Mapped[str] = mapped_column(Text)
    audience: Mapped[str] = mapped_column(String(20))
    format: Mapped[str] = mapped_column(String(20))
    cost: Mapped[str] = mapped_column(String(20))
    cost_note: Mapped[str] = mapped_column(Text)
    registration: Mapped[str] = mapped_column(String(20))
    waiting_time: Mapped[str] = mapped_column(Text)
    languages: Mapped[list[str]] = mapped_column(JSON)
    barrier_free: Mapped[str] = mapped_column(String(20))
    opening_hours: Mapped[str] = mapped_column(Text)
    street: Mapped[str] = mapped_column(Text)
    postcode: Mapped[str | None] = mapped_column(String(5))
    district_id: Mapped[str] = mapped_column(String(80))
    service_area_postcodes: Mapped[list[str]] = mapped_column(JSON)
    confidential_address: Mapped[bool]
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    geo_certainty: Mapped[str | None] = mapped_column(String(20))
    phone: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    website: Mapped[str | None] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(String(20))
    valid_until: Mapped[date | None]
    source_url: Mapped[str | None] = mapped_column(Text)
    facts_as_of: Mapped[str] = mapped_column(Text)
    fact_basis: Mapped[str] = mapped_column(String(20))
    verification: Mapped[str] = mapped_column(String(20))
    notes: Mapped[str] = mapped_column(Text)
    for_gender: Mapped[list[str]] = mapped_column(JSON)
    childcare: Mapped[str] = mapped_column(String(20))
    faith_based: Mapped[str] = mapped_column(String(20))
    descriptions: Mapped[dict[str, str]] = mapped_column(JSON)
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RevisionRow(Base):
    """One row, counted up by every transaction that writes offers, before anything else.

    Its lock lets writers wait for each other, so that changes become visible in their order.
    """

    __tablename__ = "offer_revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int]


class ChangeRow(Base):
    """At which revision an offer was last put or removed."""

    __tablename__ = "offer_changes"

    offer_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    revision: Mapped[int] = mapped_column(index=True)
