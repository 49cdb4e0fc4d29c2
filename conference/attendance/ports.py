"""What attendance asks of the features above it: whose pass into a meeting this is."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy.orm import Session as Database

from conference.core.ports import Port
from conference.events.models import Event


class Pass(Protocol):
    def __call__(self, database: Database, event: Event, token: str) -> int | None:
        """The id of the registration at this event that a token lets into meetings; None where it lets nobody in.

        A pass opens nothing else of the person's, and ends when its feature says so.
        """


passes: Port[Pass] = Port("attendance.passes")
