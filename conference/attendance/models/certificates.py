"""Who gets a certificate, what it says, and the certificates that were issued, each with a number of its own."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.agenda.models import Speaker
from conference.core.database import Base
from conference.core.translated import Translated
from conference.events.models import Event
from conference.registration.models import Registration


class Measure(StrEnum):
    """What the rule of an event counts."""

    SESSIONS = "sessions"
    MINUTES = "minutes"
    DAYS = "days"


class End(StrEnum):
    """Why a certificate is no longer good: revoked, replaced by a corrected one, or its person erased."""

    REVOKED = "revoked"
    REPLACED = "replaced"
    ERASED = "erased"


class CertificateTerms(Base):
    """An event's rule for certificates and its words for them; without this row the usual ones hold.

    Participants need `at_least` so much of `measure`. `for_speakers`: whoever spoke gets one too. `is_open`: people
    take theirs from their own page without anybody's doing. `language_codes` holds one language or two, side by
    side; empty, each certificate is in its person's own. A text that is empty in a language has our words.
    """

    __tablename__ = "certificate_terms"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    measure: Mapped[str] = mapped_column(String(10), default=Measure.SESSIONS)
    at_least: Mapped[int] = mapped_column(default=1)
    for_speakers: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_open: Mapped[bool] = mapped_column(default=False, server_default=false())
    language_codes: Mapped[list[str]] = mapped_column(default=list)
    title: Mapped[Translated] = mapped_column(default=Translated)
    participant_text: Mapped[Translated] = mapped_column(default=Translated)
    speaker_text: Mapped[Translated] = mapped_column(default=Translated)
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}


class Certificate(Base):
    """One certificate, of a participant or of a speaker. It never changes: it can only end.

    Its number runs without gaps from 1 in each year of an event, in the event's zone; the key lets no two have one.
    `code` is what whoever holds it proves it by. `contents` are the words on it, as they were when it was issued.
    One that corrects another names it (`replaces_id`). The keys allow each person one that is good. Rows stay when
    their person is erased, without anything that tells who it was.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("event_id", "year", "number"),
        Index(
            "uq_certificate_registration_id",
            "registration_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "uq_certificate_speaker_id",
            "speaker_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    year: Mapped[int]
    number: Mapped[int]
    code: Mapped[str] = mapped_column(String(20))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id", ondelete="SET NULL"))
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("speaker.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(String(200))
    contents: Mapped[dict[str, Any]]
    issued_at: Mapped[datetime]
    issued_by: Mapped[int | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id", ondelete="SET NULL"), unique=True)
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None]
    end: Mapped[str] = mapped_column(String(10), default="", server_default="")
    reason: Mapped[str] = mapped_column(String(300), default="", server_default="")

    event: Mapped[Event] = relationship()
    registration: Mapped[Registration | None] = relationship()
    speaker: Mapped[Speaker | None] = relationship()
    replaces: Mapped[Certificate | None] = relationship(remote_side=lambda: Certificate.id)

    @property
    def shown_number(self) -> str:
        """The number as it is written: «2026-0017»."""
        return f"{self.year}-{self.number:04d}"
