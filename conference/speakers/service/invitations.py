"""Inviting a speaker, and what both sides do with the invitation. Its secret never reaches the record of changes."""

from __future__ import annotations

from sqlalchemy import delete, update
from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account, email_key
from conference.agenda.models import Speaker
from conference.agenda.ports import Addressee
from conference.audit.service import record
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.tokens import new_secret, sign
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.outbox.service import enqueue
from conference.speakers.models import Assistant, Invitation, InvitationState, SpeakerReminder
from conference.speakers.ports import has_answered, has_moved
from conference.speakers.queries import LINK, invitation_of, speakers_to_invite


class NoAddress(Exception):
    """The speaker has no e-mail address to write to."""


class AlreadyInvited(Exception):
    """The speaker has an invitation; its link can be renewed."""


class AlreadyAnswered(Exception):
    """The invitation has this answer already."""


class WasWithdrawn(Exception):
    """The organisers took the invitation back meanwhile."""


def invite(database: Database, speaker: Speaker, *, by: Account | None) -> Invitation:
    """Invite a speaker, also anew after a withdrawal: a mail brings them their personal link.

    Raises NoAddress and AlreadyInvited.
    """
    by_id = _id(by)
    lock_event(database, speaker.event_id)
    database.refresh(speaker)
    if not speaker.email:
        raise NoAddress(speaker.code)
    invitation = invitation_of(database, speaker.id)
    if invitation is None:
        invitation = Invitation(speaker=speaker)
        database.add(invitation)
        before: dict[str, str] = {}
    else:
        database.refresh(invitation)
        if not invitation.is_withdrawn:
            raise AlreadyInvited(speaker.code)
        before = {"state": str(invitation.state)}
    invitation.link_secret = new_secret()
    invitation.state = InvitationState.INVITED
    invitation.sent_at = now()
    invitation.answered_at = invitation.withdrawn_at = None
    database.flush()
    after = {"speaker": speaker.code, "state": InvitationState.INVITED.value}
    record(database, "invite", invitation, by=by_id, event_id=speaker.event_id, before=before, after=after)
    _write_to(database, invitation)
    return invitation


def invite_all(database: Database, event: Event, *, by: Account | None) -> list[Speaker]:
    """Invite every speaker who has an address and was never invited, and say who they are."""
    lock_event(database, event.id)
    speakers = speakers_to_invite(database, event.id)
    for speaker in speakers:
        invite(database, speaker, by=by)
    return list(speakers)


def renew(database: Database, invitation: Invitation, *, by: Account | None) -> None:
    """Send a new link; every link sent before opens nothing from now on. Raises NoAddress and WasWithdrawn."""
    by_id, speaker = _id(by), invitation.speaker
    lock_event(database, speaker.event_id)
    refresh_standing(database, invitation)
    if not speaker.email:
        raise NoAddress(speaker.code)
    _renew(database, invitation, by=by_id)


def refresh_standing(database: Database, invitation: Invitation) -> None:
    """See an invitation as it is under the event's lock. Raises WasWithdrawn."""
    database.refresh(invitation)
    if invitation.is_withdrawn:
        raise WasWithdrawn(invitation.id)


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

    Whoever read mail there may have claimed the page or let others act: that ends as well. `by` is an account's id.
    False where the speaker is not invited.
    """
    invitation = invitation_of(database, speaker.id)
    is_invited = invitation is not None and not invitation.is_withdrawn
    if invitation is not None and is_invited:
        _end_ways_in(database, invitation)
        _renew(database, invitation, by=by)
        database.flush()
    for tell in has_moved.all():
        tell(database, speaker, before=before)
    return is_invited


def withdraw_invitation(database: Database, invitation: Invitation, *, by: Account | None) -> None:
    """Take an invitation back: every link to the page ends, and the speaker may be invited anew.

    What they sent stays, but not the sessions in their calendar; reminders begin anew with the next invitation.
    Raises WasWithdrawn.
    """
    by_id, speaker = _id(by), invitation.speaker
    lock_event(database, speaker.event_id)
    refresh_standing(database, invitation)
    before = {"state": str(invitation.state)}
    invitation.state = InvitationState.WITHDRAWN
    invitation.link_secret = new_secret()
    invitation.withdrawn_at = now()
    _end_ways_in(database, invitation)
    database.execute(
        delete(SpeakerReminder)
        .where(SpeakerReminder.invitation_id == invitation.id)
        .execution_options(synchronize_session=False)
    )
    after = {"speaker": speaker.code, "state": InvitationState.WITHDRAWN.value}
    record(database, "withdraw invitation", invitation, by=by_id, event_id=speaker.event_id, before=before, after=after)
    database.flush()
    for tell in has_answered.all():
        tell(database, speaker)


def _end_ways_in(database: Database, invitation: Invitation) -> None:
    """Neither an account nor an assistant reaches the page any more."""
    invitation.account_id = None
    database.execute(
        update(Assistant)
        .where(Assistant.invitation_id == invitation.id, Assistant.revoked_at.is_(None))
        .values(revoked_at=now(), link_secret="")
        .execution_options(synchronize_session=False)
    )


def answer(
    database: Database, invitation: Invitation, state: InvitationState, *, assistant: Assistant | None = None
) -> None:
    """What the speaker says, or their assistant for them; they may change their mind.

    Raises AlreadyAnswered and WasWithdrawn.
    """
    event_id = invitation.speaker.event_id
    lock_event(database, event_id)
    refresh_standing(database, invitation)
    if invitation.state == state:
        raise AlreadyAnswered(state)
    before = {"state": str(invitation.state)}
    invitation.state = state
    invitation.answered_at = now()
    after = {"speaker": invitation.speaker.code, "state": state.value, **acted(assistant)}
    record(database, "answer invitation", invitation, by=None, event_id=event_id, before=before, after=after)
    database.flush()
    for tell in has_answered.all():
        tell(database, invitation.speaker)


def acted(assistant: Assistant | None) -> dict[str, str]:
    """What the record tells of whoever acted for a speaker."""
    return {"assistant": assistant.name} if assistant is not None else {}


def token_of(invitation: Invitation) -> str:
    """The token of the speaker's link; it is good until `link_secret` changes."""
    return sign(LINK, [invitation.id, invitation.link_secret])


def _write_to(database: Database, invitation: Invitation) -> None:
    """Enqueue the invitation for the address of now; the link is made when the mail is rendered.

    `sent_at` tells it from one that was sent anew before the first had left: then the later alone goes.
    """
    speaker = invitation.speaker
    enqueue(
        database,
        "speakers.invitation",
        {"invitation": invitation.id, "email": speaker.email, "sent_at": invitation.sent_at.isoformat()},
        recipient=speaker.email,
        event_id=speaker.event_id,
    )


def _id(account: Account | None) -> int | None:
    """Asked for before anything is changed: reading an account may flush, and `record` finds no change after that."""
    return account.id if account is not None else None
