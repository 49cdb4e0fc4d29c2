"""What follows from the evidence of one person, per session and per day: first and last seen, how long. One rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from conference.agenda.models import Session
from conference.attendance.models import Attendance, How
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

    Where anything says when they went, only such rows count for the time, two at once counting once; and, where no
    report tells it better, their coming back after they were last seen to go, until the session's end. Where nothing
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
        is_measured=not any(_open_from(those) for _session, those in sessions),
    )


def _counted(session: Session, rows: Sequence[Attendance]) -> Sequence[Stay]:
    """When the person counts as present, within the session."""
    assert session.starts_at is not None
    assert session.ends_at is not None
    until_end = [Stay(one, max(one, session.ends_at)) for one in _open_from(rows)]
    return _within(merged([*_measured(rows), *until_end]), session.starts_at, session.ends_at)


def _measured(rows: Sequence[Attendance]) -> list[Stay]:
    return [Stay(one.since, one.to_at) for one in rows if one.to_at is not None]


def _open_from(rows: Sequence[Attendance]) -> Sequence[datetime]:
    """The instants from which the person counts until the end, because nobody saw them go after that."""
    measured = _measured(rows)
    if not measured:
        return [min(one.since for one in rows)]
    if any(one.how == How.REPORT for one in rows):
        return []
    gone = max(one.end for one in measured)
    return [one.since for one in rows if one.to_at is None and one.since >= gone]


def _within(stays: Sequence[Stay], start: datetime, end: datetime) -> Sequence[Stay]:
    """The parts of stays that lie between two instants."""
    return [Stay(max(one.start, start), min(one.end, end)) for one in stays if one.start < end and one.end > start]
