"""What speakers were reminded of."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from conference.speakers.models import Invitation, SpeakerReminder


def reminders_of(database: Database, speaker_id: int) -> Sequence[SpeakerReminder]:
    """The reminders that a speaker got for the invitation of now, the newest first."""
    query = (
        select(SpeakerReminder)
        .join(Invitation, Invitation.id == SpeakerReminder.invitation_id)
        .where(Invitation.speaker_id == speaker_id)
        .order_by(SpeakerReminder.sent_at.desc(), SpeakerReminder.id.desc())
    )
    return database.scalars(query).all()
