"""Who may do what at an event: roles of accounts, and roles that wait for somebody to prove an address."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.accounts.models import Account, email_key
from conference.accounts.queries import account_by_email
from conference.audit.service import record
from conference.core.clock import now
from conference.core.languages import Language
from conference.events.models import Event, EventRole, Role, RoleInvitation
from conference.events.queries import invitations_to
from conference.outbox.service import enqueue


class LastOrganiser(Exception):
    """An event keeps at least one organiser."""


def give_role(session: Session, event: Event, account: Account, role: Role, *, by: Account | None) -> bool:
    """Let an account do something at an event; False where it could already."""
    known = select(EventRole.id).where(
        EventRole.event_id == event.id, EventRole.account_id == account.id, EventRole.role == role
    )
    if session.scalar(known) is not None:
        return False
    given = EventRole(event_id=event.id, account_id=account.id, role=role, created_at=now())
    session.add(given)
    told = {"role": str(role), "account_id": account.id}
    record(session, "give role", given, by=by.id if by else None, event_id=event.id, before={}, after=told)
    return True


def invite(session: Session, event: Event, *, email: str, role: Role, language: Language, by: Account) -> bool:
    """Give a role to an address and write to it in `language`; False where it has the role or waits for it.

    An account is a proved address, so it gets the role at once. For any other address the role waits until somebody
    signs in with it.
    """
    _lock(session, event.id)
    account = account_by_email(session, email)
    if account is not None:
        if not give_role(session, event, account, role, by=by):
            return False
        recipient, language = account.email, Language.of(account.language)
    else:
        if any(one.event_id == event.id and one.role == role for one in invitations_to(session, email)):
            return False
        recipient = email
        invitation = RoleInvitation(
            event_id=event.id, email=email, email_key=email_key(email), role=role, invited_by=by.id, at=now()
        )
        session.add(invitation)
        told = {"role": str(role), "email": email}
        record(session, "invite", invitation, by=by.id, event_id=event.id, before={}, after=told)
    enqueue(
        session,
        "events.role_given",
        {
            "event": event.id,
            "email": recipient,
            "role": str(role),
            "by": by.name,
            "language": (language if language in event.languages else event.source).code,
        },
        recipient=recipient,
        event_id=event.id,
    )
    return True


def accept_invitations(session: Session, account: Account) -> None:
    """Turn the roles that wait for an account's address into roles of the account."""
    for invitation in invitations_to(session, account.email, lock=True):
        inviter = session.get(Account, invitation.invited_by) if invitation.invited_by else None
        give_role(session, invitation.event, account, Role(invitation.role), by=inviter)
        session.delete(invitation)


def withdraw_invitation(session: Session, invitation: RoleInvitation, *, by: Account) -> None:
    told = {"role": invitation.role, "email": invitation.email}
    record(session, "withdraw invitation", invitation, by=by.id, event_id=invitation.event_id, before=told, after={})
    session.delete(invitation)


def take_role(session: Session, given: EventRole, *, by: Account) -> None:
    """Take a role away. Raises LastOrganiser for the only one left."""
    if given.role == Role.ORGANISER:
        _lock(session, given.event_id)
        organisers = select(EventRole.id).where(EventRole.event_id == given.event_id, EventRole.role == given.role)
        if len(session.scalars(organisers).all()) == 1:
            raise LastOrganiser
    before = {"role": given.role, "account_id": given.account_id}
    record(session, "take role", given, by=by.id, event_id=given.event_id, before=before, after={})
    session.delete(given)


def _lock(session: Session, event_id: int) -> None:
    session.execute(select(Event.id).where(Event.id == event_id).with_for_update())
