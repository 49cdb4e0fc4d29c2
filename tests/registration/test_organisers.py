"""The organisers' list of registrations, and what they decide."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from conference.accounts.models import Account
from conference.audit.models import AuditEntry
from conference.events.models import Event, Role
from conference.events.ports import Standing
from conference.registration.contributions import standing_of
from conference.registration.models import Registration, RegistrationState
from tests.client import Visitor
from tests.made.agenda import make_speaker
from tests.made.registration import add, link_in, registration
from tests.made.speakers import invited
from tests.queries import count_queries
from tests.world import World

LIST = "/en/thamm-2021/manage/registrations"


def token_of(visitor: Visitor) -> str:
    return str(visitor.get("/en/account").values("form")["csrf_token"])


def test_the_list_is_alphabetical_by_the_latin_name(world: World) -> None:
    event = world.event()
    add(world, event, "z@example.org", native_name="Zoé Martin")
    add(world, event, "a@example.org", native_name="ليلى بن علي", latin_name="Leila Ben Ali")
    add(world, event, "e@example.org", native_name="Éric Dupont")
    page = world.organiser(event).get(LIST)
    assert page.texts("tbody th bdi[dir=ltr]") == ["e@example.org", "a@example.org", "z@example.org"]
    assert page.texts(".page-lead") == ["3 confirmed registrations."]
    assert page.response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ليلى", ["leila@example.org"]),
        ("leila BEN", ["leila@example.org"]),
        ("ministry leila", ["leila@example.org"]),
        ("omar@", ["omar@example.org"]),
        ("nobody", []),
        ("%", []),
        ("_", []),
        ("\x00", ["leila@example.org", "omar@example.org"]),
        ("x" * 5000, []),
    ],
)
def test_the_search_finds_names_in_both_scripts_organisations_and_addresses(
    world: World, words: str, found: list[str]
) -> None:
    event = world.event()
    add(
        world,
        event,
        "leila@example.org",
        native_name="ليلى بن علي",
        latin_name="Leila Ben Ali",
        organisation="Ministry",
    )
    add(world, event, "omar@example.org", native_name="Omar")
    page = world.organiser(event).get(LIST, query_string={"q": words})
    assert page.texts("tbody th bdi[dir=ltr]") == found


def test_the_search_finds_the_code_of_the_desk(world: World) -> None:
    event = world.event()
    add(world, event, "leila@example.org")
    add(world, event, "omar@example.org")
    page = world.organiser(event).get(LIST, query_string={"q": registration(world, 2).code.lower()})
    assert page.texts("tbody th bdi[dir=ltr]") == ["omar@example.org"]


def test_the_list_shows_one_state_and_its_pages_end(world: World) -> None:
    event = world.event()
    for number in range(53):
        add(world, event, f"person{number:02}@example.org")
    organiser = world.organiser(event)
    assert len(organiser.get(f"{LIST}?state=confirmed&page=2").all("tbody tr")) == 3
    assert organiser.get(f"{LIST}?state=waitlisted").texts(".empty h2") == ["Nobody found"]
    assert len(organiser.get(LIST).all("tbody tr")) == 50
    for number in ("2", "99999999999999999999999"):
        assert len(organiser.get(f"{LIST}?page={number}").all("tbody tr")) == 3


def test_an_organiser_confirms_a_person_who_waits(world: World) -> None:
    event = world.event()
    add(world, event, "leila@example.org", state=RegistrationState.WAITLISTED)
    world.deliver()
    organiser = world.organiser(event)
    page = organiser.get(LIST)
    assert page.texts("tbody button") == ["Confirm", "Decline"]
    done = organiser.follow(page.submit("form[action*=confirm]"))
    assert done.texts(".notice p") == ["Leïla Ben Ali: Confirmed. We write to them now."]
    assert registration(world).state == RegistrationState.CONFIRMED
    (mail,) = world.deliver()
    assert organiser.get(link_in(mail)).status == 200
    with world.reading() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.verb == "decide"))
        assert (entry.subject, entry.before["state"], entry.after["state"]) == (
            "registration:1",
            "waitlisted",
            "confirmed",
        )


@pytest.mark.parametrize(
    ("language", "button", "state", "speakers_button"),
    [("fr", "Refuser", "Refusée", "Décliner"), ("ar", "عدم القبول", "غير مقبول", "اعتذار")],
)
def test_refusing_a_registration_and_declining_an_invitation_are_two_words(
    world: World, visitor: Visitor, language: str, button: str, state: str, speakers_button: str
) -> None:
    event = world.event()
    add(world, event, "leila@example.org")
    organiser, path = world.organiser(event), LIST.replace("/en/", f"/{language}/")
    page = organiser.get(path)
    assert page.texts("tbody form[action*=decline] button") == [button]
    page.submit("tbody form[action*=decline]")
    assert organiser.get(path).texts("tbody .badge") == [state]
    theirs = visitor.get(invited(world, make_speaker(world, event), language=language))
    assert theirs.texts("form[action$=decline] button") == [speakers_button]


def test_an_organiser_declines_a_person_and_may_change_their_mind(world: World) -> None:
    event = world.event()
    add(world, event, "leila@example.org")
    organiser = world.organiser(event)
    organiser.get(LIST).submit("form[action*=decline]")
    assert registration(world).state == RegistrationState.DECLINED
    organiser.get(LIST).submit("form[action*=confirm]")
    assert registration(world).state == RegistrationState.CONFIRMED


def test_a_decision_that_came_too_late_says_so(world: World) -> None:
    event = world.event()
    add(world, event, "leila@example.org", state=RegistrationState.WAITLISTED)
    world.deliver()
    organiser = world.organiser(event)
    page = organiser.get(LIST)
    with world.writing() as session:
        session.get_one(Registration, 1).state = RegistrationState.CANCELLED
    done = organiser.follow(page.submit("form[action*=confirm]"))
    assert done.texts(".notice--saffron p") == [
        "Somebody decided about this registration before you. Look at its state now."
    ]
    assert registration(world).state == RegistrationState.CANCELLED
    assert world.deliver() == []


@pytest.mark.parametrize("role", [None, Role.TRANSLATOR, Role.DESK])
def test_nobody_but_organisers_sees_or_decides(world: World, role: Role | None) -> None:
    event = world.event()
    add(world, event, "leila@example.org")
    other = world.member(event, role) if role else world.signed_in(world.account("leila@example.org"))
    assert other.get(LIST).status == 403
    assert other.post(f"{LIST}/1/decline", {"csrf_token": token_of(other)}).status == 403
    assert registration(world).state == RegistrationState.CONFIRMED


def test_who_is_not_signed_in_decides_nothing(world: World, visitor: Visitor) -> None:
    event = world.event()
    add(world, event, "leila@example.org")
    assert visitor.get(LIST).location == "/en/sign-in?next=/en/thamm-2021/manage/registrations"
    assert visitor.post(f"{LIST}/1/decline").status == 302
    assert registration(world).state == RegistrationState.CONFIRMED


def test_the_organiser_of_another_event_is_nobody_here(world: World) -> None:
    here, there = world.event(), world.event("there")
    world.event("secret", publication="draft")
    own = add(world, here, "leila@example.org")
    foreign = add(world, there, "omar@example.org")
    organiser = world.organiser(there)
    token = token_of(organiser)
    assert organiser.get(LIST).status == 403
    assert organiser.get("/en/secret/manage/registrations").status == 404
    assert organiser.post(f"{LIST}/{own}/decline", {"csrf_token": token}).status == 403
    path = "/en/there/manage/registrations"
    assert organiser.post(f"{path}/{own}/decline", {"csrf_token": token}).status == 404
    assert organiser.post(f"{path}/99999999999999999999/decline", {"csrf_token": token}).status == 404
    assert organiser.post(f"{path}/{foreign}/forgive", {"csrf_token": token}).status == 404
    assert organiser.post(f"{path}/{foreign}/decline", {"csrf_token": token}).status == 302
    assert [registration(world, own).state, registration(world, foreign).state] == ["confirmed", "declined"]


def test_the_list_asks_as_often_for_thirty_people_as_for_three(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    counted, made = [], 0
    for rows in (3, 30):
        while made < rows:
            add(world, event, f"person{made}@example.org")
            made += 1
        with count_queries(world.app) as queries:
            assert len(organiser.get(LIST).all("tbody tr")) == rows
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert counted[0] <= 12


def test_an_account_stands_where_its_proven_address_is_registered(world: World) -> None:
    here, there = world.event(), world.event("there")
    add(world, here, "Leila@Example.org", state=RegistrationState.WAITLISTED, category="workers")
    account = world.account("leila@example.org")
    other = world.account("omar@example.org")
    with world.reading() as session:
        leila, omar = session.get_one(Account, account), session.get_one(Account, other)
        event, elsewhere = session.get_one(Event, here), session.get_one(Event, there)
        assert standing_of(event, leila) == Standing(1, "waitlisted", "workers")
        assert standing_of(elsewhere, leila) is None
        assert standing_of(event, omar) is None
