"""People who mark themselves present with the code that the room shows: once per session."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from conference.attendance.models import IN_THE_ROOM, Attendance, How, in_force
from conference.attendance.service.marking import mark_present
from conference.registration.models import Registration


def check_in(database: Database, *, event_id: int, session_id: int, registration_id: int, at: datetime) -> bool:
    """Write down that a person is there, and say whether that was news: a desk may have seen them before.

    Raises NobodyThere and NotConfirmed.
    """
    database.execute(select(Registration.id).where(Registration.id == registration_id).with_for_update())
    seen = select(Attendance.id).where(
        Attendance.session_id == session_id,
        Attendance.registration_id == registration_id,
        Attendance.how.in_(IN_THE_ROOM),
        in_force(),
    )
    if database.scalars(seen.limit(1)).first() is not None:
        return False
    return mark_present(
        database,
        event_id=event_id,
        session_id=session_id,
        registration_id=registration_id,
        how=How.SELF,
        from_at=at,
        by=None,
    )
