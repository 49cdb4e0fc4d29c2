"""How a document stands in one language: the one place that says so, for the board, reminders and overviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from conference.core.clock import now
from conference.core.languages import Language
from conference.events.models import Event
from conference.library.models.documents import Document, LanguageVersion, Revision


class Standing(StrEnum):
    """From a version that nobody has begun to one that readers have; READY waits for the other languages."""

    AWAITED = "awaited"
    DRAFT = "draft"
    IN_TRANSLATION = "in_translation"
    IN_REVIEW = "in_review"
    READY = "ready"
    PUBLISHED = "published"
    OUT_OF_DATE = "out_of_date"
    WITHDRAWN = "withdrawn"


UNPUBLISHED = frozenset({Standing.AWAITED, Standing.DRAFT, Standing.IN_TRANSLATION, Standing.IN_REVIEW, Standing.READY})
ASKED_FOR = (UNPUBLISHED - {Standing.READY}) | {Standing.OUT_OF_DATE}
"""Where somebody still has something to do."""


@dataclass(frozen=True, slots=True)
class Stands:
    """How it stands, and since when."""

    standing: Standing
    since: datetime


def standing_in(event: Event, document: Document, language: Language) -> Stands:
    """How a document stands in a language: by its files, by what was published, and by the stage that was told."""
    version = document.version_in(language)
    if version is None:
        return Stands(Standing.AWAITED, document.created_at)
    current = version.current
    if current is not None:
        assert current.published_at is not None
        changed_at = None if language == event.source else _source_changed_since(event, document, current)
        return (
            Stands(Standing.OUT_OF_DATE, changed_at) if changed_at else Stands(Standing.PUBLISHED, current.published_at)
        )
    if version.ready is not None and version.ready.ready_at is not None:
        return Stands(Standing.READY, version.ready.ready_at)
    if version.withdrawn_at is not None and not _came_after(version, version.withdrawn_at):
        return Stands(Standing.WITHDRAWN, version.withdrawn_at)
    standing = Standing(version.stage)
    if standing == Standing.AWAITED and version.revisions:
        standing = Standing.DRAFT
    arrived_at = version.revisions[0].uploaded_at if version.revisions else document.created_at
    return Stands(standing, version.stage_since or arrived_at)


def is_overdue(event: Event, version: LanguageVersion | None, stands: Stands) -> bool:
    """Whether the day of a version is over and it is still asked for; a text that changed later is another matter."""
    if version is None or version.due_on is None or stands.standing not in ASKED_FOR:
        return False
    if stands.standing == Standing.OUT_OF_DATE and version.due_on < _day(event, stands.since):
        return False
    return version.due_on < _day(event, now())


def _day(event: Event, instant: datetime) -> date:
    return instant.astimezone(event.zone_info).date()


def _came_after(version: LanguageVersion, instant: datetime) -> bool:
    return version.newest is not None and version.newest.uploaded_at > instant


def _source_changed_since(event: Event, document: Document, translation: Revision) -> datetime | None:
    """When the source was revised after this translation was published, if it was: a first publication is no change."""
    source = document.version_in(event.source)
    if source is None or len(source.published) < 2:
        return None
    changed_at = source.published[-1].published_at
    assert changed_at is not None
    assert translation.published_at is not None
    return changed_at if changed_at > translation.published_at else None
