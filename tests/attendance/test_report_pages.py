"""A report on its way: sent, held against who is registered, decided about, taken over, and taken over again."""

from __future__ import annotations

import hashlib
import threading
from datetime import UTC, datetime

import pytest

from conference.attendance.models import Attendance, MeetingReport
from conference.events.models import Role
from conference.registration.models import RegistrationState
from tests.client import Page, Visitor
from tests.made.agenda import make_session
from tests.made.attendance import presences
from tests.made.registration import add, registration
from tests.made.reports import send, zoom, zoom_line
from tests.world import World

REPORTS = "/en/thamm-2021/manage/attendance/D1-01/reports"
LINES = [
    zoom_line("Leila (Leila Ben Ali)", "08:55", "09:30", email="LEILA@example.org"),
    zoom_line("Leila (Leila Ben Ali)", "09:20", "10:00", email="LEILA@example.org"),
    zoom_line("MARTIN Jean", "09:00", "10:30"),
    zoom_line("Omar Hadad", "09:10", "10:00"),
    zoom_line("Galaxy A12", "09:00", "09:01"),
]


NO_REPORT = (
    "This is no report of a meeting that we know: Zoom and Teams write one line for each person, with the hours at "
    "which they came and went. Download it again and send it as it is."
)
NO_HOURS = "This file says how long people were there, but not when. Download the report again without “unique users”."


def at(hour: int, minute: int) -> datetime:
    """An instant of the session's day, by clocks in Tunis."""
    return datetime(2021, 7, 5, hour - 1, minute, tzinfo=UTC)


@pytest.fixture
def people(world: World) -> dict[str, int]:
    event = world.event()
    make_session(world, event)
    return {
        "event": event,
        "leila": add(world, event, "leila@example.org", native_name="ليلى بن علي", latin_name="Leila Ben Ali"),
        "jean": add(world, event, "jean@example.org", native_name="Jean Martin"),
        "omar": add(world, event, "omar@example.org", native_name="Omar Haddad"),
    }


