"""Lists of people to invite that organisers sent."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from conference.agenda.models import Session, SessionStatus
from conference.speakers.models import SpeakerList


def lists_of(database: Database, event_id: int, *, at_most: int) -> Sequence[SpeakerList]:
    """The newest lists of an event."""
    query = select(SpeakerList).where(SpeakerList.event_id == event_id)
    return database.scalars(query.order_by(SpeakerList.id.desc()).limit(at_most)).all()


def sessions_to_name(database: Database, event_id: int) -> Sequence[Session]:
    """The sessions of the draft that take place, in the order of the agenda."""
    query = select(Session).where(Session.event_id == event_id, Session.status == SessionStatus.SCHEDULED)
    return database.scalars(query.order_by(Session.starts_at.nulls_last(), Session.code)).all()
