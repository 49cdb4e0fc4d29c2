"""The workbook: a sheet for each language, a row for each text; its columns are known again by their headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import IO

from flask import g
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from conference.core import tables
from conference.core.folding import folded
from conference.core.languages import LANGUAGES, Language
from conference.core.localization import speaking
from conference.core.office_files import DamagedOfficeFile, ProtectedOfficeFile
from conference.core.sent_bytes import FileRefused
from conference.core.text import clean
from conference.core.workbooks import Book
from conference.events.models import Event
from conference.translation.handover.shape import MOST_UNITS, FoundUnit, Unit
from conference.translation.words import state_words

KEY, WHERE, STATE, LONGEST, SOURCE, WORDS, RIGHT, MARKS = (
    "key",
    "where",
    "state",
    "longest",
    "source",
    "words",
    "right",
    "marks",
)
HEADINGS: Mapping[str, object] = {
    KEY: _l("Key (leave as it is)"),
    WHERE: _l("Where it stands"),
    STATE: _l("State"),
    LONGEST: _l("Characters at most"),
    SOURCE: _l("Source"),
    WORDS: _l("Translation"),
    RIGHT: _l("Still right (yes)"),
    MARKS: _l("Marks (leave as they are)"),
}
_CODE = re.compile(r"\s*\[([A-Za-z-]+)\]$")
_MARKS = re.compile(r"([0-9a-f]{16})?/([0-9a-f]{16})?")
_YES = frozenset(folded(word) for word in ("yes", "y", "x", "oui", "نعم"))


def workbook(units: Iterable[Unit], *, event: str, name: str) -> Response:
    """The units as a file to keep, in the words of the page's language; `event` is its slug."""
    book = Book(g.language)
    ordered = sorted(units, key=lambda unit: LANGUAGES.index(unit.language))
    for language, of_language in groupby(ordered, key=lambda unit: unit.language):
        headings = [f"{words} [{language}]" if column == WORDS else str(words) for column, words in HEADINGS.items()]
        book.add_sheet(language.name_in(g.language), headings, (_row(unit, event) for unit in of_language))
    return book.response(name)


def _row(unit: Unit, event: str) -> Sequence[str | int | None]:
    return [
        f"{event}/{unit.text.id}",
        unit.where,
        state_words(unit.state),
        unit.longest,
        unit.source_words,
        unit.words,
        None,
        "/".join(unit.marks),
    ]


def check_workbook(stream: IO[bytes]) -> int:
    """How many sheets a workbook has. Raises FileRefused."""
    try:
        return len(tables.recognise(stream).sheets)
    except ProtectedOfficeFile:
        raise FileRefused("protected") from None
    except tables.TooLarge as large:
        raise FileRefused("bytes", most=large.most) from None
    except (DamagedOfficeFile, tables.DamagedTable, tables.HeavyTable):
        raise FileRefused("damaged") from None
    except tables.TableRefused:
        raise FileRefused("kind") from None


def read_workbook(stream: IO[bytes], event: Event) -> list[FoundUnit]:
    """The units of a workbook, from every sheet that has our headings. Raises FileRefused."""
    units: list[FoundUnit] = []
    has_ours = False
    for number in range(check_workbook(stream)):
        places: dict[str, int] | None = None
        language: Language | None = None
        try:
            for row in tables.rows(stream, tables.Writing("xlsx"), sheet=number):
                if places is None:
                    places, language = _places(row.cells, event)
                    has_ours = has_ours or language is not None
                elif language is not None:
                    unit = _unit(row, places, language, event)
                    units += [unit] if unit else []
                if language is None or len(units) > MOST_UNITS:
                    break
        except tables.EmptyTable:
            continue
        except tables.TooLarge as large:
            raise FileRefused("cells", line=large.line) from None
        except tables.TableRefused:
            raise FileRefused("damaged") from None
    if not has_ours:
        raise FileRefused("no_sheet")
    if not units:
        raise FileRefused("nothing")
    if len(units) > MOST_UNITS:
        raise FileRefused("units", most=MOST_UNITS)
    return units


def _places(cells: Sequence[str], event: Event) -> tuple[dict[str, int], Language | None]:
    """Which column stands where, and the language of the translations; without one the sheet is not ours."""
    places: dict[str, int] = {}
    code = ""
    for at, heading in enumerate(cells):
        column = _columns().get(folded(_CODE.sub("", heading)))
        if column is None or column in places:
            continue
        places[column] = at
        named = _CODE.search(heading)
        if column == WORDS and named:
            code = named[1].lower()
    if KEY not in places or not code:
        return places, None
    known = {one.code: one for one in event.languages}
    if code not in known:
        raise FileRefused("language", name=code[:20])
    return places, known[code]


def _unit(row: tables.Row, places: Mapping[str, int], language: Language, event: Event) -> FoundUnit | None:
    def cell(column: str) -> str:
        at = places.get(column, len(row.cells))
        return clean(row.cells[at]) if at < len(row.cells) else ""

    slug, _, id_ = cell(KEY).rpartition("/")
    if not id_:
        return None
    if slug != event.slug:
        raise FileRefused("event", name=slug[:60])
    marks = _MARKS.fullmatch(cell(MARKS))
    return FoundUnit(
        row.line,
        id_,
        language,
        cell(SOURCE),
        cell(WORDS),
        (marks[1] or "") if marks else None,
        (marks[2] or "") if marks else None,
        is_confirmed=folded(cell(RIGHT)) in _YES,
    )


@cache
def _columns() -> Mapping[str, str]:
    """What stands under each heading, folded, in each of our languages."""
    known: dict[str, str] = {}
    for language in LANGUAGES:
        with speaking(language):
            known |= {folded(str(words)): column for column, words in HEADINGS.items()}
    return known
