"""Until when slides may be sent, and for whom also afterwards: what organisers decide."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.agenda.models import Speaker
from conference.audit.service import record
from conference.core.clock import now
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.speakers.models import SlidesOpening, SlidesSettings


def set_deadline(database: Database, event: Event, due_on: date | None, *, by: Account | None) -> None:
    """Let slides be sent until the end of a day in the event's zone; None is without end."""
    lock_event(database, event.id)
    settings = database.get(SlidesSettings, event.id)
    if settings is None:
        settings = SlidesSettings(event_id=event.id, due_on=None)
        database.add(settings)
    before, settings.due_on = settings.due_on, due_on
    database.flush()
    if before != due_on:
        days = ({"due": one.isoformat() if one else ""} for one in (before, due_on))
        record(
            database,
            "set slides deadline",
            event,
            by=by.id if by else None,
            event_id=event.id,
            before=next(days),
            after=next(days),
        )


def open_slides(database: Database, speaker: Speaker, *, by: Account | None) -> None:
    """Let one speaker send slides also after the deadline."""
    lock_event(database, speaker.event_id)
    if database.get(SlidesOpening, speaker.id) is None:
        database.add(SlidesOpening(speaker_id=speaker.id, opened_at=now()))
        _record(database, "open slides", speaker, by)


def close_slides(database: Database, speaker: Speaker, *, by: Account | None) -> None:
    """Hold one speaker to the deadline again."""
    lock_event(database, speaker.event_id)
    opening = database.get(SlidesOpening, speaker.id)
    if opening is not None:
        database.delete(opening)
        _record(database, "close slides", speaker, by)


def _record(database: Database, action: str, speaker: Speaker, by: Account | None) -> None:
    database.flush()
    after = {"speaker": speaker.code}
    record(database, action, speaker, by=by.id if by else None, event_id=speaker.event_id, before={}, after=after)
