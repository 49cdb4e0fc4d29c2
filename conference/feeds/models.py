"""Who subscribes to a calendar of their own, and which calendar entries were sent to whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from conference.core.database import Base


class CalendarFeed(Base):
    """One person's calendar of one event, at an address that only they know.

    `secret` is what the address is signed over: renewing replaces it, ending deletes the row. It belongs to one
    registration, one speaker or one personal agenda. `alarm_minutes` is how long before a session a calendar rings;
    None for silent ones.
    """

    __tablename__ = "calendar_feed"
    __table_args__ = (
        CheckConstraint(
            "CASE WHEN registration_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN speaker_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN personal_agenda_id IS NULL THEN 0 ELSE 1 END = 1",
            name="one_owner",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), unique=True)
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("speaker.id", ondelete="CASCADE"), unique=True)
    personal_agenda_id: Mapped[int | None] = mapped_column(
        ForeignKey("personal_agenda.id", ondelete="CASCADE"), unique=True
    )
    secret: Mapped[str] = mapped_column(String(64), unique=True)
    alarm_minutes: Mapped[int | None]
    created_at: Mapped[datetime]


class EventEntry(Base):
    """The event itself as one entry of people's calendars (RFC 5545 §3.6.1).

    `told` holds what calendars are told of it from now on: from when until when (`EventFacts`), where, and whether it
    takes place; `sequence` grows when one of these changes (RFC 5546 §2.1.4).
    """

    __tablename__ = "calendar_event_entry"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    uid: Mapped[str] = mapped_column(String(255), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    told: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]


class CalendarInvitation(Base):
    """The newest iTIP message about one entry to one person: a REQUEST or a CANCEL (RFC 5546 §3.2).

    `entry_sequence` is the entry's own when the message was decided: another one is due when the entry's is higher.
    `sequence` is what the message said. It is higher than the entry's for whoever went and came back: calendars take
    no notice of a message that is not newer than the last.
    """

    __tablename__ = "calendar_invitation"
    __table_args__ = (UniqueConstraint("registration_id", "uid"), UniqueConstraint("speaker_id", "uid"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("speaker.id", ondelete="CASCADE"))
    uid: Mapped[str] = mapped_column(String(255))
    method: Mapped[str] = mapped_column(String(8))
    sequence: Mapped[int]
    entry_sequence: Mapped[int]
    sent_at: Mapped[datetime]
