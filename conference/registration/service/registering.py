"""Registering for an event, changing what one said, and giving the place back."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.accounts.models import Account, email_key
from conference.audit.service import record
from conference.core.clock import now
from conference.core.languages import ENGLISH
from conference.core.sorting import stored_sort_key
from conference.core.tokens import new_secret
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.registration.models import (
    FormField,
    MailKind,
    Registration,
    RegistrationState,
    StandardField,
)
from conference.registration.queries import EventForm, answers_of, invitation_for, registration_by_email
from conference.registration.service.admission import check_move, state_after_move, state_for_newcomer
from conference.registration.service.answers import free_places, store_answers, store_consents
from conference.registration.service.confirming import confirm_by_person, with_earlier
from conference.registration.service.form import own_form
from conference.registration.service.letters import lock, send_link, write_to
from conference.registration.service.submission import Details, Submission
from conference.registration.service.waiting_list import fill_places, refill

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8
NAMED_BY_DELEGATION = (StandardField.CATEGORY, StandardField.ORGANISATION)


class NotPossible(Exception):
    """The registration is not in a state from which this can be done."""


class FieldsClosed(Exception):
    """The registration is confirmed, and fields were changed that no longer stay open: their keys."""

    def __init__(self, keys: Collection[str]) -> None:
        super().__init__(", ".join(keys))
        self.keys = keys


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
    same for everybody. Who had cancelled comes back, let in as anybody is. Raises RegistrationClosed,
    InvitationNeeded, CategoryNotOffered, ChoiceFull and FormChanged.
    """
    event = lock_event(session, event_id)
    refill(session, event)
    # It may have been withdrawn since the page was opened.
    is_invited = is_invited and invitation_for(session, event.id, email) is not None
    state = state_for_newcomer(session, event, submission.details.category, is_invited=is_invited)
    known = registration_by_email(session, event.id, email, lock=True)
    if known is not None and known.state != RegistrationState.CANCELLED:
        send_link(session, known)
        return known
    if known is not None:
        told = {"before": {"state": str(known.state)}, "after": {"state": state.value}}
        record(session, "come back", known, by=None, event_id=event.id, **told)
    registration = known or Registration(
        event_id=event.id,
        email=email,
        email_key=email_key(email),
        code=free_code(session, event.id),
        created_at=now(),
    )
    registration.link_secret = new_secret()
    settle(registration, state)
    registration.awaits_person = False
    registration.erasure_asked_at = None
    # Who comes back by themselves comes for themselves: their delegation may have named somebody else.
    registration.delegation_id, registration.is_head = None, False
    if known is not None:
        free_places(session, known)
    session.add(registration)
    _apply(session, event, registration, submission)
    write_to(session, registration, _about_coming_in(registration))
    return registration


def change(session: Session, registration: Registration, submission: Submission) -> Registration:
    """Replace what a person said about themselves; returns the registration that stands for them from now on.

    It is another one where somebody who had registered confirms a nomination (`confirm_by_person`). Raises
    NotPossible once declined or cancelled, FieldsClosed, ChoiceFull, FormChanged, NoPlaceAs, and what `check_move`
    raises where the category is another.
    """
    event = lock_event(session, registration.event_id)
    lock(session, registration)
    if not registration.is_active:
        raise NotPossible(registration.state)
    form = own_form(session, event)
    if changed := _closed_changes(session, form, registration, submission):
        raise FieldsClosed(changed)
    comes_in = registration.awaits_person and registration.state == RegistrationState.PENDING
    if registration.awaits_person and registration.delegation_id is not None:
        refill(session, event)
        names = submission.details.native_name, submission.details.latin_name
        stands = confirm_by_person(session, event, registration, names=names)
        if stands is not registration:
            registration, submission = stands, with_earlier(stands, submission)
    category, moves = submission.details.category, submission.details.category != registration.category
    if moves:
        check_move(session, event, registration, category)
        state = state_after_move(session, event, registration, category)
        if state != registration.state:
            settle(registration, state)
    registration.awaits_person = False
    if registration.correction:
        registration.correction, registration.corrected_at = "", now()
        told = {"before": {}, "after": {"state": str(registration.state)}}
        record(session, "send correction", registration, by=None, event_id=event.id, **told)
    _apply(session, event, registration, submission)
    if comes_in and registration.delegation_id is not None:
        write_to(session, registration, _about_coming_in(registration))
    if moves or comes_in:
        fill_places(session, event)
    return registration


