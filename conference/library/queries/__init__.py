"""Finding documents, never showing anybody one that they may not see."""

from __future__ import annotations

from conference.library.queries.documents import (
    announced_documents,
    document_by_slug,
    documents_by_id,
    documents_on_board,
    documents_under_embargo,
    embargo_count,
    events_to_catch_up,
    known_blobs,
    last_position,
    public_slugs,
    published_documents,
    sessions_with_documents,
    slugs_of,
    symbol_taken,
    unread_revisions,
)

__all__ = [
    "announced_documents",
    "document_by_slug",
    "documents_by_id",
    "documents_on_board",
    "documents_under_embargo",
    "embargo_count",
    "events_to_catch_up",
    "known_blobs",
    "last_position",
    "public_slugs",
    "published_documents",
    "sessions_with_documents",
    "slugs_of",
    "symbol_taken",
    "unread_revisions",
]
