"""What follows from the evidence of one person, per session and per day: first and last seen, how long. One rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from conference.agenda.models import Session
from conference.attendance.models import Attendance
from conference.attendance.reports.stays import Stay, merged, total_seconds


@dataclass(frozen=True, slots=True)
class Presence:
    """One person at one session, or on one day. `seconds` lie within sessions; `is_measured` if seen to go."""

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
    return derived_over([(session, rows)])


def derived_over(sessions: Sequence[tuple[Session, Sequence[Attendance]]]) -> Presence:
    """What follows of one person at several sessions, as of a day; each has at least one row, and there is one.

    Each session counts by the rule above; two sessions at once count once. It is measured where each of them is.
    """
    rows = [one for _session, those in sessions for one in those]
    return Presence(
        first_seen=min(one.since for one in rows),
        last_seen=max(one.to_at or one.since for one in rows),
        seconds=total_seconds([stay for session, those in sessions for stay in _counted(session, those)]),
        is_measured=all(any(one.to_at is not None for one in those) for _session, those in sessions),
    )


def _counted(session: Session, rows: Sequence[Attendance]) -> Sequence[Stay]:
    """When the person counts as present, within the session."""
    assert session.starts_at is not None
    assert session.ends_at is not None
    measured = [Stay(one.since, one.to_at) for one in rows if one.to_at is not None]
    first = min(one.since for one in rows)
    counted = merged(measured) if measured else [Stay(first, max(first, session.ends_at))]
    return _within(counted, session.starts_at, session.ends_at)


def _within(stays: Sequence[Stay], start: datetime, end: datetime) -> Sequence[Stay]:
    """The parts of stays that lie between two instants."""
    return [Stay(max(one.start, start), min(one.end, end)) for one in stays if one.start < end and one.end > start]
