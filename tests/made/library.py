"""Makes documents for tests: their files are small PDFs that differ by what they say."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from conference.agenda.models import Session
from conference.core.file_types import PDF, FileType
from conference.core.languages import ENGLISH, LANGUAGES, Language
from conference.core.storage import storage
from conference.core.translated import Translated
from conference.events.models import Event
from conference.library import service
from conference.library.models import Document
from tests.world import World, in_three


def pdf(words: str = "A page", pages: int = 1) -> bytes:
    """A real PDF with empty pages, made by hand so that its bytes are known."""
    kids = " ".join(f"{number} 0 R" for number in range(3, 3 + pages))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>"]
    objects += ["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"] * pages
    body, offsets = f"%PDF-1.4\n% {words}\n".encode(), []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def make_document(
    world: World,
    event_id: int,
    symbol: str = "THAMM/2021/1",
    *,
    title: Translated | str = "Concept note",
    summary: Translated | None = None,
    category: str = "concept_note",
    visibility: str = "public",
    languages: Sequence[Language] = LANGUAGES,
    sessions: Sequence[int] = (),
    **access: Any,
) -> int:
    """A document with one published revision in each of `languages`; `access` says more of who may read it."""
    with world.writing() as database:
        document = service.create_document(
            database,
            database.get_one(Event, event_id),
            symbol=symbol,
            title=in_three(title) if isinstance(title, str) else title,
            summary=summary or Translated(),
            category=category,
            visibility=visibility,
            sessions=[database.get_one(Session, one) for one in sessions],
            by=None,
            **access,
        )
        database.flush()
        document_id = document.id
    for language in languages:
        make_revision(world, document_id, language)
    return document_id


def make_revision(
    world: World,
    document_id: int,
    language: Language = ENGLISH,
    *,
    body: bytes | None = None,
    file_type: FileType = PDF,
    publish: bool = True,
    note: str = "",
) -> int:
    """A further revision of a language version; its bytes are its own unless they are given."""
    with world.app.app_context():
        number = world.revisions_made = getattr(world, "revisions_made", 0) + 1
        blob = storage().keep(BytesIO(body or pdf(f"{document_id} {language} {number}")))
    with world.writing() as database:
        document = database.get_one(Document, document_id)
        revision = service.add_revision(
            database, document, language=language, blob=blob, file_type=file_type, pages=1, note=note, by=None
        )
        if publish:
            service.publish_revision(database, revision, by=None)
        database.flush()
        return revision.id
