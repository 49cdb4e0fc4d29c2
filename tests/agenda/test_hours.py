"""Hours across midnight, and where clocks are changed: entered, shown, frozen and exported as they are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from conference.agenda.models import Session
from tests.client import Page, Visitor
from tests.made.agenda import publish
from tests.world import World

DRAFT = "/en/thamm-2021/manage/agenda"
SESSION = f"{DRAFT}/sessions/D1-01"


def new_session(world: World, *, zone: str, day: date, starts: str, ends: str, **typed: str) -> tuple[Visitor, Page]:
    event = world.event(zone=zone, starts_on=day, ends_on=day + timedelta(days=1))
    visitor = world.organiser(event)
    facts = {"title-en": "Late", "code": "D1-01", "type": "panel", "day": day.isoformat()}
    return visitor, visitor.get(f"{DRAFT}/new-session").submit(
        "form.form--wide", **facts, starts=starts, ends=ends, **typed
    )


def span(world: World) -> tuple[datetime | None, datetime | None]:
    with world.reading() as database:
        session = database.scalars(select(Session)).one()
        return session.starts_at, session.ends_at


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def exported(visitor: Visitor) -> list[str]:
    """The start and the end as a calendar is told them."""
    lines = visitor.get("/en/thamm-2021/agenda/D1-01.ics").source.split("\r\n")
    return [line.partition(":")[2] for line in lines if line.startswith(("DTSTART", "DTEND"))]


def test_an_end_before_the_start_is_on_the_next_day(world: World, visitor: Visitor) -> None:
    organiser, done = new_session(world, zone="Africa/Tunis", day=date(2021, 7, 5), starts="22:30", ends="00:30")
    assert done.status == 302
    assert span(world) == (utc("2021-07-05T21:30"), utc("2021-07-05T23:30"))
    page = organiser.get(SESSION)
    assert "22:30–00:30 ends on Tuesday 6 July" in page.texts(".page-lead")[0]
    values = page.values("form.form--wide")
    assert (values["day"], values["starts"], values["ends"]) == ("2021-07-05", "22:30", "00:30")
    publish(world, 1)
    assert exported(visitor) == ["20210705T213000Z", "20210705T233000Z"]
    assert "ends on Tuesday 6 July" in visitor.get("/en/thamm-2021/agenda/D1-01").text
    assert visitor.get("/en/thamm-2021/agenda?day=2021-07-05").texts(".session-title") == ["Late"]


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "se termine le mardi 6 juillet"), ("ar", "تنتهي يوم الثلاثاء 6 يوليوز")]
)
def test_the_next_day_is_said_in_the_reader_s_language(
    world: World, visitor: Visitor, language: str, words: str
) -> None:
    new_session(
        world,
        zone="Africa/Tunis",
        day=date(2021, 7, 5),
        starts="22:30",
        ends="00:30",
        **{"title-fr": "Tard", "title-ar": "متأخر"},
    )
    publish(world, 1)
    assert words in visitor.get(f"/{language}/thamm-2021/agenda/D1-01").text


# Morocco leaves UTC+1 for UTC+0 during Ramadan; Egypt has put its clocks forward in April again since 2023.
@pytest.mark.parametrize(
    ("zone", "day", "starts", "ends", "instants", "words"),
    [
        (
            "Africa/Casablanca",
            date(2024, 3, 9),
            "23:00",
            "04:00",
            ("2024-03-09T22:00", "2024-03-10T04:00"),
            "the clocks are put back meanwhile",
        ),
        (
            "Africa/Casablanca",
            date(2027, 3, 13),
            "23:00",
            "04:00",
            ("2027-03-13T23:00", "2027-03-14T03:00"),
            "the clocks are put forward meanwhile",
        ),
        (
            "Africa/Cairo",
            date(2023, 4, 27),
            "23:00",
            "02:00",
            ("2023-04-27T21:00", "2023-04-27T23:00"),
            "the clocks are put forward meanwhile",
        ),
        (
            "Africa/Cairo",
            date(2023, 10, 26),
            "22:00",
            "01:00",
            ("2023-10-26T19:00", "2023-10-26T23:00"),
            "the clocks are put back meanwhile",
        ),
    ],
)
def test_sessions_through_a_change_of_clocks(
    world: World,
    visitor: Visitor,
    zone: str,
    day: date,
    starts: str,
    ends: str,
    instants: tuple[str, str],
    words: str,
) -> None:
    organiser, done = new_session(world, zone=zone, day=day, starts=starts, ends=ends)
    assert done.status == 302
    expected = utc(instants[0]), utc(instants[1])
    assert span(world) == expected
    assert words in organiser.get(SESSION).texts(".page-lead")[0]
    assert organiser.get(SESSION).submit("form.form--wide").status == 302
    assert span(world) == expected
    publish(world, 1)
    assert exported(visitor) == [f"{one:%Y%m%dT%H%M%SZ}" for one in expected]
    assert words in visitor.get("/en/thamm-2021/agenda/D1-01").text


def test_an_hour_that_does_not_exist_is_refused(world: World) -> None:
    _visitor, refused = new_session(world, zone="Africa/Cairo", day=date(2023, 4, 28), starts="00:30", ends="02:00")
    assert refused.status == 422
    assert refused.errors == ["This hour does not exist on that day: the clocks are put forward."]
    assert refused.values("form.form--wide")["title-en"] == "Late"


def test_of_an_hour_that_comes_twice_the_organiser_says_which(world: World) -> None:
    # On 26 October 2023 at midnight Cairo's clocks went back to 23:00.
    organiser, done = new_session(world, zone="Africa/Cairo", day=date(2023, 10, 26), starts="23:15", ends="23:45")
    assert done.status == 302
    assert span(world) == (utc("2023-10-26T20:15"), utc("2023-10-26T20:45"))
    page = organiser.get(SESSION)
    assert page.values("form.form--wide")["starts_again"] == "0"
    assert page.submit("form.form--wide", starts_again="1", ends_again="1").status == 302
    assert span(world) == (utc("2023-10-26T21:15"), utc("2023-10-26T21:45"))
    assert organiser.get(SESSION).submit("form.form--wide").status == 302
    assert span(world) == (utc("2023-10-26T21:15"), utc("2023-10-26T21:45"))
