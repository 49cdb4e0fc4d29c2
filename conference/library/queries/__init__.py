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
    symbols_of,
    unread_revisions,
    visibilities_for,
)
from conference.library.queries.settings import (
    Category,
    categories_of,
    library_settings,
    own_category,
    used_categories,
)
from conference.library.queries.work import (
    Candidate,
    LeftOut,
    candidate,
    candidates,
    presentations_of,
    related_ids,
    versions_by_id,
    versions_with_a_day,
)

__all__ = [
    "Candidate",
    "Category",
    "LeftOut",
    "candidate",
    "candidates",
    "categories_of",
    "document_by_slug",
    "documents_by_id",
    "documents_on_board",
    "events_to_catch_up",
    "known_blobs",
    "last_position",
    "library_settings",
    "own_category",
    "presentations_of",
    "published_documents",
    "related_ids",
    "sessions_with_documents",
    "slugs_of",
    "symbol_taken",
    "symbols_of",
    "unread_revisions",
    "used_categories",
    "versions_by_id",
    "versions_with_a_day",
    "visibilities_for",
]
