"""Finding uploads: by their address for their owner, and those whose time is over."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from conference.core.clock import now
from conference.uploads.models import Upload


def upload_of(database: Database, *, event_id: int, owner: str, code: str) -> Upload | None:
    """An owner's upload that has not expired."""
    query = select(Upload).where(
        Upload.event_id == event_id, Upload.owner == owner, Upload.code == code, Upload.expires_at > now()
    )
    return database.scalar(query)


def events_with_expired(database: Database) -> Sequence[int]:
    """The ids of the events that hold an upload whose time is over."""
    return database.scalars(select(Upload.event_id).where(Upload.expires_at <= now()).distinct()).all()


def known_codes(database: Database) -> set[str]:
    """The codes of all uploads, for the sweep."""
    return set(database.scalars(select(Upload.code)))
