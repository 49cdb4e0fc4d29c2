"""The threads between speakers and organisers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload

from conference.speakers.models import SpeakerMessage


def thread_of(database: Database, speaker_id: int) -> Sequence[SpeakerMessage]:
    """All messages of a speaker's thread with the organisers who wrote them, the oldest first."""
    query = select(SpeakerMessage).where(SpeakerMessage.speaker_id == speaker_id)
    return database.scalars(query.options(joinedload(SpeakerMessage.account)).order_by(SpeakerMessage.id)).all()


def last_message(database: Database, speaker_id: int, *, by_speaker: bool) -> SpeakerMessage | None:
    """The newest message of one side."""
    query = select(SpeakerMessage).where(
        SpeakerMessage.speaker_id == speaker_id, SpeakerMessage.by_speaker == by_speaker
    )
    return database.scalars(query.order_by(SpeakerMessage.id.desc()).limit(1)).first()


def last_with_mail(database: Database, speaker_id: int, *, by_speaker: bool) -> SpeakerMessage | None:
    """The newest message of one side for which a mail was enqueued."""
    query = select(SpeakerMessage).where(
        SpeakerMessage.speaker_id == speaker_id,
        SpeakerMessage.by_speaker == by_speaker,
        SpeakerMessage.mail_due_at.is_not(None),
    )
    return database.scalars(query.order_by(SpeakerMessage.id.desc()).limit(1)).first()


def messages_since(database: Database, speaker_id: int, instant: datetime) -> Sequence[SpeakerMessage]:
    """What a speaker wrote since an instant."""
    query = select(SpeakerMessage).where(
        SpeakerMessage.speaker_id == speaker_id, SpeakerMessage.by_speaker, SpeakerMessage.written_at > instant
    )
    return database.scalars(query).all()


def unread_messages(database: Database, speaker_id: int) -> Sequence[SpeakerMessage]:
    """What a speaker wrote and no organiser has read yet, the oldest first."""
    query = select(SpeakerMessage).where(
        SpeakerMessage.speaker_id == speaker_id, SpeakerMessage.by_speaker, SpeakerMessage.read_at.is_(None)
    )
    return database.scalars(query.order_by(SpeakerMessage.id)).all()


def answers_from(database: Database, speaker_id: int, message_id: int) -> Sequence[SpeakerMessage]:
    """What organisers wrote to a speaker, from one message on, the oldest first."""
    query = select(SpeakerMessage).where(
        SpeakerMessage.speaker_id == speaker_id, ~SpeakerMessage.by_speaker, SpeakerMessage.id >= message_id
    )
    return database.scalars(query.order_by(SpeakerMessage.id)).all()


def unread_counts(database: Database, speaker_ids: Iterable[int]) -> Mapping[int, int]:
    """How many messages of each of these speakers no organiser has read yet; those without any are left out."""
    query = (
        select(SpeakerMessage.speaker_id, func.count())
        .where(
            SpeakerMessage.speaker_id.in_(list(speaker_ids)),
            SpeakerMessage.by_speaker,
            SpeakerMessage.read_at.is_(None),
        )
        .group_by(SpeakerMessage.speaker_id)
    )
    return dict(database.execute(query).all())
