"""Lists of who was there, per day and session: on the page, as PDF and XLSX, and for signature by hand."""

from __future__ import annotations

import io
import unicodedata
from datetime import UTC, datetime

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from conference.attendance.derived import Presence, derived_over
from conference.attendance.models import Attendance
from tests.client import Page, words
from tests.made.agenda import make_session
from tests.made.attendance import mark
from tests.made.registration import add
from tests.made.reports import send, zoom, zoom_line
from tests.made.sealed import LISTS
from tests.queries import count_queries
from tests.world import World


@pytest.fixture
def event(world: World) -> int:
    """Two sessions that overlap by half an hour; Leila's stays are measured, Jean's are not."""
    event = world.event()
    first = make_session(world, event, "D1-01")
    make_session(world, event, "D1-02", hours=("10:00", "11:00"))
    add(world, event, "leila@example.org", native_name="ليلى بن علي", latin_name="Leila Ben Ali")
    mark(world, first, add(world, event, "jean@example.org", native_name="Jean Martin", country="FR"))
    organiser = world.organiser(event)
    for code, start, end in (("D1-01", "09:10", "10:20"), ("D1-02", "10:10", "11:30")):
        line = zoom_line("Leila Ben Ali", start, end)
        organiser.follow(send(organiser, zoom([line]), code=code)).submit(then="apply")
    return event


def rows(page: Page) -> list[list[str]]:
    return [[words(cell) for cell in row.cssselect("th, td")][:-1] for row in page.all("tbody tr")]


def table_of(page: Page) -> list[list[object]]:
    """The rows of a workbook's only sheet."""
    assert page.status == 200
    return CalamineWorkbook.from_filelike(io.BytesIO(page.response.data)).get_sheet_by_index(0).to_python()


def words_of(page: Page) -> str:
    """All that a PDF says, without spaces and marks of direction: where they stand is the reader's guess."""
    assert (page.status, page.response.headers["Content-Type"]) == (200, "application/pdf")
    document = pypdfium2.PdfDocument(page.response.data)
    text = "\n".join(one.get_textpage().get_text_range() for one in document)
    document.close()
    return "".join(one for one in unicodedata.normalize("NFKC", text) if one.isprintable() and not one.isspace())


def at(hour: str) -> datetime:
    return datetime.fromisoformat(f"2021-07-05 {hour}:00").replace(tzinfo=UTC)


def test_a_day_counts_what_overlaps_once() -> None:
    from conference.agenda.models import Session

    first = Session(id=1, starts_at=at("09:00"), ends_at=at("10:30"))
    second = Session(id=2, starts_at=at("10:00"), ends_at=at("11:00"))
    seen = Attendance(from_at=at("09:10"), to_at=at("10:20"))
    again = Attendance(from_at=at("10:10"), to_at=at("11:30"))
    unmeasured = Attendance(from_at=at("10:40"), to_at=None)
    assert derived_over([(first, [seen]), (second, [again])]) == Presence(at("09:10"), at("11:30"), 110 * 60, True)
    assert derived_over([(first, [seen]), (second, [unmeasured])]) == Presence(at("09:10"), at("10:40"), 90 * 60, False)


def test_the_page_of_a_day_and_of_a_session(world: World, event: int) -> None:
    organiser = world.signed_in(world.account_id("organiser@example.org") or 0)
    assert rows(organiser.get(f"{LISTS}/2021-07-05")) == [
        ["Jean MartinMinistère de l’emploi", "1", "09:00", "09:00", "90 *"],
        ["ليلى بن علي Leila Ben AliMinistère de l’emploi", "2", "09:10", "11:30", "110"],
    ]
    assert rows(organiser.get(f"{LISTS}/D1-02")) == [
        ["ليلى بن علي Leila Ben AliMinistère de l’emploi", "10:10", "11:30", "50"]
    ]
    assert organiser.get(f"{LISTS}/2021-07-06").texts(".empty h2") == ["Nobody yet"]
    for name in ("2021-07-09", "X9", "20210705"):
        assert organiser.get(f"{LISTS}/{name}").status == 404


