"""Marking people present, and taking a mistake back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Database

from conference.agenda.models import Session
from conference.attendance.models import Attendance, How
from conference.attendance.queries import presence
from conference.audit.service import record
from conference.core.clock import now
from conference.registration.models import Registration, RegistrationState


class NobodyThere(LookupError):
    """The event has no such registration."""


class NotConfirmed(Exception):
    """Only confirmed people can be present; `state` is what the registration is instead."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


def mark_present(
    database: Database,
    *,
    event_id: int,
    session_id: int,
    registration_id: int,
    how: How,
    from_at: datetime,
    by: int | None,
) -> bool:
    """Write down that a person is present, and say whether that was news. `by` is an account's id.

    Marking twice changes nothing, also when two desks do it at once: the registration's row is locked. What was
    withdrawn comes back as the same row. Raises NobodyThere and NotConfirmed.
    """
    query = select(Registration).where(Registration.id == registration_id, Registration.event_id == event_id)
    locked = query.with_for_update().execution_options(populate_existing=True)
    registration = database.execute(locked).scalar_one_or_none()
    if registration is None or registration.erased_at is not None:
        raise NobodyThere(registration_id)
    if registration.state != RegistrationState.CONFIRMED:
        raise NotConfirmed(registration.state)
    row = presence(database, session_id=session_id, registration_id=registration_id, how=how)
    if row is not None and row.withdrawn_at is None:
        return False
    before = {"withdrawn_at": row.withdrawn_at.isoformat()} if row and row.withdrawn_at else {}
    row = row or Attendance(session_id=session_id, registration_id=registration_id, how=how)
    row.from_at, row.recorded_at, row.recorded_by = from_at, now(), by
    row.withdrawn_at = row.withdrawn_by = None
    database.add(row)
    if how == How.DESK:
        told = {"session": session_id, "registration": registration_id, "from": from_at.isoformat()}
        record(database, "mark present", row, by=by, event_id=event_id, before=before, after=told)
    return True


def withdraw(database: Database, attendance: Attendance, *, by: int) -> bool:
    """Take back what a desk marked by mistake, and say whether it still stood; the row stays, locked by the caller."""
    if attendance.withdrawn_at is not None:
        return False
    event_id = attendance.session.event_id
    attendance.withdrawn_at, attendance.withdrawn_by = now(), by
    told = {"session": attendance.session_id, "registration": attendance.registration_id}
    after = {"withdrawn_at": attendance.withdrawn_at.isoformat()}
    record(database, "withdraw presence", attendance, by=by, event_id=event_id, before=told, after=after)
    return True


def present_from(session: Session, moment: datetime) -> datetime:
    """The instant from which presence counts: when it was seen, on the session's day and before its end.

    What is marked on another day, or after the session, counts from its start; `recorded_at` keeps the moment itself.
    """
    assert session.starts_at is not None
    assert session.ends_at is not None
    zone = session.event.zone_info
    same_day = moment.astimezone(zone).date() == session.starts_at.astimezone(zone).date()
    return moment if same_day and moment < session.ends_at else session.starts_at


def forget_withdrawn(database: Database, registration_ids: Collection[int]) -> None:
    """Delete the marks of people that were taken back: a mistake about somebody who is erased is no evidence."""
    database.execute(
        delete(Attendance)
        .where(Attendance.registration_id.in_(registration_ids), Attendance.withdrawn_at.is_not(None))
        .execution_options(synchronize_session=False)
    )
