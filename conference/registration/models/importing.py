"""A list of participants on its way in: the file, what its columns mean, what the dry run found, how far it is."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.core.database import Base
from conference.events.models import Event


class ImportState(StrEnum):
    """UPLOADED until its columns are known; CHECKING in the dry run; CHECKED until somebody decides; then IMPORTING.

    It ends DONE or FAILED, or WITHDRAWN if nobody wanted it.
    """

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    DONE = "done"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class ParticipantImport(Base):
    """One import. `columns` maps a column's number in the file to what it holds; `options` is what the person chose.

    `report` is the dry run's answer: how many rows are new, changed, the same or wrong, and the wrong ones with their
    line numbers. `staged_sha256` is the blob of rows that passed, ready to be written in one transaction.
    """

    __tablename__ = "participant_import"
    __table_args__ = (Index(None, "event_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    created_by: Mapped[int | None]
    created_at: Mapped[datetime]
    file_sha256: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(300))
    columns: Mapped[dict[str, Any]]
    options: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(12), default=ImportState.UPLOADED)
    rows_total: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    report: Mapped[dict[str, Any]]
    staged_sha256: Mapped[str] = mapped_column(String(64), default="")
    finished_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(Text, default="")

    event: Mapped[Event] = relationship()
