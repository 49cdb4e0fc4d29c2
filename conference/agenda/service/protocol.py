"""Who does what in a session, and in which order they are named: the order of protocol."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy.orm import Session as Database

from conference.agenda.models import Presentation, Session, SpeakerInSession, SpeakerRole
from conference.agenda.service.fresh import refresh
from conference.audit.service import record
from conference.core.honorifics import honour_rank
from conference.events.models import Event
from conference.events.service import lock

Listed = TypeVar("Listed")


def add_role(
    database: Database,
    event: Event,
    session: Session,
    *,
    speaker_id: int,
    role: str,
    presentation_id: int | None,
    by: int | None,
) -> SpeakerInSession:
    """Give a speaker a role in a session, or in one of its presentations, after everybody there."""
    lock(database, event.id)
    refresh(database, session)
    given = SpeakerInSession(
        session_id=session.id,
        speaker_id=speaker_id,
        role=role,
        presentation_id=presentation_id,
        position=max((one.position for one in session.roles), default=-1) + 1,
    )
    database.add(given)
    record(database, "add role", given, by=by, event_id=event.id)
    return given


def remove_role(database: Database, event: Event, given: SpeakerInSession, *, by: int | None) -> None:
    lock(database, event.id)
    before = {"session_id": given.session_id, "speaker_id": given.speaker_id, "role": str(given.role)}
    record(database, "remove role", given, by=by, event_id=event.id, before=before, after={})
    database.delete(given)


def move_role(
    database: Database, event: Event, session: Session, given: SpeakerInSession, *, places: int, by: int | None
) -> None:
    """Name somebody `places` later (earlier, if negative) among those of the same session or presentation."""
    lock(database, event.id)
    refresh(database, session)
    beside = [one for one in session.roles if one.presentation_id == given.presentation_id]
    if not _move(beside, given, places):
        return
    _number([*beside, *(one for one in session.roles if one.presentation_id != given.presentation_id)])
    record(database, "move role", given, by=by, event_id=event.id)


def order_roles(database: Database, event: Event, session: Session, *, by: int | None) -> None:
    """Name everybody in a session, and in each of its presentations, by protocol.

    First by role, as `SpeakerRole` lists them, then by honour; who has the same of both stays as the organisers put
    them.
    """
    lock(database, event.id)
    refresh(database, session)
    before = [one.id for one in session.roles]
    ordered = sorted(session.roles, key=protocol_key)
    if [one.id for one in ordered] == before:
        return
    _number(ordered)
    record(
        database,
        "order roles",
        session,
        by=by,
        event_id=event.id,
        before={"roles": before},
        after={"roles": [one.id for one in ordered]},
    )


def protocol_key(given: SpeakerInSession) -> tuple[int, int]:
    """A key that sorts appearances by role, then by honour."""
    return list(SpeakerRole).index(SpeakerRole(given.role)), honour_rank(given.speaker.honorific)


def move_presentation(
    database: Database, event: Event, session: Session, presentation: Presentation, *, places: int, by: int | None
) -> None:
    """Put a talk `places` later (earlier, if negative)."""
    lock(database, event.id)
    refresh(database, session)
    talks = list(session.presentations)
    if not _move(talks, presentation, places):
        return
    _number(talks)
    record(database, "move presentation", presentation, by=by, event_id=event.id)


def _move(listed: list[Listed], one: Listed, places: int) -> bool:
    """Move one of a list; whether there was such a place."""
    place = listed.index(one)
    wanted = place + places
    if not 0 <= wanted < len(listed):
        return False
    listed.insert(wanted, listed.pop(place))
    return True


def _number(listed: Iterable[Presentation | SpeakerInSession]) -> None:
    for position, one in enumerate(listed):
        one.position = position
