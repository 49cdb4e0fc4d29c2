"""What an event decides for its library: symbols, categories, how languages are published, who is reminded when."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from conference.core.database import Base
from conference.core.translated import Translated


class LibrarySettings(Base):
    """The rules of an event's library.

    `symbol_pattern` is what new symbols are made from («THAMM/2021/{number}»), empty where each is typed. Where it
    `publishes_together`, a language that is ready waits for the last that is due. Whoever is responsible for a version
    is reminded `reminder_days` before its day (None: never), and, where it `reminds_overdue`, when that day is over.
    """

    __tablename__ = "library_settings"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    symbol_pattern: Mapped[str] = mapped_column(String(80), default="", server_default="")
    publishes_together: Mapped[bool] = mapped_column(default=False, server_default=false())
    reminder_days: Mapped[int | None]
    reminds_overdue: Mapped[bool] = mapped_column(default=False, server_default=false())


class OwnCategory(Base):
    """A category as an event has it: a built-in one with its own name or place, or one that only this event has.

    Without a `name` a built-in one has its usual words. A hidden one is not offered for further documents.
    """

    __tablename__ = "document_category"
    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[Translated] = mapped_column(default=Translated, server_default="{}")
    position: Mapped[int]
    is_hidden: Mapped[bool] = mapped_column(default=False, server_default=false())
    row_version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": row_version}


class VersionReminder(Base):
    """That somebody was reminded by rule of a language version that is due on a day; another day is another matter."""

    __tablename__ = "language_version_reminder"

    version_id: Mapped[int] = mapped_column(ForeignKey("language_version.id", ondelete="CASCADE"), primary_key=True)
    matter: Mapped[str] = mapped_column(String(12), primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    sent_at: Mapped[datetime]
