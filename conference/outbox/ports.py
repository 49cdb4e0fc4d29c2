"""What the outbox asks of the features above it: work that no request causes, only time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from conference.core.ports import Port


@dataclass(frozen=True, slots=True)
class HourlyWork:
    """Work that one worker of the installation does about once an hour, event by event, each in its own transaction.

    Reminders that became due, data whose time to be kept is over: `due` lists the ids of the events that have some;
    `do` looks again, for time has passed, enqueues or erases it, and leaves a mark, for an hour may be rung twice and
    some may never be rung while no worker runs. `name` stands in logs.
    """

    name: str
    due: Callable[[Session], Sequence[int]]
    do: Callable[[Session, int], None]


hourly: Port[HourlyWork] = Port("outbox.hourly")
