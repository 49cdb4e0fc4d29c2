"""Finding invitations to register, and whether they were used."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from conference.accounts.models import email_key
from conference.core.tokens import BadToken, read
from conference.events.models import Event
from conference.registration.models import Registration, RegistrationInvitation

INVITATION_LINK = "registration.invitation"


def invitation_by_token(session: Session, event: Event, token: str) -> RegistrationInvitation | None:
    """The invitation that a link opens, unless it was withdrawn."""
    try:
        invitation_id, secret = read(INVITATION_LINK, token)
    except (BadToken, ValueError, TypeError):
        return None
    found = session.scalar(
        select(RegistrationInvitation).where(
            RegistrationInvitation.id == invitation_id,
            RegistrationInvitation.event_id == event.id,
            RegistrationInvitation.withdrawn_at.is_(None),
        )
    )
    return found if found is not None and found.link_secret == secret else None


def invitation_for(session: Session, event_id: int, address: str) -> RegistrationInvitation | None:
    """The standing invitation of an address."""
    return session.scalar(
        select(RegistrationInvitation).where(
            RegistrationInvitation.event_id == event_id,
            RegistrationInvitation.email_key == email_key(address),
            RegistrationInvitation.withdrawn_at.is_(None),
        )
    )


def invitations(
    session: Session, event_id: int, *, limit: int, offset: int = 0
) -> Sequence[tuple[RegistrationInvitation, Registration | None]]:
    """One page of an event's invitations, newest first, each with the registration of its address: one query."""
    query = (
        select(RegistrationInvitation, Registration)
        .outerjoin(
            Registration,
            and_(
                Registration.event_id == RegistrationInvitation.event_id,
                Registration.email_key == RegistrationInvitation.email_key,
                Registration.shares_address.is_(False),
            ),
        )
        .where(RegistrationInvitation.event_id == event_id)
        .order_by(RegistrationInvitation.invited_at.desc(), RegistrationInvitation.id.desc())
    )
    return [(row[0], row[1]) for row in session.execute(query.limit(limit).offset(offset))]


def invitations_count(session: Session, event_id: int) -> int:
    query = select(func.count()).where(RegistrationInvitation.event_id == event_id)
    return session.scalar(query.select_from(RegistrationInvitation)) or 0
