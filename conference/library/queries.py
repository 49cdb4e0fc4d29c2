"""Finding documents, never showing anybody one that they may not see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import load_only, selectinload
from sqlalchemy.sql.base import ExecutableOption

from conference.agenda.models import Session
from conference.core.languages import Language
from conference.core.search import tokens
from conference.events.access import Viewer
from conference.library.models import Document, DocumentSession, LanguageVersion, Revision, Visibility

LONGEST_QUERY = 200
MOST_TOKENS = 20


def visibilities_for(viewer: Viewer | None) -> frozenset[Visibility]:
    """Which documents somebody may see; None is everybody, in the pages that are stored for all."""
    if viewer is not None and viewer.is_team:
        return frozenset(Visibility)
    if viewer is not None and viewer.is_registered:
        return frozenset({Visibility.PUBLIC, Visibility.REGISTERED})
    return frozenset({Visibility.PUBLIC})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a reader filters by: words typed in `language`, the language of a file, a session, a category, or ids."""

    language: Language
    words: str = ""
    version: Language | None = None
    session_id: int | None = None
    category: str = ""
    ids: Collection[int] | None = None


def published_documents(
    session: Database, event_id: int, *, visible: Collection[Visibility], wish: Wish, languages: Iterable[Language] = ()
) -> Sequence[Document]:
    """The documents that have a published language version, with versions, revisions and sessions, in four queries.

    Words find the documents that hold all their tokens in one of `languages`; those with all of them in their title
    or symbol come first.
    """
    query = select(Document).where(*_readable(event_id, visible))
    order: list[ColumnElement[object]] = []
    if wish.version is not None:
        query = query.where(_has_published(wish.version))
    if wish.category:
        query = query.where(Document.category == wish.category)
    if wish.ids is not None:
        query = query.where(Document.id.in_(wish.ids))
    if wish.session_id is not None:
        query = query.where(
            exists().where(DocumentSession.document_id == Document.id, DocumentSession.session_id == wish.session_id)
        )
    if wish.words:
        found, in_title = _matches(wish.words, [wish.language, *languages])
        query = query.where(found)
        order.append(case((in_title, 0), else_=1))
    query = query.order_by(*order, Document.position, Document.id).options(*_whole())
    return session.scalars(query).all()


def document_by_slug(
    session: Database, event_id: int, slug: str, *, visible: Collection[Visibility]
) -> Document | None:
    """One document with its versions, revisions and sessions, whether or not any of it is published."""
    query = select(Document).where(
        Document.event_id == event_id, Document.slug == slug, Document.visibility.in_(visible)
    )
    return session.scalar(query.options(*_whole()))


def documents_on_board(session: Database, event_id: int) -> Sequence[Document]:
    """All the documents of an event with their versions and revisions, for its team."""
    query = select(Document).where(Document.event_id == event_id).order_by(Document.position, Document.id)
    return session.scalars(query.options(_revisions())).all()


def categories_of(session: Database, event_id: int, *, visible: Collection[Visibility]) -> frozenset[str]:
    """The categories in which there is something to read."""
    return frozenset(session.scalars(select(Document.category).where(*_readable(event_id, visible)).distinct()))


def sessions_with_documents(
    session: Database, event_id: int, *, visible: Collection[Visibility]
) -> Mapping[int, tuple[str, int]]:
    """Per session id, its code and how many documents there are to read."""
    query = (
        select(Session.id, Session.code, func.count(Document.id))
        .join(DocumentSession, DocumentSession.session_id == Session.id)
        .join(Document, Document.id == DocumentSession.document_id)
        .where(*_readable(event_id, visible))
        .group_by(Session.id, Session.code)
    )
    return {id_: (code, count) for id_, code, count in session.execute(query)}


def symbol_taken(session: Database, event_id: int, symbol: str, *, but: int | None = None) -> bool:
    query = select(Document.id).where(Document.event_id == event_id, Document.symbol == symbol)
    return any(id_ != but for id_ in session.scalars(query))


def slugs_of(session: Database, event_id: int) -> frozenset[str]:
    return frozenset(session.scalars(select(Document.slug).where(Document.event_id == event_id)))


def last_position(session: Database, event_id: int) -> int:
    return session.scalar(select(func.max(Document.position)).where(Document.event_id == event_id)) or 0


def known_blobs(session: Database) -> set[str]:
    """The SHA-256 of every file that a revision names, for the sweep."""
    return set(session.scalars(select(Revision.sha256)))


def _revisions() -> ExecutableOption:
    return selectinload(Document.versions).selectinload(LanguageVersion.revisions)


def _whole() -> tuple[ExecutableOption, ...]:
    sessions = selectinload(Document.sessions).options(load_only(Session.id, Session.code))
    return _revisions(), sessions


def _readable(event_id: int, visible: Collection[Visibility]) -> tuple[ColumnElement[bool], ...]:
    return Document.event_id == event_id, Document.visibility.in_(visible), _has_published()


def _has_published(language: Language | None = None) -> ColumnElement[bool]:
    query = (
        exists()
        .where(LanguageVersion.document_id == Document.id, Revision.version_id == LanguageVersion.id)
        .where(Revision.published_at.is_not(None))
    )
    return query.where(LanguageVersion.language_code == language.code) if language else query


def _matches(words: str, languages: Iterable[Language]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The conditions that all tokens are in a document, and that all are in its title, in one of the languages."""
    anywhere, in_title = [], []
    for language in dict.fromkeys(languages):
        sought = list(dict.fromkeys(tokens(words[:LONGEST_QUERY], language)))[:MOST_TOKENS]
        if sought:
            anywhere.append(and_(*(_holds(f"{language}:{token}") for token in sought)))
            in_title.append(and_(*(_holds(f"{language}={token}") for token in sought)))
    return or_(false(), *anywhere), or_(false(), *in_title)


def _holds(token: str) -> ColumnElement[bool]:
    return Document.search_tokens.contains(f" {token} ", autoescape=True)
