"""Hours as the event's clocks show them, and the instants that they are: across midnight and where clocks are changed.

Clocks that are put back show an hour twice (PEP 495 calls the second `fold=1`); put forward, they skip one.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def instant(zone: ZoneInfo, day: date, hour: time, *, fold: int = 0) -> datetime:
    """What clocks in the zone show on a day, as an instant in UTC; of an hour that comes twice, the first."""
    return datetime.combine(day, hour.replace(fold=fold), tzinfo=zone).astimezone(UTC)


def exists(zone: ZoneInfo, day: date, hour: time) -> bool:
    """Whether clocks in the zone ever show this hour on this day."""
    there = instant(zone, day, hour).astimezone(zone)
    return (there.date(), there.time()) == (day, hour)


def comes_twice(zone: ZoneInfo, day: date, hour: time) -> bool:
    """Whether clocks in the zone show this hour a second time on this day, after they were put back."""
    return exists(zone, day, hour) and instant(zone, day, hour) != instant(zone, day, hour, fold=1)


def last_day(day: date, starts: time, ends: time) -> date:
    """The day on which a session ends: an end at or before the start means the next one."""
    return day if ends > starts else day + timedelta(days=1)


def ends_on(starts_at: datetime, ends_at: datetime, zone: str) -> date | None:
    """The day on which something ends, where that is another one than the day on which it starts."""
    starts, ends = (one.astimezone(ZoneInfo(zone)).date() for one in (starts_at, ends_at))
    return ends if ends != starts else None


def clocks_turn(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """`back` or `forward` where the zone's clocks are changed between two instants, so that hours mislead."""
    before, after = (one.astimezone(ZoneInfo(zone)).utcoffset() or timedelta() for one in (starts_at, ends_at))
    if before == after:
        return ""
    return "forward" if after > before else "back"
