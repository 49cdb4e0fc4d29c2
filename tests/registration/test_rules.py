"""When registration is open, to whom, and how every page knows."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from conference.core.clock import at
from conference.events.models import Role
from conference.registration.models import Entry, RegistrationRules
from conference.registration.queries import Filter, registrations
from tests.client import Visitor
from tests.made.registration import add, register, registration
from tests.made.rules import hours, set_category, set_rules, to_come
from tests.queries import count_queries
from tests.world import World

RULES = "/en/thamm-2021/manage/registrations/rules"
OPENS = datetime(2031, 5, 3, 8, tzinfo=UTC)


def test_the_door_opens_and_closes_by_itself_and_says_so_on_every_page(world: World, visitor: Visitor) -> None:
    event = world.event(starts_on=date(2031, 7, 5), ends_on=date(2031, 7, 7))
    set_rules(world, event, opens_at=OPENS, closes_at=datetime(2031, 6, 1, 8, tzinfo=UTC))
    with at(datetime(2031, 5, 3, 7, 59, tzinfo=UTC)):
        page = visitor.get("/en/thamm-2021/register")
        assert page.h1 == "Registration is not open yet"
        assert "Registration opens on 3 May 2031, 09:00 (time in Tunis)." in page.text
        assert visitor.get("/en/thamm-2021/agenda").texts(".banner-note") == [
            "Registration opens on 3 May 2031, 09:00 (time in Tunis)."
        ]
        assert "/register" not in visitor.get("/sitemap.xml").source
        assert visitor.get("/en/").texts(".banner-actions a") == ["About this event"]
    with at(OPENS):
        assert visitor.get("/en/thamm-2021/register").h1 == "Registration"
        assert visitor.get("/en/thamm-2021/").texts(".banner-actions a")[0] == "Register"
        assert visitor.get("/en/").texts(".banner-actions a")[0] == "Register"
        assert "/register" in visitor.get("/sitemap.xml").source
    with at(datetime(2031, 6, 1, 8, tzinfo=UTC)):
        page = visitor.get("/en/thamm-2021/register")
        assert page.h1 == "Registration is closed"
        assert "Registration closed on 1 June 2031, 09:00." in page.text
        assert visitor.get("/en/thamm-2021/agenda").texts(".banner-note") == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Les inscriptions ouvriront le 3 mai 2031, 09:00 (heure de Tunis)."),
        ("ar", "يُفتح باب التسجيل في 3 ماي 2031، 09:00 (بتوقيت تونس)."),
    ],
)
def test_a_closed_door_says_when_it_opens_in_the_readers_language(
    world: World, visitor: Visitor, language: str, sentence: str
) -> None:
    set_rules(world, world.event(), opens_at=OPENS)
    assert sentence in visitor.get(f"/{language}/thamm-2021/register").text


def test_a_form_that_was_open_when_registration_closed_registers_nobody(world: World, visitor: Visitor) -> None:
    event = world.event()
    form = visitor.get("/en/thamm-2021/register")
    set_rules(world, event, closes_at=hours(-1))
    page = form.submit(native_name="Late", email="late@example.org", country="TN", category="government")
    assert page.h1 == "Registration is closed"
    assert world.count(RegistrationRules) == 1


def test_categories_by_invitation_or_not_offered_are_no_choice(world: World, visitor: Visitor) -> None:
    event = world.event()
    set_category(world, event, "media", entry=Entry.INVITATION)
    set_category(world, event, "donor", is_offered=False)
    offered = [option.get("value") for option in visitor.get("/en/thamm-2021/register").all("#category option")]
    assert "media" not in offered
    assert "donor" not in offered
    assert "government" in offered
    assert register(visitor, category="media").status == 422


def test_a_category_that_is_approved_waits_for_the_organisers(world: World, visitor: Visitor) -> None:
    event = world.event()
    set_category(world, event, "government", entry=Entry.APPROVAL)
    register(visitor)
    assert registration(world).state == "pending"


def test_a_category_has_places_of_its_own_within_those_of_the_event(world: World, visitor: Visitor) -> None:
    event = world.event(places=3)
    set_category(world, event, "workers", places=1)
    first = add(world, event, "one@example.org", category="workers")
    register(visitor, email="two@example.org", category="workers")
    register(Visitor(world.app), email="three@example.org", category="government")
    with world.reading() as session:
        found = registrations(session, event, Filter(), limit=9)
        states = {one.email: one.state for one in found}
    assert registration(world, first).state == "confirmed"
    assert states["two@example.org"] == "waitlisted"
    assert states["three@example.org"] == "confirmed"


def test_organisers_change_the_rules_in_the_hours_of_the_event(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    page = organiser.get(RULES)
    page = page.submit(opens_at="٢٠٣١-٠٥-٠٣T09:00", closes_at="2031-06-01T09:00", entry="approval", media_places="7")
    assert page.status == 302
    with world.reading() as session:
        rules = session.get_one(RegistrationRules, event)
        assert (rules.opens_at, rules.entry) == (OPENS, "approval")
    shown = organiser.get(RULES)
    assert shown.values()["opens_at"] == "2031-05-03T09:00"
    assert shown.values()["media_places"] == "7"
    told = organiser.get("/en/thamm-2021/manage/history").text
    assert "The rules of registration were changed" in told
    assert "Media: places" in told


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            {"opens_at": "2031-05-03T09:00", "closes_at": "2031-05-03T09:00"},
            "Registration would close before it opens. Correct one of them.",
        ),
        ({"opens_at": "soon"}, "Enter a day and an hour, for example 2021-07-05 09:30."),
        ({"accept_hours": ""}, "Enter a number of hours."),
        ({"accept_hours": "-1"}, "Enter a whole number from 0 to 744."),
        ({"media_places": "many"}, "Enter a whole number from 0 to 100000."),
    ],
)
def test_rules_that_cannot_be_are_refused_and_nothing_is_lost(world: World, typed: dict, sentence: str) -> None:
    event = world.event()
    page = world.organiser(event).get(RULES).submit(**typed | {"finish_days": "9"})
    assert page.status == 422
    assert page.errors == [sentence]
    assert page.values()["finish_days"] == "9"
    assert page.values() | typed == page.values()
    assert world.count(RegistrationRules) == 0


def test_an_hour_that_clocks_skip_is_refused(world: World) -> None:
    event = world.event(zone="Europe/Brussels")
    page = world.organiser(event).get(RULES).submit(opens_at="2031-03-30T02:30")
    assert page.errors == ["Clocks are put forward at this hour, so that it does not exist. Choose another."]


def test_two_organisers_at_once_do_not_undo_each_other(world: World) -> None:
    event = world.event()
    first, second = world.organiser(event), world.organiser(event, "second@example.org")
    one, other = first.get(RULES), second.get(RULES)
    assert one.submit(accept_hours="24").status == 302
    assert other.submit(finish_days="5").status == 302
    with world.reading() as session:
        rules = session.get_one(RegistrationRules, event)
        assert (rules.accept_hours, rules.finish_days) == (24, 5)
    late = second.get(RULES)
    assert first.get(RULES).submit(accept_hours="12").status == 302
    clash = late.submit(accept_hours="36")
    assert clash.status == 422
    assert clash.errors == ["Somebody else set this to 12 while you edited. Choose what is right, then save again."]


def test_more_places_let_in_those_who_wait(world: World) -> None:
    event = to_come(world)
    set_rules(world, event, accept_hours=0)
    set_category(world, event, "government", places=0)
    waits = add_waiting(world, event)
    organiser = world.organiser(event)
    page = organiser.follow(organiser.get(RULES).submit(government_places="1"))
    assert "1 person of the waiting list has a place now." in page.text
    assert registration(world, waits).state == "confirmed"


def add_waiting(world: World, event: int) -> int:
    register(Visitor(world.app), email="waits@example.org")
    found = registration(world)
    assert found.state == "waitlisted"
    return found.id


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.DESK])
def test_rules_are_the_organisers_alone(world: World, role: Role) -> None:
    event = world.event()
    assert world.member(event, role).get(RULES).status == 403


def test_the_pages_of_visitors_ask_few_questions(world: World, visitor: Visitor) -> None:
    world.event()
    visitor.get("/en/thamm-2021/register")
    with count_queries(world.app) as asked:
        visitor.get("/en/thamm-2021/register")
    assert len(asked) <= 12
