"""Somebody who comes to the door without a registration: taken in on the spot, confirmed, and written to."""

from __future__ import annotations

from sqlalchemy.orm import Session

from conference.accounts.models import email_key
from conference.audit.service import record
from conference.core.clock import now
from conference.core.tokens import new_secret
from conference.events.service import lock as lock_event
from conference.registration.models import MailKind, Registration, RegistrationState
from conference.registration.queries import event_rules
from conference.registration.service.admission import CategoryFull, CategoryNotOffered, counted_places
from conference.registration.service.codes import known_or_code
from conference.registration.service.letters import write_to
from conference.registration.service.registering import apply_details, settle
from conference.registration.service.submission import Details


class EventFull(Exception):
    """The event has no place left."""


class KnownAlready(Exception):
    """Somebody with this address is registered; `state` and `code` say who they are to a desk."""

    def __init__(self, registration: Registration) -> None:
        super().__init__(registration.id)
        self.state, self.code = registration.state, registration.code


def register_at_door(
    session: Session, event_id: int, *, email: str, details: Details, beyond_places: bool, by: int
) -> Registration:
    """Take a person in as confirmed, whose data somebody else typed: their consents are theirs to give, by their link.

    `beyond_places` is the word of somebody who may let in more people than there are places. Raises KnownAlready,
    CategoryNotOffered, EventFull and CategoryFull.
    """
    event = lock_event(session, event_id)
    rules = event_rules(session, event.id)
    if not rules.offers(details.category):
        raise CategoryNotOffered(details.category)
    known, code = known_or_code(session, event.id, email)
    if known is not None:
        raise KnownAlready(known)
    places = counted_places(session, event, rules)
    if not beyond_places:
        if not places.are_free:
            raise EventFull(event.slug)
        if not places.has_room(details.category):
            raise CategoryFull(details.category)
    registration = Registration(
        event_id=event.id,
        email=email,
        email_key=email_key(email),
        code=code,
        link_secret=new_secret(),
        consents=[],
        created_at=now(),
        awaits_person=True,
    )
    settle(registration, RegistrationState.CONFIRMED)
    apply_details(registration, details)
    session.add(registration)
    session.flush()
    told = {"category": details.category, "beyond_places": beyond_places}
    record(session, "register at the door", registration, by=by, event_id=event.id, before={}, after=told)
    write_to(session, registration, MailKind.CONFIRMED)
    return registration
