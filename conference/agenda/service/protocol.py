"""Who does what in a session, and in which order they are named: the order of protocol."""

from __future__ import annotations

from sqlalchemy.orm import Session as Database

from conference.agenda.models import Presentation, Session, SpeakerInSession
from conference.audit.service import record
from conference.events.models import Event
from conference.events.service import lock


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


def move_role(database: Database, event: Event, session: Session, given: SpeakerInSession, *, by: int | None) -> None:
    """Name somebody one place earlier, among those of the same session or presentation."""
    lock(database, event.id)
    beside = [one for one in session.roles if one.presentation_id == given.presentation_id]
    place = beside.index(given)
    if place == 0:
        return
    beside[place - 1], beside[place] = beside[place], beside[place - 1]
    rest = [one for one in session.roles if one.presentation_id != given.presentation_id]
    for position, one in enumerate([*beside, *rest]):
        one.position = position
    record(database, "move role", given, by=by, event_id=event.id)


def order_presentation(
    database: Database, event: Event, session: Session, presentation: Presentation, *, by: int | None
) -> None:
    """Put a talk one place earlier."""
    lock(database, event.id)
    talks = list(session.presentations)
    place = talks.index(presentation)
    if place == 0:
        return
    talks[place - 1], talks[place] = talks[place], talks[place - 1]
    for position, talk in enumerate(talks):
        talk.position = position
    record(database, "move presentation", presentation, by=by, event_id=event.id)
