"""Files that wait for their place: which, where the same file stands already, and which documents they may go to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import load_only, selectinload

from conference.agenda.models import Session
from conference.core.file_types import PDF
from conference.library.models import Arrival, Document, LanguageVersion, LibraryImport, Revision, TextState


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a file stands in the library already."""

    symbol: str
    slug: str
    language_code: str
    number: int


def arrivals_of(session: Database, event_id: int, *, at_most: int) -> Sequence[Arrival]:
    """The files of an event that wait, those that came first before the others."""
    query = select(Arrival).where(Arrival.event_id == event_id).order_by(Arrival.id)
    return session.scalars(query.limit(at_most)).all()


def count_arrivals(session: Database, event_id: int) -> int:
    return session.scalar(select(func.count(Arrival.id)).where(Arrival.event_id == event_id)) or 0


def arrival_by_id(session: Database, event_id: int, arrival_id: int) -> Arrival | None:
    return session.scalar(select(Arrival).where(Arrival.event_id == event_id, Arrival.id == arrival_id))


def arrival_of_upload(session: Database, event_id: int, code: str) -> Arrival | None:
    """The file that came by an upload in pieces."""
    query = select(Arrival).where(Arrival.event_id == event_id, Arrival.upload_code == code)
    return session.scalar(query) if code else None


def standings_of(session: Database, event_id: int, hashes: Collection[str]) -> Mapping[str, Sequence[Standing]]:
    """By SHA-256, where each of these files stands in an event's library already."""
    query = (
        select(Revision.sha256, Document.symbol, Document.slug, LanguageVersion.language_code, Revision.number)
        .join(Revision.version)
        .join(LanguageVersion.document)
        .where(Document.event_id == event_id, Revision.sha256.in_(hashes))
        .order_by(Document.position, Document.id, Revision.number)
    )
    found: dict[str, list[Standing]] = defaultdict(list)
    for sha256, symbol, slug, code, number in session.execute(query):
        found[sha256].append(Standing(symbol, slug, code, number))
    return found


def documents_by_symbol(session: Database, event_id: int, symbols: Collection[str]) -> Mapping[str, Document]:
    """The documents that have these symbols; their texts, none of their files."""
    query = select(Document).where(Document.event_id == event_id, Document.symbol.in_(symbols))
    return {document.symbol: document for document in session.scalars(query)}


def events_with_old_arrivals(session: Database, before: datetime) -> Sequence[int]:
    return session.scalars(select(Arrival.event_id).where(Arrival.arrived_at < before).distinct()).all()


def known_arrivals(session: Database) -> set[str]:
    """The SHA-256 of every file that waits, and of those of libraries that nobody decided about, for the sweep."""
    waiting = set(session.scalars(select(Arrival.sha256)))
    for one in session.scalars(select(LibraryImport).where(LibraryImport.file_sha256 != "")):
        waiting |= {one.file_sha256, *(file["sha256"] for file in one.files.values())}
    return waiting


def library_import(session: Database, event_id: int, import_id: int) -> LibraryImport | None:
    query = select(LibraryImport).where(LibraryImport.event_id == event_id, LibraryImport.id == import_id)
    return session.scalar(query)


def library_imports(session: Database, event_id: int, *, at_most: int) -> Sequence[LibraryImport]:
    """The libraries that were sent, the newest first."""
    query = select(LibraryImport).where(LibraryImport.event_id == event_id).order_by(LibraryImport.id.desc())
    return session.scalars(query.limit(at_most)).all()


def documents_whole(session: Database, event_id: int) -> Sequence[Document]:
    """All the documents of an event with versions, revisions, sessions and the documents that they belong to."""
    versions = selectinload(Document.versions).selectinload(LanguageVersion.revisions)
    sessions = selectinload(Document.sessions).options(load_only(Session.id, Session.code))
    query = select(Document).where(Document.event_id == event_id).order_by(Document.position, Document.id)
    return session.scalars(query.options(versions, sessions, selectinload(Document.base))).all()


def events_with_unexamined(session: Database) -> Sequence[int]:
    """The events with PDFs whose text was read before anybody looked at what they give to those who hear them."""
    query = select(Document.event_id).join(Document.versions).join(LanguageVersion.revisions)
    return session.scalars(query.where(*_unexamined()).distinct()).all()


def unexamined_revisions(session: Database, event_id: int) -> Sequence[Revision]:
    query = select(Revision).join(Revision.version).join(LanguageVersion.document)
    return session.scalars(query.where(Document.event_id == event_id, *_unexamined())).all()


def _unexamined() -> tuple[ColumnElement[bool], ...]:
    read = Revision.text_state.in_([TextState.READ, TextState.NONE])
    return Revision.ending == PDF.ending, read, Revision.examined == {}
