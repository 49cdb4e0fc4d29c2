"""Who is let in, and in which state: by the rules of the event and of the category, while there are places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from conference.core.clock import now
from conference.events.models import Event
from conference.registration.models import CategoryRules, Entry, Registration, RegistrationState
from conference.registration.queries import (
    category_rules,
    entry_of,
    invitation_for,
    rules_of,
    takes_registrations,
)


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
    """The places of an event and of its categories, counted once; whoever gives one away says so with `take`."""

    limit: int | None
    limits: Mapping[str, int]
    taken: Counter[str] = field(default_factory=Counter)

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

    def give_back(self, category: str) -> None:
        self.taken[category] -= 1


def places_of(session: Session, event: Event) -> Places:
    """The places as they are taken now: by confirmed people, and by offers that can still be accepted."""
    query = select(Registration.category, func.count()).where(
        Registration.event_id == event.id,
        or_(Registration.state == RegistrationState.CONFIRMED, Registration.offer_ends_at > now()),
    )
    taken = Counter(dict(session.execute(query.group_by(Registration.category)).all()))
    own = category_rules(session, event.id)
    return Places(event.places, {name: one.places for name, one in own.items() if one.places is not None}, taken)


def has_place(session: Session, event: Event, category: str) -> bool:
    """Whether the event, and the category in it, have a place left: neither taken nor kept for somebody."""
    return places_of(session, event).is_free(category)


def has_place_for(session: Session, event: Event, registration: Registration) -> bool:
    """Whether a person could be confirmed without going beyond the places: one is kept for them, or one is free."""
    return registration.has_offer_at(now()) or has_place(session, event, registration.category)


def state_for_newcomer(session: Session, event: Event, category: str, *, is_invited: bool) -> RegistrationState:
    """The state that a new registration begins in. The caller holds the event's lock.

    An invitation also opens a form that is closed to others, and spares the approval that others need. Raises
    RegistrationClosed, InvitationNeeded and CategoryNotOffered.
    """
    if is_invited:
        return _by_places(session, event, category)
    if not takes_registrations(session, event):
        raise RegistrationClosed(event.slug)
    entry = _entry(session, event, category)
    if entry == Entry.INVITATION:
        raise InvitationNeeded(category)
    return RegistrationState.PENDING if entry == Entry.APPROVAL else _by_places(session, event, category)


def check_move(session: Session, event: Event, registration: Registration, category: str) -> None:
    """Whether a person may move to another category by themselves. The caller holds the event's lock.

    Who holds a place needs one there as well. Raises CategoryNotOffered, InvitationNeeded, CategoryFull and
    ApprovalNeeded.
    """
    invitation = invitation_for(session, event.id, registration.email)
    is_invited = invitation is not None and invitation.category in ("", category)
    entry = Entry.OPEN if is_invited else _entry(session, event, category)
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
    if state == RegistrationState.WAITLISTED and not registration.has_offer_at(now()):
        invitation = invitation_for(session, event.id, registration.email)
        is_invited = invitation is not None and invitation.category in ("", category)
        if not is_invited and _entry(session, event, category) == Entry.APPROVAL:
            return RegistrationState.PENDING
    return state


def _entry(session: Session, event: Event, category: str) -> Entry:
    own = category_rules(session, event.id)
    one: CategoryRules | None = own.get(category)
    if one is not None and not one.is_offered:
        raise CategoryNotOffered(category)
    return entry_of(rules_of(session, event.id), own, category)


def _by_places(session: Session, event: Event, category: str) -> RegistrationState:
    return RegistrationState.CONFIRMED if has_place(session, event, category) else RegistrationState.WAITLISTED
