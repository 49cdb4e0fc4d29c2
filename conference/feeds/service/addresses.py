"""Calendars at addresses that their owners leave: what was sent there is taken out, and comes to the next one."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session as Database

from conference.agenda.models import Speaker
from conference.agenda.ports import Addressee
from conference.agenda.queries import latest_version
from conference.events.models import Event
from conference.feeds.claims import Reason
from conference.feeds.models import CalendarInvitation, EventEntry
from conference.feeds.queries import entries_by_registration
from conference.feeds.service.due import Due, due_to_leaver, due_to_moving, due_to_registrant, is_left_alone
from conference.feeds.service.event_entry import event_entry
from conference.feeds.service.invitations import tell_speaker
from conference.feeds.service.writing import write
from conference.registration.models import Registration
from conference.registration.queries import is_over


def speaker_leaves(database: Database, speaker: Speaker) -> None:
    """Take their sessions out of the calendar of a speaker who is about to be deleted."""
    _take_out(database, speaker, Addressee.of(speaker), gone=Reason.GONE)


def speaker_moves(database: Database, speaker: Speaker, *, before: Addressee) -> None:
    """Take a speaker's sessions out of the calendar `before`, and bring them to the one at the address of now."""
    _take_out(database, speaker, before, gone=Reason.MOVED)
    tell_speaker(database, speaker)


def registrant_leaves(database: Database, registration: Registration) -> None:
    """Take the event out of the calendar at the address that somebody is about to leave."""
    _write_about_event(database, registration, due_to_moving)


def registrant_arrives(database: Database, registration: Registration) -> None:
    """Bring the event to the address of now, where another one had it."""
    _write_about_event(database, registration, due_to_registrant)


def _write_about_event(
    database: Database,
    registration: Registration,
    decide: Callable[[EventEntry, Registration, CalendarInvitation], Due | None],
) -> None:
    event = registration.event
    row = entries_by_registration(database, [registration.id]).get(registration.id)
    if row is None or is_over(event) or is_left_alone(registration):
        return
    due = decide(event_entry(database, event), registration, row)
    if due is not None:
        write(database, event, due)


def _take_out(database: Database, speaker: Speaker, holder: Addressee, *, gone: Reason) -> None:
    event = database.get_one(Event, speaker.event_id)
    version = latest_version(database, event.id)
    if version is None or is_over(event):
        return
    for due in due_to_leaver(database, event, version, speaker, gone=gone):
        write(database, event, due, to=holder)
    # The rows may go with the speaker; nothing is left to be written to them then.
    database.flush()
