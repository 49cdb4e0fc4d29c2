"""The last place goes to one, and why the lock is there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from conference.core.database import _WRITING, db, write
from conference.events.models import Event
from conference.registration import service
from conference.registration.models import FieldChoice, FieldType, Registration, RegistrationState
from conference.registration.service import registering
from tests.client import Page, Visitor
from tests.made.form import choice_ids, make_field
from tests.made.registration import ANSWERS, add, register, submission
from tests.queries import count_queries
from tests.world import World

RACERS = 5


def states(world: World) -> list[str]:
    with world.reading() as session:
        return list(session.scalars(select(Registration.state).order_by(Registration.id)))


def at_once(*work: Callable[[], Any]) -> None:
    threads = [threading.Thread(target=one) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_the_last_place_goes_to_one_of_fifty(world: World) -> None:
    event = world.event(places=10)
    for number in range(9):
        add(world, event, f"early{number}@example.org")
    forms = [Visitor(world.app).get("/en/thamm-2021/register") for _person in range(50)]
    statuses: list[int] = []

    def send(number: int) -> None:
        statuses.append(forms[number].submit(**ANSWERS | {"email": f"late{number}@example.org"}).status)

    at_once(*(lambda number=number: send(number) for number in range(50)))  # type: ignore[misc]
    assert statuses == [302] * 50
    found = states(world)
    assert (found.count("confirmed"), found.count("waitlisted")) == (10, 49)


def test_one_address_sent_five_times_at_once_is_one_registration(world: World) -> None:
    world.event()
    forms = [Visitor(world.app).get("/en/thamm-2021/register") for _window in range(5)]
    statuses: list[int] = []
    at_once(*(lambda form=form: statuses.append(form.submit(**ANSWERS).status) for form in forms))  # type: ignore[misc]
    assert statuses == [302] * 5
    assert states(world) == ["confirmed"]


def test_the_same_form_sent_twice_is_one_registration(world: World, visitor: Visitor) -> None:
    world.event()
    form = visitor.get("/en/thamm-2021/register")
    assert [form.submit(**ANSWERS).location for _press in range(2)] == ["/en/thamm-2021/register/received"] * 2
    assert states(world) == ["confirmed"]
    assert subjects(world) == ["Your place is confirmed – Conference", "The link to your registration – Conference"]


def test_the_same_form_sent_twice_at_once_is_one_registration(world: World, visitor: Visitor) -> None:
    """Pressed twice on a slow line: one page and one token, both under way before either is answered."""
    world.event()
    form = visitor.get("/en/thamm-2021/register")
    presses = [Page(twin(visitor), form.response, root=form.root) for _press in range(2)]
    statuses: list[int] = []
    at_once(*(lambda page=page: statuses.append(page.submit(**ANSWERS).status) for page in presses))  # type: ignore[misc]
    assert statuses == [302, 302]
    assert states(world) == ["confirmed"]
    assert subjects(world) == ["Your place is confirmed – Conference", "The link to your registration – Conference"]


@pytest.mark.parametrize(("answered", "reads"), [(0, 6), (1, 8), (3, 8)])
def test_few_questions_are_asked_under_the_lock_however_much_is_answered(
    world: World, answered: int, reads: int
) -> None:
    """Everybody who registers waits for whoever holds the lock: what is asked under it is paid by all."""
    event = world.event(places=10)
    keys = [make_field(world, event, FieldType.CHOICE, f"Question {one}", choices=["A", "B"]) for one in range(3)]
    answers = {key: {"choices": [choice_ids(world, event, key)[0]]} for key in keys[:answered]}
    with world.writing() as session:
        for one in session.scalars(select(FieldChoice)):
            one.places = 5
    given = replace(submission(consents=("recording",)), answers=answers)
    with count_queries(world.app) as asked, world.writing() as session:
        service.register(session, event, email="leila@example.org", submission=given)
    assert len([one for one in asked if one.startswith("SELECT")]) == reads


def twin(visitor: Visitor) -> Visitor:
    """The same browser, for a second request while the first is under way."""
    other, name = Visitor(visitor.app), visitor.app.config["SESSION_COOKIE_NAME"]
    cookie = visitor.client.get_cookie(name)
    assert cookie is not None
    other.client.set_cookie(name, cookie.value)
    return other


def subjects(world: World) -> list[str]:
    return [str(mail["Subject"]) for mail in world.deliver()]


def test_a_cancelled_place_is_free_again(world: World, visitor: Visitor) -> None:
    event = world.event(places=1)
    add(world, event, "first@example.org", state=RegistrationState.CANCELLED)
    register(visitor, email="second@example.org")
    register(Visitor(world.app), email="third@example.org")
    assert states(world) == ["cancelled", "confirmed", "waitlisted"]


@contextmanager
def write_without_lock() -> Iterator[Session]:
    """As `write()`, but that nothing makes one transaction wait for another: a plain BEGIN on both databases."""
    session = db.session()
    session.rollback()
    session.info[_WRITING] = True
    try:
        yield session
        session.commit()
    finally:
        session.rollback()
        session.info[_WRITING] = False


@contextmanager
def all_have_looked(before: str, parties: int) -> Iterator[None]:
    """Within the block, whoever is about to send such a statement waits until all are: each has seen the same."""
    barrier = threading.Barrier(parties)

    def wait(_connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(before):
            barrier.wait(timeout=30)

    event.listen(db.engine, "before_cursor_execute", wait)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", wait)


def race(world: World, event_id: int, transaction: Callable[[], Any]) -> list[str]:
    """Several people register at once, each in a transaction of that kind; how each attempt ended."""
    outcomes: list[str] = []

    def take(number: int) -> None:
        with world.app.app_context():
            try:
                with transaction() as session:
                    given = submission()
                    service.register(session, event_id, email=f"racer{number}@example.org", submission=given)
            except OperationalError as refused:
                outcomes.append(getattr(refused.orig, "sqlite_errorname", "") or str(refused.orig))
            else:
                outcomes.append("taken")

    at_once(*(lambda number=number: take(number) for number in range(RACERS)))  # type: ignore[misc]
    return sorted(outcomes)


@pytest.fixture
def one_place(world: World) -> int:
    """An event with one place, free again after somebody had it; its form is stored."""
    event_id = world.event(places=1)
    add(world, event_id, "first@example.org", state=RegistrationState.CANCELLED)
    return event_id


def test_with_the_lock_the_service_gives_the_last_place_to_one(world: World, one_place: int) -> None:
    assert race(world, one_place, write) == ["taken"] * RACERS
    assert sorted(states(world)) == ["cancelled", "confirmed", *["waitlisted"] * (RACERS - 1)]


def test_without_the_lock_postgresql_oversells_and_sqlite_refuses(
    world: World, one_place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same service with its lock taken away: neither the event's row nor the database is held."""
    monkeypatch.setattr(registering, "lock_event", lambda session, event_id: session.get_one(Event, event_id))
    with world.app.app_context():
        dialect = db.engine.dialect.name
        with all_have_looked("INSERT INTO registration ", RACERS):
            outcomes = race(world, one_place, write_without_lock)
    confirmed = states(world).count("confirmed")
    if dialect == "postgresql":
        assert (outcomes, confirmed) == (["taken"] * RACERS, RACERS), "all of them on one place"
    else:
        refusals = [one for one in outcomes if one != "taken"]
        assert set(refusals) <= {"SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT"}, refusals
        assert len(refusals) == RACERS - 1, "everybody else gets an error page instead of an answer"
        assert confirmed == 1
