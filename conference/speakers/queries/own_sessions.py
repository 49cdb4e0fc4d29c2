"""A speaker's sessions as they see them: each once, with all their roles, and the people beside them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import contains_eager

from conference.agenda.models import Presentation, Session, Speaker, SpeakerInSession, SpeakerRole
from conference.speakers.models import Invitation, InvitationState

LEADING = (SpeakerRole.CHAIR, SpeakerRole.MODERATOR)


@dataclass(slots=True)
class OwnSession:
    """One session of a speaker. `parts` are their roles, each with the presentation if it is one; `others` are all
    other people's roles in it, in the order of protocol, but for those who declined or are invited no more."""

    session: Session
    parts: list[tuple[str, Presentation | None]] = field(default_factory=list)
    others: list[SpeakerInSession] = field(default_factory=list)

    @property
    def leading(self) -> Sequence[SpeakerInSession]:
        """Who chairs and moderates."""
        return [one for one in self.others if one.role in LEADING]

    @property
    def beside(self) -> Sequence[SpeakerInSession]:
        """Everybody else, each person once."""
        people = {one.speaker_id: one for one in reversed(self.others) if one.role not in LEADING}
        return [one for one in self.others if people.get(one.speaker_id) is one]


def own_sessions(database: Database, speaker_id: int, appearances: Sequence[SpeakerInSession]) -> list[OwnSession]:
    """The sessions of a speaker's appearances, in their order; one query more, however many they are."""
    found: dict[int, OwnSession] = {}
    for one in appearances:
        known = found.setdefault(one.session_id, OwnSession(one.session))
        known.parts.append((one.role, one.presentation))
    for other in _others(database, speaker_id, found):
        found[other.session_id].others.append(other)
    return list(found.values())


def _others(database: Database, speaker_id: int, session_ids: Collection[int]) -> Sequence[SpeakerInSession]:
    query = (
        select(SpeakerInSession)
        .join(SpeakerInSession.speaker)
        .outerjoin(Invitation, Invitation.speaker_id == Speaker.id)
        .where(
            SpeakerInSession.session_id.in_(list(session_ids)),
            SpeakerInSession.speaker_id != speaker_id,
            func.coalesce(Invitation.state, "").not_in((InvitationState.DECLINED, InvitationState.WITHDRAWN)),
        )
        .options(
            contains_eager(SpeakerInSession.speaker),
        )
        .order_by(SpeakerInSession.session_id, SpeakerInSession.position, SpeakerInSession.id)
    )
    return database.scalars(query).all()
