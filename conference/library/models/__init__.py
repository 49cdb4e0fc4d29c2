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
from conference.library.models.share_links import ShareLink

__all__ = [
    "Document",
    "DocumentCategory",
    "DocumentPresentation",
    "DocumentSession",
    "LanguageVersion",
    "PageText",
    "Part",
    "Revision",
    "SearchEntry",
    "ShareLink",
    "Stage",
    "TextState",
    "Visibility",
]
