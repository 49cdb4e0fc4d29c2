"""The draft agenda: sessions with their talks, places and people. None of it is public before publication."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.core.database import Base
from conference.core.languages import ARABIC, Language
from conference.core.translated import Translated
from conference.events.models import Event

RESERVED_CODES = frozenset({"changes", "mine", "now", "preview", "print", "programme", "zones"})
"""What addresses below the agenda's are called: no session has such a code."""


class SessionType(StrEnum):
    OPENING = "opening"
    PLENARY = "plenary"
    PANEL = "panel"
    WORKSHOP = "workshop"
    TRAINING = "training"
    CLOSING = "closing"
    BREAK = "break"


class SpeakerRole(StrEnum):
    CHAIR = "chair"
    MODERATOR = "moderator"
    SPEAKER = "speaker"
    PANELLIST = "panellist"
    RAPPORTEUR = "rapporteur"


class SessionStatus(StrEnum):
    """A session that was published is never deleted: taken out of the agenda it is CANCELLED."""

    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


class Room(Base):
    """A physical or online place."""

    __tablename__ = "room"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[Translated] = mapped_column(default=Translated)
    is_online: Mapped[bool] = mapped_column(default=False)
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}


class Track(Base):
    """A theme that runs through the agenda."""

    __tablename__ = "track"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[Translated] = mapped_column(default=Translated)
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}


class Speaker(Base):
    """A person with a profile at one event, or a role that a body still has to fill («Moderator, ILO»).

    Without names, `function` alone says who speaks. The address is private. `import_key` is what the list that the
    speaker came from calls them.
    """

    __tablename__ = "speaker"
    __table_args__ = (
        UniqueConstraint("event_id", "code"),
        Index("ix_speaker_import_key", "event_id", "import_key", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(default=0)
    honorific: Mapped[str] = mapped_column(String(20), default="", server_default="")
    native_name: Mapped[str] = mapped_column(String(200), default="")
    latin_name: Mapped[str] = mapped_column(String(200), default="")
    function: Mapped[Translated] = mapped_column(default=Translated)
    organisation: Mapped[Translated] = mapped_column(default=Translated)
    biography: Mapped[Translated] = mapped_column(default=Translated)
    email: Mapped[str] = mapped_column(String(254), default="")
    language_code: Mapped[str] = mapped_column(String(2), default="en")
    import_key: Mapped[str | None] = mapped_column(String(200))
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}

    @property
    def language(self) -> Language:
        return Language.of(self.language_code)

    @property
    def name(self) -> str:
        """The name in the person's own script, or the only one there is; empty for a role without a person."""
        return self.native_name or self.latin_name

    def name_in(self, language: Language) -> str:
        """The one form that a reader of `language` reads best."""
        return self.name if language == ARABIC else self.latin_name or self.native_name


class Session(Base):
    """A block of the agenda. `starts_at` and `ends_at` are instants; without them it is not placed yet.

    `uid` and `sequence` are what calendars know it by (RFC 5545 §3.8.4.7, §3.8.7.4); publication raises `sequence`
    when time, place or status changed. `meeting_url`, and `channel_urls` by the code of an interpreted language, are
    never shown in a page. `capacity` is how many people the session takes; None is no limit. `notes` are for the
    organisers alone. `import_key` is what the file that the session came from calls it.
    """

    __tablename__ = "session"
    __table_args__ = (
        UniqueConstraint("event_id", "code"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_session_import_key", "event_id", "import_key", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(40))
    uid: Mapped[str] = mapped_column(String(100), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    status: Mapped[str] = mapped_column(String(10), default=SessionStatus.SCHEDULED)
    was_published: Mapped[bool] = mapped_column(default=False)
    type: Mapped[str] = mapped_column(String(20), default=SessionType.PLENARY)
    title: Mapped[Translated] = mapped_column(default=Translated)
    abstract: Mapped[Translated] = mapped_column(default=Translated)
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id", ondelete="SET NULL"))
    track_id: Mapped[int | None] = mapped_column(ForeignKey("track.id", ondelete="SET NULL"))
    floor_codes: Mapped[list[str]] = mapped_column(default=list)
    interpretation_codes: Mapped[list[str]] = mapped_column(default=list)
    meeting_url: Mapped[str] = mapped_column(String(1000), default="")
    channel_urls: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    capacity: Mapped[int | None]
    notes: Mapped[str] = mapped_column(Text, default="", server_default="")
    import_key: Mapped[str | None] = mapped_column(String(200))
    row_version: Mapped[int] = mapped_column(default=1)

    event: Mapped[Event] = relationship()
    room: Mapped[Room | None] = relationship()
    track: Mapped[Track | None] = relationship()
    presentations: Mapped[list[Presentation]] = relationship(
        back_populates="session", order_by="Presentation.position", cascade="all, delete-orphan"
    )
    roles: Mapped[list[SpeakerInSession]] = relationship(
        back_populates="session", order_by="SpeakerInSession.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": row_version}

    def title_of(self, presentation: Presentation | None) -> Translated:
        """What a place in the session is called: by its presentation where that has a title, else by the session."""
        return presentation.title if presentation is not None and presentation.title else self.title


class Presentation(Base):
    """One talk inside a session; `minutes` is its planned length."""

    __tablename__ = "presentation"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[Translated] = mapped_column(default=Translated)
    minutes: Mapped[int | None]
    row_version: Mapped[int] = mapped_column(default=1)

    session: Mapped[Session] = relationship(back_populates="presentations")

    __mapper_args__ = {"version_id_col": row_version}


class SpeakerInSession(Base):
    """Who does what in a session, or in one of its presentations; `position` is the order of protocol."""

    __tablename__ = "session_speaker"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), index=True)
    presentation_id: Mapped[int | None] = mapped_column(ForeignKey("presentation.id", ondelete="CASCADE"))
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speaker.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(20), default=SpeakerRole.SPEAKER)
    position: Mapped[int] = mapped_column(default=0)

    session: Mapped[Session] = relationship(back_populates="roles")
    speaker: Mapped[Speaker] = relationship()
    presentation: Mapped[Presentation | None] = relationship()

    @property
    def title(self) -> Translated:
        """What the place is called where the speaker appears."""
        return self.session.title_of(self.presentation)
