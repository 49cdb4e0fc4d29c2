"""The evidence of presence."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.agenda.models import Session
from conference.core.database import Base
from conference.registration.models import Registration


class How(StrEnum):
    """How a presence is known."""

    DESK = "desk"
    JOIN = "join"


class Attendance(Base):
    """That a registered person was present at a session, from an instant, and who or what says so.

    One row per way of knowing it. A mistake at the desk is withdrawn (`withdrawn_at`, by whom), never deleted.
    """

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("session_id", "registration_id", "how"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    how: Mapped[str] = mapped_column(String(10))
    from_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None]

    session: Mapped[Session] = relationship()
    registration: Mapped[Registration] = relationship()
