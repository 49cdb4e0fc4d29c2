"""Changing the draft: sessions, talks, rooms, tracks and speakers. None of it is public before publication."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database

from conference.accounts.models import email_key
from conference.agenda.models import (
    RESERVED_CODES,
    Presentation,
    Room,
    Session,
    SessionStatus,
    Speaker,
    SpeakerInSession,
    Track,
)
from conference.agenda.ports import Addressee, address_listeners, departures, dependents
from conference.agenda.service.fresh import refresh
from conference.audit.service import record
from conference.core.translated_fields import Edits, merge_into
from conference.events.models import Event
from conference.events.service import lock, touch


class CodeTaken(Exception):
    """Another session, another speaker, or a page of the agenda has this code at the event."""


class CodeReserved(CodeTaken):
    """The agenda's own addresses use this word (`RESERVED_CODES`)."""


class EndsBeforeStart(Exception):
    """A session ends after it starts."""


class TimeMissing(Exception):
    """A session that was published keeps a time: calendars hold it. It can be cancelled."""


class StillUsed(Exception):
    """Sessions need what should be deleted: how many."""

    def __init__(self, count: int) -> None:
        super().__init__(str(count))
        self.count = count


def add_session(database: Database, event: Event, session: Session, *, by: int | None) -> Session:
    """Add a session to the draft; it gets the uid that calendars keep. Raises CodeTaken, EndsBeforeStart."""
    lock(database, event.id)
    session.event_id, session.uid = event.id, session.uid or str(uuid4())
    _check_code(database, Session, event.id, session.code)
    _check_hours(session)
    database.add(session)
    record(database, "add session", session, by=by, event_id=event.id)
    return session


def change_session(
    database: Database,
    event: Event,
    session: Session,
    *,
    values: Mapping[str, Any],
    edits: Mapping[str, Edits],
    seen: Mapping[str, str] | None = None,
    by: int | None,
) -> None:
    """Change a session's facts and texts; `seen` is what the form had shown (`merge_into`).

    Raises Clashes, CodeTaken, EndsBeforeStart, TimeMissing.
    """
    lock(database, event.id)
    refresh(database, session)
    ways_in = session.meeting_url, dict(session.channel_urls)
    if values.get("code", session.code) != session.code:
        _check_code(database, Session, event.id, values["code"])
    with database.no_autoflush:
        merge_into(session, edits, source=event.source, by=by, values=values, seen=seen)
        _check_hours(session)
    record(database, "change session", session, by=by, event_id=event.id)
    if (session.meeting_url, session.channel_urls) != ways_in:
        # They are in no version: the way to join stands on public pages at once.
        touch(database, event.id)


def cancel_session(database: Database, event: Event, session: Session, *, by: int | None) -> None:
    """Take a session out of the agenda; from the next version on calendars show it as cancelled."""
    lock(database, event.id)
    refresh(database, session)
    session.status = SessionStatus.CANCELLED
    record(database, "cancel session", session, by=by, event_id=event.id)


def restore_session(database: Database, event: Event, session: Session, *, by: int | None) -> None:
    """Take a cancelled session back into the agenda."""
    lock(database, event.id)
    refresh(database, session)
    session.status = SessionStatus.SCHEDULED
    record(database, "restore session", session, by=by, event_id=event.id)


def delete_session(database: Database, event: Event, session: Session, *, by: int | None) -> None:
    """Delete a session that the public never saw. One that was published, or that holds evidence: raises StillUsed."""
    lock(database, event.id)
    refresh(database, session)
    if session.was_published:
        raise StillUsed(1)
    _keep_what_hangs_on(database, session)
    _delete(database, event, session, "delete session", told={"code": session.code}, by=by)


def add_presentation(
    database: Database, event: Event, session: Session, presentation: Presentation, *, by: int | None
) -> Presentation:
    """Add a talk at the end of a session."""
    lock(database, event.id)
    refresh(database, session)
    presentation.session_id = session.id
    presentation.position = max((one.position for one in session.presentations), default=-1) + 1
    database.add(presentation)
    record(database, "add presentation", presentation, by=by, event_id=event.id)
    return presentation


def change_presentation(
    database: Database,
    event: Event,
    presentation: Presentation,
    *,
    values: Mapping[str, Any],
    edits: Mapping[str, Edits],
    seen: Mapping[str, str] | None = None,
    by: int | None,
) -> None:
    """Change a talk. Raises Clashes."""
    lock(database, event.id)
    refresh(database, presentation)
    merge_into(presentation, edits, source=event.source, by=by, values=values, seen=seen)
    record(database, "change presentation", presentation, by=by, event_id=event.id)


def delete_presentation(database: Database, event: Event, presentation: Presentation, *, by: int | None) -> None:
    """Delete a talk with its speakers' roles in it; published versions keep it."""
    lock(database, event.id)
    refresh(database, presentation)
    told = {"session_id": presentation.session_id, "title": presentation.title.to_json()}
    _delete(database, event, presentation, "delete presentation", told=told, by=by)


