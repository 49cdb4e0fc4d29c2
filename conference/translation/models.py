"""Translations that came back as a file: first looked at, then taken over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from conference.core.database import Base


class TranslationImport(Base):
    """One file of translations (XLIFF or our workbook) between its dry run and its taking over.

    `file_sha256` names the stored file, and is empty once it was taken over or dropped.
    """

    __tablename__ = "translation_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    format: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(255))
    file_sha256: Mapped[str] = mapped_column(String(64))
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    applied_at: Mapped[datetime | None]
