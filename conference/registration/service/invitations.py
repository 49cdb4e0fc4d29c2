"""Inviting addresses to register where others may not, and taking that back. Secrets never reach the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.accounts.models import Account, email_key
from conference.audit.service import record
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.tokens import new_secret, sign
from conference.events.service import lock as lock_event
from conference.outbox.service import enqueue
from conference.registration.models import Registration, RegistrationInvitation, RegistrationState
from conference.registration.queries import INVITATION_LINK


class InvitationWithdrawn(Exception):
    """The invitation was taken back, so that there is nothing to send."""


@dataclass(slots=True)
class Invited:
    """What became of some addresses: written to now, invited before, registered already."""

    new: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    registered: list[str] = field(default_factory=list)


def invite(
    session: Session, event_id: int, addresses: Sequence[str], *, category: str, language: Language, by: Account
) -> Invited:
    """Invite addresses to register, each once; an empty `category` leaves the choice to the person.

    One that was withdrawn is invited anew, with a new link.
    """
    by_id = by.id
    lock_event(session, event_id)
    keys = {email_key(address): address for address in addresses}
    known = {
        one.email_key: one
        for one in session.scalars(
            select(RegistrationInvitation).where(
                RegistrationInvitation.event_id == event_id, RegistrationInvitation.email_key.in_(keys)
            )
        )
    }
    registered = set(
        session.scalars(
            select(Registration.email_key).where(
                Registration.event_id == event_id,
                Registration.email_key.in_(keys),
                Registration.shares_address.is_(False),
                Registration.state != RegistrationState.CANCELLED,
            )
        )
    )
    result = Invited()
    for key, address in keys.items():
        before = known.get(key)
        if key in registered:
            result.registered.append(address)
        elif before is not None and before.withdrawn_at is None:
            result.known.append(address)
        else:
            invitation = before or RegistrationInvitation(event_id=event_id, email_key=key)
            invitation.email, invitation.category, invitation.language_code = address, category, language.code
            invitation.link_secret, invitation.invited_by = new_secret(), by_id
            invitation.invited_at, invitation.withdrawn_at = now(), None
            session.add(invitation)
            session.flush()
            told = {"email": address, "category": category, "language_code": language.code}
            record(session, "invite", invitation, by=by_id, event_id=event_id, before={}, after=told)
            _write_to(session, invitation)
            result.new.append(address)
    return result


def resend_invitation(session: Session, invitation: RegistrationInvitation, *, by: Account) -> None:
    """Send the same link again. Raises InvitationWithdrawn."""
    by_id = by.id
    _lock(session, invitation)
    if invitation.withdrawn_at is not None:
        raise InvitationWithdrawn(invitation.id)
    told = {"email": invitation.email}
    record(session, "send invitation again", invitation, by=by_id, event_id=invitation.event_id, before={}, after=told)
    _write_to(session, invitation)


def withdraw_invitation(session: Session, invitation: RegistrationInvitation, *, by: Account) -> None:
    """End an invitation's link; whoever registered with it stays registered. Raises InvitationWithdrawn."""
    by_id = by.id
    _lock(session, invitation)
    if invitation.withdrawn_at is not None:
        raise InvitationWithdrawn(invitation.id)
    invitation.withdrawn_at, invitation.link_secret = now(), new_secret()
    told = {"email": invitation.email}
    record(session, "withdraw invitation", invitation, by=by_id, event_id=invitation.event_id, before=told, after={})


def invitation_token(invitation: RegistrationInvitation) -> str:
    """The token of an invitation's link; it is good until `link_secret` changes."""
    return sign(INVITATION_LINK, [invitation.id, invitation.link_secret])


def _lock(session: Session, invitation: RegistrationInvitation) -> None:
    lock_event(session, invitation.event_id)
    query = select(RegistrationInvitation).where(RegistrationInvitation.id == invitation.id).with_for_update()
    session.execute(query.execution_options(populate_existing=True)).scalar_one()


def _write_to(session: Session, invitation: RegistrationInvitation) -> None:
    """Enqueue the invitation; the link is made when the mail is rendered."""
    enqueue(
        session,
        "registration.invitation",
        {"invitation": invitation.id, "email": invitation.email},
        recipient=invitation.email,
        event_id=invitation.event_id,
    )
