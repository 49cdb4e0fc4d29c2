"""How often files were taken, and by whom where an event keeps that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database

from conference.core.languages import Language
from conference.core.translated import Translated
from conference.events.models import Event
from conference.library.models import Document, DownloadCount, DownloadOfPerson, DownloadRule, LanguageVersion

EXTENSION = "conference.library.keeps_people"


@dataclass(frozen=True, slots=True)
class Counted:
    """How often a document was taken in a language on a day, by itself or in a ZIP."""

    symbol: str
    slug: str
    title: Translated
    language: Language
    day: date
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class CountedOfPerson:
    """The same of one registered person."""

    symbol: str
    title: Translated
    language: Language
    day: date
    kind: str
    count: int


def counts(session: Database, event_id: int) -> Sequence[Counted]:
    """All counts of an event's documents, in the order of the library, the earliest day first; one query."""
    query = (
        select(
            Document.symbol,
            Document.slug,
            Document.title,
            LanguageVersion.language_code,
            DownloadCount.day,
            DownloadCount.kind,
            DownloadCount.count,
        )
        .join(LanguageVersion, LanguageVersion.document_id == Document.id)
        .join(DownloadCount, DownloadCount.version_id == LanguageVersion.id)
        .where(Document.event_id == event_id)
        .order_by(Document.position, Document.id, LanguageVersion.language_code, DownloadCount.day, DownloadCount.kind)
    )
    return [
        Counted(symbol, slug, title, Language.of(code), day, kind, count)
        for symbol, slug, title, code, day, kind, count in session.execute(query)
    ]


def downloads_of(session: Database, registration_id: int) -> Sequence[CountedOfPerson]:
    """What is kept of the files that somebody took."""
    query = (
        select(
            Document.symbol,
            Document.title,
            LanguageVersion.language_code,
            DownloadOfPerson.day,
            DownloadOfPerson.kind,
            DownloadOfPerson.count,
        )
        .join(LanguageVersion, LanguageVersion.document_id == Document.id)
        .join(DownloadOfPerson, DownloadOfPerson.version_id == LanguageVersion.id)
        .where(DownloadOfPerson.registration_id == registration_id)
        .order_by(DownloadOfPerson.day, Document.position, LanguageVersion.language_code, DownloadOfPerson.kind)
    )
    return [
        CountedOfPerson(symbol, title, Language.of(code), day, kind, count)
        for symbol, title, code, day, kind, count in session.execute(query)
    ]


def keeps_people(session: Database, event: Event) -> bool:
    """Whether the event keeps who downloaded: asked once for each of its public revisions, which a change raises."""
    kept: dict[int, tuple[int, bool]] = current_app.extensions.setdefault(EXTENSION, {})
    revision, known = kept.get(event.id, (None, False))
    if revision != event.public_revision:
        rule = session.scalar(select(DownloadRule.keeps_people).where(DownloadRule.event_id == event.id))
        revision, known = kept[event.id] = event.public_revision, bool(rule)
    return known


def people_counted(session: Database, event_id: int) -> int:
    """Of how many people something is kept."""
    query = (
        select(func.count(DownloadOfPerson.registration_id.distinct()))
        .join(LanguageVersion, LanguageVersion.id == DownloadOfPerson.version_id)
        .join(Document, Document.id == LanguageVersion.document_id)
        .where(Document.event_id == event_id)
    )
    return session.scalar(query) or 0
