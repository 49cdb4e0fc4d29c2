"""What speakers need."""

from __future__ import annotations

from sqlalchemy.orm import Session as Database

from conference.core.clock import now
from conference.speakers.models import Computer, Presence, SpeakerNeeds


def needs_of(database: Database, speaker_id: int) -> SpeakerNeeds:
    """What a speaker told; before that an empty answer, which is in no database yet."""
    return database.get(SpeakerNeeds, speaker_id, populate_existing=True) or SpeakerNeeds(
        speaker_id=speaker_id,
        presence=Presence.UNKNOWN,
        computer=Computer.UNKNOWN,
        connector="",
        plays_sound=False,
        shows_video=False,
        spoken_code="",
        accessibility="",
        arrival="",
        told_at=now(),
    )


def were_told(needs: SpeakerNeeds) -> bool:
    """Whether a speaker told any needs yet."""
    return needs in (Database.object_session(needs) or ())
