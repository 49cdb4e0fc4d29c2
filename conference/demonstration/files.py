"""The demonstration's documents: PDF files made and stored first, rows afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
from sqlalchemy.orm import Session as DatabaseSession

from conference.accounts.models import Account
from conference.agenda.models import Session
from conference.core.file_types import PDF
from conference.core.languages import Language
from conference.core.storage import Blob, storage
from conference.demonstration import content
from conference.demonstration.documents import document_pdf
from conference.demonstration.rows import translated
from conference.events.models import Event
from conference.library.service import add_revision, create_document, publish_revision


@dataclass(frozen=True, slots=True)
class StoredFile:
    blob: Blob
    pages: int


FilesOfEvent = Mapping[tuple[str, Language], StoredFile]


def keep_files(event: content.Event) -> FilesOfEvent:
    """Make and store every PDF of an event's documents, before any row names them."""
    files = {}
    for document in event.documents:
        for language in document.languages:
            body = document_pdf(document.key, language)
            pages = len(pypdfium2.PdfDocument(body))
            files[document.key, language] = StoredFile(storage().keep(BytesIO(body)), pages)
    return files


def add_documents(
    session: DatabaseSession,
    event: Event,
    source: content.Event,
    files: FilesOfEvent,
    sessions: Mapping[str, Session],
    *,
    by: Account,
) -> None:
    """The documents with a published revision per language."""
    for number, each in enumerate(source.documents, start=1):
        document = create_document(
            session,
            event,
            symbol=each.symbol or f"{event.slug.upper()}/INF/{number}",
            category=each.category,
            visibility=each.visibility,
            title=translated(each.title, source.source_language),
            summary=translated(each.summary, source.source_language),
            sessions=[sessions[code] for code in each.sessions],
            by=by,
        )
        for language in each.languages:
            stored = files[each.key, language]
            revision = add_revision(
                session,
                document,
                language=language,
                blob=stored.blob,
                file_type=PDF,
                pages=stored.pages,
                note="",
                by=by,
            )
            publish_revision(session, revision, by=by)
