"""The immutable versions that the public reads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from conference.core.database import Base
from conference.core.translated import Translated


class AgendaVersion(Base):
    """An immutable published agenda (design §4): all of it as data, and each session's VEVENT bytes per language.

    `difference` lists what changed from the version before, as data that each language puts into words.
    """

    __tablename__ = "agenda_version"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    number: Mapped[int]
    published_at: Mapped[datetime]
    published_by: Mapped[int | None]
    note: Mapped[Translated] = mapped_column(default=Translated)
    data: Mapped[dict[str, Any]]
    calendar: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    difference: Mapped[dict[str, Any]] = mapped_column(deferred=True)
