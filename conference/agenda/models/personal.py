"""A reader's own agenda: the sessions that they chose, with an account or by a link of their own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.core.database import Base


class PersonalAgenda(Base):
    """The sessions of one event that somebody chose. `secret` is the part of the link that only they have.

    It belongs to an account, or to whoever has the link.
    """

    __tablename__ = "personal_agenda"
    __table_args__ = (UniqueConstraint("event_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    secret: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    chosen: Mapped[list[ChosenSession]] = relationship(cascade="all, delete-orphan")


class ChosenSession(Base):
    """A session in a personal agenda, with its hours and its room as they were when it was chosen.

    `room_id` is a remembered number and no reference: a room may go, and the reader is still told that it changed.
    """

    __tablename__ = "personal_agenda_session"

    personal_agenda_id: Mapped[int] = mapped_column(
        ForeignKey("personal_agenda.id", ondelete="CASCADE"), primary_key=True
    )
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), primary_key=True, index=True)
    chosen_at: Mapped[datetime]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    room_id: Mapped[int | None]
