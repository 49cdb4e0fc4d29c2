"""Rows of the draft as they are now, under the lock of their event: somebody may have deleted them meanwhile."""

from __future__ import annotations

from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session as Database

from conference.agenda.models import Presentation, Room, Session, Speaker, Track


class Gone(Exception):
    """Somebody deleted it since it was shown."""


def refresh(database: Database, row: Session | Presentation | Room | Track | Speaker) -> None:
    """Read a row of the draft again. Raises Gone."""
    try:
        database.refresh(row)
    except InvalidRequestError:
        raise Gone from None
