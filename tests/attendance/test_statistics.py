"""Statistics of attendance: registered and attended are two numbers, and what leaves the team names nobody."""

from __future__ import annotations

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from conference.attendance.evidence.statistics import shielded
from conference.core.clock import now
from conference.events.models import Role
from conference.registration.models import FormField, RegistrationState, StandardField
from conference.registration.statistics import Row, Table
from tests.client import Page, words
from tests.made.agenda import make_session
from tests.made.attendance import mark
from tests.made.registration import add
from tests.world import World

PAGE = "/en/thamm-2021/manage/attendance/statistics"


def table(page: Page, key: str) -> list[list[str]]:
    return [[words(cell) for cell in row.cssselect("th, td")] for row in page.all(f"section:has(> #{key}) tbody tr")]


@pytest.fixture
def event(world: World) -> int:
    """Seven are confirmed, one waits; four came on the first day, one of them on the second too."""
    event = world.event()
    first = make_session(world, event, "D1-01")
    second = make_session(world, event, "D2-01", day=date(2021, 7, 6), hours=("09:00", "10:00"))
    people = [
        add(world, event, f"person{number}@example.org", country="TN" if number < 5 else "MA", category=category)
        for number, category in enumerate(["government"] * 5 + ["workers"] * 2)
    ]
    add(world, event, "waits@example.org", state=RegistrationState.PENDING)
    for person in (people[0], people[1], people[2], people[5]):
        mark(world, first, person)
    mark(world, second, people[0])
    return event


def test_registered_attended_rate_and_minutes(world: World, event: int) -> None:
    page = world.organiser(event).get(PAGE)
    assert page.texts(".page-lead strong") == ["4 people attended. 7 people were registered."]
    assert table(page, "days") == [
        ["Monday 5 July 2021", "7", "4", "57", "360", "90"],
        ["Tuesday 6 July 2021", "7", "1", "14", "60", "60"],
    ]
    assert table(page, "categories") == [
        ["Government", "5", "3", "60", "330", "110"],
        ["Workers’ organisation", "2", "1", "50", "90", "90"],
    ]
    assert table(page, "countries") == [
        ["Tunisia", "5", "3", "60", "330", "110"],
        ["Morocco", "2", "1", "50", "90", "90"],
    ]
    assert table(page, "languages") == [["English", "7", "4", "57", "420", "105"]]


def test_sex_is_counted_only_where_the_form_asks(world: World, event: int) -> None:
    organiser = world.organiser(event)
    assert table(organiser.get(PAGE), "sex") == [["No answer", "7", "4", "57", "420", "105"]]
    with world.writing() as database:
        field = database.scalars(select(FormField).where(FormField.key == StandardField.SEX)).one()
        field.retired_at = now()
    assert table(organiser.get(PAGE), "sex") == []


def made(*registered: int, key: str = "countries") -> Table:
    rows = [Row(f"c{number}", [count, count, 100, 10 * count, 10], count) for number, count in enumerate(registered)]
    return Table(key, "By country", "", ["Country", "Registered", "Attended", "Rate", "Minutes", "Each"], rows)


@pytest.mark.parametrize(
    ("registered", "shown"),
    [
        ((9, 8, 5), [("c0", 9), ("c1", 8), ("c2", 5)]),
        ((9, 8, 1), [("c0", 9), ("Others, together", 9)]),
        ((9, 8, 4, 3), [("c0", 9), ("c1", 8), ("Others, together", 7)]),
        ((9, 1, 1), [("Others, together", 11)]),
        ((3,), [("Others, together", 3)]),
    ],
)
def test_small_groups_stand_together_and_never_alone(
    world: World, registered: tuple[int, ...], shown: list[tuple[str, int]]
) -> None:
    with world.app.test_request_context("/en/"):
        assert [(row.label, row.cells[0]) for row in shielded(made(*registered)).rows] == shown
        assert [row.cells[0] for row in shielded(made(*registered, key="days")).rows] == list(registered)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_workbook_holds_every_table_and_shields_it(world: World, event: int, language: str) -> None:
    organiser = world.organiser(event)
    page = organiser.get(f"/{language}{PAGE[3:]}.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(page.response.data))
    assert len(book.sheet_names) == 5
    categories = book.get_sheet_by_index(1).to_python()
    assert [row[1:] for row in categories[1:]] == [[7, 4, 57, 420, 105]], "two workers alone would be told"
    days = book.get_sheet_by_index(0).to_python()
    assert [row[1:3] for row in days[1:]] == [[7, 4], [7, 1]]


@pytest.mark.parametrize("role", [Role.DESK, Role.TRANSLATOR])
def test_numbers_are_the_organisers_business(world: World, event: int, role: Role) -> None:
    member = world.member(event, role)
    assert [member.get(path).status for path in (PAGE, f"{PAGE}.xlsx")] == [403, 403]


def test_without_anybody_the_page_says_what_will_be_here(world: World) -> None:
    assert world.organiser(world.event()).get(PAGE).texts(".empty h2") == ["No numbers yet"]
