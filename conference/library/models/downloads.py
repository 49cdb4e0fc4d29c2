"""How often each file was taken, per day; and by whom, only where an event tells its readers that it keeps that."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from conference.core.database import Base


class DownloadKind(StrEnum):
    """Whether a file was taken by itself or with others in a ZIP."""

    FILE = "file"
    ZIP = "zip"


class DownloadCount(Base):
    """How often a language version was taken on a day of the event's zone: a number, and nothing of anybody."""

    __tablename__ = "download_count"

    version_id: Mapped[int] = mapped_column(ForeignKey("language_version.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(4), primary_key=True)
    count: Mapped[int]


class DownloadOfPerson(Base):
    """The same of one registered person. Empty unless the event's `DownloadRule` keeps it."""

    __tablename__ = "download_of_person"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True)
    version_id: Mapped[int] = mapped_column(
        ForeignKey("language_version.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(4), primary_key=True)
    count: Mapped[int]


class DownloadRule(Base):
    """Whether an event keeps who downloaded. Without a row it does not."""

    __tablename__ = "download_rule"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    keeps_people: Mapped[bool] = mapped_column(default=False)

    @property
    def id(self) -> int:
        """What the record of changes names it by."""
        return self.event_id
