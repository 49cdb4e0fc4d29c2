"""What is on now in each room, and what comes next there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from conference.agenda.published import Place, PublishedAgenda, PublishedSession


@dataclass(frozen=True, slots=True)
class Running:
    """A room's sessions of now, and those of its next hour that begin together; `room` is None for those without."""

    room: Place | None
    now: tuple[PublishedSession, ...]
    next: tuple[PublishedSession, ...]


def running(agenda: PublishedAgenda, moment: datetime) -> Sequence[Running]:
    """The rooms in which something is on or is still to come, in their order. Cancelled sessions are nothing."""
    held = [session for session in agenda.sessions if not session.is_cancelled]
    found = [_of_room(room, held, moment) for room in (*agenda.rooms, None)]
    return [one for one in found if one.now or one.next]


def _of_room(room: Place | None, sessions: Sequence[PublishedSession], moment: datetime) -> Running:
    mine = [session for session in sessions if session.room == room]
    coming = [session for session in mine if session.starts_at > moment]
    first = min((session.starts_at for session in coming), default=None)
    return Running(
        room,
        tuple(session for session in mine if session.starts_at <= moment < session.ends_at),
        tuple(session for session in coming if session.starts_at == first),
    )


def next_change(agenda: PublishedAgenda, moment: datetime) -> datetime | None:
    """The next instant at which a session begins or ends; None once all is over."""
    instants = (instant for session in agenda.sessions for instant in (session.starts_at, session.ends_at))
    return min((instant for instant in instants if instant > moment), default=None)
