"""What speakers allow, as they answered it last."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import and_, select
from sqlalchemy.orm import Session as Database

from conference.agenda.models import Speaker, SpeakerInSession
from conference.speakers.models import ConsentKind, SpeakerConsent


def consents_of(database: Database, speaker_ids: Iterable[int]) -> Mapping[int, Mapping[ConsentKind, SpeakerConsent]]:
    """The answers of these speakers by id and kind, in one query; a kind that is left out was not answered."""
    found: dict[int, dict[ConsentKind, SpeakerConsent]] = {one: {} for one in speaker_ids}
    for consent in database.scalars(select(SpeakerConsent).where(SpeakerConsent.speaker_id.in_(found))):
        found[consent.speaker_id][ConsentKind(consent.kind)] = consent
    return found


def recording_answers(
    database: Database, session_ids: Collection[int]
) -> Mapping[int, Sequence[tuple[Speaker, bool | None]]]:
    """By session everybody who speaks in it, once, and whether they allow recording (None: no answer); one query."""
    query = (
        select(SpeakerInSession.session_id, Speaker, SpeakerConsent.is_given)
        .join(Speaker, Speaker.id == SpeakerInSession.speaker_id)
        .outerjoin(
            SpeakerConsent,
            and_(SpeakerConsent.speaker_id == Speaker.id, SpeakerConsent.kind == ConsentKind.RECORDING),
        )
        .where(SpeakerInSession.session_id.in_(session_ids))
        .order_by(SpeakerInSession.session_id, SpeakerInSession.id)
    )
    found: dict[int, dict[int, tuple[Speaker, bool | None]]] = {}
    for session_id, speaker, is_given in database.execute(query):
        found.setdefault(session_id, {}).setdefault(speaker.id, (speaker, is_given))
    return {session_id: list(people.values()) for session_id, people in found.items()}


def sessions_of_speaker(database: Database, speaker_id: int) -> Sequence[int]:
    """The ids of the sessions in which a speaker has a role."""
    query = select(SpeakerInSession.session_id).where(SpeakerInSession.speaker_id == speaker_id)
    return database.scalars(query.distinct()).all()
