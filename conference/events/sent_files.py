"""A file that an event's team sent to be taken over: kept from its dry run until somebody decides, and a week at most.

A feature that takes such files maps a class of its own from SentFile, and gives `forgetting` to the hour's work.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ForeignKey, String, and_, select
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm import Session as Database

from conference.core.clock import now
from conference.events.models import Event
from conference.events.service import lock
from conference.outbox.ports import HourlyWork

KEPT = timedelta(days=7)


class AlreadyDecided(Exception):
    """The file was taken over or dropped already."""


class SentFile:
    """The columns of such a file. `file_sha256` names the stored file, and is empty once somebody decided about it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(255))
    file_sha256: Mapped[str] = mapped_column(String(64))
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    applied_at: Mapped[datetime | None]


def undecided(database: Database, found: SentFile) -> Event:
    """The event, locked, with the file as it is behind the lock. Raises AlreadyDecided."""
    event = lock(database, found.event_id)
    database.refresh(found)
    if not found.file_sha256:
        raise AlreadyDecided
    return event


def drop(database: Database, found: SentFile) -> None:
    """Drop a file that nobody wants. Raises AlreadyDecided."""
    undecided(database, found)
    end(found)


def end(found: SentFile) -> None:
    """The file is kept no longer: what was in it is in the event, or nobody's business."""
    found.file_sha256 = ""


def forgetting(name: str, kind: type[SentFile]) -> HourlyWork:
    """The hour's work that drops files of a kind which nobody decided about for a week; `name` stands in logs."""

    def is_old() -> ColumnElement[bool]:
        return and_(kind.uploaded_at < now() - KEPT, kind.file_sha256 != "")

    def due(database: Database) -> Sequence[int]:
        return database.scalars(select(kind.event_id).where(is_old()).distinct()).all()

    def forget(database: Database, event_id: int) -> None:
        query = select(kind).where(kind.event_id == event_id, is_old())
        for found in database.scalars(query.with_for_update(skip_locked=True)):
            end(found)

    return HourlyWork(name, due, forget)
