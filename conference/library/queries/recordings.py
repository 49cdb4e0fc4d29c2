"""Finding recordings, never showing anybody one that they may not have or that a speaker does not allow."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload, load_only
from sqlalchemy.sql.base import ExecutableOption

from conference.agenda.models import Session
from conference.events.access import Viewer
from conference.library.models import Audience, Recording
from conference.library.ports import RecordingStanding, recording_consents


def audiences_of(viewer: Viewer | None) -> frozenset[Audience]:
    """Which recordings somebody may have; None is everybody, in the pages that are stored for all."""
    if viewer is not None and viewer.is_team:
        return frozenset(Audience)
    if viewer is not None and viewer.standing is not None and viewer.standing.is_confirmed:
        return frozenset({Audience.PUBLIC, Audience.CONFIRMED})
    return frozenset({Audience.PUBLIC})


def standings(database: Database, session_ids: Collection[int]) -> Mapping[int, RecordingStanding]:
    """How the speakers of these sessions stand to being recorded."""
    found: dict[int, RecordingStanding] = {one: RecordingStanding() for one in session_ids}
    for told in (ask(database, session_ids) for ask in recording_consents.all() if session_ids):
        for id_, one in told.items():
            refusing, silent = [*found[id_].refusing, *one.refusing], [*found[id_].silent, *one.silent]
            found[id_] = RecordingStanding(refusing, silent)
    return found


def readable_recordings(
    database: Database, event_id: int, *, audiences: Collection[Audience], session_id: int | None = None
) -> Sequence[Recording]:
    """What was published for these audiences and every speaker allows, in two queries at most."""
    query = (
        select(Recording)
        .join(Recording.session)
        .where(Recording.event_id == event_id, Recording.published_at.is_not(None), Recording.audience.in_(audiences))
    )
    if session_id is not None:
        query = query.where(Recording.session_id == session_id)
    found = database.scalars(query.order_by(Session.starts_at, Session.id, Recording.id).options(_session())).all()
    allowed = standings(database, {one.session_id for one in found})
    return [one for one in found if allowed[one.session_id].allows]


def readable_recording(
    database: Database, event_id: int, recording_id: int, *, audiences: Collection[Audience]
) -> Recording | None:
    """One of them; None where it is not there for these audiences, or its session not in the published agenda."""
    found = recording_by_id(database, event_id, recording_id)
    if found is None or found.published_at is None or found.audience not in audiences:
        return None
    if Audience.ORGANISERS not in audiences and not found.session.was_published:
        return None
    return found if standings(database, {found.session_id})[found.session_id].allows else None


def recordings_of_event(database: Database, event_id: int) -> Sequence[Recording]:
    """All recordings of an event in the order of its draft, for its team."""
    query = select(Recording).join(Recording.session).where(Recording.event_id == event_id)
    return database.scalars(query.order_by(Session.starts_at, Session.id, Recording.id).options(_session())).all()


def recording_by_id(database: Database, event_id: int, recording_id: int) -> Recording | None:
    return database.scalar(select(Recording).where(Recording.event_id == event_id, Recording.id == recording_id))


def recording_of_upload(database: Database, event_id: int, code: str) -> Recording | None:
    """What came of an upload already."""
    query = select(Recording).where(Recording.event_id == event_id, Recording.upload_code == code)
    return database.scalar(query) if code else None


def published_in(database: Database, session_ids: Collection[int]) -> Sequence[Recording]:
    """The published recordings of these sessions, whoever allows them."""
    query = select(Recording).where(Recording.session_id.in_(session_ids), Recording.published_at.is_not(None))
    return database.scalars(query).all()


def recordings_count(database: Database, session_id: int) -> int:
    return database.scalar(select(func.count(Recording.id)).where(Recording.session_id == session_id)) or 0


def known_recordings(session: Database) -> set[str]:
    """The SHA-256 of every file that a recording names, for the sweep."""
    return {one for one in session.scalars(select(Recording.sha256)) if one}


def _session() -> ExecutableOption:
    return joinedload(Recording.session).options(load_only(Session.code, Session.title, Session.starts_at))
