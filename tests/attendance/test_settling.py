"""The one rule that makes stays of what was seen at the doors, in whatever order it arrived."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations

import pytest

from conference.attendance.models import Direction, Outcome
from conference.attendance.settling import Inside, Seen, insides, outcome_of

IN, OUT = Direction.IN, Direction.OUT


def at(hour: str) -> datetime:
    return datetime.fromisoformat(f"2021-07-05 {hour}:00").replace(tzinfo=UTC)


def seen(text: str) -> list[Seen]:
    """«in 09:00, out 09:30»."""
    words = [one.split() for one in text.split(", ") if one]
    return [Seen(at(hour), Direction(way)) for way, hour in words]


@pytest.mark.parametrize(
    ("told", "stays"),
    [
        ("in 09:00", [("09:00", None)]),
        ("in 09:05, in 09:00", [("09:00", None)]),
        ("in 09:00, out 09:30", [("09:00", "09:30")]),
        ("in 09:00, out 09:30, in 09:40", [("09:00", "09:30"), ("09:40", None)]),
        ("in 09:00, in 09:10, out 09:05", [("09:00", "09:05"), ("09:10", None)]),
        ("out 09:30", []),
        ("in 09:00, out 09:30, out 09:40", [("09:00", "09:30")]),
        ("in 09:00, out 09:00", [("09:00", "09:00")]),
    ],
)
def test_the_order_of_arrival_changes_nothing(told: str, stays: list[tuple[str, str | None]]) -> None:
    expected = [Inside(at(start), at(end) if end else None) for start, end in stays]
    for order in permutations(seen(told)):
        assert insides(order) == expected
    # What follows, told once more beside what it follows from, changes nothing either.
    again = [one for stay in expected for one in (Seen(stay.start, IN), *([Seen(stay.end, OUT)] if stay.end else []))]
    assert insides([*seen(told), *again]) == expected


@pytest.mark.parametrize(
    ("before", "new", "outcome"),
    [
        ("", "in 09:00", Outcome.IN),
        ("in 09:00", "in 09:10", Outcome.AGAIN),
        ("in 09:00", "in 08:50", Outcome.IN),
        ("in 09:00", "in 09:00", Outcome.AGAIN),
        ("in 09:00", "out 09:10", Outcome.OUT),
        ("in 09:00", "out 08:50", Outcome.OUTSIDE),
        ("in 09:00, out 09:10", "out 09:20", Outcome.OUTSIDE),
        ("in 09:00, out 09:10", "in 09:20", Outcome.IN),
        ("", "out 09:00", Outcome.OUTSIDE),
    ],
)
def test_what_a_new_scan_does(before: str, new: str, outcome: Outcome) -> None:
    (one,) = seen(new)
    assert outcome_of(one, seen(before)) == outcome
