"""Reading the draft, and the published versions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload, load_only, selectinload, undefer

from conference.agenda.models import (
    AgendaImport,
    AgendaSettings,
    AgendaVersion,
    Presentation,
    Room,
    Session,
    Speaker,
    SpeakerInSession,
    Track,
)


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


def newest_published(database: Database, event_id: int) -> tuple[int, datetime] | None:
    """Which version is the latest, and since when; without its data."""
    query = select(AgendaVersion.id, AgendaVersion.published_at).where(AgendaVersion.event_id == event_id)
    found = database.execute(query.order_by(AgendaVersion.number.desc()).limit(1)).first()
    return (found.id, found.published_at) if found else None


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


def imports_of(database: Database, event_id: int, *, at_most: int) -> Sequence[AgendaImport]:
    """The newest files that organisers sent of an event's agenda."""
    query = select(AgendaImport).where(AgendaImport.event_id == event_id)
    return database.scalars(query.order_by(AgendaImport.id.desc()).limit(at_most)).all()


def known_blobs(session: Database) -> set[str]:
    """The SHA-256 of every file of an agenda that waits to be taken over, for the sweep."""
    return set(session.scalars(select(AgendaImport.file_sha256).where(AgendaImport.file_sha256 != "")))
