"""What speakers allow, as they answered it last."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from conference.agenda.models import Speaker
from conference.speakers.models import ConsentKind, SpeakerConsent


def consents_of(database: Database, speaker_ids: Iterable[int]) -> Mapping[int, Mapping[ConsentKind, SpeakerConsent]]:
    """The answers of these speakers by id and kind, in one query; a kind that is left out was not answered."""
    found: dict[int, dict[ConsentKind, SpeakerConsent]] = {one: {} for one in speaker_ids}
    for consent in database.scalars(select(SpeakerConsent).where(SpeakerConsent.speaker_id.in_(found))):
        found[consent.speaker_id][ConsentKind(consent.kind)] = consent
    return found


def profiles_refused(database: Database, event_id: int) -> Collection[int]:
    """The ids of an event's speakers who do not allow that their biography is published."""
    query = (
        select(SpeakerConsent.speaker_id)
        .join(Speaker, Speaker.id == SpeakerConsent.speaker_id)
        .where(Speaker.event_id == event_id, SpeakerConsent.kind == ConsentKind.PROFILE, ~SpeakerConsent.is_given)
    )
    return set(database.scalars(query))
