"""The manifest of a library: a table with a row for each language of each document, read strictly, written in full.

Its headings are fixed words in every language, so that a file goes from any installation to any other. What describes
the work stands in each of its rows; an empty cell says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from conference.core.languages import Language, UnknownLanguage
from conference.core.text import email_address, latin_digits
from conference.library.models import Part, Stage, Visibility
from conference.registration.models import Category as Constituency

NAME = "manifest.xlsx"
OF_WORK = (
    "category",
    "visibility",
    "visible_to",
    "embargo_until",
    "issued_on",
    "original",
    "licence",
    "languages_due",
    "sessions",
    "belongs_to",
    "part",
    "part_number",
)
"""What a work has once, whatever the language."""
TEXTS = ("title", "summary", "issued_by")
OF_VERSION = (*TEXTS, "state", "file", "note", "responsible_name", "responsible_email", "due_on")
COLUMNS = ("symbol", "language", *OF_WORK, *OF_VERSION)
LISTS = frozenset({"visible_to", "languages_due", "sessions"})
PUBLISHED, WITHDRAWN = "published", "withdrawn"
STATES = (*(one.value for one in Stage), PUBLISHED, WITHDRAWN)
MOST_ROWS = 5_000
LONGEST_CELL = 20_000
LONGEST = {
    "symbol": 80,
    "licence": 80,
    "title": 1000,
    "issued_by": 1000,
    "note": 500,
    "responsible_name": 200,
    "responsible_email": 254,
}

MOST_PARTS = 9999
"""The highest number of an addendum, a corrigendum or a revised document."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a row (of the sheet, from 1) and column; 0 and "" where it is the file's as a whole."""

    row: int
    column: str
    code: str
    value: str = ""


@dataclass(slots=True)
class VersionFound:
    """One language of a work: `facts` holds what cells say, clean and typed, and nothing of empty ones."""

    row: int
    language: Language
    facts: dict[str, Any]


@dataclass(slots=True)
class WorkFound:
    row: int
    symbol: str
    facts: dict[str, Any] = field(default_factory=dict)
    versions: list[VersionFound] = field(default_factory=list)


@dataclass(slots=True)
class Manifest:
    works: list[WorkFound]
    problems: list[Problem]

    @property
    def named(self) -> dict[str, int]:
        """The files that rows name, with the first row that does."""
        found: dict[str, int] = {}
        for work in self.works:
            for version in work.versions:
                if name := version.facts.get("file"):
                    found.setdefault(name, version.row)
        return found


class NoManifest(Exception):
    """The first sheet has no line of headings with a symbol and a language."""


def read_manifest(
    rows: Iterable[tuple[int, list[str]]], languages: Sequence[Language], *, categories: Iterable[str]
) -> Manifest:
    """What the rows of a sheet say, with each cell that says something wrong. Raises NoManifest."""
    lines = iter(rows)
    _number, head = next(lines, (0, []))
    headings = [one.strip().casefold() for one in head]
    if not {"symbol", "language"} <= set(headings):
        raise NoManifest
    problems = [Problem(1, one, "column") for one in headings if one and one not in COLUMNS]
    reader = _Reader(languages, frozenset(categories), problems)
    for count, (number, cells) in enumerate(lines, start=1):
        if count > MOST_ROWS:
            problems.append(Problem(number, "", "rows", str(MOST_ROWS)))
            break
        reader.take(number, dict(zip(headings, cells, strict=False)))
    return Manifest(list(reader.works.values()), problems)


@dataclass(slots=True)
class _Reader:
    languages: Sequence[Language]
    categories: frozenset[str]
    problems: list[Problem]
    works: dict[str, WorkFound] = field(default_factory=dict)

    def take(self, row: int, cells: Mapping[str, str]) -> None:
        symbol = latin_digits(cells.get("symbol", "").strip())
        if not any(one.isalnum() for one in symbol):
            self.problems.append(Problem(row, "symbol", "symbol", symbol))
            return
        work = self.works.setdefault(symbol, WorkFound(row, symbol))
        for column in ("symbol", *OF_WORK, *OF_VERSION):
            if len(cells.get(column, "")) > LONGEST.get(column, LONGEST_CELL):
                self.problems.append(Problem(row, column, "long", str(LONGEST.get(column, LONGEST_CELL))))
        for column in OF_WORK:
            value = self._value(row, column, cells.get(column, "").strip())
            if value is None:
                continue
            if work.facts.setdefault(column, value) != value:
                self.problems.append(Problem(row, column, "differs", str(work.row)))
        language = self._language(row, cells.get("language", "").strip())
        if language is None:
            return
        if any(one.language == language for one in work.versions):
            self.problems.append(Problem(row, "language", "twice", language.code))
            return
        values = {column: self._value(row, column, cells.get(column, "").strip()) for column in OF_VERSION}
        facts = {column: value for column, value in values.items() if value is not None}
        if facts.get("state") in (PUBLISHED, WITHDRAWN) and "file" not in facts:
            self.problems.append(Problem(row, "file", "published"))
        work.versions.append(VersionFound(row, language, facts))

    def _language(self, row: int, code: str) -> Language | None:
        try:
            language = Language.of(code.casefold())
        except UnknownLanguage:
            language = None
        if language is None or language not in self.languages:
            self.problems.append(Problem(row, "language", "language", code))
            return None
        return language

    def _value(self, row: int, column: str, cell: str) -> Any:
        """A cell's value, or None where it says nothing or something wrong."""
        if not cell:
            return None
        try:
            return _typed(column, cell, self.languages, self.categories)
        except ValueError:
            self.problems.append(Problem(row, column, "value", cell[:80]))
            return None


def _refused(cell: str) -> str:
    raise ValueError(cell)


def _typed(column: str, cell: str, languages: Sequence[Language], categories: frozenset[str]) -> Any:
    """Raises ValueError."""
    if column in LISTS:
        values = [one.strip() for one in cell.split(",") if one.strip()]
        if column == "visible_to" and not set(values) <= set(Constituency):
            raise ValueError(cell)
        if column == "languages_due" and not set(values) <= {one.code for one in languages}:
            raise ValueError(cell)
        return values
    if column in ("issued_on", "due_on"):
        return date.fromisoformat(latin_digits(cell))
    if column == "embargo_until":
        instant = datetime.fromisoformat(latin_digits(cell))
        if instant.tzinfo is None:
            raise ValueError(cell)
        return instant.astimezone(UTC)
    if column == "part_number":
        number = int(latin_digits(cell)[:10])
        if not 1 <= number <= MOST_PARTS:
            raise ValueError(cell)
        return number
    if column == "responsible_email":
        return email_address(cell) or _refused(cell)
    allowed: Mapping[str, Iterable[str]] = {
        "category": categories,
        "visibility": Visibility,
        "part": Part,
        "state": STATES,
        "original": [one.code for one in languages],
    }
    if column in allowed and cell not in [str(one) for one in allowed[column]]:
        raise ValueError(cell)
    return cell
