"""Registering for an event, changing and cancelling it, and what organisers decide about it."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.accounts.models import Account, email_key
from conference.audit.service import record
from conference.core.clock import now
from conference.core.languages import ENGLISH
from conference.core.sorting import stored_sort_key
from conference.core.tokens import new_secret, sign
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.outbox.service import enqueue
from conference.registration.models import Consent, Registration, RegistrationState
from conference.registration.queries import LINK, confirmed_count, registration_by_email

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8


class RegistrationClosed(Exception):
    """The event takes no registrations now."""


class NotPossible(Exception):
    """The registration is not in a state from which this can be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a person says about themselves. `country` is an ISO 3166-1 code."""

    title: str
    native_name: str
    latin_name: str
    organisation: str
    function: str
    country: str
    category: str
    language_code: str


def register(
    session: Session, event_id: int, *, email: str, details: Details, consents: Collection[Consent]
) -> Registration:
    """Take a person's registration and write them about it; the last place goes to one.

    Who is registered already gets their link by mail and keeps what they had, so that the answer on the page is the
    same for everybody. Who had cancelled comes back. Raises RegistrationClosed.
    """
    event = lock_event(session, event_id)
    if not event.registration_open:
        raise RegistrationClosed(event.slug)
    known = registration_by_email(session, event.id, email, lock=True)
    if known is not None and known.state != RegistrationState.CANCELLED:
        send_link(session, known)
        return known
    registration = known or Registration(
        event_id=event.id,
        email=email,
        email_key=email_key(email),
        code=_free_code(session, event.id),
        created_at=now(),
        consents={},
    )
    registration.link_secret = new_secret()
    registration.state = _state_for_newcomer(session, event)
    _apply(registration, details, consents)
    session.add(registration)
    session.flush()
    _write_to(session, registration, "registration.received")
    return registration


def change(session: Session, registration: Registration, *, details: Details, consents: Collection[Consent]) -> None:
    """Replace what a person said about themselves. Raises NotPossible once declined or cancelled."""
    lock(session, registration)
    if not registration.is_active:
        raise NotPossible(registration.state)
    _apply(registration, details, consents)


def cancel(session: Session, registration: Registration) -> None:
    """Give the place back, on the person's own wish. Raises NotPossible if that was done before."""
    lock(session, registration)
    if not registration.is_active:
        raise NotPossible(registration.state)
    registration.state = RegistrationState.CANCELLED
    registration.changed_at = now()
    _write_to(session, registration, "registration.cancelled")


def decide(session: Session, registration: Registration, state: RegistrationState, *, by: Account) -> None:
    """An organiser confirms or declines; the person is told. Raises NotPossible where nothing would change."""
    allowed = {
        RegistrationState.CONFIRMED: (
            RegistrationState.PENDING,
            RegistrationState.WAITLISTED,
            RegistrationState.DECLINED,
        ),
        RegistrationState.DECLINED: (
            RegistrationState.PENDING,
            RegistrationState.WAITLISTED,
            RegistrationState.CONFIRMED,
        ),
    }
    if registration.state not in allowed.get(state, ()):
        raise NotPossible(registration.state)
    # Read before anything changes: loading the account would flush, and `record` would find nothing changed.
    decided_by = by.id
    registration.state = state
    registration.changed_at = now()
    record(session, "decide", registration, by=decided_by, event_id=registration.event_id)
    _write_to(session, registration, "registration.decided")


def lock(session: Session, registration: Registration) -> None:
    """Read a registration again and hold it until the end of the transaction."""
    query = select(Registration).where(Registration.id == registration.id).with_for_update()
    session.execute(query.execution_options(populate_existing=True)).scalar_one()


def send_link(session: Session, registration: Registration) -> None:
    """Send a person the link to their registration again."""
    _write_to(session, registration, "registration.link")


def token_of(registration: Registration) -> str:
    """The token of a person's link; it is good until `link_secret` changes."""
    return sign(LINK, [registration.id, registration.link_secret])


def _state_for_newcomer(session: Session, event: Event) -> RegistrationState:
    full = event.places is not None and confirmed_count(session, event.id) >= event.places
    return RegistrationState.WAITLISTED if full else RegistrationState.CONFIRMED


def _apply(registration: Registration, details: Details, consents: Collection[Consent]) -> None:
    for name, value in asdict(details).items():
        setattr(registration, name, value)
    registration.sort_name = stored_sort_key(details.latin_name or details.native_name, ENGLISH)
    given = registration.consents
    registration.consents = {consent: given.get(consent) or now().isoformat() for consent in consents}
    registration.changed_at = now()


def _free_code(session: Session, event_id: int) -> str:
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_LENGTH))
        taken = select(Registration.id).where(Registration.event_id == event_id, Registration.code == code)
        if session.scalar(taken) is None:
            return code


def _write_to(session: Session, registration: Registration, kind: str) -> None:
    """Enqueue a mail with the state as it is now; the link is made when the mail is rendered."""
    enqueue(
        session,
        kind,
        {"registration": registration.id, "state": registration.state, "language": registration.language_code},
        recipient=registration.email,
        event_id=registration.event_id,
    )
