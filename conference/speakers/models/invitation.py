"""One speaker's invitation and how they answered it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.agenda.models import Speaker
from conference.core.database import Base


class InvitationState(StrEnum):
    INVITED = "invited"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class Invitation(Base):
    """One speaker's invitation. `link_secret` makes the link revocable: a new one ends the old links."""

    __tablename__ = "speaker_invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speaker.id", ondelete="CASCADE"), unique=True)
    link_secret: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10), default=InvitationState.INVITED)
    sent_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    speaker: Mapped[Speaker] = relationship()
