"""Roles are given to addresses, wait for whoever proves them, and are taken away; an organiser always remains."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from conference.accounts.models import Account
from conference.audit.models import AuditEntry
from conference.events.models import EventRole, Role, RoleInvitation
from tests.client import Visitor
from tests.queries import count_queries
from tests.world import World

PATH = "/en/thamm-2021/manage/team"


@pytest.fixture
def event(world: World) -> int:
    return world.event()


@pytest.fixture
def organiser(world: World, event: int) -> Visitor:
    return world.organiser(event)


def roles(world: World) -> list[tuple[str, str]]:
    with world.reading() as session:
        query = select(EventRole).join(EventRole.account).order_by(EventRole.role, Account.email)
        return [(given.account.email, given.role) for given in session.scalars(query)]


def sign_in_by_mail(world: World, visitor: Visitor, address: str) -> None:
    visitor.get("/en/sign-in").submit(email=address)
    (mail,) = [mail for mail in world.deliver() if mail["To"] == address]
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(r"http://localhost(/\S+)", body.get_content())
    assert found
    visitor.get(found[1]).submit("main form")


def test_an_account_gets_its_role_at_once_and_a_mail_in_its_language(
    world: World, event: int, organiser: Visitor
) -> None:
    world.account("amina@example.org", language="fr", native_name="Amina")
    done = organiser.get(PATH).submit("main form.form", email="Amina@Example.org", role="desk")
    assert done.status == 302
    assert roles(world) == [("amina@example.org", "desk"), ("organiser@example.org", "organiser")]
    assert world.count(RoleInvitation) == 0
    (mail,) = world.deliver()
    assert (mail["To"], mail["Content-Language"]) == ("amina@example.org", "fr")
    body = mail.get_body(("plain",))
    assert body is not None
    assert "http://localhost/fr/sign-in?next=/fr/thamm-2021/manage/" in body.get_content()


def test_a_new_address_waits_until_somebody_proves_it(world: World, organiser: Visitor, event: int) -> None:
    assert organiser.get(PATH).submit("main form.form", email="new@example.org", role="translator").status == 302
    assert roles(world) == [("organiser@example.org", "organiser")]
    assert world.account_id("new@example.org") is None, "an account is a proved address"
    page = organiser.get(PATH)
    assert page.texts("tbody th") == ["organiser@example.org", "new@example.org"]
    assert page.texts("tbody tr:last-child .badge") == ["Translator", "Has not signed in yet"]
    world.deliver()
    newcomer = Visitor(world.app)
    sign_in_by_mail(world, newcomer, "new@example.org")
    assert roles(world) == [("organiser@example.org", "organiser"), ("new@example.org", "translator")]
    assert world.count(RoleInvitation) == 0
    assert newcomer.get("/en/thamm-2021/manage/").status == 200


def test_another_address_does_not_get_it(world: World, organiser: Visitor) -> None:
    organiser.get(PATH).submit("main form.form", email="new@example.org", role="organiser")
    world.deliver()
    sign_in_by_mail(world, Visitor(world.app), "other@example.org")
    assert roles(world) == [("organiser@example.org", "organiser")]
    assert world.count(RoleInvitation) == 1


def test_an_invitation_withdrawn_is_none(world: World, organiser: Visitor) -> None:
    organiser.get(PATH).submit("main form.form", email="new@example.org", role="organiser")
    world.deliver()
    assert organiser.get(PATH).submit("form[action$=withdraw]").status == 302
    sign_in_by_mail(world, Visitor(world.app), "new@example.org")
    assert roles(world) == [("organiser@example.org", "organiser")]


def test_a_role_is_given_once(world: World, organiser: Visitor) -> None:
    form = "main form.form"
    for email in ("organiser@example.org", "new@example.org", "NEW@example.org"):
        page = organiser.get(PATH).submit(form, email=email, role="organiser")
    assert page.status == 422
    assert page.errors == ["This address has this role already."]
    assert page.values(form)["email"] == "NEW@example.org"
    assert (world.count(RoleInvitation), len(world.deliver())) == (1, 1)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": ""}, "Enter an e-mail address."),
        (
            {"email": "Leila <leila@example.org>"},
            "Enter a complete e-mail address, for example name@organisation.org.",
        ),
        ({"email": "a@example.org", "role": "king"}, "Choose one of the options listed."),
    ],
)
def test_bad_input_gives_no_role(world: World, organiser: Visitor, typed: dict[str, str], sentence: str) -> None:
    page = organiser.get(PATH).submit("main form.form", **typed)
    assert (page.status, page.errors) == (422, [sentence])
    assert world.count(RoleInvitation) == 0


def test_the_last_organiser_stays(world: World, organiser: Visitor) -> None:
    done = organiser.get(PATH).submit("form[action$=take]")
    assert organiser.follow(done).texts("[role=alert] p") == [
        "An event keeps at least one organiser. Make somebody else an organiser first."
    ]
    assert roles(world) == [("organiser@example.org", "organiser")]


def test_whoever_takes_their_own_role_away_leaves(world: World, event: int, organiser: Visitor) -> None:
    world.organiser(event, "zohra@example.org")
    done = organiser.get(PATH).submit("form[action$=take]")
    assert done.location == "/en/account"
    assert roles(world) == [("zohra@example.org", "organiser")]
    assert organiser.get(PATH).status == 403


def test_another_events_roles_are_out_of_reach(world: World, event: int, organiser: Visitor) -> None:
    other = world.event("other")
    world.organiser(other, "stranger@example.org")
    with world.reading() as session:
        foreign = session.scalar(select(EventRole.id).where(EventRole.event_id == other))
    token = organiser.get(PATH).values()["csrf_token"]
    assert organiser.post(f"{PATH}/{foreign}/take", {"csrf_token": token}).status == 404
    assert organiser.post(f"{PATH}/{2**40}/take", {"csrf_token": token}).status == 404
    assert len(roles(world)) == 2


def test_every_step_is_recorded(world: World, organiser: Visitor) -> None:
    world.account("amina@example.org")
    organiser.get(PATH).submit("main form.form", email="amina@example.org", role="desk")
    organiser.get(PATH).submit("main form.form", email="new@example.org", role="translator")
    organiser.get(PATH).submit("form[action$=withdraw]")
    organiser.get(PATH).submit("form[action$=take]")
    with world.reading() as session:
        recorded = [(entry.verb, entry.after.get("role")) for entry in session.scalars(select(AuditEntry))]
    assert recorded == [
        ("give role", "desk"),
        ("invite", "translator"),
        ("withdraw invitation", None),
        ("take role", None),
    ]


def test_the_list_asks_as_often_for_thirty_as_for_three(world: World, event: int, organiser: Visitor) -> None:
    counted = []
    for many in (3, 30):
        for number in range(many):
            world.account(f"{many}-{number}@example.org", event=event, roles=(Role.DESK,))
        with count_queries(world.app) as queries:
            assert organiser.get(PATH).status == 200
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 12