def change_for(session: Session, registration: Registration, submission: Submission, *, by: Account) -> None:
    """Correct somebody's data on their behalf. Their consents are theirs: they stay as they are.

    An organiser may move somebody to any category, also beyond its places. Raises NotPossible once the registration
    was declined or cancelled, and ChoiceFull.
    """
    by_id = by.id
    event = lock_event(session, registration.event_id)
    lock(session, registration)
    if not registration.is_active:
        raise NotPossible(registration.state)
    form = own_form(session, event)
    before = {key: one.value for key, one in answers_of(session, [registration.id])[registration.id].items()}
    with session.no_autoflush:
        changed_at, moves = registration.changed_at, submission.details.category != registration.category
        apply_details(registration, submission.details)
        registration.changed_at = changed_at
        if session.is_modified(registration):
            record(session, "change", registration, by=by_id, event_id=event.id)
    registration.changed_at = now()
    session.flush()
    store_answers(session, registration, form, submission.answers, language=submission.language)
    # Which questions, not the answers: what somebody eats or needs has no place in the record of changes.
    changed = sum(before.get(key) != value for key, value in submission.answers.items())
    if changed:
        told = {"before": {}, "after": {"answers": changed}}
        record(session, "change answers", registration, by=by_id, event_id=event.id, **told)
    if moves:
        fill_places(session, event)


def closed_fields(form: EventForm, registration: Registration) -> list[FormField]:
    """The fields that a confirmed person cannot change any more; consents are always theirs.

    Whoever was entered by somebody else first completes their own data, confirmed or not. For whom somebody comes is
    their delegation's to say.
    """
    named = NAMED_BY_DELEGATION if registration.delegation_id is not None else ()
    is_settled = registration.state == RegistrationState.CONFIRMED and not registration.awaits_person
    return [
        one for one in form.fields if one.key in named or (is_settled and not one.stays_open and not one.is_consent)
    ]


def _closed_changes(session: Session, form: EventForm, registration: Registration, submission: Submission) -> list[str]:
    closed = closed_fields(form, registration)
    if not closed:
        return []
    answers = answers_of(session, [registration.id])[registration.id]
    changed = []
    for one in closed:
        if one.is_standard:
            differs = getattr(submission.details, one.key, None) != getattr(registration, one.key)
            if differs and one.key in Details.__dataclass_fields__:
                changed.append(one.key)
        elif one.key in submission.answers:
            stored = answers.get(one.key)
            if (stored.value if stored else None) != submission.answers[one.key]:
                changed.append(one.key)
    return changed


def _apply(session: Session, event: Event, registration: Registration, submission: Submission) -> None:
    apply_details(registration, submission.details)
    session.flush()
    form = own_form(session, event)
    store_answers(session, registration, form, submission.answers, language=submission.language)
    store_consents(
        session,
        registration,
        form,
        submission.consents,
        untouched=submission.untouched,
        language=submission.language,
    )


def cancel(session: Session, registration: Registration) -> None:
    """Give the place back, on the person's own wish; the next gets it. Raises NotPossible if that was done before."""
    event = lock_event(session, registration.event_id)
    lock(session, registration)
    if not registration.is_active:
        raise NotPossible(registration.state)
    told = {"before": {"state": str(registration.state)}, "after": {"state": RegistrationState.CANCELLED.value}}
    record(session, "cancel", registration, by=None, event_id=event.id, **told)
    settle(registration, RegistrationState.CANCELLED)
    write_to(session, registration, MailKind.CANCELLED)
    fill_places(session, event)


def settle(registration: Registration, state: RegistrationState) -> None:
    """Put a registration into a state, without what belonged to the one before: an offer, a request, a turn."""
    registration.state = state
    registration.waits_since = now() if state == RegistrationState.WAITLISTED else None
    registration.offer_ends_at = None
    registration.offers_missed = 0
    registration.correction = ""
    registration.corrected_at = None
    registration.changed_at = now()


def _about_coming_in(registration: Registration) -> MailKind:
    return {
        RegistrationState.CONFIRMED: MailKind.CONFIRMED,
        RegistrationState.WAITLISTED: MailKind.WAITLISTED,
    }.get(RegistrationState(registration.state), MailKind.RECEIVED)


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


def unused_code(codes: set[str]) -> str:
    """A code that is not among those of the event, and is from now on; for many people at once."""
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_LENGTH))
        if code not in codes:
            codes.add(code)
            return code
