"""What happens when somebody whom a delegation nominated confirms their own data: only now do they take a place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, replace

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from conference.audit.models import AuditEntry
from conference.audit.service import record, redact
from conference.core.clock import now
from conference.events.models import Event
from conference.outbox.service import forget
from conference.registration.models import Registration, RegistrationState
from conference.registration.queries import answers_of, event_rules, messages_about, name_key
from conference.registration.service.admission import counted_places, state_for_newcomer
from conference.registration.service.submission import Submission


class NoPlaceAs(Exception):
    """A person who has a place of another category would lose it: the nomination's category is full."""

    def __init__(self, category: str) -> None:
        super().__init__(category)
        self.category = category


def confirm_by_person(session: Session, event: Event, nominee: Registration, *, names: Collection[str]) -> Registration:
    """Let somebody in who confirms their nomination; returns the registration that stands for them from now on.

    The caller holds the event's lock; `names` are those that the person confirms. A nomination is an invitation: it
    opens a form that is closed to others and spares the approval, but it keeps no place, so that places are never
    promised twice. Whoever had registered before joins the delegation with that registration, and keeps its code and
    its place; who had cancelled comes back with it. Somebody whom the organisers had declined is examined by them
    again. Raises NoPlaceAs.
    """
    nominee.awaits_person = False
    if nominee.delegation_id is None or nominee.state != RegistrationState.PENDING:
        return nominee
    other = _registered_before(session, nominee, names)
    if other is None:
        _admit(session, event, nominee)
        return nominee
    if other.state == RegistrationState.DECLINED:
        return nominee
    _join(session, event, other, nominee)
    return other


def with_earlier(registration: Registration, submission: Submission) -> Submission:
    """The form of a nomination for the registration that the person had before: what they left empty is not taken back.

    Of what they had said before, the form showed them nothing.
    """
    details = {name: value or getattr(registration, name) for name, value in asdict(submission.details).items()}
    return replace(
        submission,
        details=replace(submission.details, **details),
        answers={key: value for key, value in submission.answers.items() if value is not None},
        untouched=set(registration.given) - set(submission.consents),
    )


def _admit(session: Session, event: Event, registration: Registration) -> None:
    rules = event_rules(session, event.id)
    places = counted_places(session, event, rules)
    registration.state = state_for_newcomer(event, rules, places, registration.category, is_invited=True)
    registration.waits_since = now() if registration.state == RegistrationState.WAITLISTED else None


def _join(session: Session, event: Event, registration: Registration, nominee: Registration) -> None:
    """Take the nomination over into the registration that the person has."""
    had_place, waited = registration.state == RegistrationState.CONFIRMED, registration.waits_since
    came_back = registration.state == RegistrationState.CANCELLED
    is_head, nominee.is_head, registration.is_head = nominee.is_head, False, False
    # The nomination gives its rank away before somebody else has it: a delegation never has two heads.
    session.flush()
    registration.delegation_id, registration.is_head = nominee.delegation_id, is_head
    registration.category = nominee.category
    registration.organisation, registration.organisation_id = nominee.organisation, nominee.organisation_id
    registration.awaits_person = False
    # For a moment they hold no place: in the same category it is theirs again at once.
    registration.state, registration.offer_ends_at = RegistrationState.PENDING, None
    _remove(session, event, nominee, into=registration)
    if came_back:
        _clear(session, registration)
    _admit(session, event, registration)
    if came_back:
        told = {"before": {"state": RegistrationState.CANCELLED.value}, "after": {"state": str(registration.state)}}
        record(session, "come back", registration, by=None, event_id=event.id, **told)
    if had_place and registration.state != RegistrationState.CONFIRMED:
        raise NoPlaceAs(registration.category)
    if registration.state == RegistrationState.WAITLISTED:
        registration.waits_since = waited or registration.waits_since


def _remove(session: Session, event: Event, nominee: Registration, *, into: Registration) -> None:
    """Delete the nomination with what names the person elsewhere, so that nothing outlives their erasure.

    Its entries in the record go to the registration that stays: a number that was free again would give them to others.
    """
    session.flush()
    subject = f"registration:{nominee.id}"
    redact(session, [subject])
    moved = update(AuditEntry).where(AuditEntry.subject == subject).values(subject=f"registration:{into.id}")
    session.execute(moved.execution_options(synchronize_session=False))
    forget(session, messages_about(event.id, [nominee.id], ()))
    session.delete(nominee)
    session.flush()


def _clear(session: Session, registration: Registration) -> None:
    """Take from a registration that had been given up what does not come back with it: choices, consents, turns."""
    registration.offers_missed = 0
    registration.correction, registration.corrected_at = "", None
    for answer in answers_of(session, [registration.id])[registration.id].values():
        # The places of choices may be others' by now: they are chosen anew.
        if answer.taken:
            session.delete(answer)
    for consent in registration.given.values():
        consent.withdrawn_at = now()
    session.flush()


def _registered_before(session: Session, nominee: Registration, names: Collection[str]) -> Registration | None:
    """The person's own registration of the same address, cancelled ones too, unless it waits for its erasure.

    Several people may share an address, that of a focal point now or formerly: only who has the same name is the same.
    """
    if not nominee.shares_address:
        return None
    query = select(Registration).where(
        Registration.event_id == nominee.event_id,
        Registration.id != nominee.id,
        Registration.email_key == nominee.email_key,
        Registration.shares_address.is_(False),
        Registration.erasure_asked_at.is_(None),
        Registration.erased_at.is_(None),
    )
    found = session.scalar(query.with_for_update())
    if found is None:
        return None
    known = {name_key(found.native_name), name_key(found.latin_name)} - {""}
    return found if known & {name_key(name) for name in names} else None
