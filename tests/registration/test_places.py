"""The last place goes to one, and why the lock is there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, func, insert, select
from sqlalchemy.exc import OperationalError

from conference.core.clock import now
from conference.core.database import db
from conference.registration.models import Registration, RegistrationState
from tests.client import Visitor
from tests.made.registration import ANSWERS, add, register
from tests.world import World


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


def test_a_cancelled_place_is_free_again(world: World, visitor: Visitor) -> None:
    event = world.event(places=1)
    add(world, event, "first@example.org", state=RegistrationState.CANCELLED)
    register(visitor, email="second@example.org")
    register(Visitor(world.app), email="third@example.org")
    assert states(world) == ["cancelled", "confirmed", "waitlisted"]


def places_taken(connection: Connection) -> int:
    confirmed = select(func.count()).where(Registration.state == RegistrationState.CONFIRMED)
    return connection.scalar(confirmed.select_from(Registration)) or 0


def take_place(connection: Connection, event_id: int, email: str) -> None:
    values = ANSWERS | {
        "event_id": event_id,
        "email": email,
        "email_key": email,
        "code": email[:12],
        "link_secret": "",
        "state": RegistrationState.CONFIRMED,
        "language_code": "en",
        "created_at": now(),
        "changed_at": now(),
    }
    connection.execute(insert(Registration).values(**values))


def two_without_a_lock(engine: Engine, event_id: int) -> None:
    """Two requests that look first and write afterwards, with nothing that makes one wait for the other."""
    with engine.connect() as first, engine.connect() as second:
        assert places_taken(first) == places_taken(second) == 0
        take_place(first, event_id, "first@example.org")
        first.commit()
        take_place(second, event_id, "second@example.org")
        second.commit()


def test_without_the_lock_postgresql_oversells_and_sqlite_refuses(world: World) -> None:
    event = world.event(places=1)
    with world.app.app_context():
        engine = db.engine
        if engine.dialect.name == "postgresql":
            two_without_a_lock(engine, event)
            assert states(world) == ["confirmed", "confirmed"], "two people on one place"
        else:
            with pytest.raises(OperationalError, match="database is locked") as refused:
                two_without_a_lock(engine, event)
            assert refused.value.orig.sqlite_errorname == "SQLITE_BUSY_SNAPSHOT"  # type: ignore[union-attr]
            assert states(world) == ["confirmed"], "the second person got an error page instead of an answer"
