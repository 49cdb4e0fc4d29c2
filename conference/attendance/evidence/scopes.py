"""What a list is about: one day of an event, or one session of it; and who is known to have been there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

from sqlalchemy.orm import Session as Database

from conference.agenda.models import Session
from conference.attendance.derived import Presence, derived_over
from conference.attendance.models import Attendance
from conference.attendance.queries import placed_session, placed_sessions, presences, presences_of_day
from conference.core.languages import Language
from conference.core.sorting import sort_key
from conference.events.models import Event
from conference.registration.models import Registration
from conference.registration.participants import names_in


@dataclass(frozen=True, slots=True)
class Scope:
    """A day in the event's zone, or the session of it that a list is about."""

    event: Event
    day: date
    session: Session | None = None

    @property
    def name(self) -> str:
        """As addresses write it: the day in ISO 8601, or the session's code."""
        return self.session.code if self.session else self.day.isoformat()


@dataclass(frozen=True, slots=True)
class Seen:
    """One person who was there: by which rows, in which ways it is known, at how many sessions, and for how long."""

    person: Registration
    rows: Sequence[Attendance]
    presence: Presence
    sessions: int

    @property
    def how(self) -> Sequence[str]:
        return list(dict.fromkeys(one.how for one in self.rows))


def scope_called(database: Database, event: Event, name: str) -> Scope | None:
    """The day or the session of an event with this name; None where there is none."""
    try:
        day = date.fromisoformat(name)
    except ValueError:
        session = placed_session(database, event.id, name)
        return Scope(event, day_of(event, session), session) if session else None
    return Scope(event, day) if day.isoformat() == name and event.starts_on <= day <= event.ends_on else None


def day_of(event: Event, session: Session) -> date:
    """The day of a session that has a time, in the event's zone."""
    assert session.starts_at is not None
    return session.starts_at.astimezone(event.zone_info).date()


def days_of(database: Database, event: Event) -> Sequence[tuple[date, Sequence[Session]]]:
    """The days on which an event has sessions, each with them in order; breaks are nothing to attend."""
    sessions = placed_sessions(database, event.id)
    return [(day, list(those)) for day, those in groupby(sessions, lambda one: day_of(event, one))]


def seen_in(database: Database, scope: Scope, language: Language) -> list[Seen]:
    """Who was there, in the order of names in a language; people who are erased come last."""
    if scope.session is not None:
        rows = [(scope.session, one) for one in presences(database, scope.session.id)]
    else:
        rows = [(one.session, one) for one in presences_of_day(database, scope.event, scope.day)]
    found = [_seen(those) for those in _by_person(rows)]
    return sorted(found, key=lambda one: in_order(one.person, language))


def seen_by_session(rows: Sequence[Attendance]) -> list[tuple[Seen, Presence]]:
    """Each person at each session, in the order of `rows`, with their presence over all of them."""
    days = {
        those[0][1].registration_id: _seen(those).presence for those in _by_person((one.session, one) for one in rows)
    }
    keyed = groupby(rows, lambda one: (one.session_id, one.registration_id))
    found = [_seen([(one.session, one) for one in those]) for _key, those in keyed]
    return [(one, days[one.person.id]) for one in found]


def _by_person(rows: Iterable[tuple[Session, Attendance]]) -> Iterable[list[tuple[Session, Attendance]]]:
    ordered = sorted(rows, key=lambda pair: (pair[1].registration_id, pair[0].id, pair[1].id))
    return (list(those) for _id, those in groupby(ordered, lambda pair: pair[1].registration_id))


def _seen(rows: Sequence[tuple[Session, Attendance]]) -> Seen:
    sessions = [(session, [one for _s, one in those]) for session, those in groupby(rows, lambda pair: pair[0])]
    known = sorted((one for _session, one in rows), key=attrgetter("since", "id"))
    return Seen(known[0].registration, known, derived_over(sessions), len(sessions))


def in_order(person: Registration, language: Language) -> tuple[bool, tuple[int, ...], int]:
    """The place of a person in a list of a language."""
    return person.erased_at is not None, sort_key(names_in(person, language)[0], language), person.id
