"""What is asked of speakers until when, and who may send slides also afterwards: what organisers decide."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.agenda.models import Speaker
from conference.audit.service import record
from conference.core.clock import now
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.speakers.models import SlidesOpening, SlidesSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of an event's speakers: see `models.SlidesSettings`. None is no such day, and no reminder."""

    due_on: date | None = None
    answers_due_on: date | None = None
    profiles_due_on: date | None = None
    answer_reminder_days: int | None = None
    slides_reminder_days: int | None = None


def ask_of_speakers(database: Database, event: Event, asked: Asked, *, by: Account | None) -> None:
    """Set until the end of which days, in the event's zone, speakers are asked for things, and when we remind them."""
    by_id = by.id if by is not None else None
    lock_event(database, event.id)
    settings = database.get(SlidesSettings, event.id)
    if settings is None:
        settings = SlidesSettings(event_id=event.id, due_on=None)
        database.add(settings)
        database.flush()
    database.refresh(settings)
    new = asdict(asked)
    before = {name: getattr(settings, name) for name in new}
    changed = [name for name in new if before[name] != new[name]]
    for name in changed:
        setattr(settings, name, new[name])
    if changed:
        record(
            database,
            "set slides deadline",
            event,
            by=by_id,
            event_id=event.id,
            before={name: before[name] for name in changed},
            after={name: new[name] for name in changed},
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
