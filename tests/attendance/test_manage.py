"""The overview of a whole event, and the table of a day."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest

from conference.attendance.models import Attendance, How
from conference.attendance.service import withdraw
from conference.core import clock
from conference.events.models import Role
from tests.client import Page, Visitor
from tests.made.agenda import change, make_session, publish
from tests.made.attendance import mark, presences
from tests.made.registration import add
from tests.queries import count_queries
from tests.world import World

MANAGE = "/en/thamm-2021/manage/attendance"
CSV = f"{MANAGE}/2021-07-05.csv"
MORNING = datetime(2021, 7, 5, 8, 5, tzinfo=UTC)


def table(page: Page) -> list[list[str]]:
    """The rows of a CSV file, its bytes checked on the way."""
    body = page.response.data
    assert body.startswith(b"\xef\xbb\xbf"), "spreadsheets need the byte order mark to see UTF-8"
    text = body.decode("utf-8-sig")
    assert text.count("\n") == text.count("\r\n")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_the_overview_says_who_is_present_and_who_is_confirmed(world: World) -> None:
    event = world.event()
    first = make_session(world, event, "D1-01")
    make_session(world, event, "D1-02", hours=("11:00", "12:00"))
    make_session(world, event, "B1", type="break", hours=("10:30", "11:00"))
    make_session(world, event, "U1", hours=None)
    make_session(world, event, "D2-01", day=date(2021, 7, 6))
    people = [add(world, event, f"person{number}@example.org") for number in range(3)]
    mark(world, first, people[0])
    mark(world, first, people[0], how=How.JOIN)
    mark(world, first, people[1])
    page = world.member(event, Role.DESK).get(MANAGE)
    assert page.texts("h2") == ["Monday 5 July 2021", "Tuesday 6 July 2021"]
    assert page.texts(".page-lead")[0].startswith("3 registrations for the event are confirmed.")
    assert page.texts("tbody th .cell-note") == ["D1-01", "D1-02", "D2-01"]
    assert page.texts("td[data-label='Marked present']") == ["2", "0", "0"]
    assert [one.get("href") for one in page.all("tbody td a")] == [
        f"/en/thamm-2021/desk/{code}" for code in ("D1-01", "D1-02", "D2-01")
    ]


def test_only_organisers_are_offered_the_table(world: World) -> None:
    event = world.event()
    make_session(world, event)
    assert world.member(event, Role.DESK).get(MANAGE).all("a[download]") == []
    (offered,) = world.organiser(event).get(MANAGE).all("a[download]")
    assert offered.get("href") == CSV


def test_a_cancelled_session_is_listed_only_if_somebody_was_there(world: World) -> None:
    event = world.event()
    empty, full = make_session(world, event, "D1-01"), make_session(world, event, "D1-02")
    mark(world, full, add(world, event, "leila@example.org"))
    publish(world, event)
    for session in (empty, full):
        change(world, session, status="cancelled")
    page = world.member(event, Role.DESK).get(MANAGE)
    assert page.texts("tbody th .cell-note") == ["D1-02 Cancelled"]


def test_without_sessions_the_page_says_what_will_be_here(world: World) -> None:
    page = world.member(world.event(), Role.DESK).get(MANAGE)
    assert page.texts(".empty h2") == ["No sessions yet"]


def test_the_table_of_a_day(world: World) -> None:
    event = world.event()
    first = make_session(world, event, "D1-01")
    second = make_session(world, event, "D1-02", hours=("11:00", "12:00"))
    other_day = make_session(world, event, "D2-01", day=date(2021, 7, 6))
    leila = add(
        world,
        event,
        "leila@example.org",
        native_name="ليلى بن علي",
        latin_name="Leila Ben Ali",
        organisation='Ministère, "Emploi"',
    )
    omar = add(world, event, "omar@example.org", native_name="Omar", country="MA", category="workers")
    with clock.at(MORNING):
        mark(world, second, leila)
        mark(world, first, omar, how=How.JOIN)
        mark(world, first, leila)
        mark(world, other_day, leila)
        mark(world, second, omar)
    with world.writing() as database:
        withdraw(database, database.get_one(Attendance, 5), by=1)
    page = world.organiser(event).get(CSV)
    headers = page.response.headers
    assert (page.status, headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert headers["Content-Disposition"] == 'attachment; filename="thamm-2021-attendance-2021-07-05.csv"'
    assert headers["Cache-Control"] == "no-store"
    start, later = "2021-07-05T09:00:00+01:00", "2021-07-05T11:00:00+01:00"
    person = ["ليلى بن علي", "Leila Ben Ali", "leila@example.org", 'Ministère, "Emploi"', "TN", "Tunisia", "Government"]
    assert table(page) == [
        [
            "Session code",
            "Session",
            "Start",
            "Name",
            "Name in Latin script",
            "E-mail address",
            "Organisation",
            "Country code",
            "Country",
            "Category",
            "How it is known",
            "First seen",
            "Last seen",
            "Minutes",
            "Seen to leave",
            "Minutes of the day",
        ],
        ["D1-01", "Title D1-01", start, *person, "At the desk", start, start, "90", "No", "150"],
        [
            "D1-01",
            "Title D1-01",
            start,
            "Omar",
            "",
            "omar@example.org",
            "Ministère de l’emploi",
            "MA",
            "Morocco",
            "Workers’ organisation",
            "By the join link",
            start,
            start,
            "90",
            "No",
            "90",
        ],
        ["D1-02", "Title D1-02", later, *person, "At the desk", later, later, "60", "No", "150"],
    ]


def test_the_table_is_in_the_language_of_the_page(world: World) -> None:
    event = world.event()
    session = make_session(world, event)
    mark(world, session, add(world, event, "leila@example.org"))
    visitor = world.organiser(event)
    rows = table(visitor.get("/ar/thamm-2021/manage/attendance/2021-07-05.csv"))
    assert (rows[1][1], rows[1][8]) == ("عنوان D1-01", "تونس")


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_what_people_typed_is_never_a_formula(world: World, start: str) -> None:
    event = world.event()
    hostile = f'{start}HYPERLINK("http://evil.example";"x")'
    session = make_session(world, event)
    mark(world, session, add(world, event, "leila@example.org", native_name=hostile, organisation=hostile))
    (_headers, row) = table(world.organiser(event).get(CSV))
    assert (row[3], row[6]) == (f"'{hostile}", f"'{hostile}")


def test_a_day_without_presences_is_a_table_without_rows(world: World) -> None:
    event = world.event()
    assert len(table(world.organiser(event).get(CSV))) == 1


@pytest.mark.parametrize(
    "day", ["2021-07-04", "2021-07-08", "20210705", "2021-7-5", "2021-02-30", "today", "٢٠٢١-٠٧-٠٥"]
)
def test_a_day_on_which_the_event_is_not_does_not_exist(world: World, day: str) -> None:
    event = world.event()
    assert world.organiser(event).get(f"{MANAGE}/{day}.csv").status == 404


def test_the_day_begins_at_midnight_of_the_event(world: World) -> None:
    event = world.event(zone="Asia/Riyadh")
    early = make_session(world, event, "D1-01", hours=("00:00", "01:00"))
    late = make_session(world, event, "D1-02", hours=("23:00", "23:59"))
    next_day = make_session(world, event, "D2-01", hours=("00:00", "01:00"), day=date(2021, 7, 6))
    person = add(world, event, "leila@example.org")
    for session in (early, late, next_day):
        mark(world, session, person)
    rows = table(world.organiser(event).get(CSV))
    assert [row[0] for row in rows[1:]] == ["D1-01", "D1-02"]
    assert rows[1][2] == "2021-07-05T00:00:00+03:00"


@pytest.mark.parametrize("role", [None, Role.DESK, Role.TRANSLATOR])
def test_the_table_is_for_organisers(world: World, visitor: Visitor, role: Role | None) -> None:
    event = world.event()
    other = world.member(event, role) if role else world.signed_in(world.account("leila@example.org"))
    assert other.get(CSV).status == 403
    assert visitor.get(CSV).location.startswith("/en/sign-in")


def test_overview_and_table_ask_as_often_for_thirty_rows_as_for_three(world: World) -> None:
    event = world.event()
    visitor = world.organiser(event)
    counted: dict[str, list[int]] = {MANAGE: [], CSV: []}
    made = 0
    for rows in (3, 30):
        while made < rows:
            session = make_session(world, event, f"S{made:02}")
            mark(world, session, add(world, event, f"person{made}@example.org"))
            made += 1
        for path, numbers in counted.items():
            with count_queries(world.app) as queries:
                assert visitor.get(path).status == 200
            numbers.append(len(queries))
    assert len(presences(world)) == 30
    for numbers in counted.values():
        assert numbers[0] == numbers[1]
        assert numbers[0] <= 12
