"""Who is let in, and in which state: by the rules of the event and of the category, while there are places."""

from __future__ import annotations

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from conference.core.clock import now
from conference.events.models import Event
from conference.registration.models import CategoryRules, Entry, Registration, RegistrationState
from conference.registration.queries import category_rules, rules_of, takes_registrations


class RegistrationClosed(Exception):
    """The event takes no registrations now."""


class InvitationNeeded(Exception):
    """People of this category come by invitation only."""


class CategoryNotOffered(Exception):
    """The event takes nobody of this category."""


def state_for_newcomer(session: Session, event: Event, category: str, *, is_invited: bool) -> RegistrationState:
    """The state that a new registration begins in. The caller holds the event's lock.

    An invitation also opens a form that is closed to others, and spares the approval that others need. Raises
    RegistrationClosed, InvitationNeeded and CategoryNotOffered.
    """
    if is_invited:
        return _by_places(session, event, category)
    if not takes_registrations(session, event):
        raise RegistrationClosed(event.slug)
    own = category_rules(session, event.id).get(category)
    if own is not None and not own.is_offered:
        raise CategoryNotOffered(category)
    entry = (own.entry if own else None) or rules_of(session, event.id).entry
    if entry == Entry.INVITATION:
        raise InvitationNeeded(category)
    return RegistrationState.PENDING if entry == Entry.APPROVAL else _by_places(session, event, category)


def _by_places(session: Session, event: Event, category: str) -> RegistrationState:
    return RegistrationState.CONFIRMED if has_place(session, event, category) else RegistrationState.WAITLISTED


def has_place(session: Session, event: Event, category: str) -> bool:
    """Whether the event, and the category in it, have a place left: neither taken nor kept for somebody."""
    own: CategoryRules | None = category_rules(session, event.id).get(category)
    within_event = event.places is None or _taken(session, event.id) < event.places
    if not within_event or own is None or own.places is None:
        return within_event
    return _taken(session, event.id, category) < own.places


def _taken(session: Session, event_id: int, category: str | None = None) -> int:
    query = select(func.count()).where(
        Registration.event_id == event_id,
        or_(Registration.state == RegistrationState.CONFIRMED, Registration.offer_ends_at > now()),
    )
    if category is not None:
        query = query.where(Registration.category == category)
    return session.scalar(query) or 0
