"""Creating and changing events, and giving people their roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from conference.accounts.models import Account
from conference.audit.service import record
from conference.core.clock import now
from conference.core.languages import CODES
from conference.core.translated_fields import Edits, merge_into
from conference.events.models import Body, Contact, Event, EventRole, Role

RESERVED_SLUGS = frozenset(
    {
        *CODES,
        "language",
        "sign-in",
        "sign-out",
        "account",
        "static",
        "api",
        "healthz",
        "readyz",
        "sw.js",
        "sitemap.xml",
    }
    | {
        "agenda",
        "speakers",
        "documents",
        "register",
        "registration",
        "calendar",
        "schedule",
        "manage",
        "desk",
        "speak",
    }
    | {"style", "about", "events", "new-event"}
)


class SlugTaken(Exception):
    """Another event has this slug, or it is a word that addresses need."""


class LastOrganiser(Exception):
    """An event keeps at least one organiser."""


def create_event(session: Session, event: Event, *, by: Account | None) -> Event:
    """Add an event and make its creator an organiser. Raises SlugTaken."""
    if event.slug in RESERVED_SLUGS or session.scalar(select(Event.id).where(Event.slug == event.slug)):
        raise SlugTaken(event.slug)
    session.add(event)
    record(session, "create", event, by=by.id if by else None, event_id=None)
    if by is not None:
        give_role(session, event, by, Role.ORGANISER, by=by)
    return event


def change_event(
    session: Session, event: Event, *, values: Mapping[str, Any], edits: Mapping[str, Edits], by: Account
) -> None:
    """Change an event's facts and texts. Raises Clashes where somebody edited the same language meanwhile."""
    merge_into(event, edits, source=event.source, by=by.id)
    for name, value in values.items():
        setattr(event, name, value)
    record(session, "change", event, by=by.id, event_id=event.id)
    touch(session, event.id)


def touch(session: Session, event_id: int) -> None:
    """Something that visitors can see changed: stored pages of the event are no longer given out."""
    session.execute(
        update(Event)
        .where(Event.id == event_id)
        .values(public_revision=Event.public_revision + 1)
        .execution_options(synchronize_session=False)
    )


def lock(session: Session, event_id: int) -> Event:
    """The event's row, locked until the end of the transaction: for what must be decided one at a time."""
    return session.execute(
        select(Event).where(Event.id == event_id).with_for_update().execution_options(populate_existing=True)
    ).scalar_one()


def replace_bodies(session: Session, event: Event, bodies: Sequence[Body], *, by: Account) -> None:
    event.bodies[:] = bodies
    record(session, "change bodies", event, by=by.id, event_id=event.id)
    touch(session, event.id)


def replace_contacts(session: Session, event: Event, contacts: Sequence[Contact], *, by: Account) -> None:
    event.contacts[:] = contacts
    record(session, "change contacts", event, by=by.id, event_id=event.id)
    touch(session, event.id)


def give_role(session: Session, event: Event, account: Account, role: Role, *, by: Account | None) -> None:
    """Let an account do something at an event; giving it twice changes nothing."""
    known = select(EventRole.id).where(
        EventRole.event_id == event.id, EventRole.account_id == account.id, EventRole.role == role
    )
    if session.scalar(known) is not None:
        return
    given = EventRole(event_id=event.id, account_id=account.id, role=role, created_at=now())
    session.add(given)
    record(session, "give role", given, by=by.id if by else None, event_id=event.id)


def take_role(session: Session, given: EventRole, *, by: Account) -> None:
    """Take a role away. Raises LastOrganiser for the only one left."""
    if given.role == Role.ORGANISER:
        lock(session, given.event_id)
        organisers = select(EventRole.id).where(EventRole.event_id == given.event_id, EventRole.role == given.role)
        if len(session.scalars(organisers).all()) == 1:
            raise LastOrganiser
    before = {"role": given.role, "account_id": given.account_id}
    record(session, "take role", given, by=by.id, event_id=given.event_id, before=before, after={})
    session.delete(given)
