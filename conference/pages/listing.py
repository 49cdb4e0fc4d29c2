"""The events of the installation as visitors find them: the current one, what comes, what was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from conference.core.clock import now
from conference.events.header import EventHeader, event_header
from conference.events.models import Event
from conference.events.queries import current_of
from conference.registration.queries import Door


@dataclass(frozen=True, slots=True)
class Listed:
    """An event in the list."""

    event: Event
    header: EventHeader
    takes_registrations: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """What the page of events shows, and until when it is true: the next midnight, or hour of a registration."""

    current: Listed | None
    is_running: bool
    upcoming: Sequence[Listed]
    past: Sequence[Listed]
    until: datetime | None


def listing(events: Sequence[Event], doors: Mapping[int, Door]) -> Listing:
    """Set the published events out: what comes from the nearest on, what was from the latest back, rehearsals last."""

    def listed(event: Event) -> Listed:
        return Listed(event, event_header(event), doors[event.id].is_open)

    current = current_of(events, now())
    others = [event for event in events if event is not current]
    upcoming = [event for event in others if event.ends_on >= today(event)]
    past = [event for event in others if event.ends_on < today(event)]
    upcoming.sort(key=lambda event: (event.is_rehearsal, event.starts_on, event.id))
    past.sort(key=lambda event: (event.is_rehearsal, -event.starts_on.toordinal(), event.id))
    return Listing(
        current=listed(current) if current else None,
        is_running=current is not None and current.starts_on <= today(current) <= current.ends_on,
        upcoming=[listed(event) for event in upcoming],
        past=[listed(event) for event in past],
        until=min(_changes(events, doors), default=None),
    )


def today(event: Event) -> date:
    """The day that it is at the event."""
    return now().astimezone(event.zone_info).date()


def next_midnight(event: Event) -> datetime:
    """When the event's next day begins, as an instant in UTC."""
    return datetime.combine(today(event) + timedelta(days=1), time(), tzinfo=event.zone_info).astimezone(UTC)


def _changes(events: Sequence[Event], doors: Mapping[int, Door]) -> Iterator[datetime]:
    yield from (next_midnight(event) for event in events)
    yield from (door.until for door in doors.values() if door.until)
