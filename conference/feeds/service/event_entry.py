"""The event as an entry of calendars: what it says from now on, and the SEQUENCE that grows with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session as Database

from conference.agenda.queries import latest_version
from conference.core.clock import now
from conference.events.models import Event
from conference.feeds.claims import EventFacts
from conference.feeds.models import EventEntry


def event_entry(database: Database, event: Event) -> EventEntry:
    """The event's entry, made when it is first needed; the caller holds the event's lock."""
    known = database.get(EventEntry, event.id)
    if known is not None:
        return known
    version = latest_version(database, event.id)
    facts = EventFacts.of(event, version.data if version else None)
    entry = EventEntry(event_id=event.id, uid=str(uuid4()), sequence=0, told=asdict(facts), changed_at=now())
    database.add(entry)
    database.flush()
    return entry


def follow_event(database: Database, event: Event, agenda: Mapping[str, Any] | None) -> bool:
    """Let the entry say what is true now, and whether that is another time, place or status than before.

    `agenda` is the newest version's data. The caller holds the event's lock. What nobody was told of yet changes
    nothing.
    """
    entry, facts = database.get(EventEntry, event.id), asdict(EventFacts.of(event, agenda))
    if entry is None or entry.told == facts:
        return False
    entry.told, entry.changed_at = facts, now()
    entry.sequence += 1
    return True
