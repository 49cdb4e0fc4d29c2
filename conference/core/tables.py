"""Reading a table that somebody sent: what kind of file it is, how it is written, and its rows one after the other."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from conference.core.file_types import XLSX, UnknownFileType, sniff
from conference.core.office_files import DamagedOfficeFile, check_container
from conference.core.xlsx_rows import DamagedWorkbook, HeavyWorkbook, sheet_names, sheet_rows

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1252", "cp1256")
SEPARATORS = (",", ";", "\t")
MOST_BYTES = 32 * 1024 * 1024
MOST_UNFOLDED = 256 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 50_000, 200, 10_000
_LONGEST_ROW = MOST_COLUMNS * LONGEST_CELL
_CHUNK = 256 * 1024
_HEAD = 64 * 1024
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Letters of Arabic in Windows-1256; those between them are the accented ones of French, as in Windows-1252.
_ARABIC = re.compile(rb"[\xc0-\xd6\xd8-\xdf\xe1\xe3-\xe6\xec\xed\xf0-\xf3\xf5\xf6\xf8\xfa]+")


class TableRefused(ValueError):
    """The file is no table that we read."""


class NoTable(TableRefused):
    """The bytes are those of another kind of file."""


class EmptyTable(TableRefused):
    """No row of the table holds anything."""


class DamagedTable(TableRefused):
    """The file begins like a workbook, but cannot be read."""


class HeavyTable(TableRefused):
    """Reading the workbook takes more memory or time than any list needs."""


class BrokenQuotes(TableRefused):
    """A quotation mark begins a cell, and none ends it rightly: the line on which the row begins."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class WrongEncoding(TableRefused):
    """The bytes do not stand for text in this encoding."""

    def __init__(self, encoding: str) -> None:
        super().__init__(encoding)
        self.encoding = encoding


class TooLarge(TableRefused):
    """More than one of the limits allows: `what` is bytes, unfolded, rows, columns or cell."""

    def __init__(self, what: str, most: int, line: int = 0) -> None:
        super().__init__(f"{what}: {most}")
        self.what, self.most, self.line = what, most, line


