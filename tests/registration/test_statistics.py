"""The numbers of an event's registrations: on the page, beside their pictures, and in the workbook."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import pytest
from lxml import etree

from conference.core import clock
from conference.events.models import Event, Role
from conference.registration import service
from conference.registration.models import CategoryRules, Registration, RegistrationState
from tests.client import Page
from tests.made.registration import add
from tests.queries import count_queries
from tests.world import World

PATH = "/{language}/thamm-2021/manage/registrations/statistics"
MAIN = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def rows(page: Page, table: str) -> list[list[str]]:
    """What one table of the page says, row by row."""
    found = page.one(f"section:has(> #{table}) table")
    return [[" ".join("".join(cell.itertext()).split()) for cell in row.iterchildren()] for row in found.iter("tr")][1:]


def people(world: World, event: int) -> None:
    """Six people of three countries over three days; one cancelled, one waits, one is pending."""
    known = [
        (1, "a", {"country": "TN", "category": "government", "sex": "female", "language_code": "fr"}, "confirmed"),
        (1, "b", {"country": "TN", "category": "workers", "sex": "male", "language_code": "ar"}, "confirmed"),
        (1, "c", {"country": "EG", "category": "government", "sex": "female", "language_code": "ar"}, "waitlisted"),
        (2, "d", {"country": "EG", "category": "government", "sex": "", "language_code": "en"}, "pending"),
        (4, "e", {"country": "MA", "category": "workers", "sex": "", "language_code": "fr"}, "cancelled"),
        (4, "f", {"country": "EG", "category": "employers", "sex": "", "language_code": "ar"}, "confirmed"),
    ]
    for day, name, said, state in known:
        with clock.at(datetime(2021, 6, day, 9, tzinfo=UTC)):
            add(world, event, f"{name}@example.org", state=RegistrationState(state), **said)
    with world.writing() as session:
        session.get_one(Event, event).places = 10
        session.add(CategoryRules(event_id=event, category="government", is_offered=True, entry="", places=2))


EXPECTED = {
    "en": {
        "places": [["The whole event", "10", "3", "7", "5"], ["Government", "2", "1", "1", "3"]],
        "categories": [
            ["Government", "3", "1"],
            ["Employers’ organisation", "1", "1"],
            ["Workers’ organisation", "1", "1"],
        ],
        "countries": [["Egypt", "3", "1"], ["Tunisia", "2", "2"]],
        "sex": [["Female", "2", "1"], ["Male", "1", "1"], ["No answer", "2", "1"]],
        "languages": [["English", "1", "0"], ["French", "1", "1"], ["Arabic", "3", "2"]],
        "days": [["1 June 2021", "3", "3"], ["2 June 2021", "1", "4"], ["4 June 2021", "2", "6"]],
    },
    "fr": {
        "countries": [["Égypte", "3", "1"], ["Tunisie", "2", "2"]],
        "languages": [["anglais", "1", "0"], ["français", "1", "1"], ["arabe", "3", "2"]],
        "days": [["1er juin 2021", "3", "3"], ["2 juin 2021", "1", "4"], ["4 juin 2021", "2", "6"]],
    },
    "ar": {
        "countries": [["مصر", "3", "1"], ["تونس", "2", "2"]],
        "languages": [["الإنجليزية", "1", "0"], ["الفرنسية", "1", "1"], ["العربية", "3", "2"]],
    },
}


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_tables_hold_what_was_registered(world: World, language: str) -> None:
    event = world.event()
    people(world, event)
    page = world.organiser(event).get(PATH.format(language=language))
    assert {table: rows(page, table) for table in EXPECTED[language]} == EXPECTED[language]
    assert [row[1] for row in rows(page, "states")] == ["1", "3", "1", "1"]
    assert len(page.all("figure.chart[role=img][aria-label]")) == 7


def test_every_picture_says_its_numbers_and_draws_them(world: World) -> None:
    event = world.event()
    people(world, event)
    page = world.organiser(event).get(PATH.format(language="en"))
    picture = page.one("section:has(> #countries) figure")
    assert picture.get("aria-label") == "By country: Egypt: 3 and Tunisia: 2"
    drawn = [
        [(bar.get("class"), bar.get("x"), bar.get("width")) for bar in row.iter("{*}rect")]
        for row in page.all("section:has(> #countries) .chart-bar")
    ]
    assert drawn == [
        [("chart-full", "0.00", "33.33"), ("chart-rest", "33.33", "66.67")],
        [("chart-full", "0.00", "66.67")],
    ]


def test_bars_begin_at_the_right_in_arabic(world: World) -> None:
    event = world.event()
    people(world, event)
    page = world.organiser(event).get(PATH.format(language="ar"))
    bars = page.all("section:has(> #countries) .chart-bar")[1]
    assert [(bar.get("x"), bar.get("width")) for bar in bars.iter("{*}rect")] == [("33.33", "66.67")]


def test_days_are_those_of_the_event(world: World) -> None:
    event = world.event(zone="Asia/Kathmandu")
    with clock.at(datetime(2021, 6, 1, 18, 20, tzinfo=UTC)):
        add(world, event, "late@example.org")
    with clock.at(datetime(2021, 6, 1, 18, 10, tzinfo=UTC)):
        add(world, event, "early@example.org")
    page = world.organiser(event).get(PATH.format(language="en"))
    assert rows(page, "days") == [["1 June 2021", "1", "1"], ["2 June 2021", "1", "2"]]


def test_nobody_yet_is_an_empty_page_that_says_so(world: World) -> None:
    page = world.organiser(world.event()).get(PATH.format(language="en"))
    assert page.texts(".empty h2") == ["No numbers yet"]
    assert page.all("a[href$='statistics.xlsx']") == []
    assert page.all("table, figure.chart") == []


def test_somebody_erased_still_counts_without_their_sex(world: World) -> None:
    event = world.event()
    people(world, event)
    organiser = world.organiser(event)
    with clock.at(datetime(2021, 7, 20, tzinfo=UTC)), world.writing() as session:
        service.erase(session, session.get_one(Registration, 1), by=None)
    page = organiser.get(PATH.format(language="en"))
    assert rows(page, "countries") == EXPECTED["en"]["countries"]
    assert rows(page, "sex") == [
        ["Female", "1", "0"],
        ["Male", "1", "1"],
        ["No answer", "2", "1"],
        ["Erased person", "1", "1"],
    ]


def test_the_page_asks_the_same_for_three_and_for_three_hundred(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    counted = []
    for numbers in (range(3), range(3, 60)):
        for number in numbers:
            add(world, event, f"p{number}@example.org", country="EG" if number % 2 else "FR")
        organiser.get(PATH.format(language="en"))
        with count_queries(world.app) as queries:
            assert organiser.get(PATH.format(language="en")).status == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert counted[0] <= 12


@pytest.mark.parametrize(("language", "is_mirrored"), [("en", False), ("fr", False), ("ar", True)])
def test_the_workbook_holds_the_tables_of_the_page(world: World, language: str, is_mirrored: bool) -> None:
    event = world.event()
    people(world, event)
    organiser = world.organiser(event)
    path = PATH.format(language=language)
    page, file = organiser.get(path), organiser.get(f"{path}.xlsx")
    name = f'attachment; filename="thamm-2021-statistics-{language}.xlsx"'
    assert file.response.headers["Content-Disposition"] == name
    assert file.response.headers["Cache-Control"] == "no-store"
    sheets = read(file.response.data)
    tables = ["states", "places", "categories", "countries", "sex", "languages"]
    assert [sheet[1:] for sheet, _mirrored in sheets[:-1]] == [rows(page, table) for table in tables]
    assert [[day[1:] for day in sheets[-1][0][1:]]] == [[day[1:] for day in rows(page, "days")]]
    assert {mirrored for _sheet, mirrored in sheets} == {is_mirrored}


def read(data: bytes) -> list[tuple[list[list[str]], bool]]:
    """The cells of each sheet as text, and whether the sheet runs from right to left."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        words = [
            "".join(one.itertext())
            for one in etree.fromstring(book.read("xl/sharedStrings.xml")).iterfind("m:si", MAIN)
        ]
        count = sum(name.startswith("xl/worksheets/sheet") for name in book.namelist())
        sheets = []
        for number in range(1, count + 1):
            root = etree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            cells = []
            for row in root.iterfind(".//m:row", MAIN):
                values = [(cell.get("t"), cell.findtext("m:v", "", MAIN)) for cell in row.iterfind("m:c", MAIN)]
                cells.append([words[int(value)] if kind == "s" else value for kind, value in values])
            view = root.find(".//m:sheetView", MAIN)
            sheets.append((cells, view is not None and view.get("rightToLeft") == "1"))
        return sheets


def test_only_organisers_see_the_numbers(world: World) -> None:
    event = world.event()
    for role in (Role.DESK, Role.TRANSLATOR):
        member = world.member(event, role)
        for ending in ("", ".xlsx"):
            assert member.get(PATH.format(language="en") + ending).status == 403
