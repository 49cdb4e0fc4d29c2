"""What a focal point does: nominating people, changing and withdrawing them, and naming the head of the delegation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.accounts.models import email_key
from conference.audit.service import record
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.tokens import new_secret
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.outbox.service import enqueue
from conference.registration.models import Delegation, Registration, RegistrationState
from conference.registration.ports import letter_entries
from conference.registration.queries import DelegationPeople, answers_of, name_key, people_of
from conference.registration.service.codes import free_code
from conference.registration.service.delegations import DelegationClosed, held, is_open
from conference.registration.service.letters import lock
from conference.registration.service.registering import NotPossible, apply_details, settle
from conference.registration.service.submission import Details
from conference.registration.service.waiting_list import fill_places


class QuotaFull(Exception):
    """The delegation may send no more people of this category: how many it may."""

    def __init__(self, category: str, places: int) -> None:
        super().__init__(category)
        self.category, self.places = category, places


class NamedTwice(Exception):
    """The delegation names somebody of this name already."""


class AddressTwice(Exception):
    """Somebody else of the delegation has this address."""


class AlreadyTheirs(Exception):
    """The person confirmed their data: only they change them now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominee:
    """A person as the focal point enters them. Without an `email` mails go to the focal point."""

    title: str
    native_name: str
    latin_name: str
    email: str
    function: str
    category: str
    country: str
    language: Language


def nominate(session: Session, delegation: Delegation, nominee: Nominee) -> Registration:
    """Nominate one person; a mail asks them to confirm their own data.

    Raises DelegationClosed, QuotaFull, NamedTwice and AddressTwice. An address that is registered at the event is
    taken like any other, so that the answer tells nobody who is. A nomination is always a registration of its own,
    which holds nothing that the person ever said: `confirm_by_person` brings the two together.
    """
    event = _hold(session, delegation)
    return _nominate(session, event, delegation, nominee)


def nominate_all(session: Session, delegation: Delegation, nominees: Sequence[Nominee]) -> Sequence[Registration]:
    """Nominate several people, all or none. Raises as `nominate` does."""
    event = _hold(session, delegation)
    return [_nominate(session, event, delegation, nominee) for nominee in nominees]


def _nominate(session: Session, event: Event, delegation: Delegation, nominee: Nominee) -> Registration:
    check_nominee(session, delegation, nominee)
    return _enter(session, event, delegation, nominee)


def _enter(session: Session, event: Event, delegation: Delegation, nominee: Nominee) -> Registration:
    registration = Registration(
        event_id=event.id,
        code=free_code(session, event.id),
        shares_address=_is_shared(session, event, delegation, nominee),
        created_at=now(),
    )
    _fill(delegation, registration, nominee)
    registration.delegation_id, registration.is_head = delegation.id, False
    settle(registration, RegistrationState.PENDING)
    registration.awaits_person = True
    registration.link_secret = new_secret()
    session.add(registration)
    session.flush()
    record(session, "nominate", registration, by=None, event_id=event.id, before={}, after={})
    _tell(session, registration, "registration.nominated")
    return registration


def check_nominee(
    session: Session, delegation: Delegation, nominee: Nominee, *, apart_from: Registration | None = None
) -> None:
    """Whether the delegation may name somebody, `apart_from` one whom it changes. Raises as `nominate` does."""
    Rehearsal(people_of(session, delegation), apart_from=apart_from).name(nominee)


class Rehearsal:
    """Naming people one after the other without storing any: what `nominate` would say of each of them."""

    def __init__(self, nominated: DelegationPeople, *, apart_from: Registration | None = None) -> None:
        self.delegation = nominated.delegation
        others = [one for one in nominated.active if apart_from is None or one.id != apart_from.id]
        self._people = {(name_key(one.native_name), one.email_key, one.category) for one in others}
        self._names = {name_key(one.native_name) for one in others}
        self._addresses = {one.email_key for one in others}
        self._used = Counter(one.category for one in others)

    def knows(self, nominee: Nominee) -> bool:
        """Whether the delegation names this very person already, so that naming them again changes nothing."""
        key = name_key(nominee.native_name), _address_key(self.delegation, nominee), nominee.category
        return key in self._people

    def name(self, nominee: Nominee) -> None:
        """Count somebody in. Raises QuotaFull, NamedTwice and AddressTwice."""
        delegation, category = self.delegation, nominee.category
        name, address = name_key(nominee.native_name), _address_key(delegation, nominee)
        if name in self._names:
            raise NamedTwice(delegation.id)
        if address != delegation.focal_email_key and address in self._addresses:
            raise AddressTwice(delegation.id)
        places = delegation.quotas.get(category, 0)
        if delegation.quotas and self._used[category] >= places:
            raise QuotaFull(category, places)
        self._names.add(name)
        self._addresses.add(address)
        self._used[category] += 1


