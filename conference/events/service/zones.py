"""What becomes of hours when the event's zone is another: they stay on the new clocks, or the instants stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from conference.events.models import Event, ZoneKeeps
from conference.events.ports import timed_things, zone_listeners


class ZoneUndecided(Exception):
    """The zone changes under things that hang on its clocks, and nobody said what stays: how many there are."""

    def __init__(self, things: int) -> None:
        super().__init__(str(things))
        self.things = things


@dataclass(frozen=True, slots=True)
class _Moved:
    """Where an instant goes so that clocks in zone `to` show at it what clocks in zone `of` had shown."""

    of: ZoneInfo
    to: ZoneInfo

    def __call__(self, instant: datetime) -> datetime:
        return instant.astimezone(self.of).replace(tzinfo=self.to).astimezone(UTC)


def check_decided(session: Session, event: Event, zone_keeps: ZoneKeeps | None) -> None:
    """Raises ZoneUndecided where something has hours and nobody said what becomes of them."""
    things = sum(count(session, event) for count in timed_things.all())
    if things and zone_keeps is None:
        raise ZoneUndecided(things)


def keep_hours(session: Session, event: Event, before: ZoneInfo, *, by: int) -> None:
    """Move everything that has hours so that the clocks of the event's new zone show what those of `before` had."""
    moved = _Moved(before, event.zone_info)
    for listen in zone_listeners.all():
        listen(session, event, moved, by=by)
