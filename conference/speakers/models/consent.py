"""What a speaker allows to be done with what they bring and say, as they answered it last."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from conference.core.database import Base


class ConsentKind(StrEnum):
    """PROFILE is the publication of the biography, RECORDING that sound and image of their sessions are kept."""

    PROFILE = "profile"
    SLIDES = "slides"
    RECORDING = "recording"


class SpeakerConsent(Base):
    """One answer; without a row the speaker has not answered. Earlier answers stand in the record of changes.

    `answered_at` is when the answer was written here. `paper_on` is the day of a paper on which the speaker gave it,
    and `account_id` the organiser who recorded that paper; both are empty for an answer of the speaker's own.
    """

    __tablename__ = "speaker_consent"

    speaker_id: Mapped[int] = mapped_column(ForeignKey("speaker.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    is_given: Mapped[bool]
    answered_at: Mapped[datetime]
    paper_on: Mapped[date | None]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
