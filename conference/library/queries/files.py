"""The newest published file of each language version, as what is taken home from an event is chosen among."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database

from conference.core.languages import Language
from conference.core.translated import Translated
from conference.library.models import Document, LanguageVersion, Revision


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file that readers have; `size` is in bytes."""

    version_id: int
    language: Language
    sha256: str
    size: int
    ending: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Paper:
    """A document with the files that readers have of it."""

    id: int
    symbol: str
    slug: str
    title: Translated
    category: str
    visibility: str
    files: dict[Language, PublishedFile] = field(default_factory=dict)


def papers(session: Database, event_id: int) -> Mapping[int, Paper]:
    """The documents of an event that have something published, by id, in the order of the library; one query.

    Whoever shows them looks first at who may see which.
    """
    newest = (
        select(Revision.version_id, func.max(Revision.number).label("number"))
        .where(Revision.published_at.is_not(None))
        .group_by(Revision.version_id)
        .subquery()
    )
    query = (
        select(
            Document.id,
            Document.symbol,
            Document.slug,
            Document.title,
            Document.category,
            Document.visibility,
            LanguageVersion.id,
            LanguageVersion.language_code,
            Revision.sha256,
            Revision.size,
            Revision.ending,
            Revision.published_at,
        )
        .join(LanguageVersion, LanguageVersion.document_id == Document.id)
        .join(newest, newest.c.version_id == LanguageVersion.id)
        .join(Revision, (Revision.version_id == LanguageVersion.id) & (Revision.number == newest.c.number))
        .where(Document.event_id == event_id)
        .order_by(Document.position, Document.id)
    )
    found: dict[int, Paper] = {}
    for id_, symbol, slug, title, category, visibility, *file in session.execute(query):
        paper = found.setdefault(id_, Paper(id_, symbol, slug, title, category, visibility))
        version_id, code, *rest = file
        language = Language.of(code)
        paper.files[language] = PublishedFile(version_id, language, *rest)
    return found
