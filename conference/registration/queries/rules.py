"""The rules of events' registrations, and whether their doors are open."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.core.clock import now
from conference.events.models import Event
from conference.registration.models import Category, CategoryRules, Entry, RegistrationRules


class Way(StrEnum):
    """Why a door is open or shut."""

    OPEN = "open"
    NOT_YET = "not yet"
    OVER = "over"
    INVITATION = "invitation"
    SHUT = "shut"


@dataclass(frozen=True, slots=True)
class Door:
    """Whether an event's form is open to everybody, why not, and at which instants that changes by itself.

    `categories` are those that people may register in without an invitation.
    """

    way: Way
    opens_at: datetime | None
    closes_at: datetime | None
    until: datetime | None
    categories: Sequence[Category]

    @property
    def is_open(self) -> bool:
        return self.way == Way.OPEN


def rules_of(session: Session, event_id: int) -> RegistrationRules:
    """The event's rules, or the usual ones (in no session) where nobody has decided anything."""
    return session.get(RegistrationRules, event_id) or RegistrationRules.usual(event_id)


def category_rules(session: Session, event_id: int) -> Mapping[str, CategoryRules]:
    """What differs for single categories, by category."""
    query = select(CategoryRules).where(CategoryRules.event_id == event_id)
    return {one.category: one for one in session.scalars(query)}


def doors(session: Session, events: Collection[Event]) -> Mapping[int, Door]:
    """The doors of some events at this moment, by event id: one query, however many there are."""
    query = (
        select(Event.id, RegistrationRules, CategoryRules)
        .outerjoin(RegistrationRules, RegistrationRules.event_id == Event.id)
        .outerjoin(CategoryRules, CategoryRules.event_id == Event.id)
        .where(Event.id.in_([event.id for event in events]))
    )
    rules: dict[int, RegistrationRules] = {}
    own: dict[int, dict[str, CategoryRules]] = {event.id: {} for event in events}
    for event_id, of_event, of_category in session.execute(query):
        rules[event_id] = of_event or RegistrationRules.usual(event_id)
        if of_category is not None:
            own[event_id][of_category.category] = of_category
    return {event.id: _door(event, rules[event.id], own[event.id]) for event in events}


def door_of(session: Session, event: Event) -> Door:
    """The door of one event at this moment."""
    return doors(session, [event])[event.id]


def _door(event: Event, rules: RegistrationRules, own: Mapping[str, CategoryRules]) -> Door:
    moment, free = now(), open_categories(rules, own)
    coming = [at for at in (rules.opens_at, rules.closes_at) if at is not None and at > moment]
    if not event.registration_open:
        way = Way.SHUT
    elif rules.closes_at is not None and rules.closes_at <= moment:
        way = Way.OVER
    elif not free:
        way = Way.INVITATION if offered_categories(own) else Way.SHUT
    else:
        way = Way.OPEN if rules.admits_at(moment) else Way.NOT_YET
    return Door(way, rules.opens_at, rules.closes_at, min(coming, default=None), free)


def takes_registrations(session: Session, event: Event) -> bool:
    """Whether the event's form is open at this moment.

    Its switch is on, now lies between opening and closing, and some category does not need an invitation.
    """
    return door_of(session, event).is_open


def open_to(session: Session, event: Event) -> Sequence[Category]:
    """The categories that people may register in without an invitation."""
    return open_categories(rules_of(session, event.id), category_rules(session, event.id))


def entry_of(rules: RegistrationRules, own: Mapping[str, CategoryRules], category: str) -> Entry:
    """How people of a category come in: by its own rule, else by the event's."""
    one = own.get(category)
    return Entry((one.entry if one else None) or rules.entry)


def offered_categories(own: Mapping[str, CategoryRules]) -> Sequence[Category]:
    """The categories that the event takes people of, with or without an invitation."""
    return [one for one in Category if one not in own or own[one].is_offered]


def open_categories(rules: RegistrationRules, own: Mapping[str, CategoryRules]) -> Sequence[Category]:
    """The categories whose people need no invitation."""
    return [one for one in offered_categories(own) if entry_of(rules, own, one) != Entry.INVITATION]
