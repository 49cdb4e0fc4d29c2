"""When people are reminded of what they owe an event, whatever it is: in the morning there, and not twice in a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from conference.events.models import Event

QUIET = timedelta(hours=24)
"""Nobody is reminded again within this time, whatever of."""
MORNING = time(8)


def morning(event: Event, day: date) -> datetime:
    """The instant at which reminders of a day go out: eight in the morning where the event is held."""
    return datetime.combine(day, MORNING, tzinfo=event.zone_info).astimezone(UTC)
