"""What the agenda gives to the features below it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from conference.agenda.models import AgendaImport
from conference.agenda.queries import placed_count
from conference.agenda.service import (
    events_with_old_agendas,
    forget_old_agendas,
    keep_hours,
)
from conference.events.models import Event
from conference.events.sent_files import forgetting
from conference.outbox.ports import HourlyWork

WORK_OF_THE_HOUR = (
    forgetting("forget old imports of agendas", AgendaImport),
    HourlyWork("forget old personal agendas", events_with_old_agendas, forget_old_agendas),
)


def timed_things(session: Session, event: Event) -> int:
    """The sessions of the draft that have hours."""
    return placed_count(session, event.id)


def zone_changed(session: Session, event: Event, moved: Callable[[datetime], datetime], *, by: int) -> None:
    """The draft's sessions keep their hours on the new zone's clocks."""
    keep_hours(session, event, moved, by=by)
