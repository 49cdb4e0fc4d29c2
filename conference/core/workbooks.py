"""Writing tables as XLSX: sheets that run from right to left in Arabic, and text that never runs as a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter
from werkzeug.wrappers import Response
from xlsxwriter.utility import xl_range_abs

from conference.core.files import disposition
from conference.core.languages import Language

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 50
_FIXED = datetime(2021, 1, 1, tzinfo=UTC)
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_LONGEST_REFUSAL = 255
# What a spreadsheet would run stays text; text needs no apostrophe in front of it here, unlike in CSV.
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


class Book:
    """A workbook in the making, in one language. Cells are text, numbers or days; None is an empty one."""

    def __init__(self, language: Language) -> None:
        self._stream = io.BytesIO()
        self._book: Any = xlsxwriter.Workbook(self._stream, _OPTIONS)
        # The moment of creation is nobody's concern, and without it equal tables are equal bytes.
        self._book.set_properties({"created": _FIXED})
        self._head = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._language = language
        self._names: set[str] = set()
        self._sheets: dict[str, Any] = {}

    def add_sheet(
        self,
        name: str,
        headers: Sequence[str],
        rows: Iterable[Sequence[str | int | date | None]],
        *,
        above: Sequence[str] = (),
    ) -> None:
        """A sheet with one table, its headers staying in sight; its name is shortened to what spreadsheets take.

        `above` are lines over the table, which an empty one parts from it.
        """
        sheet = self._sheets[name] = self._book.add_worksheet(self._free_name(name))
        if self._language.direction == "rtl":
            sheet.right_to_left()
        top = len(above) + 1 if above else 0
        for number, line in enumerate(above):
            sheet.write_string(number, 0, line)
        sheet.freeze_panes(top + 1, 0)
        widths = [len(header) for header in headers]
        sheet.write_row(top, 0, headers, self._head)
        for number, row in enumerate(rows, top + 1):
            for column, cell in enumerate(row):
                widths[column] = max(widths[column], len(str(cell or "")))
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, self._day)
                elif isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                elif cell:
                    sheet.write_string(number, column, cell)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(width, WIDEST) + 2)

    def offer(self, name: str, column: int, *, rows: int, choices: tuple[str, int, int], refused: str) -> None:
        """Let the first `rows` cells beneath a heading take nothing but choices, which the spreadsheet lists.

        `choices` is the sheet where they stand, their column from 0, and how many there are; `refused` is told to
        whoever types something else. Both sheets were added before, under these names.
        """
        sheet, at, count = choices
        quoted = self._sheets[sheet].get_name().replace("'", "''")
        source = f"='{quoted}'!{xl_range_abs(1, at, count, at)}"
        rule = {"validate": "list", "source": source, "error_message": refused[:_LONGEST_REFUSAL]}
        self._sheets[name].data_validation(1, column, rows, column, rule)

    def finished(self) -> bytes:
        """The workbook's bytes; nothing is added to it any more."""
        self._book.close()
        return self._stream.getvalue()

    def response(self, name: str) -> Response:
        """The finished workbook as a file to keep."""
        response = Response(self.finished(), content_type=MEDIA_TYPE)
        response.headers["Content-Disposition"] = disposition(name)
        return response

    def _free_name(self, wanted: str) -> str:
        """A name of at most 31 characters without those that are forbidden, which no other sheet has."""
        plain = _FORBIDDEN.sub(" ", wanted).strip(" '")[:_LONGEST_NAME].strip() or "-"
        name, number = plain, 2
        while name.casefold() in self._names:
            ending = f" {number}"
            name, number = plain[: _LONGEST_NAME - len(ending)] + ending, number + 1
        self._names.add(name.casefold())
        return name
