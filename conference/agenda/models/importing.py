"""An agenda that somebody brings in as a file: first looked at, then taken over whole."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from conference.core.database import Base
from conference.events.sent_files import SentFile


class AgendaImport(SentFile, Base):
    """One file of an agenda (schedule.xml, schedule.json or our template) between its dry run and its taking over.

    `language_code` is the language that its texts are in where the file has one language only.
    """

    __tablename__ = "agenda_import"

    format: Mapped[str] = mapped_column(String(20))
    language_code: Mapped[str] = mapped_column(String(2))