def plainly(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


def notices(page: Page) -> list[str]:
    return [plainly(one) for one in page.visitor.follow(page).texts(".notice--closable p")]


def evidence(world: World) -> list[tuple[int, datetime | None, datetime | None]]:
    """What stands, by person."""
    rows = presences(world)
    corrected = {one.corrects_id for one in rows}
    return [
        (one.registration_id, one.from_at, one.to_at)
        for one in rows
        if one.id not in corrected and one.from_at is not None
    ]


def test_the_sure_ones_are_taken_over_and_the_others_wait(world: World, people: dict[str, int]) -> None:
    organiser = world.organiser(people["event"])
    content = zoom(LINES)
    sent = send(organiser, content)
    page = organiser.follow(sent)
    assert presences(world) == [], "sending writes nobody down"
    assert page.texts("h2")[1:] == ["2 people wait for your decision", "2 people are settled"]
    assert page.texts("[aria-labelledby=open] .badge") == [
        "Similar name",
        "Nobody found",
    ]
    assert page.texts("[aria-labelledby=settled] .badge") == ["Same e-mail address", "Same name"]
    done = page.submit(then="apply")
    assert notices(done) == ["2 people are present by this report."]
    assert evidence(world) == [
        (people["leila"], at(8, 55), at(10, 0)),
        (people["jean"], at(9, 0), at(10, 30)),
    ]
    with world.reading() as database:
        kept = database.query(MeetingReport).one()
        assert (kept.sha256, kept.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert organiser.get(f"{sent.location}/file").response.data == content


def test_a_number_that_nobody_offered_decides_nothing(world: World, people: dict[str, int]) -> None:
    organiser = world.organiser(people["event"])
    page = organiser.follow(send(organiser, zoom(LINES)))
    assert page.submit(then="save", **{"person-2": "9" * 5000, "person-3": "x"}).status == 302
    with world.reading() as database:
        assert database.query(MeetingReport).one().decisions == {}


def test_what_a_person_decides_counts_and_can_be_taken_back(world: World, people: dict[str, int]) -> None:
    organiser = world.organiser(people["event"])
    page = organiser.follow(send(organiser, zoom(LINES)))
    page = organiser.follow(page.submit(then="save", **{"person-2": str(people["omar"]), "person-3": "0"}))
    assert presences(world) == []
    assert page.texts("[aria-labelledby=settled] .badge") == [
        "Same e-mail address",
        "Same name",
        "Your decision",
        "Your decision",
    ]
    page = organiser.follow(page.submit(then="apply"))
    assert len(evidence(world)) == 3
    done = page.submit(then="apply", **{"person-2": "0"})
    assert notices(done) == ["2 people are present by this report."]
    rows = presences(world)
    assert len(rows) == 4, "the mistake stays, and a row says that it was one"
    assert (rows[3].corrects_id, rows[3].registration_id, rows[3].from_at) == (rows[2].id, people["omar"], None)
    assert [one[0] for one in evidence(world)] == [people["leila"], people["jean"]]


def test_taking_over_twice_and_sending_twice_changes_nothing(world: World, people: dict[str, int]) -> None:
    organiser = world.organiser(people["event"])
    sent = send(organiser, zoom(LINES))
    organiser.follow(sent).submit(then="apply")
    before = [(one.id, one.recorded_at) for one in presences(world)]
    again = send(organiser, zoom(LINES), name="another name.csv")
    assert again.location == sent.location
    assert notices(again) == ["This file is here already: nothing was added."]
    organiser.follow(again).submit(then="apply")
    assert [(one.id, one.recorded_at) for one in presences(world)] == before
    assert world.count(MeetingReport) == 1


def test_the_zone_is_what_the_operator_confirms(world: World, people: dict[str, int]) -> None:
    organiser = world.organiser(people["event"])
    page = organiser.follow(send(organiser, zoom(LINES[2:3])))
    assert page.values()["zone"] == "Africa/Tunis"
    page = organiser.follow(page.submit(then="apply"))
    page.submit(then="apply", zone="Africa/Cairo")
    assert evidence(world) == [(people["jean"], at(8, 0), at(9, 30))]


def test_of_two_orders_of_the_date_the_session_decides_what_is_proposed(world: World, people: dict[str, int]) -> None:
    organiser = world.organiser(people["event"])
    line = "MARTIN Jean,,{0} 09:00:00,{0} 10:30:00,90,Yes,,No"
    page = organiser.follow(send(organiser, zoom([line.format("07/05/2021")])))
    assert [plainly(one) for one in page.texts(".choice label")] == [
        "07/05/2021 09:00:00 is 7 May 2021",
        "07/05/2021 09:00:00 is 5 July 2021",
    ]
    assert page.values()["date_order"] == "month_first"
    page.submit(then="apply")
    assert evidence(world) == [(people["jean"], at(9, 0), at(10, 30))]


def test_somebody_else_is_named_by_code_or_address(world: World, people: dict[str, int]) -> None:
    organiser = world.organiser(people["event"])
    code = registration(world, people["omar"]).code
    page = organiser.follow(send(organiser, zoom(LINES)))
    refused = page.submit(then="apply", **{"code-3": "nobody@example.org", "person-2": str(people["omar"])})
    assert (refused.status, refused.errors) == (422, ["No single registration has this code or address."])
    assert refused.values()["code-3"] == "nobody@example.org"
    assert presences(world) == []
    page.submit(then="apply", **{"code-3": code.lower()})
    assert (people["omar"], at(9, 0), at(9, 1)) in evidence(world)


def test_only_confirmed_people_are_present(world: World, people: dict[str, int]) -> None:
    add(world, people["event"], "sara@example.org", native_name="Sara Example", state=RegistrationState.PENDING)
    organiser = world.organiser(people["event"])
    page = organiser.follow(send(organiser, zoom([zoom_line("Sara Example", "09:00", "10:00"), LINES[2]])))
    assert notices(page.submit(then="apply")) == [
        "1 person is present by this report.",
        "1 person was left out, for only confirmed people can be present.",
    ]
    assert [one[0] for one in evidence(world)] == [people["jean"]]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file holds no rows. Look whether it is the right one."),
        (
            b"Country,Capital\r\nTunisia,Tunis\r\n",
            NO_REPORT,
        ),
        (
            b"Name (Original Name),User Email, Total Durection(Minutes),Guest\r\nAmina,a@example.org,12,Yes\r\n",
            NO_HOURS,
        ),
        (zoom([]), "This report lists nobody. Look whether it is the right one."),
        (
            zoom(["Amina El Fassi,,2022-11-14 09:00:00"]).rstrip(),
            "This file ends in the middle of line 2. Download the report again.",
        ),
        (
            b"%PDF-1.4 something",
            "This is neither a CSV nor an XLSX file. Save the list in one of these formats and send it again.",
        ),
    ],
)
def test_another_file_gets_its_sentence_and_leaves_nothing(
    world: World, people: dict[str, int], content: bytes, sentence: str
) -> None:
    page = send(world.organiser(people["event"]), content)
    assert (page.status, page.errors) == (422, [sentence])
    assert (world.count(MeetingReport), world.count(Attendance)) == (0, 0)


def test_two_organisers_at_once_write_each_presence_once(world: World, people: dict[str, int]) -> None:
    event = people["event"]
    visitors = [world.organiser(event), world.organiser(event, "second@example.org")]
    sent = send(visitors[0], zoom(LINES))
    forms = [one.get(sent.location) for one in visitors]
    threads = [threading.Thread(target=form.submit, kwargs={"then": "apply"}) for form in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one[0] for one in evidence(world)) == sorted([people["leila"], people["jean"]])
    assert world.count(Attendance) == 2


@pytest.mark.parametrize(("role", "status"), [(Role.DESK, 403), (Role.TRANSLATOR, 403)])
def test_reports_are_the_organisers_business(world: World, people: dict[str, int], role: Role, status: int) -> None:
    sent = send(world.organiser(people["event"]), zoom(LINES))
    visitor = world.member(people["event"], role)
    for path in (REPORTS, sent.location, f"{sent.location}/file"):
        assert visitor.get(path).status == status
    make_session(world, world.event("elsewhere"), "X1")
    other = world.organiser(people["event"], "other@example.org")
    assert other.get(sent.location.replace("D1-01", "X1")).status == 404


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_language_has_the_pages(world: World, people: dict[str, int], language: str, visitor: Visitor) -> None:
    organiser = world.organiser(people["event"])
    sent = send(organiser, zoom(LINES))
    organiser.follow(sent).submit(then="apply")
    for path in (REPORTS, sent.location, "/en/thamm-2021/desk/D1-01"):
        assert organiser.get(path.replace("/en/", f"/{language}/")).status == 200
