"""The numbers of certificates: without gaps and without doubles, however many issue at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from conference.attendance import service
from conference.attendance.earned import Achieved
from conference.core.database import write
from conference.events.models import Event
from conference.events.service import lock
from conference.registration.models import Registration
from tests.made.certificates import certificates
from tests.made.registration import add
from tests.world import World

pytestmark = pytest.mark.databases
AT_ONCE = 8


def issue_at_once(world: World, event: int, people: list[int], *, locked: bool) -> list[str]:
    """Each person's certificate in a transaction of its own, all begun together; what was raised."""
    barrier, raised = Barrier(len(people)), []

    def one(person: int) -> None:
        with world.app.app_context():
            barrier.wait()
            try:
                with write() as database:
                    found = lock(database, event) if locked else database.get_one(Event, event)
                    owed = service.Owed(database.get_one(Registration, person), Achieved(sessions=1))
                    service.issue(database, found, [owed], by=None)
            except (IntegrityError, OperationalError) as error:
                raised.append(type(error).__name__)

    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(one, people))
    return raised


def test_numbers_follow_one_another_when_many_issue_at_once(world: World) -> None:
    event = world.event()
    people = [add(world, event, f"p{number}@example.org") for number in range(AT_ONCE)]
    assert issue_at_once(world, event, people, locked=True) == []
    assert [one.number for one in certificates(world)] == list(range(1, AT_ONCE + 1))


def test_without_the_lock_the_database_still_gives_no_number_twice(world: World) -> None:
    event = world.event()
    people = [add(world, event, f"p{number}@example.org") for number in range(AT_ONCE)]
    raised = issue_at_once(world, event, people, locked=False)
    numbers = [one.number for one in certificates(world)]
    assert numbers == list(range(1, AT_ONCE - len(raised) + 1))


def test_a_person_has_one_good_certificate(world: World) -> None:
    event = world.event()
    leila = add(world, event, "leila@example.org")
    assert issue_at_once(world, event, [leila, leila], locked=True) == ["IntegrityError"]
    assert [one.number for one in certificates(world)] == [1]
