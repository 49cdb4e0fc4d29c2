"""Steps that make sessions: a copy, the second half of a split one, a break across all rooms."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import count
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database

from conference.agenda.models import EditKind, Presentation, Session, SessionType, SpeakerInSession
from conference.agenda.placing import Placing
from conference.agenda.service.draft import EndsBeforeStart
from conference.agenda.service.editing.steps import check_seen, note, whole, with_talks
from conference.agenda.service.fresh import refresh
from conference.audit.service import record
from conference.core.translated import Translated
from conference.events.models import Event
from conference.events.service import lock

LONGEST_CODE = 40
BREAK_CODE = "break"


class CutOutside(Exception):
    """A session can only be cut between its first and its last minute: how long it is."""

    def __init__(self, minutes: int) -> None:
        super().__init__(str(minutes))
        self.minutes = minutes


def copy_session(database: Database, event: Event, session: Session, *, by: int | None) -> Session:
    """Copy a session with its talks, people and all texts as they stand translated; the copy waits in the list.

    It has a code and a uid of its own, and is new to the public.
    """
    event = lock(database, event.id)
    refresh(database, session)
    copy = _like(session, code=_free_code(database, event, session.code))
    database.add(copy)
    talks = {talk.id: _talk_like(talk) for talk in session.presentations}
    copy.presentations = list(talks.values())
    for one in session.roles:
        talk = talks[one.presentation_id] if one.presentation_id else None
        copy.roles.append(_role_like(one, presentation=talk))
    record(database, "copy session", copy, by=by, event_id=event.id)
    return _finished(database, event, EditKind.COPY, copy, by=by)


def split_session(
    database: Database, event: Event, session: Session, *, after_minutes: int, seen: str, by: int | None
) -> Session:
    """Cut a session in two after some minutes; the second part is returned. Raises Stale, CutOutside.

    The talks that begin at the cut or after it go along with their people, counted by their planned minutes, in
    order; one without minutes takes none. Who has a role in the session as a whole has it in both parts.
    """
    event = lock(database, event.id)
    refresh(database, session)
    check_seen(session, seen)
    place = Placing.of(session)
    if place.starts_at is None or not 0 < after_minutes < place.minutes:
        raise CutOutside(place.minutes)
    before = with_talks(session)
    cut = place.starts_at + timedelta(minutes=after_minutes)
    second = _like(session, code=_free_code(database, event, session.code))
    second.starts_at, second.ends_at = cut, place.ends_at
    session.ends_at = cut
    record(database, "split session", session, by=by, event_id=event.id)
    database.add(second)
    going = _talks_from(session, after_minutes)
    for one in list(session.roles):
        if one.presentation is None:
            second.roles.append(_role_like(one, presentation=None))
        elif one.presentation in going:
            one.session = second
    for talk in going:
        talk.session = second
    record(database, "add session", second, by=by, event_id=event.id)
    database.flush()
    database.expire(session, ["presentations", "roles"])
    return _finished(
        database,
        event,
        EditKind.SPLIT,
        second,
        by=by,
        before={session.id: before},
        after={session.id: with_talks(session)},
    )


def add_break(database: Database, event: Event, *, title: Translated, place: Placing, by: int | None) -> Session:
    """Add a break across all rooms: one that belongs to none of them. Raises EndsBeforeStart."""
    event = lock(database, event.id)
    if place.starts_at is None or place.ends_at is None or place.ends_at <= place.starts_at:
        raise EndsBeforeStart
    pause = Session(
        event_id=event.id,
        code=_free_code(database, event, BREAK_CODE),
        uid=str(uuid4()),
        type=SessionType.BREAK,
        title=title,
        starts_at=place.starts_at,
        ends_at=place.ends_at,
    )
    database.add(pause)
    record(database, "add session", pause, by=by, event_id=event.id)
    return _finished(database, event, EditKind.BREAK, pause, by=by)


def _finished(
    database: Database,
    event: Event,
    kind: EditKind,
    made: Session,
    *,
    by: int | None,
    before: dict[int, dict[str, object]] | None = None,
    after: dict[int, dict[str, object]] | None = None,
) -> Session:
    """Note a step that made a session, and changed the others given; read again, as whoever takes it back will."""
    database.flush()
    database.refresh(made)
    note(
        database,
        event,
        kind,
        before={made.id: None, **(before or {})},
        after={made.id: whole(made), **(after or {})},
        by=by,
    )
    return made


def _like(session: Session, *, code: str) -> Session:
    """A session of the same content, without hours."""
    return Session(
        event_id=session.event_id,
        code=code,
        uid=str(uuid4()),
        type=session.type,
        title=session.title,
        abstract=session.abstract,
        room_id=session.room_id,
        track_id=session.track_id,
        floor_codes=list(session.floor_codes),
        interpretation_codes=list(session.interpretation_codes),
        meeting_url=session.meeting_url,
        channel_urls=dict(session.channel_urls),
        capacity=session.capacity,
        notes=session.notes,
    )


def _talk_like(talk: Presentation) -> Presentation:
    return Presentation(position=talk.position, title=talk.title, minutes=talk.minutes)


def _role_like(one: SpeakerInSession, *, presentation: Presentation | None) -> SpeakerInSession:
    return SpeakerInSession(speaker_id=one.speaker_id, role=one.role, position=one.position, presentation=presentation)


def _talks_from(session: Session, cut: int) -> list[Presentation]:
    """The talks that begin `cut` minutes after the session does, or later."""
    going, begins = [], 0
    for talk in session.presentations:
        if begins >= cut:
            going.append(talk)
        begins += talk.minutes or 0
    return going


def _free_code(database: Database, event: Event, wanted: str) -> str:
    """The code itself where no session has it; else with the first number that is free: D1-03, D1-03-2, D1-03-3."""
    taken = set(database.scalars(select(func.lower(Session.code)).where(Session.event_id == event.id)))
    if wanted.lower() not in taken:
        return wanted
    stem = re.sub(r"-\d$", "", wanted) if _is_numbered(wanted, taken) else wanted
    for number in count(2):
        ending = f"-{number}"
        code = stem[: LONGEST_CODE - len(ending)] + ending
        if code.lower() not in taken:
            return code
    raise AssertionError("unreachable: numbers do not end")


def _is_numbered(code: str, taken: set[str]) -> bool:
    """Whether a code looks like a copy's: a one-digit number behind a code that exists."""
    stem = re.sub(r"-\d$", "", code)
    return stem != code and stem.lower() in taken
