"""The lists of people that organisers sent."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.registration.models import ParticipantImport


def imports_of(session: Session, event_id: int, *, limit: int) -> Sequence[ParticipantImport]:
    """The newest imports of an event."""
    query = select(ParticipantImport).where(ParticipantImport.event_id == event_id)
    return session.scalars(query.order_by(ParticipantImport.id.desc()).limit(limit)).all()


def import_blobs(session: Session) -> set[str]:
    """The SHA-256 of every file that an import holds, for the sweep."""
    found = session.execute(select(ParticipantImport.file_sha256, ParticipantImport.staged_sha256))
    return {sha256 for row in found for sha256 in row if sha256}
