"""Correcting a row of evidence by hand: another row takes its place, with who, when and why (ADR 0014)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.attendance.models import Attendance, How
from conference.audit.service import record
from conference.core.clock import now
from conference.events.service import lock as lock_event
from conference.registration.models import Registration


class Corrected(Exception):
    """Somebody corrected the row already."""


class GoesBeforeComing(ValueError):
    """Nobody goes before they come."""


def correct(
    database: Database,
    row: Attendance,
    *,
    from_at: datetime | None,
    to_at: datetime | None,
    reason: str,
    by: Account,
) -> Attendance:
    """Say what is true instead of a row that stands; without `from_at`, that the person was not there at all.

    A report that is taken over again does not undo it. Raises Corrected and GoesBeforeComing.
    """
    by_id, event_id = by.id, row.session.event_id
    lock_event(database, event_id)
    # Desks hold people, not the event: whoever corrects what they saw waits for them, and they for it.
    database.scalar(select(Registration.id).where(Registration.id == row.registration_id).with_for_update())
    database.scalar(select(Attendance.id).where(Attendance.id == row.id).with_for_update())
    database.refresh(row)
    if row.correction is not None or row.from_at is None:
        raise Corrected(row.id)
    if from_at is not None and to_at is not None and to_at <= from_at:
        raise GoesBeforeComing(row.id)
    made = Attendance(
        session_id=row.session_id,
        registration_id=row.registration_id,
        how=How.HAND,
        from_at=from_at,
        to_at=to_at if from_at else None,
        recorded_at=now(),
        recorded_by=by_id,
        corrects_id=row.id,
        reason=reason,
    )
    database.add(made)
    told = [{"from": one.from_at, "to": one.to_at} for one in (row, made)]
    record(database, "correct presence", made, by=by_id, event_id=event_id, before=told[0], after=told[1])
    return made
