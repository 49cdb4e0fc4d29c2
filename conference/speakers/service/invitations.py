"""Inviting a speaker, and what both sides do with the invitation. Its secret never reaches the record of changes."""

from __future__ import annotations

from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account, email_key
from conference.agenda.models import Speaker
from conference.agenda.ports import Addressee
from conference.audit.service import record
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.tokens import new_secret, sign
from conference.events.service import lock as lock_event
from conference.outbox.service import enqueue
from conference.speakers.models import Invitation, InvitationState
from conference.speakers.ports import has_answered, has_moved
from conference.speakers.queries import LINK, invitation_of


class NoAddress(Exception):
    """The speaker has no e-mail address to write to."""


class AlreadyInvited(Exception):
    """The speaker has an invitation; its link can be renewed."""


class AlreadyAnswered(Exception):
    """The invitation has this answer already."""


def invite(database: Database, speaker: Speaker, *, by: Account | None) -> Invitation:
    """Invite a speaker: a mail brings them their personal link. Raises NoAddress and AlreadyInvited."""
    lock_event(database, speaker.event_id)
    database.refresh(speaker)
    if not speaker.email:
        raise NoAddress(speaker.code)
    if invitation_of(database, speaker.id) is not None:
        raise AlreadyInvited(speaker.code)
    invitation = Invitation(
        speaker=speaker, link_secret=new_secret(), state=InvitationState.INVITED, sent_at=now(), answered_at=None
    )
    database.add(invitation)
    database.flush()
    after = {"speaker": speaker.code, "state": InvitationState.INVITED.value}
    record(database, "invite", invitation, by=_id(by), event_id=speaker.event_id, before={}, after=after)
    _write_to(database, invitation)
    return invitation


def renew(database: Database, invitation: Invitation, *, by: Account | None) -> None:
    """Send a new link; every link sent before opens nothing from now on. Raises NoAddress."""
    speaker = invitation.speaker
    lock_event(database, speaker.event_id)
    if not speaker.email:
        raise NoAddress(speaker.code)
    _renew(database, invitation, by=_id(by))


def _renew(database: Database, invitation: Invitation, *, by: int | None) -> None:
    speaker = invitation.speaker
    invitation.link_secret = new_secret()
    invitation.sent_at = now()
    after = {"speaker": speaker.code}
    record(database, "renew link", invitation, by=by, event_id=speaker.event_id, before={}, after=after)
    if speaker.email:
        _write_to(database, invitation)


def change_address(database: Database, speaker: Speaker, *, email: str, language: Language, by: Account | None) -> bool:
    """Set where a speaker is written to, and in which language.

    Whoever was invited at another address gets a new link at this one, and the old link ends: then returns True.
    """
    by_id = _id(by)
    lock_event(database, speaker.event_id)
    database.refresh(speaker)
    before = Addressee.of(speaker)
    speaker.email = email
    speaker.language_code = language.code
    record(database, "change address", speaker, by=by_id, event_id=speaker.event_id)
    is_another = email_key(before.email) != email_key(email)
    return is_another and follow_address(database, speaker, before=before, by=by_id)


def follow_address(database: Database, speaker: Speaker, *, before: Addressee, by: int | None) -> bool:
    """End the link that went to an address which the speaker has left; a new one goes to the new address, if any.

    `by` is an account's id. False where the speaker is not invited.
    """
    invitation = invitation_of(database, speaker.id)
    if invitation is not None:
        _renew(database, invitation, by=by)
        database.flush()
    for tell in has_moved.all():
        tell(database, speaker, before=before)
    return invitation is not None


def withdraw_invitation(database: Database, invitation: Invitation, *, by: Account | None) -> None:
    """Take an invitation back: its link ends, and the speaker may be invited anew. What they sent stays."""
    speaker = invitation.speaker
    lock_event(database, speaker.event_id)
    before = {"speaker": speaker.code, "state": str(invitation.state)}
    record(database, "withdraw invitation", invitation, by=_id(by), event_id=speaker.event_id, before=before, after={})
    database.delete(invitation)


def answer(database: Database, invitation: Invitation, state: InvitationState) -> None:
    """What the speaker says; they may change their mind. Raises AlreadyAnswered."""
    event_id = invitation.speaker.event_id
    lock_event(database, event_id)
    database.refresh(invitation)
    if invitation.state == state:
        raise AlreadyAnswered(state)
    before = {"state": str(invitation.state)}
    invitation.state = state
    invitation.answered_at = now()
    after = {"speaker": invitation.speaker.code, "state": state.value}
    record(database, "answer invitation", invitation, by=None, event_id=event_id, before=before, after=after)
    database.flush()
    for tell in has_answered.all():
        tell(database, invitation.speaker)


def token_of(invitation: Invitation) -> str:
    """The token of the speaker's link; it is good until `link_secret` changes."""
    return sign(LINK, [invitation.id, invitation.link_secret])


def _write_to(database: Database, invitation: Invitation) -> None:
    """Enqueue the invitation for the address of now; the link is made when the mail is rendered."""
    speaker = invitation.speaker
    enqueue(
        database,
        "speakers.invitation",
        {"invitation": invitation.id, "email": speaker.email},
        recipient=speaker.email,
        event_id=speaker.event_id,
    )


def _id(account: Account | None) -> int | None:
    """Asked for before anything is changed: reading an account may flush, and `record` finds no change after that."""
    return account.id if account is not None else None
