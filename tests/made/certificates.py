"""Certificates that were issued, and what they are issued for."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from conference.attendance import service
from conference.attendance.earned import Achieved
from conference.attendance.models import Certificate
from conference.events.models import Event
from conference.events.service import lock
from conference.registration.models import Registration
from tests.made.agenda import make_session
from tests.made.attendance import mark
from tests.made.registration import add
from tests.world import World


def make_certificate(world: World, event: int, registration: int) -> int:
    """A person's certificate, whatever they earned; returns its id."""
    with world.writing() as database:
        owed = service.Owed(database.get_one(Registration, registration), Achieved(sessions=1, minutes=60, days=1))
        (one,) = service.issue(database, lock(database, event), [owed], by=None)
        return one.id


def attended(world: World, event: int, sessions: Sequence[int], email: str, **facts: str) -> int:
    """A confirmed person who was at these sessions from beginning to end; returns their registration's id."""
    registration = add(world, event, email, **facts)
    for session in sessions:
        mark(world, session, registration)
    return registration


def sessions_of(world: World, event: int, count: int) -> list[int]:
    """Sessions of an hour each, one after the other on the first day."""
    hours = [(f"{9 + one:02d}:00", f"{10 + one:02d}:00") for one in range(count)]
    return [make_session(world, event, f"D1-{one + 1:02d}", hours=those) for one, those in enumerate(hours)]


def set_terms(world: World, event: int, **rule: object) -> None:
    usual: dict[str, object] = {
        "measure": "sessions",
        "at_least": 1,
        "for_speakers": False,
        "is_open": False,
        "language_codes": [],
    }
    with world.writing() as database:
        service.change_terms(database, database.get_one(Event, event), rule=usual | rule, edits={}, by=1)


def certificates(world: World) -> Sequence[Certificate]:
    """All, in the order of their numbers, as they are stored."""
    with world.reading() as database:
        found = database.scalars(select(Certificate).order_by(Certificate.year, Certificate.number)).all()
        database.expunge_all()
        return found
