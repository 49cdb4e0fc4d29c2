"""What a speaker needs on the day: the technique of their talk, the language they speak in, and themselves."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from conference.core.database import Base


class Presence(StrEnum):
    """How the speaker takes part; UNKNOWN until they say it."""

    UNKNOWN = ""
    IN_ROOM = "in_room"
    REMOTE = "remote"


class Computer(StrEnum):
    """From which computer the slides are shown; UNKNOWN until they say it."""

    UNKNOWN = ""
    ROOM = "room"
    OWN = "own"


class SpeakerNeeds(Base):
    """What a speaker told the organisers about their needs; nobody else sees it.

    `connector` matters to whoever brings a computer. `spoken_code` is the language in which they will speak, for the
    interpreters: one of the platform's languages, or empty. `accessibility` is sensitive, and never on the record of
    changes.
    """

    __tablename__ = "speaker_needs"

    speaker_id: Mapped[int] = mapped_column(ForeignKey("speaker.id", ondelete="CASCADE"), primary_key=True)
    presence: Mapped[str] = mapped_column(String(10), default=Presence.UNKNOWN)
    computer: Mapped[str] = mapped_column(String(10), default=Computer.UNKNOWN)
    connector: Mapped[str] = mapped_column(String(100), default="")
    plays_sound: Mapped[bool] = mapped_column(default=False)
    shows_video: Mapped[bool] = mapped_column(default=False)
    spoken_code: Mapped[str] = mapped_column(String(2), default="")
    accessibility: Mapped[str] = mapped_column(Text, default="")
    arrival: Mapped[str] = mapped_column(Text, default="")
    told_at: Mapped[datetime]
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}
