"""What an event decides about its evidence, the lists that were sealed, and what was erased of all that."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.agenda.models import Session
from conference.core.database import Base
from conference.core.languages import Language
from conference.events.models import Event


class ListColumn(StrEnum):
    """What a list of attendance says beside the name; SIGNATURE is an empty box on sheets that are signed by hand."""

    ORGANISATION = "organisation"
    FUNCTION = "function"
    COUNTRY = "country"
    CATEGORY = "category"
    EMAIL = "email"
    SIGNATURE = "signature"


USUAL_COLUMNS = (ListColumn.ORGANISATION, ListColumn.COUNTRY, ListColumn.SIGNATURE)
USUAL_LINES = 5


class EvidenceRules(Base):
    """What an event decides about its lists, and how long it keeps its evidence, apart from other personal data.

    `retention_days` count from the event's last day; None keeps the evidence. A legal hold stops the erasing: why,
    who set it and since when stand beside it.
    """

    __tablename__ = "evidence_rules"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    columns: Mapped[list[str]]
    empty_lines: Mapped[int] = mapped_column(default=USUAL_LINES)
    retention_days: Mapped[int | None]
    legal_hold: Mapped[bool] = mapped_column(default=False, server_default=false())
    hold_reason: Mapped[str] = mapped_column(String(500), default="")
    hold_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    held_at: Mapped[datetime | None]

    @property
    def id(self) -> int:
        """What the record of changes calls it: the event's own id."""
        return self.event_id

    @classmethod
    def usual(cls, event_id: int) -> EvidenceRules:
        """What holds for an event that decided nothing."""
        return cls(
            event_id=event_id,
            columns=[str(one) for one in USUAL_COLUMNS],
            empty_lines=USUAL_LINES,
            retention_days=None,
            legal_hold=False,
            hold_reason="",
        )


class SealedList(Base):
    """Who was there on a day, or at one session of it, as it was known when an organiser sealed it; never changed.

    `number` counts an event's lists without a gap. `data` is canonical JSON, `sha256` its digest and `code` what only
    this installation can make of number and digest (ADR 0017). A correction is a list of its own, with the next
    `edition` of the same day and session, that names the one which it replaces. Once its time is over `data` is
    empty and `erased_at` says since when; number, digest and count stay.
    """

    __tablename__ = "sealed_list"
    __table_args__ = (UniqueConstraint("event_id", "number"), UniqueConstraint("replaces_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    number: Mapped[int]
    edition: Mapped[int] = mapped_column(default=1)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("sealed_list.id", ondelete="CASCADE"))
    day: Mapped[date]
    session_id: Mapped[int | None] = mapped_column(ForeignKey("session.id", ondelete="SET NULL"), index=True)
    session_code: Mapped[str] = mapped_column(String(40), default="")
    people: Mapped[int]
    data: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(16))
    sealed_at: Mapped[datetime]
    sealed_by: Mapped[int | None]
    erased_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    session: Mapped[Session | None] = relationship()
    replaces: Mapped[SealedList | None] = relationship(
        remote_side=lambda: SealedList.id, foreign_keys=lambda: SealedList.replaces_id, back_populates="replaced_by"
    )
    replaced_by: Mapped[SealedList | None] = relationship(
        foreign_keys=lambda: SealedList.replaces_id, back_populates="replaces", uselist=False, passive_deletes=True
    )
    files: Mapped[list[SealedFile]] = relationship(
        back_populates="sealed", order_by="SealedFile.id", cascade="all, delete-orphan"
    )

    def file_in(self, language: Language) -> SealedFile | None:
        return next((one for one in self.files if one.language_code == language.code), None)


class SealedFile(Base):
    """The PDF of a sealed list in one language, by its SHA-256: whoever holds it can have it compared."""

    __tablename__ = "sealed_file"
    __table_args__ = (UniqueConstraint("list_id", "language_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("sealed_list.id", ondelete="CASCADE"))
    language_code: Mapped[str] = mapped_column(String(2))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]

    sealed: Mapped[SealedList] = relationship(back_populates="files")


class EvidenceErasure(Base):
    """That evidence of an event was erased: when, by which rule, and how much of what. No name stands in it.

    `found` has `sessions`, each with its code, people and rows; `reports`, how many files; `lists`, their numbers.
    """

    __tablename__ = "evidence_erasure"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    erased_at: Mapped[datetime]
    retention_days: Mapped[int]
    due_on: Mapped[date]
    found: Mapped[dict[str, Any]]


class ReportColumns(Base):
    """What the columns of another program's report hold, as an organiser said, for the next file of the same shape."""

    __tablename__ = "report_columns"
    __table_args__ = (UniqueConstraint("event_id", "shape"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    shape: Mapped[str] = mapped_column(String(64))
    columns: Mapped[dict[str, Any]]
