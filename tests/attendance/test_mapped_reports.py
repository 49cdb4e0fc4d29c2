"""Reports of programs that we do not know, and corrections by hand that no report undoes."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

import pytest
import xlsxwriter

from conference.attendance.models import Attendance, How, MeetingReport, ReportColumns
from conference.attendance.reports.headings import Column
from conference.attendance.reports.mapped import head_of, read_mapped
from conference.attendance.reports.stays import Stay
from conference.attendance.reports.visitors import NobodyThere, NoReport, Program, UnreadableHour
from conference.events.models import Role
from tests.client import Page, Visitor
from tests.made.agenda import make_session
from tests.made.attendance import presences
from tests.made.registration import add
from tests.made.reports import send, zoom, zoom_line
from tests.made.sealed import LISTS
from tests.world import World

OTHER = "/en/thamm-2021/manage/attendance/D1-01/reports/other"
CSV = (
    "Webinar of the regional conference\r\n\r\n"
    "Participant;Mail;Entry;Exit;Stayed\r\n"
    "Leila Ben Ali;leila@example.org;05/07/2021 09:00;05/07/2021 09:40;40\r\n"
    "Leila Ben Ali;leila@example.org;05/07/2021 10:00;05/07/2021 10:20;20\r\n"
    "Jean Martin;;05/07/2021 09:30;05/07/2021 10:30;75\r\n"
)
COLUMNS = {"name": "0", "email": "1", "joined": "2", "left": "3", "minutes": "4"}


NOT_WHEN = (
    "Say which column holds when they came. A file that says only how long people were there cannot say when, and we "
    "make up no hours: mark these people by hand."
)


def at(hour: int, minute: int) -> datetime:
    """An instant of the session's day, by clocks in Tunis."""
    return datetime(2021, 7, 5, hour - 1, minute, tzinfo=UTC)


@pytest.fixture
def people(world: World) -> dict[str, int]:
    event = world.event()
    make_session(world, event)
    make_session(world, event, "D1-02", hours=("11:00", "12:00"))
    return {
        "event": event,
        "leila": add(world, event, "leila@example.org", native_name="Leila Ben Ali"),
        "jean": add(world, event, "jean@example.org", native_name="Jean Martin"),
    }


def send_other(organiser: Visitor, content: bytes, *, name: str = "list.csv", code: str = "D1-01") -> Page:
    path = OTHER.replace("D1-01", code)
    token = organiser.get(path).values()["csrf_token"]
    return organiser.post(path, {"csrf_token": token, "file": (io.BytesIO(content), name)})


def standing(world: World) -> list[tuple[int, datetime | None, datetime | None]]:
    rows = presences(world)
    corrected = {one.corrects_id for one in rows}
    return [
        (one.registration_id, one.from_at, one.to_at)
        for one in rows
        if one.id not in corrected and one.from_at is not None
    ]


def test_columns_are_named_then_it_is_a_report_as_the_others(world: World, people: dict[str, int]) -> None:
    organiser = world.organiser(people["event"])
    page = organiser.follow(organiser.follow(send_other(organiser, CSV.encode())))
    assert page.h1 == "What the columns hold"
    assert "Entry (for example ⁨05/07/2021 09:00⁩" in page.one("#joined").xpath("string()").replace("⁨Entry⁩", "Entry")
    report = organiser.follow(page.submit(**COLUMNS))
    assert report.texts("[aria-labelledby=settled] .badge") == ["Same e-mail address", "Same name"]
    assert "The file itself says 75 minutes." in report.text
    assert presences(world) == [], "naming columns writes nobody down"
    report.submit(then="apply")
    assert standing(world) == [
        (people["leila"], at(9, 0), at(9, 40)),
        (people["leila"], at(10, 0), at(10, 20)),
        (people["jean"], at(9, 30), at(10, 30)),
    ]


def test_the_next_file_of_the_shape_needs_nothing_more(world: World, people: dict[str, int]) -> None:
    organiser = world.organiser(people["event"])
    organiser.follow(organiser.follow(send_other(organiser, CSV.encode()))).submit(**COLUMNS)
    other = CSV.replace("09:40", "09:50").replace("Entry", "ENTRY").replace("Webinar of", "Another webinar of")
    page = organiser.follow(send_other(organiser, other.encode("utf-16"), code="D1-02"))
    assert page.h1 == "Report of the meeting"
    assert world.count(ReportColumns) == 1
    with world.reading() as database:
        assert [one.program for one in database.query(MeetingReport)] == ["other", "other"]


