"""What the outbox's worker does for the library: reading and drawing files, finding documents by a new agenda."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conference.core.database import write
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.events.service import touch
from conference.library.arriving import read_arrival
from conference.library.counting import Taken
from conference.library.drawing import draw_revision
from conference.library.reading import read_revision
from conference.library.searching.entries import enter_all
from conference.library.service import DRAW, ENTER, READ, add_downloads
from conference.library.service.arrivals import ARRIVED


def read(payload: Mapping[str, Any]) -> None:
    """Read the text of a file; no mail comes of it."""
    read_revision(payload["revision"])


def draw(payload: Mapping[str, Any]) -> None:
    """Draw the pages of a file; no mail comes of it."""
    draw_revision(payload["revision"])


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


def write_downloads(taken: Mapping[Taken, int]) -> None:
    """Add what was taken to the counts, in a transaction of its own."""
    with write() as database:
        add_downloads(database, taken)


HANDLERS = {DRAW: draw, READ: read, ENTER: enter_documents, ARRIVED: look_at_arrival}
