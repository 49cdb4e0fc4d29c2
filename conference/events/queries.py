"""Finding events, their teams, and what their pages begin with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from conference.accounts.models import Account, email_key
from conference.audit.models import AuditEntry
from conference.events.models import Event, EventRole, Publication, Role, RoleInvitation


def event_by_slug(session: Session, slug: str) -> Event | None:
    """An event with what every page of it shows, its bodies and contacts: few enough for one query with them all."""
    query = select(Event).where(Event.slug == slug).options(joinedload(Event.bodies), joinedload(Event.contacts))
    return session.scalars(query).unique().one_or_none()


def published_events(session: Session) -> Sequence[Event]:
    """All events that the public sees, latest first."""
    query = (
        select(Event)
        .where(Event.publication == Publication.PUBLISHED)
        .options(selectinload(Event.bodies))
        .order_by(Event.starts_on.desc(), Event.id)
    )
    return session.scalars(query).all()


def current_of(events: Iterable[Event], instant: datetime) -> Event | None:
    """The event that is running, else the next, else the latest (design §4); a rehearsal only if there is no other.

    Each event's days are days in its own zone.
    """
    listed = sorted(events, key=lambda event: (event.is_rehearsal, event.starts_on))
    real = [event for event in listed if not event.is_rehearsal] or listed
    days = [(event, instant.astimezone(event.zone_info).date()) for event in real]
    running = [event for event, today in days if event.starts_on <= today <= event.ends_on]
    coming = [event for event, today in days if event.starts_on > today]
    return next(iter(running or coming), None) or (max(real, key=lambda event: event.starts_on) if real else None)


def public_revisions(session: Session) -> Mapping[str, int]:
    """The revision of every event's public pages, by slug; drafts have none."""
    query = select(Event.slug, Event.public_revision).where(Event.publication == Publication.PUBLISHED)
    return {row.slug: row.public_revision for row in session.execute(query.order_by(Event.slug))}


def roles_of(session: Session, event: Event, account: Account) -> frozenset[Role]:
    """What an account may do at an event."""
    query = select(EventRole.role).where(EventRole.event_id == event.id, EventRole.account_id == account.id)
    return frozenset(Role(role) for role in session.scalars(query))


def team(session: Session, event: Event) -> Sequence[EventRole]:
    """Everybody with a role at an event."""
    query = select(EventRole).where(EventRole.event_id == event.id).options(joinedload(EventRole.account))
    return session.scalars(query.order_by(EventRole.role, EventRole.id)).all()


def events_worked_for(session: Session, account: Account) -> Sequence[Event]:
    """The events at which an account has a role, or all of them for a site administrator; latest first."""
    query = select(Event).order_by(Event.starts_on.desc(), Event.id)
    if not account.is_site_administrator:
        query = query.where(Event.id.in_(select(EventRole.event_id).where(EventRole.account_id == account.id)))
    return session.scalars(query).all()


def invitations(session: Session, event: Event) -> Sequence[RoleInvitation]:
    """The roles at an event that wait for their owners, in the order of the team's list."""
    query = select(RoleInvitation).where(RoleInvitation.event_id == event.id)
    return session.scalars(query.order_by(RoleInvitation.role, RoleInvitation.id)).all()


def invitations_to(session: Session, address: str, *, lock: bool = False) -> Sequence[RoleInvitation]:
    """The roles that wait for an address, at any event."""
    query = select(RoleInvitation).where(RoleInvitation.email_key == email_key(address)).order_by(RoleInvitation.id)
    return session.scalars(query.with_for_update() if lock else query).all()


def changes_count(session: Session, event: Event) -> int:
    """How many changes of an event are on record."""
    return session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.event_id == event.id)) or 0


def changes(session: Session, event: Event, *, limit: int, offset: int = 0) -> Sequence[AuditEntry]:
    """One page of what was changed at an event, newest first."""
    query = select(AuditEntry).where(AuditEntry.event_id == event.id)
    return session.scalars(query.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(limit).offset(offset)).all()


def accounts_named(session: Session, account_ids: Iterable[int]) -> Mapping[int, Account]:
    """The accounts with these ids, those that still exist."""
    query = select(Account).where(Account.id.in_(set(account_ids)))
    return {account.id: account for account in session.scalars(query)}
