"""What the outbox asks of the features above it: work that no request causes, only time."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy.orm import Session

from conference.core.ports import Port


class HourlyWork(Protocol):
    def __call__(self, session: Session) -> None:
        """Called about once an hour, by one worker of the installation, in a transaction of its own.

        Reminders that became due, data whose time to be kept is over: look for it, enqueue or erase it, and leave a
        mark, for an hour may be rung twice and some may never be rung while no worker runs.
        """


hourly: Port[HourlyWork] = Port("outbox.hourly")
