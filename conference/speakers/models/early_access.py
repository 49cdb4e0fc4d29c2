"""People who work before the event: who they are, what they may have before publication, and what they took.

They stand with the speakers because what they need is what speakers send; no account and no registration is asked.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.agenda.models import Session
from conference.core.database import Base
from conference.core.languages import Language
from conference.events.models import Event


class EarlyPurpose(StrEnum):
    """What somebody needs the files for."""

    INTERPRETER = "interpreter"
    RAPPORTEUR = "rapporteur"
    OTHER = "other"


class EarlyScope(StrEnum):
    """How the sessions of a person are said: all of them, those of some days, or some by name."""

    ALL = "all"
    DAYS = "days"
    SESSIONS = "sessions"


class FileKind(StrEnum):
    """What a file before publication is: one that a speaker sent, or a revision of the library's."""

    SLIDES = "slides"
    DOCUMENT = "document"


class EarlyAccess(Base):
    """One person's early access. `link_secret` makes the link revocable; at the end of `until_on` it ends by itself.

    `working_codes` are the languages that an interpreter works into or from; `days` (ISO 8601, in the event's zone)
    are read where the scope says so, as the sessions are. `with_general` adds the documents that belong to no session.
    What came after `seen_at` is new to them; until `told_at` their mails told them of everything.
    """

    __tablename__ = "early_access"
    __table_args__ = (UniqueConstraint("event_id", "email_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254))
    language_code: Mapped[str] = mapped_column(String(2))
    purpose: Mapped[str] = mapped_column(String(12))
    working_codes: Mapped[list[str]]
    scope: Mapped[str] = mapped_column(String(10))
    days: Mapped[list[str]]
    with_general: Mapped[bool]
    watermark: Mapped[bool]
    until_on: Mapped[date]
    link_secret: Mapped[str] = mapped_column(String(64))
    wants_digest: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    seen_at: Mapped[datetime]
    told_at: Mapped[datetime]

    event: Mapped[Event] = relationship()
    sessions: Mapped[list[Session]] = relationship(secondary="early_access_session", order_by="Session.starts_at")

    @property
    def language(self) -> Language:
        return Language.of(self.language_code)

    def ended(self, today: date) -> bool:
        """Whether the link opens nothing on a day in the event's zone."""
        return self.revoked_at is not None or today > self.until_on


class EarlyAccessSession(Base):
    """That a session is one of somebody's."""

    __tablename__ = "early_access_session"

    access_id: Mapped[int] = mapped_column(ForeignKey("early_access.id", ondelete="CASCADE"), primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), primary_key=True, index=True)


class EarlyDownload(Base):
    """That a file went to somebody before publication, and as what: for whoever has to find where it leaked.

    `title` and `sha256` (of the file as it was received) stay when the file itself is gone.
    """

    __tablename__ = "early_download"

    id: Mapped[int] = mapped_column(primary_key=True)
    access_id: Mapped[int] = mapped_column(ForeignKey("early_access.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(300))
    language_code: Mapped[str] = mapped_column(String(2))
    ending: Mapped[str] = mapped_column(String(8))
    sha256: Mapped[str] = mapped_column(String(64))
    watermarked: Mapped[bool]
