"""The sheets of our template in a workbook that came back: found by their names, their columns by their headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO

from conference.agenda.importing import columns
from conference.agenda.importing.checks import Line
from conference.agenda.importing.shape import FoundAgenda, Texts
from conference.core import tables
from conference.core.folding import folded
from conference.core.office_files import DamagedOfficeFile, ProtectedOfficeFile
from conference.core.sent_bytes import FileRefused
from conference.core.text import clean
from conference.events.models import Event


def check_workbook(stream: IO[bytes]) -> list[str]:
    """The names of a workbook's sheets, among which ours is. Raises FileRefused."""
    try:
        writing = tables.recognise(stream)
    except ProtectedOfficeFile:
        raise FileRefused("protected") from None
    except tables.TooLarge as large:
        raise FileRefused("bytes", most=large.most) from None
    except (DamagedOfficeFile, tables.DamagedTable):
        raise FileRefused("damaged") from None
    except tables.TableRefused:
        raise FileRefused("kind") from None
    if columns.SESSIONS not in map(sheet_of, writing.sheets):
        raise FileRefused("no_sheet")
    return list(writing.sheets)


def sheet_of(name: str) -> str:
    """Which of our sheets has this name in one of our languages; empty for none."""
    return columns.sheet_names().get(folded(name), "")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet: its cells by what their columns hold, without the empty ones."""

    line: int
    cells: Mapping[columns.Place, str]

    def get(self, name: str) -> str:
        return self.cells.get((name, None), "")

    def texts(self, name: str, event: Event) -> Texts:
        found = {language: self.cells.get((name, language), "") for language in event.languages}
        return {language: words for language, words in found.items() if words}


def rows_of(stream: IO[bytes], sheet: str, number: int, agenda: FoundAgenda) -> Iterator[Row]:
    """The rows of the workbook's sheet with this number, which is our `sheet`. Raises FileRefused."""
    places: dict[int, columns.Place] | None = None
    try:
        for row in tables.rows(stream, tables.Writing("xlsx"), sheet=number):
            if places is None:
                places = _places(sheet, row, agenda)
                continue
            cells = {place: clean(row.cells[at]) for at, place in places.items() if at < len(row.cells)}
            cells = {place: cell for place, cell in cells.items() if cell}
            if cells:
                yield Row(row.line, cells)
    except tables.EmptyTable:
        return
    except tables.TooLarge as large:
        raise FileRefused("cells", what=large.what, most=large.most, line=large.line) from None
    except tables.TableRefused:
        raise FileRefused("damaged") from None


def _places(sheet: str, row: tables.Row, agenda: FoundAgenda) -> dict[int, columns.Place]:
    """What each column of a sheet holds, by the headings in its first row."""
    known = columns.headings()[sheet]
    places: dict[int, columns.Place] = {}
    for at, heading in enumerate(row.cells):
        place = known.get(folded(heading))
        if place is not None and place not in places.values():
            places[at] = place
        elif heading:
            Line(agenda, row.line, str(columns.SHEETS[sheet])).remark("unknown_column", cell=heading[:60])
    first = columns.COLUMNS[sheet][0]
    if (first.name, None) not in places.values():
        raise FileRefused("no_column", column=str(first.label), sheet=str(columns.SHEETS[sheet]))
    return places
