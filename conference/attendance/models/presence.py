"""The evidence of presence: what is known of each person at each session, and the reports that it was taken from."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, exists
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from conference.agenda.models import Session
from conference.attendance.models.desk import Scan
from conference.core.database import Base
from conference.registration.models import Registration


class How(StrEnum):
    """How a presence is known."""

    DESK = "desk"
    SELF = "self"
    JOIN = "join"
    REPORT = "report"
    HAND = "hand"


AT_THE_DOOR = (How.DESK, How.SELF)
"""What is seen where people come in: by whoever stands there, or by themselves with the code in the room."""
IN_THE_ROOM = (*AT_THE_DOOR, How.HAND)
"""What says that somebody is in the room: what was seen at its door, and what a person put in the place of that."""


class Attendance(Base):
    """One thing that is known of a registered person at a session. Rows are added, and never changed.

    They were there from an instant; to another one where somebody saw it, as reports do. A row that corrects another
    (`corrects_id`, with a reason) takes its place: with instants of its own, or with none where the person was not
    there at all. The key allows one correction of a row, so that of two at once one is refused. `scan_id` names what a
    device of the desk read, and so the device, its clock and the nonce: the last scan that made the row what it says.
    """

    __tablename__ = "attendance"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    how: Mapped[str] = mapped_column(String(10))
    from_at: Mapped[datetime | None]
    to_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int | None]
    report_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_report.id"), index=True)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("attendance.id", ondelete="CASCADE"), unique=True)
    reason: Mapped[str] = mapped_column(String(300), default="", server_default="")
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("desk_scan.id", ondelete="SET NULL"), index=True)

    session: Mapped[Session] = relationship()
    scan: Mapped[Scan | None] = relationship()
    registration: Mapped[Registration] = relationship()
    corrects: Mapped[Attendance | None] = relationship(
        remote_side=lambda: Attendance.id, foreign_keys=lambda: Attendance.corrects_id, back_populates="correction"
    )
    correction: Mapped[Attendance | None] = relationship(
        foreign_keys=lambda: Attendance.corrects_id, back_populates="corrects", uselist=False, passive_deletes=True
    )

    @property
    def since(self) -> datetime:
        """The instant from which the person was there; whatever is in force has one."""
        assert self.from_at is not None
        return self.from_at


def in_force() -> ColumnElement[bool]:
    """What narrows a query of Attendance to presences that nobody corrected."""
    later = aliased(Attendance)
    return Attendance.from_at.is_not(None) & ~exists().where(later.corrects_id == Attendance.id)


class MeetingReport(Base):
    """A report that a meeting's program wrote about one session, kept as it came; each file once per session.

    `zone` is the IANA name of the zone in which its clocks stood and `date_order` how it writes days, both confirmed by
    a person. `decisions` says whom a person of the file is, by their number from 0: a registration's id, or 0 for
    nobody. `columns` are those that an organiser named, by number from 0, where we do not know the program. Until
    `applied_at` it has brought nobody's presence. From `erased_at` on the file is gone; its SHA-256 stays.
    """

    __tablename__ = "meeting_report"
    __table_args__ = (UniqueConstraint("session_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    ending: Mapped[str] = mapped_column(String(8))
    program: Mapped[str] = mapped_column(String(10))
    zone: Mapped[str] = mapped_column(String(64))
    date_order: Mapped[str] = mapped_column(String(12))
    decisions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[int | None]
    applied_at: Mapped[datetime | None]
    columns: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    erased_at: Mapped[datetime | None]

    session: Mapped[Session] = relationship()
