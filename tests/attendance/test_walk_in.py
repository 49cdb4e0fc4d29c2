"""Somebody who comes to the door without a registration."""

from __future__ import annotations

from typing import Any

import pytest

from conference.attendance.models import How
from conference.events.models import Event, Role
from conference.registration.models import Registration, RegistrationState
from tests.client import Page, Visitor
from tests.made.agenda import make_session
from tests.made.attendance import presences
from tests.made.mails import text_of
from tests.made.registration import add, registration
from tests.world import World

WALK_IN = "/en/thamm-2021/desk/D1-01/walk-in"
PERSON = {
    "native_name": "نادية المرابط",
    "latin_name": "Nadia El Mrabet",
    "email": "nadia@example.org",
    "organisation": "Ministère du travail",
    "country": "MA",
    "category": "government",
    "language_code": "fr",
}


@pytest.fixture
def event(world: World) -> int:
    made = world.event()
    make_session(world, made)
    return made


@pytest.fixture
def desk(world: World, event: int) -> Visitor:
    return world.member(event, Role.DESK)


def come(visitor: Visitor, **typed: Any) -> Page:
    return visitor.get(WALK_IN).submit(**(PERSON | typed))


def set_places(world: World, event: int, places: int) -> None:
    with world.writing() as database:
        database.get_one(Event, event).places = places


def test_they_are_confirmed_marked_present_and_written_to(world: World, desk: Visitor) -> None:
    done = come(desk)
    assert done.location == "/en/thamm-2021/desk/D1-01"
    (said,) = desk.follow(done).texts(".notice--closable p")
    assert said.replace("\u2068", "").replace("\u2069", "") == "نادية المرابط is registered and marked present."
    person = registration(world)
    assert (person.state, person.category, person.language_code) == (RegistrationState.CONFIRMED, "government", "fr")
    assert (person.awaits_person, person.consents) == (True, [])
    (row,) = presences(world)
    assert (row.registration_id, row.how) == (person.id, How.DESK)
    (mail,) = world.deliver()
    assert mail["To"] == "nadia@example.org"
    assert "/fr/thamm-2021/registration/" in text_of(mail)


def test_who_is_registered_already_is_named_by_their_code(world: World, desk: Visitor, event: int) -> None:
    known = add(world, event, "nadia@example.org", state=RegistrationState.WAITLISTED)
    page = come(desk)
    assert page.status == 422
    (error,) = (one.replace("\u2068", "").replace("\u2069", "") for one in page.errors)
    code = registration(world, known).code
    assert error == f"Somebody with this address is registered: code {code}, state: On the waiting list."
    assert page.values()["organisation"] == "Ministère du travail"
    assert presences(world) == []


def test_a_full_event_takes_nobody_more_but_on_an_organisers_word(world: World, desk: Visitor, event: int) -> None:
    add(world, event, "omar@example.org")
    set_places(world, event, 1)
    page = come(desk, beyond="y")
    assert (page.status, page.errors) == (
        422,
        ["There is no place left. An organiser can let this person in all the same."],
    )
    assert page.texts(".notice--saffron p") == ["1 of 1 places are taken."]
    assert world.count(Registration) == 1
    organiser = world.organiser(event)
    refused = come(organiser)
    assert refused.errors == ["There is no place left. Tick the box at the end to let this person in all the same."]
    assert come(organiser, beyond="y").status == 302
    assert (world.count(Registration), len(presences(world))) == (2, 1)


@pytest.mark.parametrize("name", [one for one in PERSON if one not in ("latin_name", "language_code")])
def test_what_is_missing_is_said_beside_its_field(world: World, desk: Visitor, name: str) -> None:
    page = come(desk, **{name: ""})
    assert (page.status, len(page.errors)) == (422, 1)
    assert world.count(Registration) == 0


@pytest.mark.parametrize("role", [Role.TRANSLATOR, None])
def test_only_the_desk_takes_people_in(world: World, event: int, role: Role | None) -> None:
    visitor = world.member(event, role) if role else world.signed_in(world.account("leila@example.org"))
    assert visitor.get(WALK_IN).status == 403


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_form_opens_in_every_language(desk: Visitor, language: str) -> None:
    assert desk.get(WALK_IN.replace("/en/", f"/{language}/")).status == 200
