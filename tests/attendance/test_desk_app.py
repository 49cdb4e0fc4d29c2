"""The desk as an app: what it is given to keep, and the scans that it sends."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import segno
from sqlalchemy import select

from conference.accounts.models import Account
from conference.attendance import service
from conference.attendance.badge_codes import badge_code
from conference.attendance.models import Attendance, Device, How, Scan
from conference.core import clock
from conference.events.models import Role
from conference.registration.models import Registration, RegistrationState
from conference.registration.service import erase
from tests.client import Visitor
from tests.made.agenda import make_session
from tests.made.attendance import mark, presences
from tests.made.desk import DESK, DeskDevice, scan
from tests.made.registration import add, link, registration
from tests.queries import count_queries
from tests.world import World

# The session of these tests runs from 09:00 to 10:30 in Tunis, an hour ahead of UTC.
START = datetime(2021, 7, 5, 8, 0, tzinfo=UTC)
LATER = START + timedelta(hours=2)
NOT_CONFIRMED = "{name} cannot be marked present, for only confirmed people can. The registration’s state: {state}."


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def code_of(world: World, person: int) -> str:
    return registration(world, person).code


def badge_of(world: World, person: int) -> str:
    with world.writing() as database:
        known = database.get_one(Registration, person)
        return badge_code(known, service.give_badges(database, [known])[person])


@pytest.fixture
def event(world: World) -> int:
    made = world.event()
    make_session(world, made)
    return made


@pytest.fixture
def leila(world: World, event: int) -> int:
    return add(world, event, "leila@example.org", native_name="ليلى بن علي", latin_name="Leïla Ben Ali")


@pytest.fixture
def device(world: World, event: int) -> DeskDevice:
    return DeskDevice(world.member(event, Role.DESK))


@pytest.fixture
def second(world: World, event: int) -> DeskDevice:
    account = world.account("desk2@example.org", event=event, roles=(Role.DESK,))
    return DeskDevice(world.signed_in(account), "Side door")


def stays(world: World) -> list[tuple[int, datetime, datetime | None]]:
    """What stands, in order."""
    rows = presences(world)
    corrected = {one.corrects_id for one in rows}
    found = [(one.registration_id, one.since, one.to_at) for one in rows if one.id not in corrected and one.from_at]
    return sorted(found, key=lambda one: one[1])


def scans(world: World) -> list[Scan]:
    with world.reading() as database:
        found = list(database.scalars(select(Scan).order_by(Scan.id)))
        database.expunge_all()
        return found


def test_a_scan_names_its_device_and_its_clock(world: World, device: DeskDevice, leila: int) -> None:
    with clock.at(LATER):
        told = device.results(scan(code_of(world, leila), at(5)))
    assert told == [("in", "ليلى بن علي is marked present.")]
    assert stays(world) == [(leila, at(5), None)]
    (row,), (one,) = presences(world), scans(world)
    assert (row.scan_id, row.how, row.recorded_at) == (one.id, How.DESK, LATER)
    assert (one.device_at, one.correction, one.at, one.received_at) == (at(5), 0, at(5), LATER)
    assert one.received_by == world.account_id("desk@example.org")
    with world.reading() as database:
        assert database.get_one(Device, one.device_id).name == "Main entrance"


@pytest.mark.parametrize(("off", "correction"), [(0, 0), (4, 0), (-600, 600), (5400, -5400)])
def test_a_clock_that_is_off_is_corrected_and_both_are_kept(
    world: World, device: DeskDevice, leila: int, off: int, correction: int
) -> None:
    wrong = timedelta(seconds=off)
    with clock.at(LATER):
        device.results(scan(code_of(world, leila), at(5) + wrong), clock=LATER + wrong)
    (one,) = scans(world)
    assert (one.device_at, one.correction) == (at(5) + wrong, correction)
    assert one.at == at(5) + wrong + timedelta(seconds=correction)


def test_no_scan_lies_in_the_future(world: World, device: DeskDevice, leila: int) -> None:
    with clock.at(at(10)):
        device.results(scan(code_of(world, leila), at(60)))
    assert [one.at for one in scans(world)] == [at(10)]


def test_a_batch_sent_twice_changes_nothing_and_is_answered_the_same(
    world: World, device: DeskDevice, leila: int
) -> None:
    batch = [scan(code_of(world, leila), at(5)), scan("ZZZZ9999", at(6))]
    with clock.at(LATER):
        first, again = device.results(*batch), device.results(*batch)
    assert first == again
    assert (len(presences(world)), len(scans(world))) == (1, 2)


def test_an_exit_ends_what_the_entry_began_and_nothing_is_overwritten(
    world: World, device: DeskDevice, leila: int
) -> None:
    code = code_of(world, leila)
    with clock.at(LATER):
        device.results(scan(code, at(5)))
        told = device.results(scan(code, at(35), direction="out"))
        device.results(scan(code, at(50)))
    assert told == [("out", "ليلى بن علي is marked as having left.")]
    assert stays(world) == [(leila, at(5), at(35)), (leila, at(50), None)]
    first, closed, _again = presences(world)
    assert (first.to_at, closed.corrects_id) == (None, first.id)


def test_an_exit_that_arrives_before_its_entry_counts_once_that_is_there(
    world: World, device: DeskDevice, second: DeskDevice, leila: int
) -> None:
    code = code_of(world, leila)
    with clock.at(LATER):
        (told,) = second.results(scan(code, at(35), direction="out"))
        assert told[0] == "outside"
        assert stays(world) == []
        device.results(scan(code, at(5)))
    assert stays(world) == [(leila, at(5), at(35))]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_desks_the_earlier_entry_stands_and_both_are_told(
    world: World, device: DeskDevice, second: DeskDevice, leila: int, order: tuple[int, int]
) -> None:
    code = code_of(world, leila)
    sends = [(device, scan(code, at(5))), (second, scan(code, at(2)))]
    with clock.at(LATER):
        for number in order:
            desk, one = sends[number]
            desk.results(one)
        told = [one.state()["clashes"] for one in (device, second)]
    assert stays(world) == [(leila, at(2), None)]
    sentence = (
        "ليلى بن علي was let in twice: at 09:02 by Side door and at 09:05 by Main entrance. The first entry stands."
    )
    for (clash,) in told:
        assert "".join(one for one in clash["sentence"] if one not in "\u2066\u2068\u2069") == sentence
        assert (clash["session"], clash["code"]) == ("D1-01", code)
    assert len(scans(world)) == 2


def test_one_device_that_scans_twice_makes_no_clash(world: World, device: DeskDevice, leila: int) -> None:
    code = code_of(world, leila)
    with clock.at(LATER):
        told = device.results(scan(code, at(5)), scan(code, at(6)))
        assert [outcome for outcome, _sentence in told] == ["in", "again"]
        assert device.state()["clashes"] == []
    assert stays(world) == [(leila, at(5), None)]


def test_what_was_taken_back_does_not_come_back_with_the_next_scan(
    world: World, device: DeskDevice, leila: int
) -> None:
    code = code_of(world, leila)
    with clock.at(at(20)):
        device.results(scan(code, at(5)), scan(code, at(6)))
        device.visitor.get(f"{DESK}/D1-01").submit("form[action*=withdraw]")
    assert stays(world) == []
    with clock.at(LATER):
        (told,) = device.results(scan(code, at(40), direction="out"))
        assert told[0] == "outside"
        device.results(scan(code, at(30)))
    assert stays(world) == [(leila, at(30), at(40))]


def test_what_was_corrected_by_hand_stands_and_a_later_exit_ends_it(
    world: World, device: DeskDevice, leila: int
) -> None:
    code = code_of(world, leila)
    with clock.at(at(20)):
        device.results(scan(code, at(5)))
    with clock.at(at(25)), world.writing() as database:
        row = database.get_one(Attendance, 1)
        by = database.get_one(Account, row.recorded_by)
        service.correct(database, row, from_at=at(1), to_at=None, reason="seen at the back door", by=by)
    with clock.at(LATER):
        assert device.results(scan(code, at(30)))[0][0] == "again"
        assert device.results(scan(code, at(40), direction="out"))[0][0] == "out"
    assert stays(world) == [(leila, at(1), at(40))]


def test_an_exit_ends_what_was_marked_on_the_plain_list(world: World, device: DeskDevice, leila: int) -> None:
    with clock.at(at(1)):
        device.visitor.get(f"{DESK}/D1-01").submit(words=code_of(world, leila))
    with clock.at(LATER):
        device.results(scan(code_of(world, leila), at(30), direction="out"))
        assert stays(world) == [(leila, at(1), at(30))]
        device.visitor.get(f"{DESK}/D1-01").submit(words=code_of(world, leila))
    assert len(stays(world)) == 2


def test_badges_are_read_and_those_that_are_no_good_are_kept_with_their_reason(
    world: World, device: DeskDevice, event: int, leila: int
) -> None:
    elsewhere = world.event("there")
    foreign = badge_of(world, add(world, elsewhere, "omar@example.org"))
    good = badge_of(world, leila)
    altered = good[:-1] + ("A" if good[-1] != "A" else "B")
    waiting = add(world, event, "nadia@example.org", native_name="Nadia", state=RegistrationState.WAITLISTED)
    with clock.at(LATER):
        told = device.results(
            scan(good.lower().replace("-", " "), at(1)),
            scan(foreign, at(2)),
            scan(altered, at(3)),
            scan("https://example.org/", at(4)),
            scan(code_of(world, waiting), at(5)),
        )
    assert told == [
        ("in", "ليلى بن علي is marked present."),
        ("refused", "This badge belongs to another event."),
        ("refused", "This badge’s code is not right: a letter was misread, or somebody made it up."),
        ("refused", "No registration of this event has this code."),
        (
            "refused",
            NOT_CONFIRMED.format(name="Nadia", state="On the waiting list"),
        ),
    ]
    kept = [(one.read, one.refusal, one.registration_id) for one in scans(world)]
    assert kept == [
        (good.lower().replace("-", " "), "", leila),
        (foreign, "elsewhere", None),
        (altered, "altered", None),
        ("https://example.org/", "unknown", None),
        (code_of(world, waiting), "not_confirmed", waiting),
    ]
    with world.writing() as database:
        known = database.get_one(Registration, leila)
        service.revoke_badge(database, known, reason="lost", by=1)
    with clock.at(LATER):
        assert device.results(scan(good, at(10), direction="out")) == [
            ("refused", "This badge was revoked. The organisers can print another one.")
        ]
    assert scans(world)[-1].registration_id == leila


def test_a_person_at_the_door_refuses_with_a_reason_that_is_kept(world: World, device: DeskDevice, leila: int) -> None:
    with clock.at(LATER):
        told = device.results(scan(code_of(world, leila), at(5), refusal="somebody_else"))
    assert told == [("refused", "The badge is somebody else’s.")]
    assert [(one.refusal, one.registration_id) for one in scans(world)] == [("somebody_else", leila)]
    assert presences(world) == []


def test_who_is_inside_may_leave_whatever_became_of_the_registration(
    world: World, device: DeskDevice, leila: int
) -> None:
    with clock.at(LATER):
        device.results(scan(code_of(world, leila), at(5)))
        with world.writing() as database:
            database.get_one(Registration, leila).state = RegistrationState.CANCELLED
        assert device.results(scan(code_of(world, leila), at(30), direction="out"))[0][0] == "out"


def test_scans_of_sessions_that_are_no_more_are_named_and_not_stored(
    world: World, device: DeskDevice, leila: int
) -> None:
    gone = scan(code_of(world, leila), at(5), session="GONE")
    with clock.at(LATER):
        page = device.send(gone)
    assert page.response.json == {"results": [], "left_out": [gone["nonce"]]}
    assert scans(world) == []


GOOD: dict[str, Any] = scan("AB23CD45", START)


@pytest.mark.parametrize(
    "scans_sent",
    [
        [GOOD | {"at": "yesterday"}],
        [GOOD | {"direction": "through"}],
        [GOOD | {"refusal": "nothing"}],
        [GOOD | {"read": None}],
        [{}],
        [GOOD] * 201,
        "scans",
    ],
)
def test_what_no_desk_sends_is_refused_whole(world: World, device: DeskDevice, scans_sent: Any) -> None:
    sent = {"device": device.code, "clock": START.isoformat(), "scans": scans_sent}
    assert device.post("scans", sent).status == 422
    assert scans(world) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": "2021-07-05T09:00:00"},
        {"at": "9999-12-31T23:59:59Z"},
        {"at": "0001-01-01T00:00:00Z"},
        {"nonce": "short"},
        {"nonce": "x" * 37},
        {"nonce": "a\0" * 10},
        {"session": "D1\0"},
        {"refusal": "unknown"},
    ],
)
def test_one_scan_that_is_none_keeps_no_other_from_arriving(
    world: World, device: DeskDevice, leila: int, wrong: dict[str, str]
) -> None:
    good, odd = scan(code_of(world, leila), START), scan("AB23CD45", START) | wrong
    sent = {"device": device.code, "clock": START.isoformat(), "scans": [odd, good]}
    page = device.post("scans", sent)
    assert page.status == 200
    assert [one["nonce"] for one in page.response.json["results"]] == [good["nonce"]]
    assert page.response.json["left_out"] == [odd["nonce"]]


def test_what_no_text_holds_is_taken_out_of_what_was_read(world: World, device: DeskDevice) -> None:
    page = device.post("scans", {"device": device.code, "clock": START.isoformat(), "scans": [GOOD | {"read": "a\0b"}]})
    assert [one["outcome"] for one in page.response.json["results"]] == ["refused"]
    assert [one.read for one in scans(world)] == ["ab"]


def test_what_is_no_json_or_comes_from_no_device_is_refused(world: World, device: DeskDevice) -> None:
    assert device.post("scans", b"{").status == 422
    assert device.post("scans", {"device": "nobody", "clock": START.isoformat(), "scans": []}).status == 404
    assert device.visitor.get(f"{DESK}/state.json?device=nobody").status == 404
    for name in ("", " ", "x" * 61, "a\u202eb", "a\0b"):
        assert device.post("devices", {"name": name}).status == 422
    assert world.count(Device) == 1


def test_a_device_belongs_to_its_event(world: World, device: DeskDevice) -> None:
    other = world.event("there")
    make_session(world, other, "X1")
    account = world.account("both@example.org", event=other, roles=(Role.DESK,))
    there = DeskDevice(world.signed_in(account), desk="/en/there/desk")
    assert there.visitor.get(f"/en/there/desk/state.json?device={device.code}").status == 404
    there.code = device.code
    assert there.send(scan("AB23CD45", START, session="X1")).status == 404


def test_the_list_is_the_least_that_a_desk_needs(world: World, device: DeskDevice, event: int, leila: int) -> None:
    mark(world, 1, leila)
    state = device.state()
    assert state["people"] == [[code_of(world, leila), "ليلى بن علي", "Leïla Ben Ali", "government", "confirmed"]]
    assert state["device"]["name"] == "Main entrance"
    (session,) = state["sessions"]
    assert (session["code"], session["inside"], session["present"]) == ("D1-01", [code_of(world, leila)], 1)
    assert device.state(known=state["digest"])["people"] is None
    assert "leila@example.org" not in json.dumps(state)


def test_the_list_asks_as_often_for_thirty_people_as_for_three(world: World, device: DeskDevice, event: int) -> None:
    counted, made = [], 0
    for rows in (3, 30):
        while made < rows:
            mark(world, 1, add(world, event, f"person{made}@example.org", native_name=f"Participant {made}"))
            made += 1
        with count_queries(world.app) as queries:
            assert len(device.state()["people"]) == rows
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert counted[0] <= 12


def test_a_batch_asks_as_often_for_thirty_codes_as_for_three(world: World, device: DeskDevice, event: int) -> None:
    codes = [code_of(world, add(world, event, f"person{number}@example.org")) for number in range(33)]
    counted = []
    for part in (codes[:3], codes[3:]):
        with clock.at(LATER), count_queries(world.app) as queries:
            device.results(*(scan(code, at(5)) for code in part))
        counted.append(len([one for one in queries if one.lstrip().upper().startswith("SELECT")]))
    assert counted[0] == counted[1]


@pytest.mark.parametrize("role", [Role.TRANSLATOR, None])
def test_nobody_else_opens_it(world: World, event: int, role: Role | None) -> None:
    visitor = world.member(event, role) if role else world.signed_in(world.account("leila@example.org"))
    for path in (DESK, f"{DESK}/state.json"):
        assert visitor.get(path).status == 403
    for path in ("devices", "scans", "picture"):
        assert visitor.post(f"{DESK}/{path}").status == 403


def test_a_desk_without_the_token_changes_nothing(world: World, device: DeskDevice) -> None:
    for path in ("devices", "scans", "picture"):
        assert device.visitor.post_body(f"{DESK}/{path}", b"{}", content_type="application/json").status == 400
    assert world.count(Device) == 1


def test_the_page_names_nobody_and_may_be_kept(world: World, device: DeskDevice, leila: int) -> None:
    page = device.visitor.get(DESK)
    assert page.h1 == "Desk"
    assert "no-store" not in page.response.headers["Cache-Control"]
    for secret in ("ليلى", code_of(world, leila), "desk@example.org", "csrf_token"):
        assert secret not in page.source
    manifest = device.visitor.get(f"{DESK}.webmanifest").response.json
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == (DESK, DESK, "standalone")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_it_opens_in_every_language(world: World, device: DeskDevice, leila: int, language: str) -> None:
    assert device.visitor.get(f"/{language}/thamm-2021/desk").status == 200
    there = DeskDevice(device.visitor, desk=f"/{language}/thamm-2021/desk")
    with clock.at(LATER):
        (told,) = there.results(scan(code_of(world, leila), at(5)))
    assert told[0] == "in"
    assert "ليلى بن علي" in told[1]


def test_a_photographed_code_is_read(device: DeskDevice) -> None:
    drawn = io.BytesIO()
    segno.make("AB23CD45-23-ABCDEF", error="m").save(drawn, kind="png", scale=6)
    for picture, text in ((drawn.getvalue(), "AB23CD45-23-ABCDEF"), (b"no picture", "")):
        token = device.state()["csrf"]
        page = device.visitor.post(
            f"{DESK}/picture",
            {"picture": (io.BytesIO(picture), "badge.png")},
            headers={"X-CSRFToken": token},
        )
        assert (page.status, page.response.json) == (200, {"text": text})
    nothing = device.visitor.post(f"{DESK}/picture", {}, headers={"X-CSRFToken": device.state()["csrf"]})
    assert nothing.status == 422


def test_rows_are_counted_once(world: World, device: DeskDevice, leila: int) -> None:
    with clock.at(LATER):
        device.results(*(scan(code_of(world, leila), at(minutes)) for minutes in (5, 6, 7)))
    assert world.count(Attendance) == 1


def test_who_is_not_signed_in_is_led_to_the_sign_in(world: World, event: int, visitor: Visitor) -> None:
    assert visitor.get(DESK).location == "/en/sign-in?next=/en/thamm-2021/desk"


def test_a_person_sees_and_takes_back_what_the_desk_read_of_them(world: World, device: DeskDevice, leila: int) -> None:
    code = code_of(world, leila)
    with clock.at(LATER):
        device.results(scan(code, at(5)), scan(code, at(6), refusal="somebody_else"))
    page = Visitor(world.app).get(f"{link(world, leila)}/data")
    assert page.texts("[aria-labelledby=held-attendance] tbody tr") == [
        "Title D1-015 July 2021, 09:05At the desk",
        "Title D1-015 July 2021, 09:06The badge is somebody else’s.",
    ]
    with world.writing() as database:
        erase(database, database.get_one(Registration, leila), by=None)
    assert [(one.outcome, one.read) for one in scans(world)] == [("in", "")]
    assert [row.registration_id for row in presences(world)] == [leila]
