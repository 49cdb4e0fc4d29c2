"""Reading rows that were pasted from a spreadsheet: which column is what, and what the words in it stand for."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conference.core.folding import folded
from conference.registration.importing.headings import FAMILY_NAME, GIVEN_NAME, targets_of
from conference.registration.importing.values import words_for
from conference.registration.models import StandardField
from conference.registration.queries import EventForm

COLUMNS = ("title", "native_name", "latin_name", "email", "function", "category", "country", "language_code")
"""The order of columns where the first row holds no headings that we know."""

MOST_ROWS = 200
_NAMES = (StandardField.NATIVE_NAME, GIVEN_NAME, FAMILY_NAME)
_CODES = (StandardField.TITLE, StandardField.CATEGORY, StandardField.COUNTRY, StandardField.LANGUAGE)


class TooManyRows(Exception):
    """More rows than a delegation has people: how many there are."""

    def __init__(self, rows: int) -> None:
        super().__init__(rows)
        self.rows = rows


@dataclass(frozen=True, slots=True)
class PastedRow:
    """One row: its number as the spreadsheet would count it, and its cells by the form's fields.

    What no field understands stands there as it was typed, for the form to refuse.
    """

    number: int
    values: Mapping[str, str]


def read_rows(text: str, form: EventForm, *, defaults: Mapping[str, str]) -> list[PastedRow]:
    """The rows of a pasted table: separated by tabs, semicolons or commas, with or without headings.

    Headings may be those of the event's own form. `defaults` stands where a row says nothing about a column.
    Raises TooManyRows.
    """
    table = [
        (number, [cell.strip() for cell in cells])
        for number, cells in enumerate(csv.reader(text.splitlines(), delimiter=_separator(text)), 1)
        if any(cell.strip() for cell in cells)
    ]
    if not table:
        return []
    columns = _headings(table[0][1], form)
    body = table[1:] if columns else table
    if len(body) > MOST_ROWS:
        raise TooManyRows(len(body))
    return [PastedRow(number, _values(columns or COLUMNS, cells, defaults)) for number, cells in body]


def _separator(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return next((one for one in ("\t", ";") if one in first), ",")


def _headings(cells: Sequence[str], form: EventForm) -> list[str] | None:
    """What each column is, if at least two of its headings are known; a column that is not is passed over."""
    found = [one if one in (*COLUMNS, *_NAMES) else "" for one in targets_of(cells, form)]
    return found if sum(bool(one) for one in found) >= 2 and not set(_NAMES).isdisjoint(found) else None


def _values(columns: Sequence[str], cells: Sequence[str], defaults: Mapping[str, str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, cell in zip(columns, cells, strict=False):
        if name and cell:
            given.setdefault(name, cell)
    parts = [given.pop(name) for name in (GIVEN_NAME, FAMILY_NAME) if name in given]
    if parts:
        # Beside a whole name, the parts are the same name in Latin letters.
        whole = StandardField.LATIN_NAME if StandardField.NATIVE_NAME in given else StandardField.NATIVE_NAME
        given.setdefault(whole.value, " ".join(parts))
    meant = {name: words_for(name).get(folded(cell), cell) if name in _CODES else cell for name, cell in given.items()}
    return {"title": "", **{name: value for name, value in defaults.items() if value}, **meant}
