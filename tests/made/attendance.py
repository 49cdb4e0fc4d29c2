"""People marked present, and what is stored of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from conference.agenda.models import Session
from conference.attendance import service
from conference.attendance.models import Attendance, How
from tests.world import World


def mark(world: World, session_id: int, registration_id: int, *, how: How = How.DESK, by: int | None = None) -> None:
    """Somebody is present from the session's start."""
    with world.writing() as database:
        session = database.get_one(Session, session_id)
        assert session.starts_at is not None
        service.mark_present(
            database,
            event_id=session.event_id,
            session_id=session_id,
            registration_id=registration_id,
            how=how,
            from_at=session.starts_at,
            by=by,
        )


def presences(world: World) -> Sequence[Attendance]:
    with world.reading() as database:
        found = database.scalars(select(Attendance).order_by(Attendance.id)).all()
        database.expunge_all()
        return found
