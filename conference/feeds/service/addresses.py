"""Calendars at addresses that their owners leave: what was sent there is taken out, and comes to the next one."""

from __future__ import annotations

from sqlalchemy.orm import Session as Database

from conference.agenda.models import Speaker
from conference.agenda.ports import Addressee
from conference.agenda.queries import latest_version
from conference.events.models import Event
from conference.feeds.claims import Reason
from conference.feeds.service.due import due_to_leaver
from conference.feeds.service.invitations import tell_speaker
from conference.feeds.service.writing import write
from conference.registration.queries import is_over


def speaker_leaves(database: Database, speaker: Speaker) -> None:
    """Take their sessions out of the calendar of a speaker who is about to be deleted."""
    _take_out(database, speaker, Addressee.of(speaker), gone=Reason.GONE)


def speaker_moves(database: Database, speaker: Speaker, *, before: Addressee) -> None:
    """Take a speaker's sessions out of the calendar `before`, and bring them to the one at the address of now."""
    _take_out(database, speaker, before, gone=Reason.MOVED)
    tell_speaker(database, speaker)


def _take_out(database: Database, speaker: Speaker, holder: Addressee, *, gone: Reason) -> None:
    event = database.get_one(Event, speaker.event_id)
    version = latest_version(database, event.id)
    if version is None or is_over(event):
        return
    for due in due_to_leaver(database, event, version, speaker, gone=gone):
        write(database, event, due, to=holder)
    # The rows may go with the speaker; nothing is left to be written to them then.
    database.flush()
