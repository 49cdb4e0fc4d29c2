"""The rules of an event's registration."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.core.clock import now
from conference.events.models import Event
from conference.registration.models import CategoryRules, RegistrationRules


def rules_of(session: Session, event_id: int) -> RegistrationRules:
    """The event's rules, or the usual ones (in no session) where nobody has decided anything."""
    return session.get(RegistrationRules, event_id) or RegistrationRules.usual(event_id)


def category_rules(session: Session, event_id: int) -> Mapping[str, CategoryRules]:
    """What differs for single categories, by category."""
    query = select(CategoryRules).where(CategoryRules.event_id == event_id)
    return {one.category: one for one in session.scalars(query)}


def takes_registrations(session: Session, event: Event) -> bool:
    """Whether the event's form is open at this moment: its switch is on, and now lies between opening and closing."""
    return event.registration_open and rules_of(session, event.id).admits_at(now())
