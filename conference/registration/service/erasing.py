"""Erasing people: on their wish, by an organiser, or because their time is over."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from conference.accounts.models import Account
from conference.audit.service import record
from conference.core.clock import now
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.outbox.service import enqueue
from conference.registration.models import Answer, Registration, RegistrationState
from conference.registration.queries import (
    events_with_all_due,
    events_with_sensitive_due,
    is_held,
    is_over,
    people_left,
    sensitive_answers,
    wishes_to_be_erased,
)
from conference.registration.service.emptying import empty, empty_what_names_others
from conference.registration.service.letters import lock
from conference.registration.service.waiting_list import fill_places

AT_ONCE = 200
ERASED = "registration.erased"


class HeldByLaw(Exception):
    """A legal hold forbids to erase anything of the event (GDPR art. 17(3)(e))."""


def erase(session: Session, registration: Registration, *, by: Account | None) -> None:
    """Erase a person at an event, and write them a last time. It cannot be undone; a second time does nothing.

    `by` is the organiser who does it, None where the person does. Who had a place at an event that is not over gives
    it back. Raises HeldByLaw.
    """
    by_id = by.id if by else None
    event = lock_event(session, registration.event_id)
    lock(session, registration)
    if registration.erased_at is not None:
        return
    if is_held(session, event.id):
        raise HeldByLaw(event.slug)
    _erase_one(session, event, registration, by=by_id)
    fill_places(session, event)


def ask_erasure(session: Session, registration: Registration) -> None:
    """Note a person's wish while a legal hold forbids it; the hour does it once the hold is lifted.

    Until then nothing is done with their data (GDPR art. 18): the place is given back, no consent stands.
    """
    event = lock_event(session, registration.event_id)
    lock(session, registration)
    if registration.erased_at is not None or registration.erasure_asked_at is not None:
        return
    if registration.is_active and not is_over(event):
        registration.state = RegistrationState.CANCELLED
        registration.waits_since = registration.offer_ends_at = None
    registration.erasure_asked_at = registration.changed_at = now()
    for consent in registration.given.values():
        consent.withdrawn_at = now()
    session.flush()
    fill_places(session, event)


def _erase_one(session: Session, event: Event, registration: Registration, *, by: int | None) -> None:
    # It belongs to no event, so that nothing of it is kept once it was sent.
    payload = {"event": event.id, "language": registration.language_code, "name": registration.native_name}
    recipient = registration.email
    empty(session, event, [registration])
    enqueue(session, ERASED, {**payload, "to": recipient}, recipient=recipient)
    record(session, "erase registration", registration, by=by, event_id=event.id, before={}, after={})


def events_to_erase(session: Session) -> Sequence[int]:
    """The events that hold what should be gone by now: people who wish it, all people, or sensitive answers."""
    wishes = [one.event_id for one in wishes_to_be_erased(session)]
    due = (*wishes, *events_with_all_due(session), *events_with_sensitive_due(session))
    return list(dict.fromkeys(due))


def erase_what_is_due(session: Session, event_id: int) -> None:
    """Erase whatever of an event should be gone by now; what is left is found again the next hour."""
    event, this_one = lock_event(session, event_id), Event.id == event_id
    # Somebody may have set the hold again meanwhile: then all of it waits on.
    if is_held(session, event_id):
        return
    for waiting in wishes_to_be_erased(session, this_one):
        erase(session, waiting, by=None)
    if events_with_all_due(session, this_one):
        _erase_event(session, event)
    if events_with_sensitive_due(session, this_one):
        _erase_sensitive(session, event)


def _erase_sensitive(session: Session, event: Event) -> None:
    gone = session.execute(
        delete(Answer)
        .where(sensitive_answers(event.id))
        .returning(Answer.registration_id)
        .execution_options(synchronize_session=False)
    ).all()
    told = {"erased_answers": len(gone), "people": len(set(gone))}
    record(session, "erase sensitive answers", event, by=None, event_id=event.id, before={}, after=told)


def _erase_event(session: Session, event: Event) -> None:
    """All people of an event, and what else of its registration names somebody."""
    count = 0
    while people := people_left(session, event.id, at_most=AT_ONCE):
        empty(session, event, people)
        count += len(people)
    empty_what_names_others(session, event.id)
    record(session, "erase registrations", event, by=None, event_id=event.id, before={}, after={"people": count})
