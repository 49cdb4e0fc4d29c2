"""When and where a session takes place, as one value: what the editor moves, compares and takes back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Self

from conference.agenda import hours
from conference.agenda.models import Session
from conference.core.translated import digest
from conference.events.models import Event

A_DAY = 24 * 60
USUAL_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Placing:
    """Both instants (UTC) or neither, and the room if there is one. Without instants a session waits in the list."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    room_id: int | None = None

    @classmethod
    def of(cls, session: Session) -> Self:
        return cls(session.starts_at, session.ends_at, session.room_id)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        starts_at, ends_at = stored["starts_at"], stored["ends_at"]
        return cls(
            datetime.fromisoformat(starts_at) if starts_at else None,
            datetime.fromisoformat(ends_at) if ends_at else None,
            stored["room_id"],
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "starts_at": self.starts_at.astimezone(UTC).isoformat() if self.starts_at else None,
            "ends_at": self.ends_at.astimezone(UTC).isoformat() if self.ends_at else None,
            "room_id": self.room_id,
        }

    @property
    def mark(self) -> str:
        """A short mark by which a form says what it had shown."""
        return digest(json.dumps(self.to_json()))

    @property
    def minutes(self) -> int:
        """How long it takes, in minutes that really pass; 0 where it has no hours."""
        if self.starts_at is None or self.ends_at is None:
            return 0
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    def lasting(self, minutes: int, *, room_id: int | None) -> Placing:
        """From the same instant on, so many minutes, in a room. The caller knows that it has hours."""
        assert self.starts_at is not None
        return Placing(self.starts_at, self.starts_at + timedelta(minutes=minutes), room_id)

    def put_into(self, session: Session) -> None:
        session.starts_at, session.ends_at, session.room_id = self.starts_at, self.ends_at, self.room_id


def placing(event: Event, *, day: date, starts: time, minutes: int, room_id: int | None) -> Placing:
    """A place by the event's clocks; of an hour that comes twice, when clocks are put back, the first."""
    starts_at = hours.instant(event.zone_info, day, starts)
    return Placing(starts_at, starts_at + timedelta(minutes=minutes), room_id)


def day_of(event: Event, session: Session) -> date | None:
    """The day on which a session begins, by the event's clocks."""
    return session.starts_at.astimezone(event.zone_info).date() if session.starts_at else None


def planned_minutes(session: Session) -> int:
    """How long a session takes or, while it has no hours, would: an hour, or longer where its talks do."""
    talks = sum(talk.minutes or 0 for talk in session.presentations)
    return Placing.of(session).minutes or min(max(talks, USUAL_MINUTES), A_DAY)