def test_the_workbook_says_the_same_under_its_heading(world: World, event: int) -> None:
    organiser = world.signed_in(world.account_id("organiser@example.org") or 0)
    found = table_of(organiser.get(f"{LISTS}/2021-07-05/present.xlsx"))
    above = [row[0] for row in found[:8]]
    assert above[1:4] == ["Regional conference", "Monday 5 July 2021, times in Tunis", "2 people were present."]
    assert "Funded by the European Union" in above
    head = next(number for number, row in enumerate(found) if row[0] == "No.")
    assert [row[1:] for row in found[head:]] == [
        ["Name", "Organisation", "Country", "Sessions", "First seen", "Last seen", "Minutes", "How it is known"],
        ["Jean Martin", "Ministère de l’emploi", "France", 1, "09:00", "09:00", 90, "At the desk\N{NO-BREAK SPACE}*"],
        [
            "Leila Ben Ali / ليلى بن علي",
            "Ministère de l’emploi",
            "Tunisia",
            2,
            "09:10",
            "11:30",
            110,
            "By the meeting’s report",
        ],
    ]


@pytest.mark.parametrize(
    ("language", "title", "donor", "present"),
    [
        ("en", "Attendance list", "Funded by the European Union", "2 people were present."),
        ("fr", "Liste de présence", "Financé par l’Union européenne", "2 personnes étaient présentes."),
        ("ar", "قائمة الحضور", "بتمويل من الاتحاد الأوروبي", "عدد الحاضرين: شخصان."),
    ],
)
def test_the_pdf_is_headed_in_each_language(
    world: World, event: int, language: str, title: str, donor: str, present: str
) -> None:
    organiser = world.signed_in(world.account_id("organiser@example.org") or 0)
    text = words_of(organiser.get(f"/{language}{LISTS[3:]}/2021-07-05/present.pdf"))
    for part in (title, donor, present, "ليلى" if language == "ar" else "Leila Ben Ali", "09:10", "110"):
        assert "".join(part.split()) in text


def test_the_sheet_for_signature_has_the_columns_and_lines_that_the_event_sets(world: World, event: int) -> None:
    add(world, event, "pending@example.org", native_name="Not Yet", state="pending")  # type: ignore[arg-type]
    organiser = world.signed_in(world.account_id("organiser@example.org") or 0)
    page = organiser.get(LISTS).submit(columns=["country", "email", "signature"], empty_lines="3")
    assert page.status == 302
    found = table_of(organiser.get(f"{LISTS}/D1-01/sign.xlsx"))
    head = next(number for number, row in enumerate(found) if row[0] == "No.")
    assert [row[1:] for row in found[head:]] == [
        ["Name", "Country", "E-mail address", "Signature"],
        ["Jean Martin", "France", "jean@example.org", ""],
        ["Leila Ben Ali / ليلى بن علي", "Tunisia", "leila@example.org", ""],
        ["", "", "", ""],
        ["", "", "", ""],
        ["", "", "", ""],
    ]
    text = words_of(organiser.get(f"{LISTS}/D1-01/sign.pdf"))
    assert "SessionD1-01:TitleD1-01" in text
    assert "Signature" in text
    refused = organiser.get(LISTS).submit(empty_lines="1000")
    assert (refused.status, refused.errors) == (422, ["Enter a whole number from 0 to 200."])


def test_lists_ask_as_often_for_thirty_people_as_for_three(world: World) -> None:
    event = world.event()
    sessions = [make_session(world, event, f"S{number}") for number in range(3)]
    visitor = world.organiser(event)
    paths = [LISTS, f"{LISTS}/2021-07-05", f"{LISTS}/S0", f"{LISTS[:-6]}/statistics"]
    counted: dict[str, list[int]] = {path: [] for path in paths}
    made = 0
    for many in (3, 30):
        while made < many:
            person = add(world, event, f"person{made}@example.org")
            for session in sessions:
                mark(world, session, person)
            made += 1
        for path, numbers in counted.items():
            with count_queries(world.app) as queries:
                assert visitor.get(path).status == 200
            numbers.append(len(queries))
    for numbers in counted.values():
        assert numbers[0] == numbers[1]
        assert numbers[0] <= 12
