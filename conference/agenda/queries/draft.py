"""The draft: its sessions, places and people, what was done to it, and how it is checked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload, selectinload

from conference.agenda.models import (
    AgendaEdit,
    AgendaSettings,
    Presentation,
    Room,
    Session,
    Speaker,
    SpeakerInSession,
    Track,
)
from conference.audit.models import AuditEntry


def sessions_of(database: Database, event_id: int) -> Sequence[Session]:
    """The sessions of the draft in the order of the agenda, those not placed yet at the end; cancelled ones too.

    Without their rooms, talks and people: for lists and choices. The published ones are in `PublishedAgenda.sessions`.
    """
    query = select(Session).where(Session.event_id == event_id)
    return database.scalars(query.order_by(Session.starts_at.nulls_last(), Session.ends_at, Session.id)).all()


def whole_sessions_of(database: Database, event_id: int) -> Sequence[Session]:
    """Like `sessions_of`, with everything that belongs to them, in two queries however many there are."""
    query = (
        select(Session)
        .where(Session.event_id == event_id)
        .options(
            joinedload(Session.room),
            joinedload(Session.track),
            joinedload(Session.presentations),
            selectinload(Session.roles).joinedload(SpeakerInSession.speaker),
        )
    )
    ordered = query.order_by(Session.starts_at.nulls_last(), Session.ends_at, Session.id)
    return database.scalars(ordered).unique().all()


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


def settings_of(database: Database, event_id: int) -> AgendaSettings:
    """What an event sets about its agenda; where nothing is stored, the defaults in an object of no transaction."""
    return database.get(AgendaSettings, event_id) or AgendaSettings(event_id=event_id, severities={})


def placed_count(database: Database, event_id: int) -> int:
    """How many sessions of the draft have hours."""
    placed = select(func.count(Session.id)).where(Session.event_id == event_id, Session.starts_at.is_not(None))
    return database.scalar(placed) or 0


def placed_sessions_of(database: Database, event_id: int) -> Sequence[Session]:
    """The sessions of the draft that have hours, without what hangs on them."""
    placed = select(Session).where(Session.event_id == event_id, Session.starts_at.is_not(None))
    return database.scalars(placed.order_by(Session.starts_at, Session.id)).all()


def starts_outside(database: Database, event_id: int, *, first: datetime, last: datetime) -> Sequence[datetime]:
    """When sessions begin that do so before the first instant, or not before the last."""
    query = select(Session.starts_at).where(
        Session.event_id == event_id, or_(Session.starts_at < first, Session.starts_at >= last)
    )
    return [starts_at for starts_at in database.scalars(query.order_by(Session.starts_at)) if starts_at]


def last_edit(database: Database, event_id: int) -> AgendaEdit | None:
    """The newest step of the editor that was not taken back yet."""
    query = select(AgendaEdit).where(AgendaEdit.event_id == event_id, AgendaEdit.undone_at.is_(None))
    return database.scalars(query.order_by(AgendaEdit.id.desc()).limit(1)).first()


def deleted_since(database: Database, event_id: int, moment: datetime) -> Collection[str]:
    """What was deleted from the draft since a moment and has not been brought back, as the record names it."""
    query = select(AuditEntry.subject, AuditEntry.verb).where(
        AuditEntry.event_id == event_id,
        AuditEntry.at >= moment,
        or_(AuditEntry.verb.startswith("delete "), AuditEntry.verb.startswith("bring back ")),
    )
    gone: set[str] = set()
    for subject, verb in database.execute(query.order_by(AuditEntry.id)):
        (gone.add if verb.startswith("delete ") else gone.discard)(subject)
    return gone


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
