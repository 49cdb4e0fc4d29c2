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
from conference.library.queries.pictures import (
    events_to_draw,
    first_pages,
    page_text,
    picture_of,
    pictures_of,
    undrawn_revisions,
)
from conference.library.queries.recordings import (
    audiences_of,
    known_recordings,
    readable_recording,
    readable_recordings,
    recording_by_id,
    recording_of_upload,
    recordings_count,
    recordings_of_event,
    standings,
)

__all__ = [
    "Paper",
    "PublishedFile",
    "audiences_of",
    "counts",
    "document_by_slug",
    "documents_by_id",
    "documents_on_board",
    "downloads_of",
    "events_to_catch_up",
    "events_to_draw",
    "first_pages",
    "keeps_people",
    "known_blobs",
    "known_recordings",
    "last_position",
    "page_text",
    "papers",
    "people_counted",
    "picture_of",
    "pictures_of",
    "published_documents",
    "readable_recording",
    "readable_recordings",
    "recording_by_id",
    "recording_of_upload",
    "recordings_count",
    "recordings_of_event",
    "sessions_with_documents",
    "slugs_of",
    "standings",
    "symbol_taken",
    "undrawn_revisions",
    "unread_revisions",
    "visibilities_for",
]
