"""Who is owed a new entry, a changed one or a cancellation, and the messages that bring it (docs/adr/0007).

What somebody's calendar should hold is compared with what it was last told; a message is written, and the row that
remembers it, in one transaction under the event's lock. So each happening is told once, whoever notices it first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session as Database

from conference.agenda.models import AgendaVersion, Speaker
from conference.agenda.ports import Concerned
from conference.agenda.queries import latest_version, newest_number
from conference.events.models import Event
from conference.events.service import lock
from conference.feeds.claims import Claim, EventFacts
from conference.feeds.models import EventEntry
from conference.feeds.queries import (
    coming_speakers,
    entries_by_registration,
    holders_count,
    lost_places,
    outdated,
    these_places,
)
from conference.feeds.service.due import due_to_holders, due_to_registrant, due_to_speakers, is_left_alone, speakers_of
from conference.feeds.service.event_entry import event_entry
from conference.feeds.service.writing import about, take, write
from conference.outbox.service import enqueue
from conference.registration.models import MailKind, Registration, RegistrationState
from conference.registration.queries import is_over

RIGHTING = "feeds.righting"
AT_ONCE = 100
"""How many people the worker writes to in one transaction: the event is locked meanwhile."""
BRING_THE_EVENT = frozenset({MailKind.CONFIRMED, MailKind.REMINDER})
PUT_IT_RIGHT = BRING_THE_EVENT | {MailKind.CANCELLED, MailKind.DECLINED, MailKind.WAITLISTED, MailKind.CORRECTION}


def claim_for_letters(database: Database, registrations: Sequence[Registration], kind: MailKind) -> Mapping[int, Claim]:
    """What letters carry, by the registration's id: the first ones bring the event, later ones what became of it."""
    if kind not in PUT_IT_RIGHT:
        return {}
    readers = [one for one in registrations if not is_left_alone(one) and not is_over(one.event)]
    rows = entries_by_registration(database, [one.id for one in readers])
    claimed: dict[int, Claim] = {}
    for one in readers:
        row = rows.get(one.id)
        if row is None and not (kind in BRING_THE_EVENT and one.state == RegistrationState.CONFIRMED):
            continue
        due = due_to_registrant(event_entry(database, one.event), one, row)
        if due is not None:
            claimed[one.id] = take(database, due)
    return claimed


def claim_for_news(
    database: Database, event: Event, version: AgendaVersion, people: Sequence[Concerned]
) -> Mapping[str, Claim]:
    """What the news of a publication carries, by the key of its reader: what they speak in first, else the event."""
    if is_over(event) or not people:
        return {}
    keys = {(name, number): one.key for one in people for name, number in one.about.items()}
    speakers = [number for name, number in keys if name == "speaker"]
    places = [number for name, number in keys if name == "registration"]
    claimed: dict[str, Claim] = {}
    for due in [
        *due_to_speakers(database, event, version, among=speakers),
        *due_to_holders(database, event, these_places(places)),
    ]:
        key = keys[about(due.owner)]
        if key not in claimed:
            claimed[key] = take(database, due)
    return claimed


def readers_of_changes(database: Database, event: Event, agenda: Mapping[str, Any]) -> int:
    """How many people are sent an entry because `agenda` gives the event another time or place, or is the first."""
    if is_over(event):
        return 0
    entry, facts = database.get(EventEntry, event.id), EventFacts.of(event, agenda)
    holders = 0
    if entry is not None:
        which = [outdated(entry)] if entry.told == asdict(facts) else []
        holders = holders_count(database, event.id, *which)
    if not facts.is_on or newest_number(database, event.id):
        return holders
    speaking = {one for session in agenda["sessions"] for one in speakers_of(session)}
    return holders + sum(one.id in speaking for one in coming_speakers(database, event.id))


def put_right_later(database: Database, event: Event, *, cause: str) -> None:
    """Let the worker write to all whose calendars are wrong now; once for a `cause`."""
    key = f"{RIGHTING}:{event.id}:{cause}"
    enqueue(database, RIGHTING, {"event": event.id}, recipient="", deduplication_key=key)


def put_right(database: Database, event_id: int) -> int:
    """Write to the next people whose calendars are wrong; how many they were, at most AT_ONCE."""
    event = lock(database, event_id)
    if is_over(event):
        return 0
    version = latest_version(database, event_id)
    due = due_to_holders(database, event, at_most=AT_ONCE)
    if version is not None and len(due) < AT_ONCE:
        due += due_to_speakers(database, event, version)
    for one in due[:AT_ONCE]:
        write(database, event, one)
    return min(len(due), AT_ONCE)


def follow_places(database: Database, event_id: int) -> None:
    """Write to those whose place changed without a letter: for the hour that is rung. Nothing else is put right."""
    event = lock(database, event_id)
    if not is_over(event):
        for due in due_to_holders(database, event, lost_places()):
            write(database, event, due)


def tell_speaker(database: Database, speaker: Speaker) -> None:
    """Write to a speaker who confirmed, declined, or is invited no more, about each of their sessions."""
    event = database.get_one(Event, speaker.event_id)
    version = latest_version(database, event.id)
    if version is not None and not is_over(event):
        for due in due_to_speakers(database, event, version, among=[speaker.id]):
            write(database, event, due)
