"""When somebody was inside, from what was seen at the doors, in whatever order it arrives: one rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from conference.attendance.models import Direction, Outcome


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody going through a door: an entry or an exit at an instant."""

    at: datetime
    direction: Direction

    @property
    def order(self) -> tuple[datetime, bool]:
        """Of an entry and an exit at one instant the entry came first."""
        return self.at, self.direction == Direction.OUT


@dataclass(frozen=True, slots=True)
class Inside:
    """From an entry to an exit; to None where nobody saw them go."""

    start: datetime
    end: datetime | None


def insides(seen: Iterable[Seen]) -> list[Inside]:
    """The stays that follow. Of two entries the earlier stands; an exit that no entry precedes tells nothing."""
    found: list[Inside] = []
    since: datetime | None = None
    for one in sorted(seen, key=lambda each: each.order):
        if one.direction == Direction.IN:
            since = since or one.at
        elif since is not None:
            found.append(Inside(since, one.at))
            since = None
    return [*found, Inside(since, None)] if since is not None else found


def outcome_of(new: Seen, before: Sequence[Seen]) -> Outcome:
    """What `new` does beside all that was seen before it arrived."""
    was_inside = False
    for one in sorted(before, key=lambda each: each.order):
        if one.order > new.order:
            break
        was_inside = one.direction == Direction.IN
    if new.direction == Direction.IN:
        return Outcome.AGAIN if was_inside else Outcome.IN
    return Outcome.OUT if was_inside else Outcome.OUTSIDE


def stay_around(moment: datetime, stays: Iterable[Inside]) -> Inside | None:
    """The stay to which an instant belongs."""
    return next((one for one in stays if one.start <= moment and (one.end is None or moment <= one.end)), None)
