"""Registering for an event, changing and cancelling it, and what organisers decide about it."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.accounts.models import Account, email_key
from conference.audit.service import record
from conference.core.clock import now
from conference.core.languages import ENGLISH, Language
from conference.core.sorting import stored_sort_key
from conference.core.tokens import new_secret, sign
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.outbox.service import enqueue
from conference.registration.models import MailKind, Registration, RegistrationState
from conference.registration.queries import LINK, registration_by_email
from conference.registration.service.admission import state_for_newcomer
from conference.registration.service.answers import store_answers, store_consents
from conference.registration.service.confirming import confirm_by_person
from conference.registration.service.form import own_form

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8


class NotPossible(Exception):
    """The registration is not in a state from which this can be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a person says about themselves in the standard fields.

    `country` is an ISO 3166-1 code; `organisation_id` names an organisation of the event's registry, and
    `organisation` is its name as the person read it, or what they typed.
    """

    title: str = ""
    native_name: str
    latin_name: str = ""
    organisation: str
    organisation_id: int | None = None
    function: str = ""
    country: str
    category: str
    sex: str = ""
    language_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A form as somebody sent it.

    `answers` are values as `models.Answer` holds them, by the key of their field; None takes an answer back, and a
    field left out stays as it is. `consents` are the keys of those that stand. `language` is that of the page.
    """

    details: Details
    answers: Mapping[str, Mapping[str, Any] | None]
    consents: Collection[str]
    language: Language


def register(
    session: Session,
    event_id: int,
    *,
    email: str,
    submission: Submission,
    is_invited: bool = False,
) -> Registration:
    """Take a person's registration and write them about it; the last place goes to one.

    Who is registered already gets their link by mail and keeps what they had, so that the answer on the page is the
    same for everybody. Who had cancelled comes back. Raises RegistrationClosed, InvitationNeeded, CategoryNotOffered
    and ChoiceFull.
    """
    event = lock_event(session, event_id)
    state = state_for_newcomer(session, event, submission.details.category, is_invited=is_invited)
    known = registration_by_email(session, event.id, email, lock=True)
    if known is not None and known.state != RegistrationState.CANCELLED:
        send_link(session, known)
        return known
    registration = known or Registration(
        event_id=event.id,
        email=email,
        email_key=email_key(email),
        code=free_code(session, event.id),
        created_at=now(),
    )
    registration.link_secret = new_secret()
    registration.state = state
    registration.waits_since = now() if state == RegistrationState.WAITLISTED else None
    registration.offer_ends_at = None
    registration.awaits_person = False
    registration.correction = ""
    # Who comes back by themselves comes for themselves: their delegation may have named somebody else.
    registration.delegation_id, registration.is_head = None, False
    session.add(registration)
    _apply(session, event, registration, submission)
    write_to(session, registration, _about_coming_in(registration))
    return registration


def change(session: Session, registration: Registration, submission: Submission) -> Registration:
    """Replace what a person said about themselves; returns the registration that stands for them from now on.

    It is another one where somebody who had registered confirms a nomination (`confirm_by_person`). Raises
    NotPossible once declined or cancelled, ChoiceFull, and NoPlaceAs.
    """
    event = lock_event(session, registration.event_id)
    lock(session, registration)
    if not registration.is_active:
        raise NotPossible(registration.state)
    comes_in = registration.awaits_person and registration.state == RegistrationState.PENDING
    if registration.awaits_person:
        registration = confirm_by_person(session, event, registration)
    registration.correction = ""
    _apply(session, event, registration, submission)
    if comes_in:
        write_to(session, registration, _about_coming_in(registration))
    return registration


def _apply(session: Session, event: Event, registration: Registration, submission: Submission) -> None:
    apply_details(registration, submission.details)
    session.flush()
    form = own_form(session, event)
    store_answers(session, registration, form, submission.answers, language=submission.language)
    store_consents(session, registration, form, submission.consents, language=submission.language)


def cancel(session: Session, registration: Registration) -> None:
    """Give the place back, on the person's own wish. Raises NotPossible if that was done before."""
    lock(session, registration)
    if not registration.is_active:
        raise NotPossible(registration.state)
    registration.state = RegistrationState.CANCELLED
    registration.changed_at = now()
    write_to(session, registration, MailKind.CANCELLED)


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
    write_to(session, registration, MailKind.CONFIRMED if state == RegistrationState.CONFIRMED else MailKind.DECLINED)


def _about_coming_in(registration: Registration) -> MailKind:
    return {
        RegistrationState.CONFIRMED: MailKind.CONFIRMED,
        RegistrationState.WAITLISTED: MailKind.WAITLISTED,
    }.get(RegistrationState(registration.state), MailKind.RECEIVED)


def lock(session: Session, registration: Registration) -> None:
    """Read a registration again and hold it until the end of the transaction."""
    query = select(Registration).where(Registration.id == registration.id).with_for_update()
    session.execute(query.execution_options(populate_existing=True)).scalar_one()


def send_link(session: Session, registration: Registration) -> None:
    """Send a person the link to their registration again."""
    write_to(session, registration, MailKind.LINK)


def token_of(registration: Registration) -> str:
    """The token of a person's link; it is good until `link_secret` changes."""
    return sign(LINK, [registration.id, registration.link_secret])


def apply_details(registration: Registration, details: Details) -> None:
    """Set what the standard fields say, and what lists are ordered by."""
    for name, value in asdict(details).items():
        setattr(registration, name, value)
    registration.sort_name = stored_sort_key(details.latin_name or details.native_name, ENGLISH)
    registration.changed_at = now()


def free_code(session: Session, event_id: int) -> str:
    """A code that nobody at the event has; the event's lock makes it stay so."""
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_LENGTH))
        taken = select(Registration.id).where(Registration.event_id == event_id, Registration.code == code)
        if session.scalar(taken) is None:
            return code


def write_to(
    session: Session,
    registration: Registration,
    kind: MailKind,
    *,
    message: str = "",
    until: datetime | None = None,
    due_at: datetime | None = None,
    deduplication_key: str | None = None,
) -> None:
    """Enqueue a mail with the state as it is now; the link is made when the mail is rendered.

    `message` is what an organiser adds in the person's language, `until` the instant by which they should answer.
    """
    payload = {
        "registration": registration.id,
        "state": registration.state,
        "language": registration.language_code,
        "message": message,
        "until": until.isoformat() if until else None,
    }
    enqueue(
        session,
        f"registration.{kind}",
        payload,
        recipient=registration.email,
        event_id=registration.event_id,
        due_at=due_at,
        deduplication_key=deduplication_key,
    )
