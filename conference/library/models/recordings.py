"""Recordings of sessions: what was heard in the room, or what an interpreter said."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.agenda.models import Session
from conference.core.database import Base
from conference.core.languages import Language
from conference.core.media_types import ALL, MediaType
from conference.core.translated import Translated
from conference.library.models.documents import Document

FLOOR = "floor"
"""The channel of the room itself, whatever languages are spoken there; every other is an interpreter's language."""


class Audience(StrEnum):
    """Who may hear and see a recording: everybody, confirmed participants, or the event's team."""

    PUBLIC = "public"
    CONFIRMED = "confirmed"
    ORGANISERS = "organisers"


class Recording(Base):
    """One recording of a session in one `channel`: a file of ours, or the address of one elsewhere (`link`).

    Readers have it from `published_at` on, and only while everybody who speaks in the session allows it: see
    `ports.recording_consents`. `minutes` is how long it is, where somebody said so; `transcript` a document in which
    it can be read. `upload_code` is the upload it came by, so that a form sent again makes no second row.
    """

    __tablename__ = "recording"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str] = mapped_column(String(5), default=FLOOR)
    title: Mapped[Translated] = mapped_column(default=Translated)
    link: Mapped[str] = mapped_column(String(1000), default="")
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    size: Mapped[int | None]
    ending: Mapped[str] = mapped_column(String(8), default="")
    minutes: Mapped[int | None]
    audience: Mapped[str] = mapped_column(String(12), default=Audience.PUBLIC)
    transcript_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="SET NULL"), index=True)
    upload_code: Mapped[str | None] = mapped_column(String(64), unique=True)
    added_at: Mapped[datetime]
    added_by: Mapped[int | None]
    published_at: Mapped[datetime | None]
    row_version: Mapped[int] = mapped_column(default=1)

    session: Mapped[Session] = relationship()
    transcript: Mapped[Document | None] = relationship()

    __mapper_args__ = {"version_id_col": row_version}

    @property
    def language(self) -> Language | None:
        """What an interpreter speaks; None for the floor."""
        return None if self.channel == FLOOR else Language.of(self.channel)

    @property
    def media_type(self) -> MediaType | None:
        """What kind of file it is; None for a link."""
        return ALL.get(self.ending)