def test_columns_named_anew_are_another_reading(world: World, people: dict[str, int]) -> None:
    organiser = world.organiser(people["event"])
    columns = organiser.follow(organiser.follow(send_other(organiser, CSV.encode())))
    organiser.follow(columns.submit(**COLUMNS)).submit(then="apply", **{"person-1": "0"})
    assert len(standing(world)) == 2
    named = organiser.get(f"{OTHER[:-6]}/1/columns")
    assert named.values()["left"] == "3"
    report = organiser.follow(named.submit(**{**COLUMNS, "left": ""}))
    report.submit(then="apply")
    assert standing(world) == [
        (people["leila"], at(9, 0), at(9, 40)),
        (people["leila"], at(10, 0), at(10, 20)),
        (people["jean"], at(9, 30), at(10, 45)),
    ], "the decision went by the order of people, and falls"


@pytest.mark.parametrize(
    ("chosen", "errors"),
    [
        ({"joined": "2", "left": "3"}, ["Say which column holds the name or the e-mail address."]),
        (
            {"name": "0", "minutes": "4"},
            [NOT_WHEN],
        ),
        ({"name": "0", "joined": "2"}, ["Say which column holds when they went, or how long they were there."]),
        ({"name": "0", "joined": "2", "left": "2"}, ["One column cannot hold two things. Choose another one."] * 2),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_made_up(
    world: World, people: dict[str, int], chosen: dict[str, str], errors: list[str]
) -> None:
    organiser = world.organiser(people["event"])
    page = organiser.follow(organiser.follow(send_other(organiser, CSV.encode())))
    refused = page.submit(**(dict.fromkeys(COLUMNS, "") | chosen))
    assert (refused.status, refused.errors) == (422, errors)
    assert world.count(ReportColumns) == 0


def test_hours_that_cannot_be_read_are_said(world: World, people: dict[str, int]) -> None:
    organiser = world.organiser(people["event"])
    page = organiser.follow(organiser.follow(send_other(organiser, CSV.encode())))
    refused = page.submit(**{**COLUMNS, "joined": "0", "name": "2"})
    assert refused.status == 422
    assert "holds an hour that cannot be read" in refused.text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file holds no rows. Look whether it is the right one."),
        (
            b"\x89PNG\r\n",
            "This is neither a CSV nor an XLSX file. Save the list in one of these formats and send it again.",
        ),
        (b"Name;Hour\r\n", "This is no report of a meeting that we know: "),
    ],
)
def test_what_is_no_table_gets_its_sentence_and_leaves_nothing(
    world: World, people: dict[str, int], content: bytes, sentence: str
) -> None:
    page = send_other(world.organiser(people["event"]), content)
    assert page.status == 422
    assert page.errors[0].startswith(sentence)
    assert world.count(MeetingReport) == 0


def named(stream: IO[bytes], **columns: int) -> list[tuple[str, list[Stay]]]:
    report = read_mapped(stream, columns)
    assert report.program == Program.OTHER
    return [(one.name, one.read(report.orders[0])) for one in report.visitors]


def test_a_coming_with_minutes_or_a_duration_is_a_stay() -> None:
    content = (
        b"Who,From,Long\r\nAmina,2021-07-05 09:00,1h 20m\r\nAmina,2021-07-05 11:00,30\r\nB,2021-07-05 23:50,15\r\n"
    )
    day = datetime(2021, 7, 5)
    assert named(io.BytesIO(content), name=0, joined=1, minutes=2) == [
        (
            "Amina",
            [
                Stay(day.replace(hour=9), day.replace(hour=10, minute=20)),
                Stay(day.replace(hour=11), day.replace(hour=11, minute=30)),
            ],
        ),
        ("B", [Stay(day.replace(hour=23, minute=50), day + timedelta(days=1, minutes=5))]),
    ]


