"""When the meeting of an online session opens and closes, by the agenda that people read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from conference.agenda.published import PublishedSession
from conference.events.models import Event


class Door(StrEnum):
    """How the way into a meeting stands at an instant."""

    EARLY = "early"
    OPEN = "open"
    OVER = "over"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Joining:
    """The way into one session's meeting: from when, and how it stands now."""

    opens_at: datetime
    door: Door


def joining(event: Event, session: PublishedSession, moment: datetime) -> Joining:
    """How it stands at `moment`: open from the event's `join_minutes` before the start until the end."""
    opens_at = session.starts_at - timedelta(minutes=event.join_minutes)
    if session.is_cancelled:
        door = Door.CANCELLED
    elif moment >= session.ends_at:
        door = Door.OVER
    else:
        door = Door.OPEN if moment >= opens_at else Door.EARLY
    return Joining(opens_at, door)
