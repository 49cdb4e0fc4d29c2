"""The parity board: how each document stands in each language, since when, and what holds the event back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext

from conference.core import formatting
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.rendering import month_style
from conference.core.text import isolated
from conference.events.models import Event
from conference.library.models import Document, LanguageVersion, Revision
from conference.library.models.standing import Standing, is_overdue, standing_in
from conference.library.words import standing_words

NAMED_AT_MOST = 3
COUNTED_DAYS = 60
"""Longer ago than this, the day says more than a count."""
TONES = {
    Standing.PUBLISHED: "leaf",
    Standing.READY: "sea",
    Standing.WITHDRAWN: "neutral",
    Standing.AWAITED: "brick",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One language of one document. `revision` is what readers have, else what waits; `waiting` is a newer one.

    `is_due` is False where the document is not to exist in this language, and nothing is asked for there.
    """

    language: Language
    standing: Standing
    since: datetime
    version: LanguageVersion | None
    revision: Revision | None
    waiting: Revision | None
    is_due: bool
    is_overdue: bool

    @property
    def word(self) -> str:
        return standing_words(self.standing)

    @property
    def tone(self) -> str:
        return TONES.get(self.standing, "saffron")

    @property
    def responsible(self) -> str:
        """Who is responsible, by name or else by address."""
        return (self.version.responsible_name or self.version.responsible_email) if self.version else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A document; `cells` holds one for each language in which it is due or has a file, `due` only the former."""

    document: Document
    cells: Sequence[Cell]

    @property
    def due(self) -> Sequence[Cell]:
        return [cell for cell in self.cells if cell.is_due]

    def cell_in(self, language: Language) -> Cell | None:
        return next((cell for cell in self.cells if cell.language == language), None)


def row_of(event: Event, document: Document) -> Row:
    """A document's cells in the event's languages, the source first."""
    due = document.languages_due
    return Row(
        document,
        [
            _cell(event, document, language, is_due=language in due)
            for language in source_first(event)
            if language in due or _has_file(document, language)
        ],
    )


def source_first(event: Event) -> list[Language]:
    return sorted(event.languages, key=lambda language: language != event.source)


def _has_file(document: Document, language: Language) -> bool:
    version = document.version_in(language)
    return version is not None and bool(version.revisions)


def _cell(event: Event, document: Document, language: Language, *, is_due: bool) -> Cell:
    version, stands = document.version_in(language), standing_in(event, document, language)
    newest = version.newest if version else None
    current = version.current if version else None
    waiting = newest if current and newest and newest.number > current.number else None
    overdue = is_due and is_overdue(event, version, stands)
    return Cell(language, stands.standing, stands.since, version, current or newest, waiting, is_due, overdue)


@dataclass(frozen=True, slots=True)
class Tally:
    """What the board says above its grid."""

    published: int
    of: int
    lead: str
    lacking: str


def tally(rows: Sequence[Row]) -> Tally:
    cells = [(row.document, cell) for row in rows for cell in row.due]
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
    """The lines beneath a cell's word: since when, by when, and its file."""
    lines = work_facts(event, cell)
    if cell.revision is not None:
        lines += [revision_facts(cell.revision), formatting.format_size(cell.revision.size, g.language)]
    if cell.waiting:
        lines.append(_("Revision %(number)s waits to be published", number=cell.waiting.number))
    return lines


def work_facts(event: Event, cell: Cell) -> list[str]:
    """Since when it is so, and by when it is due."""
    lines = [_age(event, cell)]
    if cell.version is not None and cell.version.due_on is not None and cell.standing not in _DONE:
        day = formatting.format_date(cell.version.due_on, g.language, month_style())
        lines.append(_("Due on %(day)s", day=isolated(day)))
    return lines


_DONE = (Standing.PUBLISHED, Standing.WITHDRAWN)


def _age(event: Event, cell: Cell) -> str:
    """How long it has been so, in days of the event's zone; for what is out of date, since the source changed."""
    since = cell.since.astimezone(event.zone_info).date()
    if cell.standing == Standing.OUT_OF_DATE:
        return _("Source changed on %(day)s", day=formatting.format_date(since, g.language, month_style()))
    days = (now().astimezone(event.zone_info).date() - since).days
    if days > COUNTED_DAYS:
        return _("Since %(day)s", day=formatting.format_date(since, g.language, month_style()))
    return ngettext("For %(num)s day", "For %(num)s days", days) if days > 0 else _("Since today")


def revision_facts(revision: Revision) -> str:
    """«rev. 2 · 12 pages», or what kind of file it is where nothing counts its pages."""
    pages = ngettext("%(num)s page", "%(num)s pages", revision.pages) if revision.pages else revision.ending.upper()
    return " · ".join((isolated(_("rev. %(number)s", number=revision.number)), isolated(pages)))
