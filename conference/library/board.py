"""The parity board: how each document stands in each language, and what holds the event back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext

from conference.core import formatting
from conference.core.languages import Language
from conference.core.rendering import month_style
from conference.core.text import isolated
from conference.events.models import Event
from conference.library.models import Document, LanguageVersion, Revision

NAMED_AT_MOST = 3


class Standing(StrEnum):
    """How a document stands in one language."""

    PUBLISHED = "published"
    OUT_OF_DATE = "out_of_date"
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Cell:
    """One language of one document. `revision` is what readers have, else what waits; `waiting` is a newer one."""

    language: Language
    standing: Standing
    version: LanguageVersion | None
    revision: Revision | None
    waiting: Revision | None
    source_changed_at: datetime | None

    @property
    def word(self) -> str:
        return {
            Standing.PUBLISHED: _("Published"),
            Standing.OUT_OF_DATE: _("Out of date"),
            Standing.DRAFT: _("Not published"),
            Standing.WITHDRAWN: _("Withdrawn"),
            Standing.MISSING: _("Missing"),
        }[self.standing]

    @property
    def tone(self) -> str:
        return {
            Standing.PUBLISHED: "leaf",
            Standing.OUT_OF_DATE: "saffron",
            Standing.DRAFT: "saffron",
            Standing.WITHDRAWN: "neutral",
            Standing.MISSING: "brick",
        }[self.standing]


@dataclass(frozen=True, slots=True)
class Row:
    document: Document
    cells: Sequence[Cell]


def row_of(event: Event, document: Document) -> Row:
    """A document's cells in the event's languages, the source first."""
    return Row(document, [_cell(event, document, language) for language in source_first(event)])


def source_first(event: Event) -> list[Language]:
    return sorted(event.languages, key=lambda language: language != event.source)


def _cell(event: Event, document: Document, language: Language) -> Cell:
    version = document.version_in(language)
    if version is None or version.newest is None:
        return Cell(language, Standing.MISSING, None, None, None, None)
    current = version.current
    if current is None:
        standing = Standing.WITHDRAWN if version.withdrawn_at else Standing.DRAFT
        return Cell(language, standing, version, version.newest, None, None)
    waiting = version.newest if version.newest is not current and version.newest.number > current.number else None
    changed_at = None if language == event.source else _source_changed_since(event, document, current)
    standing = Standing.OUT_OF_DATE if changed_at else Standing.PUBLISHED
    return Cell(language, standing, version, current, waiting, changed_at)


def _source_changed_since(event: Event, document: Document, translation: Revision) -> datetime | None:
    """When the source was revised after this translation was published, if it was: a first publication is no change."""
    source = document.version_in(event.source)
    if source is None or len(source.published) < 2:
        return None
    changed_at = source.published[-1].published_at
    assert changed_at is not None
    assert translation.published_at is not None
    return changed_at if changed_at > translation.published_at else None


@dataclass(frozen=True, slots=True)
class Tally:
    """What the board says above its grid."""

    published: int
    of: int
    lead: str
    lacking: str


def tally(rows: Sequence[Row]) -> Tally:
    cells = [(row.document, cell) for row in rows for cell in row.cells]
    done = sum(cell.standing == Standing.PUBLISHED for _document, cell in cells)
    lead = ngettext(
        "%(done)s of %(num)s language version published and up to date.",
        "%(done)s of %(num)s language versions published and up to date.",
        len(cells),
        done=formatting.format_number(done, g.language),
    )
    lacking = [(document, cell) for document, cell in cells if cell.standing != Standing.PUBLISHED]
    return Tally(done, len(cells), lead, _lacking_words(lacking))


def _lacking_words(lacking: Sequence[tuple[Document, Cell]]) -> str:
    """Which versions are wanted; only how many when they are more than a sentence can name."""
    if not lacking:
        return ""
    if len(lacking) > NAMED_AT_MOST:
        return ngettext(
            "%(num)s language version holds the event back.",
            "%(num)s language versions hold the event back.",
            len(lacking),
        )
    names = formatting.listed(
        (f"{isolated(one.symbol)} ({cell.language.name_in(g.language)})" for one, cell in lacking), g.language
    )
    return _("What holds the event back: %(versions)s.", versions=names)


def cell_facts(event: Event, cell: Cell) -> list[str]:
    """The lines beneath a cell's word."""
    if cell.revision is None:
        return []
    lines = [revision_facts(cell.revision), formatting.format_size(cell.revision.size, g.language)]
    if cell.source_changed_at:
        day = cell.source_changed_at.astimezone(event.zone_info).date()
        lines.append(_("Source changed on %(day)s", day=formatting.format_date(day, g.language, month_style())))
    if cell.waiting:
        lines.append(_("Revision %(number)s waits to be published", number=cell.waiting.number))
    return lines


def revision_facts(revision: Revision) -> str:
    """«rev. 2 · 12 pages», or what kind of file it is where nothing counts its pages."""
    pages = ngettext("%(num)s page", "%(num)s pages", revision.pages) if revision.pages else revision.ending.upper()
    return " · ".join((isolated(_("rev. %(number)s", number=revision.number)), isolated(pages)))
