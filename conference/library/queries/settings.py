"""What an event decided for its library, and its categories as it has them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from conference.core.translated import Translated
from conference.library.models import Document, DocumentCategory, LibrarySettings, OwnCategory

BUILT_IN = frozenset(DocumentCategory)


@dataclass(frozen=True, slots=True)
class Category:
    """One category of an event: its `name` where it has an own one; a built-in one without has its usual words."""

    code: str
    name: Translated
    is_hidden: bool

    @property
    def is_built_in(self) -> bool:
        return self.code in BUILT_IN


def library_settings(database: Database, event_id: int) -> LibrarySettings:
    """What an event decided; where nothing is stored, the defaults in an object of no transaction."""
    return database.get(LibrarySettings, event_id) or LibrarySettings(
        event_id=event_id, symbol_pattern="", publishes_together=False, reminder_days=None, reminds_overdue=False
    )


def categories_of(database: Database, event_id: int) -> list[Category]:
    """All the categories of an event in its order, hidden ones too: the one place that lists them. One query."""
    rows = database.scalars(select(OwnCategory).where(OwnCategory.event_id == event_id)).all()
    known = {row.code: row for row in rows}
    listed = [
        Category(row.code, row.name, row.is_hidden) for row in sorted(rows, key=lambda row: (row.position, row.id))
    ]
    return listed + [Category(code, Translated(), False) for code in DocumentCategory if code not in known]


def used_categories(database: Database, event_id: int) -> frozenset[str]:
    """The codes of the categories that documents of an event have."""
    return frozenset(database.scalars(select(Document.category).where(Document.event_id == event_id).distinct()))


def own_category(database: Database, event_id: int, code: str) -> OwnCategory | None:
    return database.scalar(select(OwnCategory).where(OwnCategory.event_id == event_id, OwnCategory.code == code))
