"""Finding documents, never showing anybody one that they may not see."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import load_only, selectinload
from sqlalchemy.sql.base import ExecutableOption

from conference.agenda.models import Session
from conference.core.clock import now
from conference.library.access import EVERYBODY, Rights
from conference.library.models import (
    Document,
    DocumentSession,
    LanguageVersion,
    PagePicture,
    Revision,
    SearchEntry,
    TextState,
)


def published_documents(
    session: Database,
    event_id: int,
    *,
    visible: Rights,
    session_id: int | None = None,
    ids: Collection[int] | None = None,
) -> Sequence[Document]:
    """The documents that have a published language version, with versions, revisions and sessions, in four queries."""
    query = select(Document).where(*_readable(event_id, visible))
    if ids is not None:
        query = query.where(Document.id.in_(ids))
    if session_id is not None:
        query = query.where(
            exists().where(DocumentSession.document_id == Document.id, DocumentSession.session_id == session_id)
        )
    return session.scalars(query.order_by(Document.position, Document.id).options(*_whole())).all()


def documents_by_id(session: Database, ids: Sequence[int]) -> Sequence[Document]:
    """These documents with versions, revisions and sessions, in the order of `ids`, in four queries."""
    found = session.scalars(select(Document).where(Document.id.in_(ids)).options(*_whole())).all() if ids else []
    return sorted(found, key=lambda document: ids.index(document.id))


def document_by_slug(session: Database, event_id: int, slug: str, *, visible: Rights) -> Document | None:
    """One document with its versions, revisions and sessions, whether or not any of it is published."""
    query = select(Document).where(Document.event_id == event_id, Document.slug == slug, visible.readable(now()))
    return session.scalar(query.options(*_whole()))


def announced_documents(
    session: Database, event_id: int, *, visible: Rights, slug: str | None = None
) -> Sequence[Document]:
    """What somebody may read later and is told of now, the earliest first; nothing but the documents themselves."""
    query = select(Document).where(Document.event_id == event_id, visible.announced(now()), _has_published())
    if slug is not None:
        query = query.where(Document.slug == slug)
    return session.scalars(query.order_by(Document.embargo_until, Document.position, Document.id)).all()


def public_slugs(session: Database) -> Sequence[tuple[int, str]]:
    """The event and the slug of every document that everybody can read, in the order of their lists."""
    query = select(Document.event_id, Document.slug).where(EVERYBODY.readable(now()), _has_published())
    return session.execute(query.order_by(Document.event_id, Document.position, Document.id)).all()


def documents_on_board(session: Database, event_id: int) -> Sequence[Document]:
    """All the documents of an event with their versions and revisions, for its team."""
    query = select(Document).where(Document.event_id == event_id).order_by(Document.position, Document.id)
    return session.scalars(query.options(_revisions())).all()


def sessions_with_documents(session: Database, event_id: int, *, visible: Rights) -> Mapping[int, tuple[str, int]]:
    """Per session id, its code and how many documents there are to read."""
    query = (
        select(Session.id, Session.code, func.count(Document.id))
        .join(DocumentSession, DocumentSession.session_id == Session.id)
        .join(Document, Document.id == DocumentSession.document_id)
        .where(*_readable(event_id, visible))
        .group_by(Session.id, Session.code)
    )
    return {id_: (code, count) for id_, code, count in session.execute(query)}


def documents_under_embargo(session: Database, event_id: int) -> Sequence[Document]:
    """The documents for which an instant was set, over or not."""
    query = select(Document).where(Document.event_id == event_id, Document.embargo_until.is_not(None))
    return session.scalars(query.order_by(Document.id)).all()


def embargo_count(session: Database, event_id: int) -> int:
    query = select(func.count(Document.id)).where(Document.event_id == event_id, Document.embargo_until.is_not(None))
    return session.scalar(query) or 0


def symbol_taken(session: Database, event_id: int, symbol: str, *, but: int | None = None) -> bool:
    query = select(Document.id).where(Document.event_id == event_id, Document.symbol == symbol)
    return any(id_ != but for id_ in session.scalars(query))


def symbols_of(session: Database, event_id: int) -> frozenset[str]:
    return frozenset(session.scalars(select(Document.symbol).where(Document.event_id == event_id)))


def slugs_of(session: Database, event_id: int) -> frozenset[str]:
    return frozenset(session.scalars(select(Document.slug).where(Document.event_id == event_id)))


def last_position(session: Database, event_id: int) -> int:
    return session.scalar(select(func.max(Document.position)).where(Document.event_id == event_id)) or 0


def known_blobs(session: Database) -> set[str]:
    """The SHA-256 of every file that a revision or the picture of a page names, for the sweep."""
    names = (Revision.sha256, PagePicture.sha256, PagePicture.small_sha256)
    return {sha256 for name in names for sha256 in session.scalars(select(name))}


def _revisions() -> ExecutableOption:
    return selectinload(Document.versions).selectinload(LanguageVersion.revisions)


def _whole() -> tuple[ExecutableOption, ...]:
    sessions = selectinload(Document.sessions).options(load_only(Session.id, Session.code))
    return _revisions(), sessions


def _readable(event_id: int, visible: Rights) -> tuple[ColumnElement[bool], ...]:
    return Document.event_id == event_id, visible.readable(now()), _has_published()


def _has_published() -> ColumnElement[bool]:
    return (
        exists()
        .where(LanguageVersion.document_id == Document.id, Revision.version_id == LanguageVersion.id)
        .where(Revision.published_at.is_not(None))
    )


def unread_revisions(session: Database, event_id: int) -> Sequence[int]:
    """The files whose text nobody has looked at."""
    query = select(Revision.id).join(LanguageVersion).join(Document)
    return session.scalars(query.where(Document.event_id == event_id, Revision.text_state == TextState.WAITING)).all()


def events_to_catch_up(session: Database) -> Sequence[int]:
    """The events that have documents which search does not know."""
    unknown = ~exists().where(SearchEntry.document_id == Document.id)
    return session.scalars(select(Document.event_id).where(unknown).distinct()).all()
