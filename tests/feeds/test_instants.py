"""Every instant of a calendar is what the clocks of the event's zone say, Ramadan and summer time included."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from conference.agenda import service
from conference.agenda.hours import instant
from conference.agenda.models import Session
from conference.events.models import Event
from tests.client import Visitor
from tests.made.agenda import publish
from tests.world import World, in_three

FIRST, LAST = date(2021, 1, 1), date(2028, 12, 31)
STEP = timedelta(days=4)
STARTS, ENDS = time(9, 0), time(10, 30)

TURNS = {"Africa/Casablanca": 16, "Africa/Tunis": 0, "Africa/Cairo": 12, "Europe/Brussels": 16}
"""How often clocks turn in these eight years: twice a year; in Egypt since 2023, in Tunisia never."""


def turning_days(zone: str) -> Iterator[date]:
    """The days whose noon is at another distance from UTC than that of the day before."""
    info = ZoneInfo(zone)
    day = FIRST + timedelta(days=1)
    while day <= LAST:
        noons = (datetime.combine(one, time(12), tzinfo=info) for one in (day - timedelta(days=1), day))
        if len({noon.utcoffset() for noon in noons}) == 2:
            yield day
        day += timedelta(days=1)


def days(zone: str) -> list[date]:
    """Every fourth day, and those before, at and after each turn of the clocks."""
    regular = {FIRST + number * STEP for number in range((LAST - FIRST) // STEP + 1)}
    turning = {day + timedelta(days=shift) for day in turning_days(zone) for shift in (-1, 0, 1)}
    return sorted(regular | turning)


@pytest.mark.exhaustive
@pytest.mark.parametrize("zone", TURNS)
def test_a_session_at_nine_is_at_nine_all_these_years(world: World, visitor: Visitor, zone: str) -> None:
    assert len(list(turning_days(zone))) == TURNS[zone]
    event = world.event(zone=zone, starts_on=FIRST, ends_on=LAST)
    typed = days(zone)
    with world.writing() as database:
        there = database.get_one(Event, event)
        for day in typed:
            facts = {
                "starts_at": instant(there.zone_info, day, STARTS),
                "ends_at": instant(there.zone_info, day, ENDS),
                "title": in_three(day.isoformat()),
            }
            service.add_session(database, there, Session(code=f"D{day:%Y%m%d}", type="plenary", **facts), by=None)
    publish(world, event)
    for language in ("en", "fr", "ar"):
        source = visitor.get(f"/{language}/thamm-2021/calendar.ics").source
        found = {}
        for entry in source.split("BEGIN:VEVENT\r\n")[1:]:
            told = dict(line.split(":", 1) for line in entry.split("\r\n") if line.startswith(("DT", "URL")))
            found[told["URL"][-8:]] = [on_the_clock(told[name], zone) for name in ("DTSTART", "DTEND")]
        assert found == {f"{day:%Y%m%d}": [datetime.combine(day, STARTS), datetime.combine(day, ENDS)] for day in typed}


def on_the_clock(written: str, zone: str) -> datetime:
    """What clocks in the zone show at an instant that a calendar has in UTC, as `zoneinfo` has it."""
    moment = datetime.strptime(written, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