def change_nominee(session: Session, delegation: Delegation, registration: Registration, nominee: Nominee) -> bool:
    """Correct what the focal point entered; True where the link went to another address, and the old one ended.

    What a person said stays with their address: then that nomination is withdrawn, and another one made. Raises as
    `nominate` does, and AlreadyTheirs once the person confirmed their own data.
    """
    event = _hold(session, delegation)
    _hold_nominee(session, delegation, registration)
    if not registration.awaits_person:
        raise AlreadyTheirs(registration.id)
    check_nominee(session, delegation, nominee, apart_from=registration)
    before = registration.email_key
    moves = _address_key(delegation, nominee) != before
    if moves and _holds_own_words(session, registration):
        is_head = registration.is_head
        registration.link_secret = new_secret()
        _withdraw(session, event, delegation, registration)
        _enter(session, event, delegation, nominee).is_head = is_head
        return True
    if moves:
        for calendars in letter_entries.all():
            calendars.leave(session, registration)
        registration.shares_address = _is_shared(session, event, delegation, nominee)
        registration.link_secret = new_secret()
    _fill(delegation, registration, nominee)
    record(session, "change nominee", registration, by=None, event_id=event.id)
    session.flush()
    if moves:
        _tell(session, registration, "registration.nominated")
        for calendars in letter_entries.all():
            calendars.arrive(session, registration)
    return moves


def withdraw_nominee(session: Session, delegation: Delegation, registration: Registration) -> None:
    """Take a nomination back; the person is told, unless their mails go to the focal point.

    Raises DelegationClosed and NotPossible.
    """
    event = _hold(session, delegation)
    _hold_nominee(session, delegation, registration)
    _withdraw(session, event, delegation, registration)
    fill_places(session, event)


def _withdraw(session: Session, event: Event, delegation: Delegation, registration: Registration) -> None:
    before = {"state": registration.state}
    settle(registration, RegistrationState.CANCELLED)
    registration.awaits_person = registration.is_head = False
    after = {"state": RegistrationState.CANCELLED.value}
    record(session, "withdraw nominee", registration, by=None, event_id=event.id, before=before, after=after)
    if registration.email_key != delegation.focal_email_key:
        _tell(session, registration, "registration.nomination_withdrawn")
    session.flush()


def make_head(session: Session, delegation: Delegation, registration: Registration) -> None:
    """Name the one head of the delegation; whoever was it is so no more. Raises DelegationClosed and NotPossible."""
    event = _hold(session, delegation)
    _hold_nominee(session, delegation, registration)
    for one in people_of(session, delegation).people:
        one.is_head = False
    # Nobody heads it for a moment: the database holds that there are never two.
    session.flush()
    registration.is_head = True
    record(session, "name head", registration, by=None, event_id=event.id, before={}, after={})


def _hold(session: Session, delegation: Delegation) -> Event:
    event = lock_event(session, delegation.event_id)
    held(session, delegation)
    if not is_open(delegation):
        raise DelegationClosed(delegation.id)
    return event


def _hold_nominee(session: Session, delegation: Delegation, registration: Registration) -> None:
    lock(session, registration)
    if registration.delegation_id != delegation.id or not registration.is_active:
        raise NotPossible(registration.state)


def _holds_own_words(session: Session, registration: Registration) -> bool:
    """Whether a registration holds what is a person's own, though they have not confirmed it: answers or consents."""
    return bool(registration.consents or answers_of(session, [registration.id])[registration.id])


def _is_shared(session: Session, event: Event, delegation: Delegation, nominee: Nominee) -> bool:
    """Whether the address belongs to the focal point, or to a registration that is there already."""
    address = _address_key(delegation, nominee)
    taken = select(Registration.id).where(
        Registration.event_id == event.id,
        Registration.email_key == address,
        Registration.shares_address.is_(False),
    )
    return address == delegation.focal_email_key or session.scalar(taken) is not None


def _fill(delegation: Delegation, registration: Registration, nominee: Nominee) -> None:
    registration.email = nominee.email or delegation.focal_email
    registration.email_key = _address_key(delegation, nominee)
    apply_details(
        registration,
        Details(
            title=nominee.title,
            native_name=nominee.native_name,
            latin_name=nominee.latin_name,
            organisation=delegation.organisation.name.resolve(nominee.language).text[:200],
            organisation_id=delegation.organisation_id,
            function=nominee.function,
            country=nominee.country,
            category=nominee.category,
            sex=registration.sex or "",
            language_code=nominee.language.code,
        ),
    )


def _address_key(delegation: Delegation, nominee: Nominee) -> str:
    return email_key(nominee.email or delegation.focal_email)


def _tell(session: Session, registration: Registration, kind: str) -> None:
    enqueue(
        session,
        kind,
        {"registration": registration.id, "delegation": registration.delegation_id, "email": registration.email},
        recipient=registration.email,
        event_id=registration.event_id,
    )
