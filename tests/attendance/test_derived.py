"""The one rule that makes first and last seen, and minutes, from the rows of one person at one session."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from conference.agenda.models import Session
from conference.attendance.derived import Presence, derived
from conference.attendance.models import Attendance, How


def at(hour: str) -> datetime:
    return datetime.fromisoformat(f"2021-07-05 {hour}:00").replace(tzinfo=UTC)


SESSION = Session(starts_at=at("09:00"), ends_at=at("10:00"))


@pytest.mark.parametrize(
    ("rows", "presence"),
    [
        # Seen at the desk, and nobody saw them go.
        ([("09:10", None)], Presence(at("09:10"), at("09:10"), 50 * 60, False)),
        ([("08:40", None), ("09:05", None)], Presence(at("08:40"), at("09:05"), 60 * 60, False)),
        # A report knows when they went: what the desk saw tells no time any more.
        ([("08:55", None), ("09:05", "09:20")], Presence(at("08:55"), at("09:20"), 15 * 60, True)),
        # Twice at once counts once, and what lies outside the session not at all.
        ([("08:50", "09:30"), ("09:20", "09:40")], Presence(at("08:50"), at("09:40"), 40 * 60, True)),
        ([("09:00", "09:10"), ("09:50", "10:30")], Presence(at("09:00"), at("10:30"), 20 * 60, True)),
        ([("10:05", "10:30")], Presence(at("10:05"), at("10:30"), 0, True)),
        # They came back, and nobody saw them go again.
        ([("09:00", "09:10"), ("09:40", None)], Presence(at("09:00"), at("09:40"), 30 * 60, False)),
        ([("10:05", None)], Presence(at("10:05"), at("10:05"), 0, False)),
    ],
)
def test_the_rule(rows: list[tuple[str, str | None]], presence: Presence) -> None:
    known = [Attendance(from_at=at(start), to_at=at(end) if end else None) for start, end in rows]
    assert derived(SESSION, known) == presence


def test_where_a_report_tells_the_time_the_desk_does_not() -> None:
    known = [
        Attendance(how=How.REPORT, from_at=at("09:00"), to_at=at("09:10")),
        Attendance(how=How.DESK, from_at=at("09:40"), to_at=None),
    ]
    assert derived(SESSION, known) == Presence(at("09:00"), at("09:40"), 10 * 60, True)
