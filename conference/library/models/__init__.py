"""What the library keeps."""

from __future__ import annotations

from conference.library.models.arrivals import Arrival, LibraryImport
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

__all__ = [
    "Arrival",
    "Document",
    "DocumentCategory",
    "DocumentPresentation",
    "DocumentSession",
    "LanguageVersion",
    "LibraryImport",
    "PageText",
    "Part",
    "Revision",
    "SearchEntry",
    "Stage",
    "TextState",
    "Visibility",
]
