"""What keeps documents findable: files are read by the worker, entries follow the agenda."""

from __future__ import annotations

from sqlalchemy.orm import Session as Database

from conference.events.service import lock as lock_event
from conference.events.service import touch
from conference.library.queries import unread_revisions
from conference.library.searching.entries import enter_all
from conference.outbox.service import enqueue

READ = "library.read"
"""The outbox's kind for reading the text of a file."""
ENTER = "library.enter"
"""The outbox's kind for making an event's documents findable anew."""


def enter_later(session: Database, event_id: int) -> None:
    """Let the worker make an event's documents findable by what its newest agenda says."""
    enqueue(session, ENTER, {"event": event_id}, recipient="")


def catch_up(session: Database, event_id: int) -> None:
    """Make findable what is not yet, and have files read that nobody looked at: they were here before search was."""
    lock_event(session, event_id)
    enter_all(session, event_id)
    touch(session, event_id)
    for revision_id in unread_revisions(session, event_id):
        enqueue(session, READ, {"revision": revision_id}, recipient="", deduplication_key=f"{READ}:{revision_id}")
