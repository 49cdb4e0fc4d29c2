"""The hours at which embargoes end, on the clocks of another zone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session as Database

from conference.audit.service import record
from conference.events.models import Event
from conference.library.queries import documents_under_embargo


def keep_hours(session: Database, event: Event, moved: Callable[[datetime], datetime], *, by: int) -> None:
    """Move embargoes so that the new zone's clocks show their hours; the caller holds the event's lock."""
    for document in documents_under_embargo(session, event.id):
        assert document.embargo_until is not None
        document.embargo_until = moved(document.embargo_until)
        record(session, "change", document, by=by, event_id=event.id)
