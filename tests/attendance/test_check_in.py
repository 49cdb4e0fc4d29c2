"""People who mark themselves present with the code that the room shows."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from conference.attendance import service
from conference.attendance.badge_codes import badge_code
from conference.attendance.models import How
from conference.attendance.room_codes import code_at
from conference.core import clock
from conference.events.models import Role
from conference.registration.models import Registration, RegistrationState
from conference.registration.service import token_of
from tests.client import Page, Visitor
from tests.made.agenda import make_session, publish
from tests.made.attendance import mark, presences
from tests.made.registration import add, registration
from tests.world import World

HERE = "/en/thamm-2021/agenda/D1-01/here"
SCREEN = "/en/thamm-2021/desk/D1-01/screen"
# The session runs from 09:00 to 10:30 in Tunis.
DURING = datetime(2021, 7, 5, 8, 5, tzinfo=UTC)


@pytest.fixture
def session(world: World) -> int:
    made = make_session(world, world.event())
    publish(world, 1)
    return made


@pytest.fixture
def leila(world: World, session: int) -> int:
    return add(world, 1, "leila@example.org", native_name="Leïla Ben Ali")


@pytest.fixture
def hers(world: World, leila: int) -> Visitor:
    return world.signed_in(world.account("leila@example.org"))


def shown(world: World, session: int, moment: datetime = DURING) -> str:
    with world.app.app_context():
        return code_at(session, moment)


def said(page: Page) -> list[str]:
    return page.visitor.follow(page).texts(".notice p")


def test_who_is_signed_in_types_the_digits_and_is_present_once(
    world: World, session: int, leila: int, hers: Visitor
) -> None:
    code = shown(world, session)
    with clock.at(DURING):
        assert said(hers.get(HERE).submit(code=f"{code[:3]} {code[3:]}")) == ["You are marked present."]
        assert said(hers.get(f"{HERE}?shown={code}").submit()) == [
            "You were marked present before: nothing more is needed."
        ]
    (row,) = presences(world)
    assert (row.session_id, row.registration_id, row.how) == (session, leila, How.SELF)
    assert (row.from_at, row.to_at, row.recorded_by) == (DURING, None, None)


def test_the_personal_link_and_the_badge_say_who_it_is(world: World, session: int, leila: int) -> None:
    omar = add(world, 1, "omar@example.org")
    with world.writing() as database:
        token = token_of(database.get_one(Registration, leila))
        known = database.get_one(Registration, omar)
        badge = badge_code(known, service.give_badges(database, [known])[omar])
    visitor, code = Visitor(world.app), shown(world, session)
    with clock.at(DURING):
        page = visitor.get(f"{HERE}?registration={token}")
        assert "You check in as Leïla Ben Ali." in page.text
        assert said(page.submit(code=code)) == ["You are marked present."]
        assert said(visitor.get(HERE).submit(code=code, badge=badge.lower())) == ["You are marked present."]
        refused = visitor.get(HERE).submit(code=code, badge=registration(world, leila).code)
    assert (refused.status, refused.errors) == (
        422,
        ["This is not the code of a badge that is good. Ask at the desk."],
    )
    assert [row.registration_id for row in presences(world)] == [leila, omar]


def test_the_minute_before_is_good_and_what_is_older_guessed_or_of_another_room_is_not(
    world: World, session: int, leila: int, hers: Visitor
) -> None:
    other = make_session(world, 1, "D1-02")
    wrong = [
        shown(world, session, DURING - timedelta(minutes=2)),
        shown(world, session, DURING - timedelta(days=1)),
        shown(world, session, DURING + timedelta(minutes=1)),
        shown(world, other),
    ]
    with clock.at(DURING):
        for code in wrong:
            page = hers.get(HERE).submit(code=code)
            assert (page.status, page.errors) == (
                422,
                ["The room does not show this code. Read it again: it changes every minute."],
            )
        assert presences(world) == []
        before = shown(world, session, DURING - timedelta(minutes=1))
        assert said(hers.get(HERE).submit(code=before)) == ["You are marked present."]


def test_guessing_ends_after_five_tries_for_this_person_alone(
    world: World, session: int, leila: int, hers: Visitor
) -> None:
    add(world, 1, "omar@example.org")
    omar = world.signed_in(world.account("omar@example.org"))
    code = shown(world, session)
    wrong = "000000" if code != "000000" else "111111"
    with clock.at(DURING):
        assert [hers.get(HERE).submit(code=wrong).status for _try in range(6)] == [422] * 5 + [429]
        page = hers.get(HERE).submit(code=code)
        assert page.errors == ["Too many codes were tried. Wait ten minutes, or go to the desk."]
        assert said(omar.get(HERE).submit(code=code)) == ["You are marked present."]
    assert len(presences(world)) == 1


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        (DURING - timedelta(hours=2), "Checking in is possible from 08:45."),
        (DURING + timedelta(hours=2), "This session is over, or was cancelled: ask at the desk."),
    ],
)
def test_the_window_is_the_sessions(
    world: World, session: int, leila: int, hers: Visitor, moment: datetime, sentence: str
) -> None:
    with clock.at(moment):
        page = hers.get(HERE).submit(code=shown(world, session, moment))
    assert page.status == 409
    assert [one.replace("\u2066", "").replace("\u2069", "") for one in page.errors] == [sentence]
    assert presences(world) == []


def test_only_confirmed_people_check_in(world: World, session: int) -> None:
    add(world, 1, "omar@example.org", state=RegistrationState.WAITLISTED)
    omar = world.signed_in(world.account("omar@example.org"))
    with clock.at(DURING):
        page = omar.get(HERE).submit(code=shown(world, session))
    assert (page.status, page.errors) == (
        403,
        ["Your registration: On the waiting list. Only confirmed people can be marked present."],
    )
    assert presences(world) == []


def test_whom_the_desk_saw_is_not_written_down_again_and_the_desk_sees_them(
    world: World, session: int, leila: int, hers: Visitor
) -> None:
    code = shown(world, session)
    with clock.at(DURING):
        hers.get(HERE).submit(code=code)
        desk = world.member(1, Role.DESK)
        page = desk.get("/en/thamm-2021/desk/D1-01").submit(words=registration(world, leila).code)
        assert desk.follow(page).texts(".notice--closable p")[0].endswith("was marked present before.")
    mark(world, session, leila)
    assert [row.how for row in presences(world)] == [How.SELF]


def test_nothing_typed_is_a_sentence_beside_each_field(world: World, session: int) -> None:
    with clock.at(DURING):
        page = Visitor(world.app).get(HERE).submit(code="", badge="")
    assert (page.status, page.errors) == (
        422,
        ["Type the six digits that the screen shows.", "Type the code that is printed on your badge."],
    )


def test_the_screen_shows_the_minutes_code_and_where_to_type_it(world: World, session: int) -> None:
    desk = world.member(1, Role.DESK)
    with clock.at(DURING):
        page = desk.get(SCREEN)
    code = shown(world, session)
    assert page.texts(".room-digits") == [f"{code[:3]} {code[3:]}"]
    assert page.texts(".room-address") == [f"http://localhost{HERE}"]
    assert page.one("[data-screen]").get("data-seconds") == "60"
    assert page.source.count("<svg") == 1
    assert re.search(r'http-equiv="refresh" content="61"', page.source)
    for role, status in ((Role.TRANSLATOR, 403), (None, 403)):
        visitor = world.member(1, role) if role else world.signed_in(world.account("omar@example.org"))
        assert visitor.get(SCREEN).status == status


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_both_pages_open_in_every_language(world: World, session: int, leila: int, language: str) -> None:
    assert Visitor(world.app).get(HERE.replace("/en/", f"/{language}/")).status == 200
    assert world.member(1, Role.DESK).get(SCREEN.replace("/en/", f"/{language}/")).status == 200
