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


@dataclass(frozen=True, slots=True)
class EventRules:
    """An event's rules, and by category what differs there: read together, and handed on to whoever asks."""

    of_event: RegistrationRules
    of_category: Mapping[str, CategoryRules]

    @property
    def offered(self) -> Sequence[Category]:
        """The categories that the event takes people of, with or without an invitation."""
        return [one for one in Category if self.offers(one)]

    @property
    def open(self) -> Sequence[Category]:
        """The categories whose people need no invitation."""
        return [one for one in self.offered if self.entry(one) != Entry.INVITATION]

    @property
    def places(self) -> Mapping[str, int]:
        """The places of the categories that have a number of their own."""
        return {name: one.places for name, one in self.of_category.items() if one.places is not None}

    def offers(self, category: str) -> bool:
        """Whether the event takes people of a category."""
        return category not in self.of_category or self.of_category[category].is_offered

    def entry(self, category: str) -> Entry:
        """How people of a category come in: by its own rule, else by the event's."""
        own = self.of_category.get(category)
        return Entry((own.entry if own else None) or self.of_event.entry)


def event_rules(session: Session, event_id: int) -> EventRules:
    """All rules of one event: one query."""
    return _rules(session, [event_id])[event_id]


def rules_of(session: Session, event_id: int) -> RegistrationRules:
    """The event's rules, or the usual ones (in no session) where nobody has decided anything."""
    return session.get(RegistrationRules, event_id) or RegistrationRules.usual(event_id)


def doors(session: Session, events: Collection[Event]) -> Mapping[int, Door]:
    """The doors of some events at this moment, by event id: one query, however many there are."""
    rules = _rules(session, [event.id for event in events])
    return {event.id: door(event, rules[event.id]) for event in events}


def door_of(session: Session, event: Event) -> Door:
    """The door of one event at this moment."""
    return doors(session, [event])[event.id]


def door(event: Event, rules: EventRules) -> Door:
    """The door of an event at this moment, by rules that were read before."""
    of_event, moment, free = rules.of_event, now(), rules.open
    coming = [at for at in (of_event.opens_at, of_event.closes_at) if at is not None and at > moment]
    if not event.registration_open:
        way = Way.SHUT
    elif of_event.closes_at is not None and of_event.closes_at <= moment:
        way = Way.OVER
    elif not free:
        way = Way.INVITATION if rules.offered else Way.SHUT
    else:
        way = Way.OPEN if of_event.admits_at(moment) else Way.NOT_YET
    return Door(way, of_event.opens_at, of_event.closes_at, min(coming, default=None), free)


def takes_registrations(session: Session, event: Event) -> bool:
    """Whether the event's form is open at this moment.

    Its switch is on, now lies between opening and closing, and some category does not need an invitation.
    """
    return door_of(session, event).is_open


def _rules(session: Session, event_ids: Collection[int]) -> Mapping[int, EventRules]:
    query = (
        select(Event.id, RegistrationRules, CategoryRules)
        .outerjoin(RegistrationRules, RegistrationRules.event_id == Event.id)
        .outerjoin(CategoryRules, CategoryRules.event_id == Event.id)
        .where(Event.id.in_(event_ids))
    )
    rules: dict[int, RegistrationRules] = {}
    own: dict[int, dict[str, CategoryRules]] = {event_id: {} for event_id in event_ids}
    for event_id, of_event, of_category in session.execute(query):
        rules[event_id] = of_event or RegistrationRules.usual(event_id)
        if of_category is not None:
            own[event_id][of_category.category] = of_category
    return {event_id: EventRules(of_event, own[event_id]) for event_id, of_event in rules.items()}
