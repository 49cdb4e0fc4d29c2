"""Whose data are due to be forgotten with an event's other personal data, and where."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session as Database

from conference.agenda.models import Speaker
from conference.events.models import Event
from conference.registration.queries import all_due_on, is_held, rules_of, today_at
from conference.speakers.models import SpeakerMessage, SpeakerNeeds
from conference.speakers.models.early_access import EarlyAccess

_TOLD = or_(
    exists().where(SpeakerNeeds.speaker_id == Speaker.id),
    exists().where(SpeakerMessage.speaker_id == Speaker.id),
)


def nothing_personal_is_kept(database: Database, event: Event) -> bool:
    """Whether the day has come on which an event's rules let nothing personal be kept any longer."""
    day = all_due_on(event, rules_of(database, event.id))
    return day is not None and day <= today_at(event) and not is_held(database, event.id)


def speakers_who_told(database: Database, event_id: int) -> Sequence[int]:
    """The ids of an event's speakers of whom we hold needs or messages."""
    return database.scalars(select(Speaker.id).where(Speaker.event_id == event_id, _TOLD)).all()


def events_with_told_due(database: Database) -> Sequence[int]:
    """The events whose speakers' needs and messages, and early readers, should be gone, unless a hold forbids it."""
    told = exists().where(Speaker.event_id == Event.id, _TOLD)
    reading = exists().where(EarlyAccess.event_id == Event.id)
    events = database.scalars(select(Event).where(or_(told, reading)).order_by(Event.id)).all()
    return [event.id for event in events if nothing_personal_is_kept(database, event)]
