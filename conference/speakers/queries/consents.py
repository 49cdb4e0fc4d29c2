"""What speakers allow, as they answered it last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from conference.speakers.models import ConsentKind, SpeakerConsent


def consents_of(database: Database, speaker_ids: Iterable[int]) -> Mapping[int, Mapping[ConsentKind, SpeakerConsent]]:
    """The answers of these speakers by id and kind, in one query; a kind that is left out was not answered."""
    found: dict[int, dict[ConsentKind, SpeakerConsent]] = {one: {} for one in speaker_ids}
    for consent in database.scalars(select(SpeakerConsent).where(SpeakerConsent.speaker_id.in_(found))):
        found[consent.speaker_id][ConsentKind(consent.kind)] = consent
    return found
