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
from conference.library.models.downloads import DownloadCount, DownloadKind, DownloadOfPerson, DownloadRule
from conference.library.models.pictures import PagePicture
from conference.library.models.recordings import FLOOR, Audience, Recording
from conference.library.models.search import PageText, SearchEntry
from conference.library.models.settings import LibrarySettings, OwnCategory, VersionReminder
from conference.library.models.share_links import ShareLink

__all__ = [
    "FLOOR",
    "Arrival",
    "Audience",
    "Document",
    "DocumentCategory",
    "DocumentPresentation",
    "DocumentSession",
    "DownloadCount",
    "DownloadKind",
    "DownloadOfPerson",
    "DownloadRule",
    "LanguageVersion",
    "LibraryImport",
    "LibrarySettings",
    "OwnCategory",
    "PagePicture",
    "PageText",
    "Part",
    "Recording",
    "Revision",
    "SearchEntry",
    "ShareLink",
    "Stage",
    "TextState",
    "VersionReminder",
    "Visibility",
]
