"""Finding the pictures and the text of pages, of files that the caller was allowed to read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session as Database

from conference.core import file_types
from conference.core.page_pictures import Pictures
from conference.library.models import Document, LanguageVersion, PagePicture, PageText, Revision


def picture_of(session: Database, revision_id: int, number: int) -> PagePicture | None:
    """The picture of one page, counted from 1."""
    return session.scalar(
        select(PagePicture).where(PagePicture.revision_id == revision_id, PagePicture.number == number)
    )


def pictures_of(session: Database, revision_id: int) -> Sequence[PagePicture]:
    """The pictures of a file's pages in their order."""
    query = select(PagePicture).where(PagePicture.revision_id == revision_id).order_by(PagePicture.number)
    return session.scalars(query).all()


def first_pages(session: Database, revision_ids: Collection[int]) -> Mapping[int, PagePicture]:
    """The picture of each file's first page by the file's id, in one query."""
    query = select(PagePicture).where(PagePicture.revision_id.in_(revision_ids), PagePicture.number == 1)
    return {one.revision_id: one for one in session.scalars(query)} if revision_ids else {}


def page_text(session: Database, revision: Revision, number: int) -> str:
    """What stands on a page that is shown; empty where nothing was read."""
    if revision.file_type == file_types.PDF:
        query = select(PageText.text).where(PageText.revision_id == revision.id, PageText.number == number)
    else:
        query = select(PagePicture.text).where(PagePicture.revision_id == revision.id, PagePicture.number == number)
    return session.scalar(query) or ""


def undrawn_revisions(session: Database, event_id: int) -> Sequence[Revision]:
    """The files that readers have or had, whose pages nobody has drawn."""
    query = select(Revision).join(LanguageVersion).join(Document)
    return session.scalars(query.where(Document.event_id == event_id, *_waits())).all()


def events_to_draw(session: Database) -> Sequence[int]:
    """The events that have such files."""
    query = select(Document.event_id).join(LanguageVersion, LanguageVersion.document_id == Document.id)
    return session.scalars(query.join(Revision).where(*_waits()).distinct()).all()


def _waits() -> tuple[ColumnElement[bool], ...]:
    return Revision.published_at.is_not(None), Revision.pictures == Pictures.WAITING
