"""What was published: versions whole, their headings, and what each of them changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import load_only, undefer

from conference.agenda.models import (
    AgendaVersion,
)


def latest_version(database: Database, event_id: int, *, with_calendar: bool = False) -> AgendaVersion | None:
    """The agenda as last published, or None. Its calendar's bytes come only where they are asked for."""
    query = select(AgendaVersion).where(AgendaVersion.event_id == event_id)
    if with_calendar:
        query = query.options(undefer(AgendaVersion.calendar))
    return database.scalars(query.order_by(AgendaVersion.number.desc()).limit(1)).first()


def newest_number(database: Database, event_id: int) -> int:
    """The number of the latest version; 0 before the first."""
    return database.scalar(select(func.max(AgendaVersion.number)).where(AgendaVersion.event_id == event_id)) or 0


@dataclass(frozen=True, slots=True)
class Heading:
    """A version without what it holds: which one, from when."""

    number: int
    published_at: datetime


def newest_heading(database: Database, event_id: int) -> Heading | None:
    """Which version visitors see, without reading it."""
    query = select(AgendaVersion.number, AgendaVersion.published_at).where(AgendaVersion.event_id == event_id)
    found = database.execute(query.order_by(AgendaVersion.number.desc()).limit(1)).first()
    return Heading(*found) if found else None


def headings_of(database: Database, event_id: int) -> Sequence[Heading]:
    """All versions without what they hold, the newest first."""
    query = select(AgendaVersion.number, AgendaVersion.published_at).where(AgendaVersion.event_id == event_id)
    return [Heading(*found) for found in database.execute(query.order_by(AgendaVersion.number.desc()))]


def changes_of(database: Database, event_id: int, *, limit: int, offset: int = 0) -> Sequence[AgendaVersion]:
    """Versions with their notes and differences, without the agenda itself; the newest first."""
    query = _told().where(AgendaVersion.event_id == event_id).order_by(AgendaVersion.number.desc())
    return database.scalars(query.limit(limit).offset(offset)).all()


def version_with_changes(database: Database, event_id: int, number: int) -> AgendaVersion | None:
    """One version like those of `changes_of`."""
    return database.scalar(_told().where(AgendaVersion.event_id == event_id, AgendaVersion.number == number))


def _told() -> Select[AgendaVersion]:
    return select(AgendaVersion).options(
        load_only(
            AgendaVersion.number,
            AgendaVersion.published_at,
            AgendaVersion.published_by,
            AgendaVersion.note,
            AgendaVersion.difference,
        )
    )


def version_by_number(database: Database, event_id: int, number: int) -> AgendaVersion | None:
    """One version of the agenda, whole but for its calendar."""
    return database.scalar(
        select(AgendaVersion).where(AgendaVersion.event_id == event_id, AgendaVersion.number == number)
    )


def version_with_calendar(database: Database, event_id: int, number: int) -> AgendaVersion | None:
    """One version with its calendar's bytes and without the agenda as data, which is as large and takes longer."""
    query = select(AgendaVersion).where(AgendaVersion.event_id == event_id, AgendaVersion.number == number)
    whole = load_only(AgendaVersion.number, AgendaVersion.published_at, AgendaVersion.calendar)
    return database.scalar(query.options(whole))


def version_with_difference(database: Database, version_id: int) -> AgendaVersion | None:
    """A version with what it changed, for the mails about it."""
    query = select(AgendaVersion).where(AgendaVersion.id == version_id)
    return database.scalar(query.options(undefer(AgendaVersion.difference)))
