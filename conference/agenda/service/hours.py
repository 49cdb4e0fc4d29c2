"""The draft's hours on the clocks of another zone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session as Database

from conference.agenda.queries import placed_sessions_of
from conference.audit.service import record
from conference.events.models import Event


def keep_hours(database: Database, event: Event, moved: Callable[[datetime], datetime], *, by: int) -> None:
    """Move every session that has hours so that the new zone's clocks show them; the caller holds the event's lock.

    Where the new zone's clocks skip an hour so that nothing would be left of a session, it keeps its length.
    """
    for session in placed_sessions_of(database, event.id):
        assert session.starts_at is not None
        assert session.ends_at is not None
        length = session.ends_at - session.starts_at
        session.starts_at, session.ends_at = moved(session.starts_at), moved(session.ends_at)
        if session.ends_at <= session.starts_at:
            session.ends_at = session.starts_at + length
        record(database, "change session", session, by=by, event_id=event.id)
