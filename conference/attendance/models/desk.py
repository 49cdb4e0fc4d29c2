"""What a desk's devices read: every scan as it came, taken, repeated or refused, whatever follows from it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.agenda.models import Session
from conference.core.database import Base


class Direction(StrEnum):
    """Which way somebody goes through the door."""

    IN = "in"
    OUT = "out"


class Outcome(StrEnum):
    """What came of a scan. AGAIN changed nothing: the person was inside; OUTSIDE neither: nobody saw them come in."""

    IN = "in"
    OUT = "out"
    AGAIN = "again"
    OUTSIDE = "outside"
    REFUSED = "refused"


class Refusal(StrEnum):
    """Why somebody was not let in. The first are found by us, those of `CHOSEN` by whoever stands at the door."""

    UNKNOWN = "unknown"
    ELSEWHERE = "elsewhere"
    ALTERED = "altered"
    REVOKED = "revoked"
    NOT_CONFIRMED = "not_confirmed"
    FULL = "full"
    SOMEBODY_ELSE = "somebody_else"
    NOT_ADMITTED = "not_admitted"
    OTHER = "other"


CHOSEN = (Refusal.FULL, Refusal.SOMEBODY_ELSE, Refusal.NOT_ADMITTED, Refusal.OTHER)


class Device(Base):
    """A phone or laptop at a desk, by the name that its people gave it.

    `code` is what it calls itself by. `key` (base64, 256 bits) locks what it keeps without network: the device asks
    for it when somebody of the desk opens the app, and does not store it as it is (ADR 0016).
    """

    __tablename__ = "desk_device"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]


class Scan(Base):
    """One thing that a device read at the door of a session; never changed, and kept also where it was refused.

    `nonce` is made by the device with the scan: the key lets one through however often it is sent. `device_at` is
    what the device's clock said, `correction` by how many seconds it was behind when it sent the scan, and `at` the
    instant that follows. `other_id` names the scan of another device with which this one clashed: the same person at
    the same session, seen by both as they came in; the earlier stands.
    """

    __tablename__ = "desk_scan"
    __table_args__ = (
        UniqueConstraint("device_id", "nonce"),
        Index("ix_desk_scan_session_id_registration_id", "session_id", "registration_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("desk_device.id", ondelete="CASCADE"))
    nonce: Mapped[str] = mapped_column(String(36))
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    direction: Mapped[str] = mapped_column(String(3))
    read: Mapped[str] = mapped_column(String(300))
    device_at: Mapped[datetime]
    correction: Mapped[int] = mapped_column(default=0, server_default="0")
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    received_by: Mapped[int | None]
    outcome: Mapped[str] = mapped_column(String(10))
    refusal: Mapped[str] = mapped_column(String(20), default="", server_default="")
    other_id: Mapped[int | None] = mapped_column(ForeignKey("desk_scan.id", ondelete="SET NULL"), index=True)

    device: Mapped[Device] = relationship()
    session: Mapped[Session] = relationship()
    other: Mapped[Scan | None] = relationship(remote_side=lambda: Scan.id)
