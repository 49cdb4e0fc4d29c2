"""What happens when somebody whom a delegation nominated confirms their own data: only now do they take a place."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.core.clock import now
from conference.events.models import Event
from conference.registration.models import Delegation, Registration, RegistrationState
from conference.registration.service.admission import state_for_newcomer


class NoPlaceAs(Exception):
    """A person who has a place of another category would lose it: the nomination's category is full."""

    def __init__(self, category: str) -> None:
        super().__init__(category)
        self.category = category


def confirm_by_person(session: Session, event: Event, nominee: Registration) -> Registration:
    """Let somebody in who confirms their nomination; returns the registration that stands for them from now on.

    The caller holds the event's lock. A nomination is an invitation: it opens a form that is closed to others and
    spares the approval, but it keeps no place, so that places are never promised twice. Whoever had registered
    before joins the delegation with that registration, and keeps its code and its place. Somebody whom the organisers
    had declined is examined by them again. Raises NoPlaceAs.
    """
    nominee.awaits_person = False
    if nominee.delegation_id is None or nominee.state != RegistrationState.PENDING:
        return nominee
    other = _registered_before(session, nominee)
    if other is None:
        _admit(session, event, nominee)
        return nominee
    if other.state == RegistrationState.DECLINED:
        return nominee
    _join(session, event, other, nominee)
    return other


def _admit(session: Session, event: Event, registration: Registration) -> None:
    registration.state = state_for_newcomer(session, event, registration.category, is_invited=True)
    registration.waits_since = now() if registration.state == RegistrationState.WAITLISTED else None


def _join(session: Session, event: Event, registration: Registration, nominee: Registration) -> None:
    """Take the nomination over into the registration that the person has."""
    had_place, waited = registration.state == RegistrationState.CONFIRMED, registration.waits_since
    registration.delegation_id, registration.is_head = nominee.delegation_id, nominee.is_head
    registration.category = nominee.category
    registration.organisation, registration.organisation_id = nominee.organisation, nominee.organisation_id
    registration.awaits_person = False
    # For a moment they hold no place: in the same category it is theirs again at once.
    registration.state, registration.offer_ends_at = RegistrationState.PENDING, None
    session.delete(nominee)
    session.flush()
    _admit(session, event, registration)
    if had_place and registration.state != RegistrationState.CONFIRMED:
        raise NoPlaceAs(registration.category)
    if registration.state == RegistrationState.WAITLISTED:
        registration.waits_since = waited or registration.waits_since


def _registered_before(session: Session, nominee: Registration) -> Registration | None:
    """The registration of the same address from before the nomination. Nominees who share it are other people."""
    if not nominee.shares_address:
        return None
    query = select(Registration).where(
        Registration.event_id == nominee.event_id,
        Registration.id != nominee.id,
        Registration.email_key == nominee.email_key,
        Registration.shares_address.is_(False),
        Registration.state != RegistrationState.CANCELLED,
        Registration.erased_at.is_(None),
    )
    found = session.scalar(query.with_for_update())
    return found if found is not None and not _is_of_focal_point(session, nominee) else None


def _is_of_focal_point(session: Session, nominee: Registration) -> bool:
    """Whether mails to the nominee go to the focal point, who may be registered as somebody else."""
    focal = select(Delegation.focal_email_key).where(Delegation.id == nominee.delegation_id)
    return session.scalar(focal) == nominee.email_key
