"""Finding documents, never showing anybody one that they may not see."""

from __future__ import annotations

from conference.library.queries.documents import (
    document_by_slug,
    documents_by_id,
    documents_on_board,
    events_to_catch_up,
    known_blobs,
    last_position,
    published_documents,
    sessions_with_documents,
    slugs_of,
    symbol_taken,
    unread_revisions,
    visibilities_for,
)
from conference.library.queries.downloads import counts, downloads_of, keeps_people, people_counted
from conference.library.queries.files import Paper, PublishedFile, papers

__all__ = [
    "Paper",
    "PublishedFile",
    "counts",
    "document_by_slug",
    "documents_by_id",
    "documents_on_board",
    "downloads_of",
    "events_to_catch_up",
    "keeps_people",
    "known_blobs",
    "last_position",
    "papers",
    "people_counted",
    "published_documents",
    "sessions_with_documents",
    "slugs_of",
    "symbol_taken",
    "unread_revisions",
    "visibilities_for",
]
