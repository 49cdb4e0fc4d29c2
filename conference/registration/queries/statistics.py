"""How many people registered, by what they said about themselves: numbers for organisers, counted by the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, case, extract, func, literal, literal_column, select, union_all
from sqlalchemy.orm import Session

from conference.events.models import Event
from conference.registration.models import Registration, RegistrationState

DIMENSIONS = ("category", "country", "sex", "language_code")
ERASED_SEX = "erased"
_QUARTER: ColumnElement[int] = literal_column("900")


@dataclass(slots=True)
class Tally:
    """How many registrations are in each state."""

    by_state: Counter[str]

    @property
    def registered(self) -> int:
        """Everybody who is confirmed, waits or is being examined: neither declined nor cancelled."""
        return sum(
            count
            for state, count in self.by_state.items()
            if state not in (RegistrationState.DECLINED, RegistrationState.CANCELLED)
        )

    @property
    def confirmed(self) -> int:
        return self.by_state[RegistrationState.CONFIRMED]

    @property
    def waiting(self) -> int:
        """Those who are registered and not confirmed, or not yet."""
        return self.registered - self.confirmed


def tallies(session: Session, event_id: int) -> Mapping[str, Mapping[str, Tally]]:
    """Per dimension and per value in it the registrations by state, by one query.

    People who are erased count with what was kept of them; their sex was not, which is a value of its own.
    """
    sex = case((Registration.erased_at.is_not(None), ERASED_SEX), else_=Registration.sex)
    columns = {name: getattr(Registration, name) for name in DIMENSIONS} | {"sex": sex}
    parts = []
    for name, column in columns.items():
        listed = (
            select(column.label("value"), Registration.state.label("state"))
            .where(Registration.event_id == event_id)
            .subquery()
        )
        parts.append(
            select(literal(name), listed.c.value, listed.c.state, func.count()).group_by(listed.c.value, listed.c.state)
        )
    found: dict[str, dict[str, Tally]] = {name: {} for name in columns}
    for name, value, state, count in session.execute(union_all(*parts)):
        found[name].setdefault(value, Tally(Counter())).by_state[state] += count
    return found


def days(session: Session, event: Event) -> Mapping[date, int]:
    """How many people registered on each day in the event's zone, cancelled and declined ones too, in order.

    The database counts quarters of an hour, for no zone is offset by less; here they become days.
    """
    second = extract("epoch", Registration.created_at)
    quarter = second - second % _QUARTER
    listed = select(quarter.label("quarter")).where(Registration.event_id == event.id).subquery()
    counted: Counter[date] = Counter()
    for start, count in session.execute(select(listed.c.quarter, func.count()).group_by(listed.c.quarter)):
        instant = datetime.fromtimestamp(int(start), UTC)
        counted[instant.astimezone(event.zone_info).date()] += count
    return dict(sorted(counted.items()))
