"""Who acts for speakers."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload

from conference.agenda.models import Speaker
from conference.events.models import Event
from conference.registration.models import Registration
from conference.speakers.models import Assistant, Invitation
from conference.speakers.queries.forgetting import nothing_personal_is_kept


def assistants_of(database: Database, invitation_id: int) -> Sequence[Assistant]:
    """Those who act for a speaker now, the first one first."""
    query = select(Assistant).where(Assistant.invitation_id == invitation_id, Assistant.revoked_at.is_(None))
    return database.scalars(query.order_by(Assistant.id)).all()


def assistants_ever(database: Database, invitation_id: int) -> int:
    """How many have ever been given access by a speaker, the revoked ones among them."""
    query = select(func.count()).select_from(Assistant).where(Assistant.invitation_id == invitation_id)
    return database.scalar(query) or 0


def assistant_by_address(database: Database, invitation_id: int, email_key: str) -> Assistant | None:
    """Whoever has this address, also one who was revoked."""
    query = select(Assistant).where(Assistant.invitation_id == invitation_id, Assistant.email_key == email_key)
    return database.scalar(query)


def assistant_here(database: Database, invitation_id: int, assistant_id: int) -> Assistant | None:
    """One who acts for a speaker now."""
    query = select(Assistant).where(
        Assistant.id == assistant_id, Assistant.invitation_id == invitation_id, Assistant.revoked_at.is_(None)
    )
    return database.scalar(query)


def assisting(database: Database, registration_ids: Collection[int]) -> Sequence[Assistant]:
    """The rows about these people as assistants of speakers at their event, the revoked ones among them.

    Whoever shares an address is left out: it does not tell which of them assists.
    """
    return database.scalars(_assisting(registration_ids)).all()


def assistants_at(database: Database, event_id: int) -> Sequence[Assistant]:
    """Everybody whom the speakers of an event ever gave access."""
    query = (
        select(Assistant)
        .join(Assistant.invitation)
        .join(Invitation.speaker)
        .where(Speaker.event_id == event_id)
        .options(joinedload(Assistant.invitation).joinedload(Invitation.speaker))
    )
    return database.scalars(query.order_by(Assistant.id)).all()


def events_with_assistants_due(database: Database) -> Sequence[int]:
    """The events whose assistants should be gone, as all other personal data of the event, unless a hold forbids it."""
    acting = exists().where(
        Assistant.invitation_id == Invitation.id, Invitation.speaker_id == Speaker.id, Speaker.event_id == Event.id
    )
    events = database.scalars(select(Event).where(acting).order_by(Event.id)).all()
    return [event.id for event in events if nothing_personal_is_kept(database, event)]


def _assisting(registration_ids: Collection[int]) -> Select[Assistant]:
    return (
        select(Assistant)
        .join(Assistant.invitation)
        .join(Invitation.speaker)
        .join(
            Registration,
            (Registration.event_id == Speaker.event_id) & (Registration.email_key == Assistant.email_key),
        )
        .where(Registration.id.in_(registration_ids), Registration.shares_address.is_(False))
        .options(joinedload(Assistant.invitation).joinedload(Invitation.speaker))
        .order_by(Assistant.id)
    )
