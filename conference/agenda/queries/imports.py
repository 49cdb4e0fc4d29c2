"""Agendas that came as files, and the files themselves."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from conference.agenda.models import (
    AgendaImport,
)


def imports_of(database: Database, event_id: int, *, at_most: int) -> Sequence[AgendaImport]:
    """The newest files that organisers sent of an event's agenda."""
    query = select(AgendaImport).where(AgendaImport.event_id == event_id)
    return database.scalars(query.order_by(AgendaImport.id.desc()).limit(at_most)).all()


def known_blobs(session: Database) -> set[str]:
    """The SHA-256 of every file of an agenda that waits to be taken over, for the sweep."""
    return set(session.scalars(select(AgendaImport.file_sha256).where(AgendaImport.file_sha256 != "")))
