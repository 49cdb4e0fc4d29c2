"""Sealed lists, made by the organiser's own button."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from conference.attendance.models import SealedList
from tests.client import Page, Visitor
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
