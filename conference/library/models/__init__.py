"""What the library keeps."""

from __future__ import annotations

from conference.library.models.documents import (
    Document,
    DocumentCategory,
    DocumentPresentation,
    DocumentSession,
    LanguageVersion,
    Part,
    Revision,
    Stage,
    TextState,
    Visibility,
)
from conference.library.models.search import PageText, SearchEntry
from conference.library.models.settings import LibrarySettings, OwnCategory, VersionReminder

__all__ = [
    "Document",
    "DocumentCategory",
    "DocumentPresentation",
    "DocumentSession",
    "LanguageVersion",
    "LibrarySettings",
    "OwnCategory",
    "PageText",
    "Part",
    "Revision",
    "SearchEntry",
    "Stage",
    "TextState",
    "VersionReminder",
    "Visibility",
]
