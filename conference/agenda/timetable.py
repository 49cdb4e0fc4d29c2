"""How a day of the published agenda is set out: its slots of time, the days to begin with, the reader's own hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from conference.agenda.published import PublishedAgenda, PublishedSession
from conference.core import formatting
from conference.core.languages import Language
from conference.core.text import one_way
from conference.events.models import Event


@dataclass(frozen=True, slots=True)
class Slot:
    """The sessions that begin and end together: one, or several in parallel."""

    starts_at: datetime
    ends_at: datetime
    sessions: tuple[PublishedSession, ...]

    @property
    def is_break(self) -> bool:
        return all(session.is_break for session in self.sessions)


def slots(agenda: PublishedAgenda, sessions: Sequence[PublishedSession]) -> Sequence[Slot]:
    """Sessions by their hours, those in parallel in the order of their rooms."""
    order = {room.id: number for number, room in enumerate(agenda.rooms)}

    def hours(session: PublishedSession) -> tuple[datetime, datetime]:
        return session.starts_at, session.ends_at

    def place(session: PublishedSession) -> tuple[int, int]:
        return order.get(session.room.id, len(order)) if session.room else len(order), session.id

    return [Slot(*key, tuple(sorted(group, key=place))) for key, group in groupby(sorted(sessions, key=hours), hours)]


def first_day_to_show(event: Event, days: Sequence[date], today: date) -> date:
    """Today, or the next day with sessions, while the event runs; else its first day."""
    coming = [day for day in days if day >= today]
    return coming[0] if coming and event.starts_on <= today <= event.ends_on else days[0]


def next_midnight(zone: str, today: date) -> datetime:
    """When the next day begins on the clocks of a zone, as an instant in UTC."""
    return datetime.combine(today + timedelta(days=1), time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def differs(instant: datetime, zone: str, other: str) -> bool:
    """Whether the clocks of two zones show different times at an instant."""
    return instant.astimezone(ZoneInfo(zone)).utcoffset() != instant.astimezone(ZoneInfo(other)).utcoffset()


def hours_there(starts_at: datetime, ends_at: datetime, zone: str, other: str, language: Language) -> str:
    """The hours of a session in another zone, with the weekday where it is another day there: «Tue 23:30–00:30».

    Hours are isolated (UAX #9) and weekdays stand outside, so that an Arabic line keeps start before end.
    """
    hours, weekdays = [], []
    for instant in (starts_at, ends_at):
        there = instant.astimezone(ZoneInfo(other)).date()
        is_another_day = there != instant.astimezone(ZoneInfo(zone)).date()
        weekdays.append(formatting.format_date(there, language, pattern="EEE") + " " if is_another_day else "")
        hours.append(formatting.format_hour(instant, other))
    if not any(weekdays):
        return one_way("–".join(hours))
    return "–".join(weekday + one_way(hour) for weekday, hour in zip(weekdays, hours, strict=True))