def add_place(database: Database, event: Event, place: Room | Track, *, by: int | None) -> Room | Track:
    """Add a room or a track after the others."""
    lock(database, event.id)
    place.event_id = event.id
    place.position = _next_position(database, type(place), event.id)
    database.add(place)
    record(database, f"add {place.__tablename__}", place, by=by, event_id=event.id)
    return place


def change_place(
    database: Database,
    event: Event,
    place: Room | Track,
    *,
    values: Mapping[str, Any],
    edits: Mapping[str, Edits],
    seen: Mapping[str, str] | None = None,
    by: int | None,
) -> None:
    """Change a room or a track. Raises Clashes."""
    lock(database, event.id)
    refresh(database, place)
    merge_into(place, edits, source=event.source, by=by, values=values, seen=seen)
    record(database, f"change {place.__tablename__}", place, by=by, event_id=event.id)


def delete_place(database: Database, event: Event, place: Room | Track, *, by: int | None) -> None:
    """Delete a room or a track. Raises StillUsed while sessions are in it."""
    lock(database, event.id)
    refresh(database, place)
    column = Session.room_id if isinstance(place, Room) else Session.track_id
    count = database.scalar(select(func.count(Session.id)).where(column == place.id)) or 0
    if count:
        raise StillUsed(count)
    told = {"name": place.name.to_json()}
    _delete(database, event, place, f"delete {place.__tablename__}", told=told, by=by)


def add_speaker(database: Database, event: Event, speaker: Speaker, *, by: int | None) -> Speaker:
    """Add a person, or a role that a body still has to fill. Raises CodeTaken."""
    lock(database, event.id)
    speaker.event_id = event.id
    speaker.position = _next_position(database, Speaker, event.id)
    _check_code(database, Speaker, event.id, speaker.code)
    database.add(speaker)
    record(database, "add speaker", speaker, by=by, event_id=event.id)
    return speaker


def change_speaker(
    database: Database,
    event: Event,
    speaker: Speaker,
    *,
    values: Mapping[str, Any],
    edits: Mapping[str, Edits],
    seen: Mapping[str, str] | None = None,
    by: int | None,
) -> None:
    """Change a speaker's profile, and tell of another address. Raises Clashes, CodeTaken."""
    lock(database, event.id)
    refresh(database, speaker)
    if values.get("code", speaker.code) != speaker.code:
        _check_code(database, Speaker, event.id, values["code"])
    before = Addressee.of(speaker)
    merge_into(speaker, edits, source=event.source, by=by, values=values, seen=seen)
    record(database, "change speaker", speaker, by=by, event_id=event.id)
    if email_key(speaker.email) != email_key(before.email):
        for tell in address_listeners.all():
            tell(database, speaker, before=before, by=by)


def delete_speaker(database: Database, event: Event, speaker: Speaker, *, by: int | None) -> None:
    """Delete a speaker. Raises StillUsed while the speaker has a role in a session, or has sent slides.

    Features that wrote to the speaker hear of it first.
    """
    lock(database, event.id)
    refresh(database, speaker)
    roles = select(func.count(func.distinct(SpeakerInSession.session_id)))
    count = database.scalar(roles.where(SpeakerInSession.speaker_id == speaker.id)) or 0
    if count:
        raise StillUsed(count)
    _keep_what_hangs_on(database, speaker)
    for tell in departures.all():
        tell(database, speaker)
    _delete(database, event, speaker, "delete speaker", told={"code": speaker.code}, by=by)


def _keep_what_hangs_on(database: Database, target: Session | Speaker) -> None:
    """Evidence and files of higher features never vanish with what they belong to. Raises StillUsed."""
    count = sum(hanging(database, target) for hanging in dependents.all())
    if count:
        raise StillUsed(count)


def _delete(
    database: Database, event: Event, target: Any, verb: str, *, told: Mapping[str, Any], by: int | None
) -> None:
    record(database, verb, target, by=by, event_id=event.id, before=dict(told), after={})
    database.delete(target)


def _next_position(database: Database, model: type[Room | Track | Speaker], event_id: int) -> int:
    last = database.scalar(select(func.max(model.position)).where(model.event_id == event_id))
    return 0 if last is None else last + 1


def _check_code(database: Database, model: type[Session | Speaker], event_id: int, code: str) -> None:
    if model is Session and code.lower() in RESERVED_CODES:
        raise CodeReserved(code)
    same = select(model.id).where(model.event_id == event_id, func.lower(model.code) == code.lower())
    if database.scalars(same).first() is not None:
        raise CodeTaken(code)


def _check_hours(session: Session) -> None:
    if session.starts_at is None or session.ends_at is None:
        if session.was_published:
            raise TimeMissing
        return
    if session.ends_at <= session.starts_at:
        raise EndsBeforeStart
