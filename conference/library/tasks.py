"""What the outbox's worker does for the library: reading files, and finding documents by a newly published agenda."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conference.core.database import write
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.events.service import touch
from conference.library.arriving import read_arrival
from conference.library.reading import read_revision
from conference.library.searching.entries import enter_all
from conference.library.service import ENTER, READ
from conference.library.service.arrivals import ARRIVED


def read(payload: Mapping[str, Any]) -> None:
    """Read the text of a file; no mail comes of it."""
    read_revision(payload["revision"])


def look_at_arrival(payload: Mapping[str, Any]) -> None:
    """Read what a file that was brought says of itself; no mail comes of it."""
    read_arrival(payload["arrival"])


def enter_documents(payload: Mapping[str, Any]) -> None:
    """Make the documents of an event findable by what its newest agenda says; no mail comes of it."""
    with write() as database:
        if database.get(Event, payload["event"]) is not None:
            lock_event(database, payload["event"])
            enter_all(database, payload["event"])
            touch(database, payload["event"])


HANDLERS = {READ: read, ENTER: enter_documents, ARRIVED: look_at_arrival}
