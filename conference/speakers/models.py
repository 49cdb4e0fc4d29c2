"""Invitations to speakers, and the slides that they upload."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.agenda.models import Presentation, Session, Speaker
from conference.core.database import Base
from conference.library.models import Document


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


class Slides(Base):
    """A file that a speaker sent for a session or for one presentation in it; each upload is a row of its own.

    `name` is the file's name as the speaker knows it, shown only to them and to organisers. Publishing makes or
    revises the library's document `document_id`.
    """

    __tablename__ = "slides"

    id: Mapped[int] = mapped_column(primary_key=True)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speaker.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), index=True)
    presentation_id: Mapped[int | None] = mapped_column(ForeignKey("presentation.id", ondelete="SET NULL"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="SET NULL"))
    language_code: Mapped[str] = mapped_column(String(2))
    name: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    ending: Mapped[str] = mapped_column(String(8))
    pages: Mapped[int | None]
    received_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    speaker: Mapped[Speaker] = relationship()
    session: Mapped[Session] = relationship()
    presentation: Mapped[Presentation | None] = relationship()
    document: Mapped[Document | None] = relationship()
