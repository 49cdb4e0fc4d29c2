"""Translations that came back as a file: first looked at, then taken over."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from conference.core.database import Base
from conference.events.sent_files import SentFile


class TranslationImport(SentFile, Base):
    """One file of translations (XLIFF or our workbook) between its dry run and its taking over."""

    __tablename__ = "translation_import"

    format: Mapped[str] = mapped_column(String(20))
