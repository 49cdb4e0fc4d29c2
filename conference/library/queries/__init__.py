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

__all__ = [
    "document_by_slug",
    "documents_by_id",
    "documents_on_board",
    "events_to_catch_up",
    "known_blobs",
    "last_position",
    "published_documents",
    "sessions_with_documents",
    "slugs_of",
    "symbol_taken",
    "unread_revisions",
    "visibilities_for",
]
