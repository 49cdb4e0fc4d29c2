"""Marking people present, and taking a mistake back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session as Database

from conference.agenda.models import Session
from conference.attendance.models import AT_THE_DOOR, IN_THE_ROOM, Attendance, How
from conference.attendance.queries import open_presence
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

    Marking twice changes nothing, also when two desks do it at once: the registration's row is locked. Who was seen
    to go can be marked again. Raises NobodyThere and NotConfirmed.
    """
    query = select(Registration).where(Registration.id == registration_id, Registration.event_id == event_id)
    locked = query.with_for_update().execution_options(populate_existing=True)
    registration = database.execute(locked).scalar_one_or_none()
    if registration is None or registration.erased_at is not None:
        raise NobodyThere(registration_id)
    if registration.state != RegistrationState.CONFIRMED:
        raise NotConfirmed(registration.state)
    ways = IN_THE_ROOM if how in AT_THE_DOOR else (how,)
    if open_presence(database, session_id=session_id, registration_id=registration_id, ways=ways) is not None:
        return False
    row = Attendance(
        session_id=session_id,
        registration_id=registration_id,
        how=how,
        from_at=from_at,
        to_at=None,
        recorded_at=now(),
        recorded_by=by,
    )
    database.add(row)
    if how == How.DESK:
        database.flush()
        told = {"session": session_id, "registration": registration_id, "from": from_at.isoformat()}
        record(database, "mark present", row, by=by, event_id=event_id, before={}, after=told)
    return True


def withdraw(database: Database, attendance: Attendance, *, by: int, reason: str = "") -> bool:
    """Take back what was marked by mistake, and say whether it still stood. The row, locked by the caller, stays."""
    if attendance.correction is not None:
        return False
    moment = now()
    database.add(
        Attendance(
            session_id=attendance.session_id,
            registration_id=attendance.registration_id,
            how=attendance.how,
            from_at=None,
            to_at=None,
            recorded_at=moment,
            recorded_by=by,
            corrects_id=attendance.id,
            reason=reason,
        )
    )
    told = {"session": attendance.session_id, "registration": attendance.registration_id}
    record(
        database,
        "withdraw presence",
        attendance,
        by=by,
        event_id=attendance.session.event_id,
        before=told,
        after={"withdrawn_at": moment.isoformat()},
    )
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
    """Delete the marks of people that were taken back, and reasons, which may name them.

    A mistake about somebody who is erased is no evidence.
    """
    taken_back = select(Attendance.corrects_id).where(
        Attendance.registration_id.in_(registration_ids), Attendance.from_at.is_(None)
    )
    database.execute(
        delete(Attendance).where(Attendance.id.in_(taken_back)).execution_options(synchronize_session=False)
    )
    database.execute(
        update(Attendance)
        .where(Attendance.registration_id.in_(registration_ids))
        .values(reason="")
        .execution_options(synchronize_session=False)
    )
