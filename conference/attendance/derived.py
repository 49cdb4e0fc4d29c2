"""What follows from the evidence of one person at one session: first and last seen, and for how long. One rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from conference.agenda.models import Session
from conference.attendance.models import Attendance
from conference.attendance.reports.stays import Stay, merged


@dataclass(frozen=True, slots=True)
class Presence:
    """One person at one session. `seconds` lie within the session; `is_measured` if somebody saw them go."""

    first_seen: datetime
    last_seen: datetime
    seconds: int
    is_measured: bool

    @property
    def minutes(self) -> int:
        """Whole minutes, as a list shows them: what has begun does not count."""
        return self.seconds // 60


def derived(session: Session, rows: Sequence[Attendance]) -> Presence:
    """What follows from the rows that stand, of one person at one session; there is at least one.

    Where anything says when they went, only such rows count for the time, two at once counting once. Where nothing
    does, they count as present from when they were first seen until the session's end.
    """
    assert session.starts_at is not None
    assert session.ends_at is not None
    measured = [Stay(one.since, one.to_at) for one in rows if one.to_at is not None]
    first = min(one.since for one in rows)
    last = max(one.to_at or one.since for one in rows)
    counted = merged(measured) if measured else [Stay(first, max(first, session.ends_at))]
    return Presence(first, last, _within(counted, session.starts_at, session.ends_at), bool(measured))


def _within(stays: Sequence[Stay], start: datetime, end: datetime) -> int:
    """The seconds of stays that lie between two instants."""
    return sum(
        Stay(max(one.start, start), min(one.end, end)).seconds for one in stays if one.start < end > start < one.end
    )
