"""Reading the draft, and the published versions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload, load_only, selectinload, undefer

from conference.agenda.models import (
    AgendaVersion,
    PersonalAgenda,
    Presentation,
    Room,
    Session,
    SessionStatus,
    Speaker,
    SpeakerInSession,
    Track,
)
from conference.core.tokens import BadToken, read

MINE = "agenda.mine"
"""What the token of a personal agenda's link is signed for."""


def sessions_of(database: Database, event_id: int) -> Sequence[Session]:
    """The sessions of the draft in the order of the agenda, those not placed yet at the end; cancelled ones too.

    Without their rooms, talks and people: for lists and choices. The published ones are in `PublishedAgenda.sessions`.
    """
    query = select(Session).where(Session.event_id == event_id)
    return database.scalars(query.order_by(Session.starts_at.nulls_last(), Session.ends_at, Session.id)).all()


def whole_sessions_of(database: Database, event_id: int) -> Sequence[Session]:
    """Like `sessions_of`, with everything that belongs to them, in five queries however many there are."""
    query = (
        select(Session)
        .where(Session.event_id == event_id)
        .options(
            joinedload(Session.room),
            joinedload(Session.track),
            selectinload(Session.presentations),
            selectinload(Session.roles).joinedload(SpeakerInSession.speaker),
        )
    )
    return database.scalars(query.order_by(Session.starts_at.nulls_last(), Session.ends_at, Session.id)).all()


def session_by_code(database: Database, event_id: int, code: str) -> Session | None:
    """A session of the draft with its talks and people."""
    query = (
        select(Session)
        .where(Session.event_id == event_id, Session.code == code)
        .options(
            selectinload(Session.presentations),
            selectinload(Session.roles).joinedload(SpeakerInSession.speaker),
        )
    )
    return database.scalar(query)


def session_in_room(
    database: Database, *, room_id: int, starts_at: datetime, ends_at: datetime, but: int | None
) -> Session | None:
    """Another session that takes place in the room at an overlapping time, if there is one."""
    query = select(Session).where(
        Session.room_id == room_id,
        Session.status == SessionStatus.SCHEDULED,
        Session.starts_at < ends_at,
        Session.ends_at > starts_at,
    )
    if but is not None:
        query = query.where(Session.id != but)
    return database.scalars(query.order_by(Session.starts_at).limit(1)).first()


def presentation_of(database: Database, event_id: int, presentation_id: int) -> Presentation | None:
    query = (
        select(Presentation)
        .join(Presentation.session)
        .where(Session.event_id == event_id, Presentation.id == presentation_id)
        .options(joinedload(Presentation.session).selectinload(Session.presentations))
    )
    return database.scalar(query)


def rooms_of(database: Database, event_id: int) -> Sequence[Room]:
    query = select(Room).where(Room.event_id == event_id)
    return database.scalars(query.order_by(Room.position, Room.id)).all()


def tracks_of(database: Database, event_id: int) -> Sequence[Track]:
    query = select(Track).where(Track.event_id == event_id)
    return database.scalars(query.order_by(Track.position, Track.id)).all()


def speakers_of(database: Database, event_id: int) -> Sequence[Speaker]:
    """The speakers of the draft in the order in which they were entered; a page sorts them for its language."""
    query = select(Speaker).where(Speaker.event_id == event_id)
    return database.scalars(query.order_by(Speaker.position, Speaker.id)).all()


def speaker_by_code(database: Database, event_id: int, code: str) -> Speaker | None:
    return database.scalar(select(Speaker).where(Speaker.event_id == event_id, Speaker.code == code))


def appearances_of(database: Database, speaker: Speaker) -> Sequence[SpeakerInSession]:
    """Where a speaker appears in the draft, with the sessions."""
    query = (
        select(SpeakerInSession)
        .where(SpeakerInSession.speaker_id == speaker.id)
        .options(joinedload(SpeakerInSession.session), joinedload(SpeakerInSession.presentation))
    )
    return database.scalars(query.order_by(SpeakerInSession.id)).all()


def latest_version(database: Database, event_id: int, *, with_calendar: bool = False) -> AgendaVersion | None:
    """The agenda as last published, or None. Its calendar's bytes come only where they are asked for."""
    query = select(AgendaVersion).where(AgendaVersion.event_id == event_id)
    if with_calendar:
        query = query.options(undefer(AgendaVersion.calendar))
    return database.scalars(query.order_by(AgendaVersion.number.desc()).limit(1)).first()


def newest_number(database: Database, event_id: int) -> int:
    """The number of the latest version; 0 before the first."""
    return database.scalar(select(func.max(AgendaVersion.number)).where(AgendaVersion.event_id == event_id)) or 0


def changes_of(database: Database, event_id: int, *, at_most: int) -> Sequence[AgendaVersion]:
    """The latest versions with their notes and differences, without the agenda itself; the newest first."""
    query = (
        select(AgendaVersion)
        .where(AgendaVersion.event_id == event_id)
        .options(
            load_only(AgendaVersion.number, AgendaVersion.published_at, AgendaVersion.note, AgendaVersion.difference)
        )
    )
    return database.scalars(query.order_by(AgendaVersion.number.desc()).limit(at_most)).all()


def personal_agenda_of(database: Database, event_id: int, account_id: int) -> PersonalAgenda | None:
    """What an account chose at an event."""
    query = select(PersonalAgenda).where(PersonalAgenda.event_id == event_id, PersonalAgenda.account_id == account_id)
    return database.scalar(query.options(selectinload(PersonalAgenda.chosen)))


def personal_agenda_by_secret(database: Database, event_id: int, secret: str) -> PersonalAgenda | None:
    """The personal agenda at an event that has this secret."""
    query = select(PersonalAgenda).where(PersonalAgenda.event_id == event_id, PersonalAgenda.secret == secret)
    return database.scalar(query.options(selectinload(PersonalAgenda.chosen)))


def personal_agenda_by_token(database: Database, event_id: int, token: str) -> PersonalAgenda | None:
    """The personal agenda at an event that a link opens."""
    try:
        secret = read(MINE, token)
    except BadToken:
        return None
    return personal_agenda_by_secret(database, event_id, secret)
