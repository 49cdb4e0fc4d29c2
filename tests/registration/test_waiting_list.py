"""The waiting list promotes by itself, in order; whoever is offered a place has time to accept it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from conference.core.clock import at, now
from conference.events.models import Event
from conference.outbox.tasks import do_hourly_work
from conference.registration.models import Registration
from tests.client import Visitor
from tests.made.registration import add, link, register, registration
from tests.made.rules import end_offer, set_category, set_rules, to_come
from tests.registration.test_places import at_once
from tests.world import World

STATES = {"confirmed": 0, "offered": 1, "waitlisted": 2}


def queue(world: World, event: int, *names: str, category: str = "government") -> list[int]:
    """People who came in this order; the states that they have are those of the rules."""
    for name in names:
        register(Visitor(world.app), email=f"{name}@example.org", native_name=name, category=category)
    with world.reading() as session:
        found = {one.email.split("@")[0]: one.id for one in session.scalars(select(Registration))}
    return [found[name] for name in names]


def standing(world: World, registration_id: int) -> str:
    found = registration(world, registration_id)
    return "offered" if found.has_offer_at(now()) else found.state


def cancel(world: World, registration_id: int) -> None:
    path = link(world, registration_id)
    page = world.signed_in(world.account()).get(f"{path}/cancel")
    assert page.submit("form[action$=cancel], form").status == 302


def ring(world: World) -> None:
    with world.app.app_context():
        do_hourly_work({})


def test_a_freed_place_is_offered_to_who_waits_longest(world: World) -> None:
    event = to_come(world, places=1)
    first, second, third = queue(world, event, "first", "second", "third")
    cancel(world, first)
    assert [standing(world, one) for one in (second, third)] == ["offered", "waitlisted"]
    page = Visitor(world.app).get(link(world, second))
    assert "A place is free for you" in page.text
    accepted = page.visitor.follow(page.submit("form[action$=accept]"))
    assert accepted.texts(".badge") == ["Confirmed"]
    assert standing(world, second) == "confirmed"
    assert "A place is free for you" not in Visitor(world.app).get(link(world, third)).text


def test_a_newcomer_does_not_overtake_those_who_wait(world: World) -> None:
    event = to_come(world, places=1)
    first, second = queue(world, event, "first", "second")
    cancel(world, first)
    (late,) = queue(world, event, "late")
    assert [standing(world, one) for one in (second, late)] == ["offered", "waitlisted"]


def test_without_time_to_accept_the_place_is_given_at_once(world: World) -> None:
    event = to_come(world, places=1)
    set_rules(world, event, accept_hours=0)
    first, second = queue(world, event, "first", "second")
    world.deliver()
    cancel(world, first)
    assert standing(world, second) == "confirmed"
    assert sorted(mail["To"] for mail in world.deliver()) == ["first@example.org", "second@example.org"]


def test_an_offer_that_ends_goes_to_the_next_and_after_two_the_registration_is_cancelled(world: World) -> None:
    event = to_come(world, places=1)
    first, second, third = queue(world, event, "first", "second", "third")
    cancel(world, first)
    end_offer(world, second)
    ring(world)
    assert [standing(world, one) for one in (second, third)] == ["waitlisted", "offered"]
    end_offer(world, third)
    ring(world)
    assert [standing(world, one) for one in (second, third)] == ["offered", "waitlisted"]
    end_offer(world, second)
    ring(world)
    assert [standing(world, one) for one in (second, third)] == ["cancelled", "offered"]


def test_an_offer_that_ended_cannot_be_accepted_any_more(world: World) -> None:
    event = to_come(world, places=1)
    first, second = queue(world, event, "first", "second")
    cancel(world, first)
    page = Visitor(world.app).get(link(world, second))
    end_offer(world, second)
    after = page.visitor.follow(page.submit("form[action$=accept]"))
    assert "This place is no longer kept for you." in after.text
    assert standing(world, second) == "waitlisted"


def test_an_offer_is_kept_from_others_until_its_very_end(world: World) -> None:
    event = to_come(world, places=1)
    first, second = queue(world, event, "first", "second")
    cancel(world, first)
    ends_at = registration(world, second).offer_ends_at
    assert ends_at is not None
    with at(ends_at - timedelta(seconds=1)):
        (late,) = queue(world, event, "late")
        assert standing(world, late) == "waitlisted"
    with at(ends_at):
        (later,) = queue(world, event, "later")
        assert [standing(world, one) for one in (second, late, later)] == ["waitlisted", "offered", "waitlisted"]


def test_places_of_a_category_go_to_its_own_people(world: World) -> None:
    event = to_come(world, places=2)
    set_category(world, event, "workers", places=1)
    (worker,) = queue(world, event, "worker", category="workers")
    (official,) = queue(world, event, "official")
    (next_worker,) = queue(world, event, "next-worker", category="workers")
    (next_official,) = queue(world, event, "next-official")
    cancel(world, official)
    assert [standing(world, one) for one in (next_worker, next_official)] == ["waitlisted", "offered"]
    cancel(world, worker)
    assert standing(world, next_worker) == "offered"


def test_nobody_is_promoted_once_the_event_is_over(world: World) -> None:
    event = world.event(places=1)
    first, second = queue(world, event, "first", "second")
    cancel(world, first)
    assert standing(world, second) == "waitlisted"


def test_ten_people_who_leave_at_once_free_ten_places_and_no_more(world: World) -> None:
    event = to_come(world, places=10)
    set_rules(world, event, accept_hours=0)
    leaving = [add(world, event, f"early{number}@example.org") for number in range(10)]
    waiting = queue(world, event, *(f"late{number}" for number in range(12)))
    pages = [Visitor(world.app).get(f"{link(world, one)}/cancel") for one in leaving]
    at_once(*(lambda page=page: page.submit("form[action$=cancel], form") for page in pages))  # type: ignore[misc]
    assert [standing(world, one) for one in leaving] == ["cancelled"] * 10
    assert [standing(world, one) for one in waiting] == ["confirmed"] * 10 + ["waitlisted"] * 2


def test_who_cancelled_comes_back_by_the_rules_of_now(world: World, visitor: Visitor) -> None:
    event = to_come(world, places=1)
    (first,) = queue(world, event, "first")
    cancel(world, first)
    (second,) = queue(world, event, "second")
    register(visitor, email="first@example.org")
    assert [standing(world, one) for one in (first, second)] == ["waitlisted", "confirmed"]


@pytest.mark.parametrize(
    ("language", "button"), [("en", "Accept the place"), ("fr", "Accepter la place"), ("ar", "قبول المقعد")]
)
def test_the_offer_is_in_the_readers_language(world: World, language: str, button: str) -> None:
    event = to_come(world, places=1)
    first, second = queue(world, event, "first", "second")
    cancel(world, first)
    page = Visitor(world.app).get(link(world, second, language=language))
    assert page.texts("form[action$=accept] button") == [button]


def test_more_places_of_the_event_go_to_those_who_wait_before_a_newcomer(world: World) -> None:
    event = to_come(world, places=1)
    _first, second = queue(world, event, "first", "second")
    with world.writing() as session:
        session.get_one(Event, event).places = 2
    (late,) = queue(world, event, "late")
    assert [standing(world, one) for one in (second, late)] == ["offered", "waitlisted"]


def test_an_offer_that_nobody_needs_any_more_is_not_told(world: World) -> None:
    event = to_come(world, places=1)
    first, second = queue(world, event, "first", "second")
    world.deliver()
    cancel(world, first)
    cancel(world, second)
    subjects = [mail["Subject"] for mail in world.deliver() if mail["To"] == "second@example.org"]
    assert subjects == ["Your registration is cancelled – Conference"]
