"""By which rules people come in: when, who, how many, and how long what they said is kept."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.core.database import Base
from conference.events.models import Event


class Entry(StrEnum):
    """How a registration is taken: at once, after the organisers approved it, or by invitation alone."""

    OPEN = "open"
    APPROVAL = "approval"
    INVITATION = "invitation"


class RegistrationRules(Base):
    """An event's rules; an event without this row has those of `RegistrationRules.usual`.

    Registration is open while the event's own switch (`Event.registration_open`) is on and the moment lies between
    `opens_at` and `closes_at` (instants, or None). `accept_hours` is how long a place is kept for somebody whom the
    waiting list promotes; 0 confirms them at once. `reminder_days` before the event's first day confirmed people are
    reminded, and `finish_days` after an unanswered request people are reminded once to finish; None never reminds.
    Sensitive answers are erased `sensitive_days` after the last day, all personal data `retention_days` after it (None
    keeps them), unless `legal_hold` is set.
    """

    __tablename__ = "registration_rules"
    __table_args__ = (CheckConstraint("closes_at > opens_at", name="closes_after_opening"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    entry: Mapped[str] = mapped_column(String(12), default=Entry.OPEN)
    accept_hours: Mapped[int] = mapped_column(default=48)
    # No defaults: they would take the place of a None, which says something here. `usual` sets them.
    reminder_days: Mapped[int | None]
    finish_days: Mapped[int | None]
    sensitive_days: Mapped[int] = mapped_column(default=30)
    retention_days: Mapped[int | None]
    legal_hold: Mapped[bool] = mapped_column(default=False)
    row_version: Mapped[int] = mapped_column(default=1)

    event: Mapped[Event] = relationship()

    __mapper_args__ = {"version_id_col": row_version}

    @classmethod
    def usual(cls, event_id: int) -> RegistrationRules:
        """The rules of an event that nobody has decided anything about; not in any session."""
        return cls(
            event_id=event_id,
            opens_at=None,
            closes_at=None,
            entry=Entry.OPEN,
            accept_hours=48,
            reminder_days=2,
            finish_days=3,
            sensitive_days=30,
            retention_days=None,
            legal_hold=False,
        )

    def admits_at(self, moment: datetime) -> bool:
        """Whether `moment` lies between opening and closing."""
        return (self.opens_at is None or self.opens_at <= moment) and (
            self.closes_at is None or moment < self.closes_at
        )


class CategoryRules(Base):
    """What differs for one category: whether it is offered, how its people come in, and how many places it has."""

    __tablename__ = "registration_category"
    __table_args__ = (UniqueConstraint("event_id", "category"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    category: Mapped[str] = mapped_column(String(20))
    is_offered: Mapped[bool] = mapped_column(default=True)
    entry: Mapped[str | None] = mapped_column(String(12))
    places: Mapped[int | None]


class RegistrationInvitation(Base):
    """That an address may register where others may not; its link opens the form."""

    __tablename__ = "registration_invitation"
    __table_args__ = (UniqueConstraint("event_id", "email_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254))
    category: Mapped[str] = mapped_column(String(20), default="")
    language_code: Mapped[str] = mapped_column(String(2))
    link_secret: Mapped[str] = mapped_column(String(64))
    invited_by: Mapped[int | None]
    invited_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
