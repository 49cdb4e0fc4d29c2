"""Moving sessions: one to another place, off the plan, or everything after one by some minutes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from conference.agenda.models import EditKind, Session, SessionStatus
from conference.agenda.placing import Placing, day_of
from conference.agenda.service.editing.steps import check_place, check_seen, note, placed
from conference.agenda.service.fresh import refresh
from conference.audit.service import record
from conference.events.models import Event
from conference.events.service import lock


class NothingAfter(Exception):
    """No other session of the day begins after this one."""


class LeavesItsDay(Exception):
    """A session would begin on another day: which one."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def move_session(database: Database, event: Event, session: Session, *, to: Placing, seen: str, by: int | None) -> None:
    """Put a session somewhere else; `seen` is the mark of where the form had shown it (`Placing.mark`).

    Where it is there already, whoever put it there, nothing happens. Raises Stale, TimeMissing, EndsBeforeStart,
    RoomGone.
    """
    event = lock(database, event.id)
    refresh(database, session)
    if Placing.of(session) == to:
        return
    check_seen(session, seen)
    check_place(database, event, session, to)
    before = placed(session)
    to.put_into(session)
    record(database, "move session", session, by=by, event_id=event.id)
    kind = EditKind.MOVE if to.starts_at else EditKind.UNPLACE
    note(database, event, kind, before={session.id: before}, after={session.id: placed(session)}, by=by)


def unplace_session(database: Database, event: Event, session: Session, *, seen: str, by: int | None) -> None:
    """Take the hours from a session, so that it waits in the list. Raises Stale, and TimeMissing once published."""
    move_session(database, event, session, to=Placing(room_id=session.room_id), seen=seen, by=by)


def shift_after(
    database: Database,
    event: Event,
    session: Session,
    *,
    minutes: int,
    only_room: int | None = None,
    seen: str,
    by: int | None,
) -> int:
    """Shift what begins after `session` on its day by `minutes` that really pass (negative: earlier); how many moved.

    Sessions of all rooms move, or those of `only_room`; cancelled ones stay. What begins after it, not what begins
    after it ends: a session that was lengthened pushes those that it now overlaps. Raises Stale, NothingAfter,
    LeavesItsDay.
    """
    event = lock(database, event.id)
    refresh(database, session)
    check_seen(session, seen)
    after = _begun_after(database, event, session, only_room)
    if not after:
        raise NothingAfter
    day, by_how_much = day_of(event, session), timedelta(minutes=minutes)
    before = {one.id: placed(one) for one in after}
    for one in after:
        place = Placing.of(one)
        assert place.starts_at is not None
        assert place.ends_at is not None
        replace(place, starts_at=place.starts_at + by_how_much, ends_at=place.ends_at + by_how_much).put_into(one)
        if day_of(event, one) != day:
            raise LeavesItsDay(one.code)
        record(database, "move session", one, by=by, event_id=event.id)
    note(database, event, EditKind.SHIFT, before=before, after={one.id: placed(one) for one in after}, by=by)
    return len(after)


def _begun_after(database: Database, event: Event, session: Session, only_room: int | None) -> list[Session]:
    if session.starts_at is None:
        return []
    # A day has 25 hours at most; which sessions are of the same one, the event's clocks say.
    until = session.starts_at + timedelta(hours=26)
    query = (
        select(Session)
        .where(
            Session.event_id == event.id,
            Session.status == SessionStatus.SCHEDULED,
            Session.starts_at > session.starts_at,
            Session.starts_at < until,
        )
        .execution_options(populate_existing=True)
    )
    if only_room is not None:
        query = query.where(Session.room_id == only_room)
    day = day_of(event, session)
    found = database.scalars(query.order_by(Session.starts_at, Session.id))
    return [one for one in found if day_of(event, one) == day]
