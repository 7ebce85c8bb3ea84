"""Tables of conversations; the migrations beside this module create them."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from api.chat.schemas import Author, Mode


class Base(DeclarativeBase):
    type_annotation_map = {dict[str, Any]: JSON}  # noqa: RUF012  # SQLAlchemy's own idiom


class ConversationRow(Base):
    __tablename__ = "conversations"
    __table_args__ = (Index("ix_conversations_last_turn_at", "last_turn_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str]
    mode: Mapped[Mode] = mapped_column(String)
    profile: Mapped[dict[str, Any]]
    last_turn_at: Mapped[float]
    """Seconds since the epoch."""


class MessageRow(Base):
    __tablename__ = "messages"

    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    author: Mapped[Author] = mapped_column(String)
    content: Mapped[dict[str, Any]]


class DeletionRow(Base):
    """A conversation that is gone here but perhaps not yet everywhere."""

    __tablename__ = "pending_deletions"

    conversation_id: Mapped[str] = mapped_column(primary_key=True)


class CountRow(Base):
    """How many conversations of a week had a value: no row belongs to one of them."""

    __tablename__ = "statistics"

    week: Mapped[str] = mapped_column(primary_key=True)
    """The ISO date of its Monday."""
    dimension: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]


class ReportRow(Base):
    """How often families said that the facts of an offer are out of date, since it was changed."""

    __tablename__ = "offer_reports"

    offer_id: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int]
    first_day: Mapped[str]
    """An ISO date, as the last one is."""
    last_day: Mapped[str]
    number: Mapped[int]
