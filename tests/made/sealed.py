"""Sealed lists, made by the organiser's own button."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from conference.accounts.models import Account
from conference.agenda.models import Session
from conference.attendance import service
from conference.attendance.evidence.scopes import scope_called
from conference.attendance.models import Attendance, SealedList
from conference.events.models import Event
from tests.client import Page, Visitor
from tests.made.attendance import mark
from tests.world import World

LISTS = "/en/thamm-2021/manage/attendance/lists"


def press_seal(organiser: Visitor, name: str = "2021-07-05") -> Page:
    """What comes of sealing the list of a day or a session."""
    path = f"{LISTS}/{name}/seal"
    return organiser.get(path).submit(f"form[action='{path}']")


def sealed(world: World) -> list[SealedList]:
    """The sealed lists in the order of their numbers, as they are stored now."""
    with world.reading() as database:
        query = select(SealedList).order_by(SealedList.event_id, SealedList.number)
        found = list(database.scalars(query.options(selectinload(SealedList.files))))
        database.expunge_all()
        return found


def seal(world: World, event_id: int, name: str) -> None:
    """Seal by the service, as whoever has the first account."""
    with world.writing() as database:
        scope = scope_called(database, database.get_one(Event, event_id), name)
        assert scope is not None
        service.seal(database, scope, by=database.scalars(select(Account).order_by(Account.id)).first() or Account())


def make_sealed(world: World, session_id: int, registration_id: int) -> int:
    """A presence, whose id is returned, on a sealed list whose files are made."""
    mark(world, session_id, registration_id)
    with world.reading() as database:
        session = database.get_one(Session, session_id)
        event_id, code = session.event_id, session.code
    seal(world, event_id, code)
    world.deliver()
    with world.reading() as database:
        return database.scalars(select(Attendance.id).order_by(Attendance.id.desc())).first() or 0