@dataclass(frozen=True, slots=True)
class Writing:
    """How a table is written: encoding and separator of a text file, or the names of a workbook's sheets."""

    kind: str
    encoding: str = ""
    separator: str = ""
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row with the line (or the row of the sheet) on which it begins, counted from 1."""

    line: int
    cells: list[str]


def recognise(stream: IO[bytes]) -> Writing:
    """How the table in a real, seekable file is written; the stream is left at its start.

    Raises TableRefused; DamagedOfficeFile and ProtectedOfficeFile for workbooks that do not open.
    """
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if size > MOST_BYTES:
        raise TooLarge("bytes", MOST_BYTES)
    check_container(stream)
    head = stream.read(_HEAD)
    stream.seek(0)
    if head.startswith((b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b")):
        return _recognise_workbook(stream)
    if not head.strip():
        raise EmptyTable
    encoding = _encoding(stream, head)
    return Writing("csv", encoding, _separator(head, encoding))


def _recognise_workbook(stream: IO[bytes]) -> Writing:
    try:
        if sniff(stream) != XLSX:
            raise NoTable
        with zipfile.ZipFile(stream) as archive:
            unfolded = sum(entry.file_size for entry in archive.infolist())
        stream.seek(0)
        if unfolded > MOST_UNFOLDED:
            raise TooLarge("unfolded", MOST_UNFOLDED)
        return Writing("xlsx", sheets=tuple(sheet_names(stream)))
    except UnknownFileType:
        raise NoTable from None
    except (DamagedWorkbook, zipfile.BadZipFile):
        raise DamagedOfficeFile from None
    except HeavyWorkbook:
        raise HeavyTable from None
    finally:
        stream.seek(0)


def _encoding(stream: IO[bytes], head: bytes) -> str:
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    # In UTF-16 one byte of nearly every letter is 0 in Latin script and 6 in Arabic; other text has neither.
    for encoding, side in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if side and (side.count(0) + side.count(6)) * 10 > len(side) * 8:
            return encoding
    if head.count(0) > len(head) // 10:
        raise NoTable
    decoder, one_byte = codecs.getincrementaldecoder("utf-8")(), Counter[bool]()
    is_utf8 = True
    while chunk := stream.read(_CHUNK):
        try:
            is_utf8 = is_utf8 and decoder.decode(chunk) is not None
        except UnicodeDecodeError:
            is_utf8 = False
        # A word of Arabic is a run of such bytes; in French or German they stand alone.
        for run in _ARABIC.findall(chunk):
            one_byte[len(run) > 2] += len(run)
    stream.seek(0)
    if is_utf8 and not decoder.getstate()[0]:
        return "utf-8"
    return "cp1256" if one_byte[True] > one_byte[False] else "cp1252"


def _separator(head: bytes, encoding: str) -> str:
    lines = head.decode(encoding, errors="replace").lstrip("\ufeff")
    if said := re.match(r"sep=(.)\r?\n", lines):
        return said[1] if said[1] in SEPARATORS else ","
    best = (0, 0, ",")
    for separator in SEPARATORS:
        reader = csv.reader(io.StringIO(lines, newline=""), delimiter=separator)
        try:
            found = [len(row) for row in itertools.islice(reader, 30)]
        except csv.Error:
            continue
        counted = Counter(length for length in found if length > 1).most_common(1)
        if counted and (counted[0][1], counted[0][0]) > best[:2]:
            best = (counted[0][1], counted[0][0], separator)
    return best[2]


def rows(stream: IO[bytes], writing: Writing, *, sheet: int = 0) -> Iterator[Row]:
    """The rows that hold something, without the white space around cells. Raises TableRefused where it cannot go on."""
    if writing.kind == "xlsx":
        found = _sheet(stream, sheet)
    else:
        found = _lines(stream, writing.encoding, writing.separator)
    count = 0
    for line, cells in found:
        if not any(cells):
            continue
        count += 1
        if count > MOST_ROWS:
            raise TooLarge("rows", MOST_ROWS)
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise TooLarge("columns", MOST_COLUMNS, line)
        if max(map(len, cells)) > LONGEST_CELL:
            raise TooLarge("cell", LONGEST_CELL, line)
        yield Row(line, cells)
    if not count:
        raise EmptyTable


def _sheet(stream: IO[bytes], sheet: int) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from sheet_rows(stream, sheet, columns=MOST_COLUMNS, longest=LONGEST_CELL)
    except DamagedWorkbook:
        raise DamagedTable from None
    except HeavyWorkbook:
        raise HeavyTable from None


def _lines(stream: IO[bytes], encoding: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    stream.seek(0)
    with _as_text(stream, encoding) as text:
        row = _OneRow(text, separator)
        # Strict: a quotation mark that nothing ends would swallow the lines of other people.
        reader = csv.reader(row, delimiter=separator, strict=True)
        line = 1
        try:
            for cells in reader:
                if line == 1 and cells:
                    cells[0] = cells[0].removeprefix("\ufeff")
                    # What spreadsheets write before a table to name its separator.
                    if cells[0].startswith("sep=") and len(cells) < 3:
                        cells = []
                yield line, [cell.strip() for cell in cells]
                line = reader.line_num + 1
                row.begin()
        except UnicodeDecodeError:
            raise WrongEncoding(encoding) from None
        except _RowTooLong as long:
            most = MOST_COLUMNS if long.what == "columns" else LONGEST_CELL
            raise TooLarge(long.what, most, line) from None
        except csv.Error as error:
            if "field larger" in str(error):
                raise TooLarge("cell", LONGEST_CELL, line) from None
            raise BrokenQuotes(line) from None


class _RowTooLong(Exception):
    """`what` of a row is more than any list has: columns or cell."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class _OneRow:
    """The lines of a text, as long as one row of them stays small; whoever has the row calls `begin` for the next."""

    def __init__(self, text: io.TextIOWrapper, separator: str) -> None:
        self._text, self._separator = text, separator
        self.begin()

    def begin(self) -> None:
        self._taken = self._separators = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(_LONGEST_ROW + 1):
            self._taken += len(line)
            self._separators += line.count(self._separator)
            if self._taken > _LONGEST_ROW:
                raise _RowTooLong("columns" if self._separators >= MOST_COLUMNS else "cell")
            yield line


@contextmanager
def _as_text(stream: IO[bytes], encoding: str) -> Iterator[io.TextIOWrapper]:
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    try:
        yield text
    finally:
        # The stream is its owner's to close.
        text.detach()
