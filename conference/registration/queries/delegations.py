"""Finding delegations, the people that they nominated, and how much of their quotas is used."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from conference.accounts.models import Account, email_key
from conference.core.languages import Language
from conference.core.sorting import sort_key
from conference.core.tokens import BadToken, read
from conference.events.models import Event
from conference.registration.models import Category, Delegation, Registration
from conference.registration.protocol import in_protocol_order, is_heading

DELEGATION_LINK = "delegation"


def delegation_by_token(session: Session, event: Event, token: str) -> Delegation | None:
    """The delegation that a focal point's link opens, unless the link was revoked or the delegation withdrawn."""
    try:
        delegation_id, secret = read(DELEGATION_LINK, token)
    except (BadToken, ValueError, TypeError):
        return None
    if not isinstance(delegation_id, int):
        return None
    found = delegation_by_id(session, event.id, delegation_id)
    return found if found is not None and found.withdrawn_at is None and found.link_secret == secret else None


def delegation_by_id(session: Session, event_id: int, delegation_id: int) -> Delegation | None:
    """One delegation of the event, with its organisation."""
    query = (
        select(Delegation)
        .where(Delegation.id == delegation_id, Delegation.event_id == event_id)
        .options(joinedload(Delegation.organisation), joinedload(Delegation.event))
    )
    return session.scalar(query)


def delegation_of_organisation(session: Session, event_id: int, organisation_id: int) -> Delegation | None:
    """The delegation that an organisation sends, unless it was withdrawn."""
    query = select(Delegation).where(
        Delegation.event_id == event_id,
        Delegation.organisation_id == organisation_id,
        Delegation.withdrawn_at.is_(None),
    )
    return session.scalars(query.order_by(Delegation.id)).first()


def delegations_of_account(session: Session, account: Account) -> Sequence[Delegation]:
    """The delegations whose focal point has the address that the account proved, the latest event first."""
    query = (
        select(Delegation)
        .join(Delegation.event)
        .where(
            Delegation.focal_email_key == email_key(account.email),
            Delegation.withdrawn_at.is_(None),
            Delegation.invited_at.is_not(None),
        )
        .options(joinedload(Delegation.event), joinedload(Delegation.organisation))
        .order_by(Event.starts_on.desc(), Delegation.id)
    )
    return session.scalars(query).all()


@dataclass(frozen=True, slots=True)
class Quota:
    """How many of a category may come (None: any number) and how many are nominated."""

    category: str
    places: int | None
    used: int

    @property
    def left(self) -> int | None:
        return None if self.places is None else max(self.places - self.used, 0)


@dataclass(slots=True)
class DelegationPeople:
    """A delegation with everybody whom it ever nominated."""

    delegation: Delegation
    people: list[Registration] = field(default_factory=list)

    @property
    def active(self) -> list[Registration]:
        """Who counts: neither cancelled nor declined, in protocol order."""
        return in_protocol_order(one for one in self.people if one.is_active)

    @property
    def gone(self) -> list[Registration]:
        """Who was nominated and comes no more."""
        return in_protocol_order(one for one in self.people if not one.is_active and one.erased_at is None)

    @property
    def head(self) -> Registration | None:
        return next((one for one in self.active if is_heading(one)), None)

    @property
    def quotas(self) -> list[Quota]:
        """What is used of each category that may come, in the usual order; of those without a limit, what is used."""
        return quotas(self.delegation.quotas, self.active)

    @property
    def places(self) -> int | None:
        """How many people may come in all, or None without a limit."""
        return sum(self.delegation.quotas.values()) if self.delegation.quotas else None

    @property
    def waiting(self) -> int:
        """How many have not confirmed their own data yet."""
        return sum(one.awaits_person for one in self.active)

    @property
    def states(self) -> Mapping[str, int]:
        """How many are in each state, those who have still to confirm their data left out."""
        return Counter(one.state for one in self.people if not (one.awaits_person and one.is_active))


def quotas(allowed: Mapping[str, int], active: Sequence[Registration]) -> list[Quota]:
    """What is used of each category; one that has people beyond what is allowed now is told too."""
    used = Counter(one.category for one in active)
    return [
        Quota(category, allowed.get(category, 0) if allowed else None, used[category])
        for category in map(str, Category)
        if allowed.get(category) or used[category]
    ]


def people_of(session: Session, delegation: Delegation) -> DelegationPeople:
    """A delegation with its people."""
    query = select(Registration).where(
        Registration.delegation_id == delegation.id, Registration.event_id == delegation.event_id
    )
    return DelegationPeople(delegation, list(session.scalars(query.order_by(Registration.id))))


def delegations(session: Session, event_id: int, language: Language) -> list[DelegationPeople]:
    """All delegations of an event with their people, by organisation: two queries, however many there are."""
    query = select(Delegation).where(Delegation.event_id == event_id).options(joinedload(Delegation.organisation))
    listed = list(session.scalars(query))
    people: dict[int, list[Registration]] = defaultdict(list)
    if listed:
        nominated = select(Registration).where(
            Registration.event_id == event_id, Registration.delegation_id.is_not(None)
        )
        for one in session.scalars(nominated.order_by(Registration.id)):
            people[one.delegation_id or 0].append(one)

    def key(one: Delegation) -> tuple[bool, tuple[int, ...], int]:
        return one.withdrawn_at is not None, sort_key(one.organisation.name.resolve(language).text, language), one.id

    return [DelegationPeople(one, people[one.id]) for one in sorted(listed, key=key)]


def nominee_of(session: Session, delegation: Delegation, registration_id: int) -> Registration | None:
    """One of a delegation's people, by id; nobody else's."""
    query = select(Registration).where(
        Registration.id == registration_id,
        Registration.delegation_id == delegation.id,
        Registration.event_id == delegation.event_id,
        Registration.erased_at.is_(None),
    )
    return session.scalar(query)


def known_letters(session: Session) -> set[str]:
    """The SHA-256 of every letter of a delegation, for the sweep."""
    return set(session.scalars(select(Delegation.letter_sha256).where(Delegation.letter_sha256 != "")))
