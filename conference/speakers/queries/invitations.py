"""Finding invitations by their links, and who appears where."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload

from conference.accounts.models import Account, email_key
from conference.agenda.models import Session, SessionStatus, Speaker, SpeakerInSession
from conference.agenda.ports import SpeakerAnswer
from conference.core.languages import Language
from conference.core.tokens import BadToken, read
from conference.events.models import Event
from conference.speakers.models import Assistant, ConsentKind, Invitation, InvitationState, SpeakerConsent

LINK = "speaker"
ASSISTANTS_LINK = "speaker assistant"


@dataclass(frozen=True, slots=True)
class Opened:
    """What a personal link opens: an invitation, and who opened it if that was not the speaker."""

    invitation: Invitation
    assistant: Assistant | None


def opened_by_token(database: Database, event: Event, token: str) -> Opened | None:
    """What a speaker's or an assistant's link opens, unless it was revoked or the invitation withdrawn."""
    for link, find in ((LINK, _of_speaker), (ASSISTANTS_LINK, _of_assistant)):
        try:
            number, secret = read(link, token)
        except (BadToken, ValueError, TypeError):
            continue
        opened = find(database, number, secret)
        if opened is not None:
            invitation = opened.invitation
            return opened if invitation.speaker.event_id == event.id and not invitation.is_withdrawn else None
    return None


def _of_speaker(database: Database, invitation_id: int, secret: str) -> Opened | None:
    query = select(Invitation).where(Invitation.id == invitation_id).options(joinedload(Invitation.speaker))
    found = database.scalar(query)
    return Opened(found, None) if found is not None and found.link_secret == secret else None


def _of_assistant(database: Database, assistant_id: int, secret: str) -> Opened | None:
    query = (
        select(Assistant)
        .where(Assistant.id == assistant_id, Assistant.revoked_at.is_(None))
        .options(joinedload(Assistant.invitation).joinedload(Invitation.speaker))
    )
    found = database.scalar(query)
    return Opened(found.invitation, found) if found is not None and found.link_secret == secret else None


def invitation_by_token(database: Database, event: Event, token: str) -> Invitation | None:
    """The invitation that a speaker's or an assistant's link opens, with its speaker."""
    opened = opened_by_token(database, event, token)
    return opened.invitation if opened is not None else None


def invitation_of(database: Database, speaker_id: int) -> Invitation | None:
    return database.scalar(select(Invitation).where(Invitation.speaker_id == speaker_id))


def invitations_for(database: Database, account: Account) -> Sequence[tuple[Invitation, Event]]:
    """The invitations, at any event, of the person whose address the account proved, or that it claimed.

    The latest event comes first; what was withdrawn is left out.
    """
    query = (
        select(Invitation, Event)
        .join(Invitation.speaker)
        .join(Event, Event.id == Speaker.event_id)
        .where(
            or_(func.lower(Speaker.email) == email_key(account.email), Invitation.account_id == account.id),
            Invitation.state != InvitationState.WITHDRAWN,
        )
        .options(joinedload(Invitation.speaker))
        .order_by(Event.starts_on.desc(), Invitation.id)
    )
    return database.execute(query).all()


def sessions_spoken_in(event_id: int, account: Account) -> Select[int]:
    """The sessions of an event in which the account's owner speaks: nobody who declined or is no longer invited."""
    left = exists().where(
        Invitation.speaker_id == Speaker.id,
        Invitation.state.in_((InvitationState.DECLINED, InvitationState.WITHDRAWN)),
    )
    claimed = exists().where(Invitation.speaker_id == Speaker.id, Invitation.account_id == account.id)
    return (
        select(SpeakerInSession.session_id)
        .join(Speaker, Speaker.id == SpeakerInSession.speaker_id)
        .where(Speaker.event_id == event_id, or_(func.lower(Speaker.email) == email_key(account.email), claimed), ~left)
    )


def invited_count(database: Database, event_id: int, language: Language) -> int:
    """How many invited speakers of an event are written to in a language."""
    query = (
        select(func.count())
        .select_from(Invitation)
        .join(Invitation.speaker)
        .where(
            Speaker.event_id == event_id,
            Speaker.language_code == language.code,
            Invitation.state != InvitationState.WITHDRAWN,
        )
    )
    return database.scalar(query) or 0


def answers_of(database: Database, event_id: int) -> Mapping[int, SpeakerAnswer]:
    """By id, what an event's speakers answered to their invitation and about their biography, if they did."""
    about_profile = and_(SpeakerConsent.speaker_id == Speaker.id, SpeakerConsent.kind == ConsentKind.PROFILE)
    query = (
        select(Speaker.id, Invitation.state, SpeakerConsent.is_given)
        .outerjoin(Invitation, Invitation.speaker_id == Speaker.id)
        .outerjoin(SpeakerConsent, about_profile)
        .where(
            Speaker.event_id == event_id,
            or_(Invitation.state.in_(_COMES), SpeakerConsent.is_given.is_(False)),
        )
    )
    return {
        speaker_id: SpeakerAnswer(_COMES.get(state), refuses_biography=is_given is False)
        for speaker_id, state, is_given in database.execute(query)
    }


_COMES: Mapping[str, bool] = {InvitationState.CONFIRMED: True, InvitationState.DECLINED: False}


def speakers_to_tell(database: Database, event_id: int, speaker_ids: Collection[int]) -> Sequence[Speaker]:
    """Those of these speakers who have an address; not those who declined, or whose invitation was withdrawn."""
    query = (
        select(Speaker)
        .outerjoin(Invitation, Invitation.speaker_id == Speaker.id)
        .where(
            Speaker.event_id == event_id,
            Speaker.id.in_(speaker_ids),
            Speaker.email != "",
            func.coalesce(Invitation.state, "").not_in((InvitationState.DECLINED, InvitationState.WITHDRAWN)),
        )
        .order_by(Speaker.position, Speaker.id)
    )
    return database.scalars(query).all()


def speakers_to_invite(database: Database, event_id: int) -> Sequence[Speaker]:
    """Those who have an address and were never invited, in the order of the draft."""
    query = (
        select(Speaker)
        .outerjoin(Invitation, Invitation.speaker_id == Speaker.id)
        .where(Speaker.event_id == event_id, Speaker.email != "", Invitation.id.is_(None))
        .order_by(Speaker.position, Speaker.id)
    )
    return database.scalars(query).all()


def appearances_of(database: Database, speaker_ids: Iterable[int]) -> Sequence[SpeakerInSession]:
    """Where speakers appear in the draft, in the order of the agenda; what was cancelled is left out."""
    query = (
        select(SpeakerInSession)
        .join(SpeakerInSession.session)
        .where(SpeakerInSession.speaker_id.in_(list(speaker_ids)), Session.status == SessionStatus.SCHEDULED)
        .options(
            joinedload(SpeakerInSession.session).joinedload(Session.room), joinedload(SpeakerInSession.presentation)
        )
        .order_by(Session.starts_at.nulls_last(), Session.id, SpeakerInSession.position, SpeakerInSession.id)
    )
    return database.scalars(query).all()
