"""Invitations to register: who may, how the link works, and how it ends."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from conference.accounts.models import Account
from conference.events.models import Role
from conference.registration import service
from conference.registration.models import Entry, Registration, RegistrationInvitation
from conference.registration.service import invitation_token
from tests.client import Visitor
from tests.made.registration import ANSWERS, add, registration
from tests.made.rules import set_rules, to_come
from tests.world import World

PAGE = "/en/thamm-2021/manage/registrations/invitations"


def invited_path(world: World, address: str, language: str = "en") -> str:
    with world.reading() as session:
        found = session.scalars(select(RegistrationInvitation).where(RegistrationInvitation.email == address)).one()
        return f"/{language}/thamm-2021/register/invited/{invitation_token(found)}"


def test_an_invitation_opens_the_form_for_its_address_alone(world: World) -> None:
    event = to_come(world)
    set_rules(world, event, entry=Entry.INVITATION)
    organiser = world.organiser(event)
    page = organiser.get(PAGE).submit(addresses="a@example.org, b@example.org\nc@example.org", category="media")
    assert "3 invitations are on their way." in organiser.follow(page).text
    guest = Visitor(world.app)
    assert guest.get("/en/thamm-2021/register").h1 == "Registration is by invitation"
    form = guest.get(invited_path(world, "b@example.org"))
    assert [option.get("value") for option in form.all("#category option") if option.get("value")] == ["media"]
    done = form.submit(**ANSWERS | {"category": "media", "email": "somebody-else@example.org"})
    assert done.status == 302, done.errors
    found = registration(world)
    assert (found.email, found.state, found.category) == ("b@example.org", "confirmed", "media")
    assert organiser.get(PAGE).texts("tbody .badge") == ["Not used yet", "Confirmed", "Not used yet"]


def test_a_withdrawn_invitation_opens_nothing(world: World) -> None:
    event = to_come(world)
    organiser = world.organiser(event)
    organiser.get(PAGE).submit(addresses="a@example.org")
    path = invited_path(world, "a@example.org")
    listed = organiser.get(PAGE)
    after = organiser.follow(listed.submit("form[action$=withdraw]"))
    assert after.texts("tbody .badge") == ["Withdrawn"]
    gone = Visitor(world.app).get(path)
    assert (gone.status, gone.h1) == (404, "This invitation is over")
    assert world.count(Registration) == 0


def test_a_forged_link_opens_nothing(world: World, visitor: Visitor) -> None:
    to_come(world)
    assert visitor.get("/en/thamm-2021/register/invited/forged").status == 404


def test_addresses_are_invited_once(world: World) -> None:
    event = to_come(world)
    add(world, event, "here@example.org")
    organiser = world.organiser(event)
    organiser.get(PAGE).submit(addresses="a@example.org")
    page = organiser.follow(organiser.get(PAGE).submit(addresses="A@example.org; here@example.org"))
    assert "1 address was invited before: nothing was sent to it." in page.text
    assert "1 address is registered already: nothing was sent to it." in page.text
    assert world.count(RegistrationInvitation) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter at least one e-mail address."),
        (
            "a@example.org\nnot an address",
            "This is not a complete e-mail address: \u2066not an address\u2069. Correct it, then send all of them.",
        ),
    ],
)
def test_wrong_addresses_are_refused_and_nobody_is_written_to(world: World, typed: str, sentence: str) -> None:
    event = to_come(world)
    page = world.organiser(event).get(PAGE).submit(addresses=typed)
    assert (page.status, page.errors) == (422, [sentence])
    assert page.values()["addresses"].splitlines() == typed.splitlines()
    assert world.count(RegistrationInvitation) == 0


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.DESK])
def test_inviting_is_for_organisers(world: World, role: Role) -> None:
    assert world.member(to_come(world), role).get(PAGE).status == 403


def test_an_invitation_withdrawn_while_the_form_was_open_lets_nobody_in(world: World) -> None:
    event = to_come(world)
    set_rules(world, event, entry=Entry.INVITATION)
    organiser = world.organiser(event)
    organiser.get(PAGE).submit(addresses="a@example.org")
    form = Visitor(world.app).get(invited_path(world, "a@example.org"))
    with world.writing() as session:
        service.withdraw_invitation(
            session,
            session.scalars(select(RegistrationInvitation)).one(),
            by=session.get_one(Account, world.account_id("organiser@example.org")),
        )
    assert form.submit(**ANSWERS).status != 302
    assert world.count(Registration) == 0
