"""Who is let in, and in which state: by the rules of the event and of the category, while there are places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from conference.core.clock import now
from conference.events.models import Event
from conference.registration.models import Entry, Registration, RegistrationState
from conference.registration.queries import EventRules, door, event_rules, invitation_for


class RegistrationClosed(Exception):
    """The event takes no registrations now."""


class InvitationNeeded(Exception):
    """People of this category come by invitation only."""


class CategoryNotOffered(Exception):
    """The event takes nobody of this category."""


class CategoryFull(Exception):
    """The category has no place for somebody who holds one in another."""


class ApprovalNeeded(Exception):
    """People of this category are approved first, so that a place held in another cannot simply move."""


@dataclass(slots=True)
class Places:
    """The places of an event and of its categories, counted once; whoever gives one away says so with `take`.

    `waiting` is how many people were on the waiting list when they were counted.
    """

    limit: int | None
    limits: Mapping[str, int]
    taken: Counter[str] = field(default_factory=Counter)
    waiting: int = 0

    @property
    def are_free(self) -> bool:
        """Whether the event as a whole has a place left."""
        return self.limit is None or self.taken.total() < self.limit

    def is_free(self, category: str) -> bool:
        """Whether the event, and the category in it, have a place left: neither taken nor kept for somebody."""
        return self.are_free and self.has_room(category)

    def has_room(self, category: str) -> bool:
        """Whether the category has a place left, for somebody who holds one of the event's."""
        return category not in self.limits or self.taken[category] < self.limits[category]

    def take(self, category: str) -> None:
        self.taken[category] += 1


def places_of(session: Session, event: Event) -> Places:
    """The places as they are taken now: by confirmed people, and by offers that can still be accepted."""
    return counted_places(session, event, event_rules(session, event.id))


def counted_places(session: Session, event: Event, rules: EventRules) -> Places:
    """The places as they are taken now, by rules that were read before: one query."""
    holds = or_(Registration.state == RegistrationState.CONFIRMED, Registration.offer_ends_at > now())
    waits = Registration.state == RegistrationState.WAITLISTED
    query = (
        select(Registration.category, func.count().filter(holds), func.count().filter(waits))
        .where(Registration.event_id == event.id, or_(holds, waits))
        .group_by(Registration.category)
    )
    places = Places(event.places, rules.places)
    for category, taken, waiting in session.execute(query):
        places.taken[category] = taken
        places.waiting += waiting
    return places


def is_full(session: Session, event: Event) -> bool:
    """Whether the event as a whole has no place left; nobody is counted where it has no limit."""
    return event.places is not None and not places_of(session, event).are_free


def has_place_for(session: Session, event: Event, registration: Registration) -> bool:
    """Whether a person could be confirmed without going beyond the places: one is kept for them, or one is free."""
    return registration.has_offer_at(now()) or places_of(session, event).is_free(registration.category)


def state_for_newcomer(
    event: Event, rules: EventRules, places: Places, category: str, *, is_invited: bool
) -> RegistrationState:
    """The state that a new registration begins in. The caller holds the event's lock, and has read what it goes by.

    An invitation also opens a form that is closed to others, and spares the approval that others need. Raises
    RegistrationClosed, InvitationNeeded and CategoryNotOffered.
    """
    by_places = RegistrationState.CONFIRMED if places.is_free(category) else RegistrationState.WAITLISTED
    if is_invited:
        return by_places
    if not door(event, rules).is_open:
        raise RegistrationClosed(event.slug)
    entry = _entry(rules, category)
    if entry == Entry.INVITATION:
        raise InvitationNeeded(category)
    return RegistrationState.PENDING if entry == Entry.APPROVAL else by_places


def check_move(session: Session, event: Event, registration: Registration, category: str) -> None:
    """Whether a person may move to another category by themselves. The caller holds the event's lock.

    Who holds a place needs one there as well. Raises CategoryNotOffered, InvitationNeeded, CategoryFull and
    ApprovalNeeded.
    """
    entry = _entry_for(session, event, registration, category)
    if entry == Entry.INVITATION:
        raise InvitationNeeded(category)
    holds_place = registration.state == RegistrationState.CONFIRMED or registration.has_offer_at(now())
    if holds_place and entry == Entry.APPROVAL:
        raise ApprovalNeeded(category)
    if holds_place and not places_of(session, event).has_room(category):
        raise CategoryFull(category)


def state_after_move(session: Session, event: Event, registration: Registration, category: str) -> RegistrationState:
    """The state in which somebody who may move arrives: who waits for a place may have to be approved first."""
    state = RegistrationState(registration.state)
    waits = state == RegistrationState.WAITLISTED and not registration.has_offer_at(now())
    if waits and _entry_for(session, event, registration, category) == Entry.APPROVAL:
        return RegistrationState.PENDING
    return state


def _entry_for(session: Session, event: Event, registration: Registration, category: str) -> Entry:
    """How somebody who is registered comes into another category; an invitation opens it."""
    invitation = invitation_for(session, event.id, registration.email)
    if invitation is not None and invitation.category in ("", category):
        return Entry.OPEN
    return _entry(event_rules(session, event.id), category)


def _entry(rules: EventRules, category: str) -> Entry:
    if not rules.offers(category):
        raise CategoryNotOffered(category)
    return rules.entry(category)
