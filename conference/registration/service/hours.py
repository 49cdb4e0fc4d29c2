"""The hours at which registration opens and closes, on the clocks of another zone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.audit.service import record
from conference.events.models import Event
from conference.registration.models import Delegation, RegistrationRules

Timed = RegistrationRules | Delegation


def count_hours(session: Session, event: Event) -> int:
    """How many openings and closings of registration and of delegations have an hour."""
    return sum(getattr(one, name) is not None for one, names in _timed(session, event) for name in names)


def keep_hours(session: Session, event: Event, moved: Callable[[datetime], datetime], *, by: int) -> None:
    """Move openings and closings so that the new zone's clocks show their hours; the caller holds the event's lock."""
    for one, names in _timed(session, event):
        before = {name: getattr(one, name) for name in names}
        after = {name: instant and moved(instant) for name, instant in before.items()}
        if before == after:
            continue
        for name, instant in after.items():
            setattr(one, name, instant)
        # Rules are told of as the event's.
        target, verb = (
            (one, "change delegation") if isinstance(one, Delegation) else (event, "change registration rules")
        )
        record(session, verb, target, by=by, event_id=event.id, before=before, after=after)


def _timed(session: Session, event: Event) -> Iterator[tuple[Timed, tuple[str, ...]]]:
    rules = session.get(RegistrationRules, event.id)
    if rules is not None:
        yield rules, ("opens_at", "closes_at")
    for delegation in session.scalars(select(Delegation).where(Delegation.event_id == event.id)).all():
        yield delegation, ("closes_at",)
