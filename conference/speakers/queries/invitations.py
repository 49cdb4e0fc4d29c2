"""Finding invitations by their links, and who appears where."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload

from conference.accounts.models import Account, email_key
from conference.agenda.models import Session, SessionStatus, Speaker, SpeakerInSession
from conference.core.languages import Language
from conference.core.tokens import BadToken, read
from conference.events.models import Event
from conference.speakers.models import Invitation, InvitationState

LINK = "speaker"


def invitation_by_token(database: Database, event: Event, token: str) -> Invitation | None:
    """The invitation that a personal link opens, with its speaker, unless the link was revoked."""
    try:
        invitation_id, secret = read(LINK, token)
    except (BadToken, ValueError, TypeError):
        return None
    query = (
        select(Invitation)
        .join(Invitation.speaker)
        .where(Invitation.id == invitation_id, Speaker.event_id == event.id)
        .options(joinedload(Invitation.speaker))
    )
    found = database.scalar(query)
    return found if found is not None and found.link_secret == secret else None


def invitation_of(database: Database, speaker_id: int) -> Invitation | None:
    return database.scalar(select(Invitation).where(Invitation.speaker_id == speaker_id))


def invitations_for(database: Database, account: Account) -> Sequence[tuple[Invitation, Event]]:
    """The invitations, at any event, of the person whose address the account proved; the latest event first."""
    query = (
        select(Invitation, Event)
        .join(Invitation.speaker)
        .join(Event, Event.id == Speaker.event_id)
        .where(func.lower(Speaker.email) == email_key(account.email))
        .options(joinedload(Invitation.speaker))
        .order_by(Event.starts_on.desc(), Invitation.id)
    )
    return database.execute(query).all()


def invited_count(database: Database, event_id: int, language: Language) -> int:
    """How many invited speakers of an event are written to in a language."""
    query = (
        select(func.count())
        .select_from(Invitation)
        .join(Invitation.speaker)
        .where(Speaker.event_id == event_id, Speaker.language_code == language.code)
    )
    return database.scalar(query) or 0


def answers_of(database: Database, event_id: int) -> Mapping[int, bool]:
    """By id, which invited speakers of an event answered that they come; those who did not answer are left out."""
    query = (
        select(Invitation.speaker_id, Invitation.state)
        .join(Invitation.speaker)
        .where(Speaker.event_id == event_id, Invitation.state != InvitationState.INVITED)
    )
    return {speaker_id: state == InvitationState.CONFIRMED for speaker_id, state in database.execute(query)}


def speakers_to_tell(database: Database, event_id: int, speaker_ids: Collection[int]) -> Sequence[Speaker]:
    """Those of these speakers who have an address and did not decline their invitation."""
    query = (
        select(Speaker)
        .outerjoin(Invitation, Invitation.speaker_id == Speaker.id)
        .where(
            Speaker.event_id == event_id,
            Speaker.id.in_(speaker_ids),
            Speaker.email != "",
            func.coalesce(Invitation.state, "") != InvitationState.DECLINED,
        )
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
