"""What a speaker and the organisers write to each other."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.accounts.models import Account
from conference.agenda.models import Speaker
from conference.core.database import Base


class SpeakerMessage(Base):
    """One message of a speaker's thread, plain text in a language that nobody declared.

    `by_speaker` says which side wrote it; `account_id` is the organiser, as long as their account exists. `read_at`
    is when an organiser marked a speaker's message as read or answered it; messages of organisers have none.
    `mail_due_at` is when the mail that brings it is due, and empty where the mail of an earlier message does.
    """

    __tablename__ = "speaker_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speaker.id", ondelete="CASCADE"), index=True)
    by_speaker: Mapped[bool]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    mail_due_at: Mapped[datetime | None]

    speaker: Mapped[Speaker] = relationship()
    account: Mapped[Account | None] = relationship()