def test_a_workbook_is_read_the_same_way(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Mail", "Arrival", "Departure"])
        sheet.write_row(1, 0, ["a@example.org", "05/07/2021 09:00", "05/07/2021 09:30"])
    day = datetime(2021, 7, 5)
    with path.open("rb") as stream:
        assert list(head_of(stream).headings) == ["Mail", "Arrival", "Departure"]
        assert named(stream, email=0, joined=1, left=2) == [
            ("a@example.org", [Stay(day.replace(hour=9), day.replace(hour=9, minute=30))])
        ]


def test_a_table_without_people_or_hours_is_refused() -> None:
    with pytest.raises(NoReport):
        head_of(io.BytesIO(b"Only one column\r\nAmina\r\n"))
    with pytest.raises(NobodyThere):
        read_mapped(io.BytesIO(b"Who,From,Long\r\nAmina,,30\r\n"), {"name": 0, "joined": 1, "minutes": 2})
    with pytest.raises(UnreadableHour) as unread:
        read_mapped(
            io.BytesIO(b"Who,From,Long\r\nA,09:00,soon\r\n"), {Column.NAME: 0, Column.JOINED: 1, Column.MINUTES: 2}
        )
    assert (unread.value.line, unread.value.text) == (2, "soon")


def corrections(world: World) -> list[tuple[str, str, int | None]]:
    return [(one.how, one.reason, one.corrects_id) for one in presences(world) if one.corrects_id]


def test_a_row_of_a_report_is_corrected_by_hand_and_stays_so(world: World, people: dict[str, int]) -> None:
    organiser = world.organiser(people["event"])
    content = zoom([zoom_line("Leila Ben Ali", "09:00", "09:40"), zoom_line("Jean Martin", "09:00", "10:00")])
    sent = send(organiser, content)
    organiser.follow(sent).submit(then="apply")
    page = organiser.get("/en/thamm-2021/manage/attendance/D1-01/evidence/1")
    assert (page.values()["start"], page.values()["end"]) == ("09:00", "09:40")
    refused = page.submit(what="there", end="10:15")
    assert refused.errors == ["Write why: the correction stays on record beside what it corrects."]
    assert page.submit(what="there", end="08:00", reason="x").errors == [
        "Nobody goes before they come. Look at both hours."
    ]
    assert page.submit(what="there", start="", reason="x").errors == ["Enter the hour from which they were there."]
    done = page.submit(what="there", end="10:15", reason="Her line broke; she stayed by phone")
    assert done.location == f"{LISTS}/D1-01"
    absent = organiser.get("/en/thamm-2021/manage/attendance/D1-01/evidence/2")
    absent.submit(what="absent", reason="A colleague used his link")
    assert standing(world) == [(people["leila"], at(9, 0), at(10, 15))]
    assert corrections(world) == [
        (How.HAND, "Her line broke; she stayed by phone", 1),
        (How.HAND, "A colleague used his link", 2),
    ]
    organiser.follow(sent).submit(then="apply")
    assert standing(world) == [(people["leila"], at(9, 0), at(10, 15))], "taking over again undoes no correction"
    assert world.count(Attendance) == 4
    assert "Her line broke" in organiser.get(f"{LISTS}/D1-01").text


def test_a_row_is_corrected_once(world: World, people: dict[str, int]) -> None:
    organiser = world.organiser(people["event"])
    organiser.follow(send(organiser, zoom([zoom_line("Jean Martin", "09:00", "10:00")]))).submit(then="apply")
    pages = [organiser.get("/en/thamm-2021/manage/attendance/D1-01/evidence/1") for _once in range(2)]
    pages[0].submit(what="absent", reason="first")
    assert pages[1].submit(what="absent", reason="second").status == 404
    assert [one[1] for one in corrections(world)] == ["first"]


@pytest.mark.parametrize("role", [Role.DESK, Role.TRANSLATOR])
def test_corrections_and_columns_are_the_organisers_business(world: World, people: dict[str, int], role: Role) -> None:
    organiser = world.organiser(people["event"])
    organiser.follow(organiser.follow(send_other(organiser, CSV.encode()))).submit(**COLUMNS)
    organiser.get(f"{OTHER[:-6]}/1").submit(then="apply")
    member = world.member(people["event"], role)
    for path in (OTHER, f"{OTHER[:-6]}/1/columns", "/en/thamm-2021/manage/attendance/D1-01/evidence/1"):
        assert member.get(path).status == 403
    other = world.organiser(world.event("elsewhere"), "other@example.org")
    assert other.get("/en/elsewhere/manage/attendance/D1-01/evidence/1").status == 404
