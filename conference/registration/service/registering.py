"""Registering for an event, changing what one said, and giving the place back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict

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
    Answer,
    FormField,
    MailKind,
    Registration,
    RegistrationState,
    StandardField,
)
from conference.registration.queries import EventForm, answers_of, asked_fields, event_rules, invitation_for
from conference.registration.service.admission import check_move, state_after_move, state_for_newcomer
from conference.registration.service.answers import free_places, store_answers, store_consents
from conference.registration.service.codes import known_or_code
from conference.registration.service.confirming import confirm_by_person, with_earlier
from conference.registration.service.form import own_form
from conference.registration.service.letters import lock, send_link, write_to
from conference.registration.service.submission import Details, Submission
from conference.registration.service.waiting_list import fill_places, refill

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
    rules = event_rules(session, event.id)
    places = refill(session, event, rules)
    # It may have been withdrawn since the page was opened.
    is_invited = is_invited and invitation_for(session, event.id, email) is not None
    state = state_for_newcomer(event, rules, places, submission.details.category, is_invited=is_invited)
    known, code = known_or_code(session, event.id, email)
    if known is not None and known.state != RegistrationState.CANCELLED:
        send_link(session, known)
        return known
    fields = _fields_for(session, event, submission)
    if known is not None:
        told = {"before": {"state": str(known.state)}, "after": {"state": state.value}}
        record(session, "come back", known, by=None, event_id=event.id, **told)
    registration = known or Registration(
        event_id=event.id,
        email=email,
        email_key=email_key(email),
        code=code,
        consents=[],
        created_at=now(),
    )
    registration.link_secret = new_secret()
    settle(registration, state)
    registration.awaits_person = False
    registration.erasure_asked_at = None
    # Who comes back by themselves comes for themselves: their delegation may have named somebody else.
    registration.delegation_id, registration.is_head = None, False
    before: Mapping[str, Answer] = {}
    if known is not None:
        free_places(session, known)
        before = answers_of(session, [known.id])[known.id]
    session.add(registration)
    _apply(session, registration, fields, submission, before)
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
    before = answers_of(session, [registration.id])[registration.id]
    if changed := _closed_changes(form, registration, before, submission):
        raise FieldsClosed(changed)
    comes_in = registration.awaits_person and registration.state == RegistrationState.PENDING
    if registration.awaits_person and registration.delegation_id is not None:
        refill(session, event, event_rules(session, event.id))
        names = submission.details.native_name, submission.details.latin_name
        stands = confirm_by_person(session, event, registration, names=names)
        if stands is not registration:
            registration, submission = stands, with_earlier(stands, submission)
            before = answers_of(session, [stands.id])[stands.id]
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
    _apply(session, registration, form.asked, submission, before)
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
    before = answers_of(session, [registration.id])[registration.id]
    said = {key: one.value for key, one in before.items()}
    with session.no_autoflush:
        changed_at, moves = registration.changed_at, submission.details.category != registration.category
        apply_details(registration, submission.details)
        registration.changed_at = changed_at
        if session.is_modified(registration):
            record(session, "change", registration, by=by_id, event_id=event.id)
    registration.changed_at = now()
    session.flush()
    store_answers(session, registration, form.asked, submission.answers, before=before, language=submission.language)
    # Which questions, not the answers: what somebody eats or needs has no place in the record of changes.
    changed = sum(said.get(key) != value for key, value in submission.answers.items())
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


def _closed_changes(
    form: EventForm, registration: Registration, answers: Mapping[str, Answer], submission: Submission
) -> list[str]:
    changed = []
    for one in closed_fields(form, registration):
        if one.is_standard:
            differs = getattr(submission.details, one.key, None) != getattr(registration, one.key)
            if differs and one.key in Details.__dataclass_fields__:
                changed.append(one.key)
        elif one.key in submission.answers:
            stored = answers.get(one.key)
            if (stored.value if stored else None) != submission.answers[one.key]:
                changed.append(one.key)
    return changed


def _fields_for(session: Session, event: Event, submission: Submission) -> Mapping[str, FormField]:
    """The fields that somebody answered, and all consents; the whole form where it has still to be stored."""
    answered = [key for key, value in submission.answers.items() if value is not None]
    return asked_fields(session, event.id, answered) or own_form(session, event).asked


def _apply(
    session: Session,
    registration: Registration,
    fields: Mapping[str, FormField],
    submission: Submission,
    before: Mapping[str, Answer],
) -> None:
    apply_details(registration, submission.details)
    session.flush()
    store_answers(session, registration, fields, submission.answers, before=before, language=submission.language)
    store_consents(
        session,
        registration,
        fields,
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
