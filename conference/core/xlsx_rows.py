"""Reading the rows of an XLSX file that somebody sent, in a process of its own with little memory and time.

Run as a script this file is that process: it is told a sheet's number and how large a row may be, reads the workbook
from its standard input, and writes one JSON line per row, [number, [cells]]; without a number it writes the names of
the sheets. A row that is too large is cut where that can still be seen, so that no line fills the reader's memory.
"""

from __future__ import annotations

import functools
import json
import os
import re
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, Any

SECONDS, SECONDS_FOR_NAMES = 60, 20
MEMORY = 768 * 1024 * 1024
INPUT = "/dev/stdin"
DAMAGED, HEAVY = 4, 5
LAST_ROW = 1_048_576
"""No sheet has more: a number beyond is a lie, and counting up to it would take hours."""
_CHUNK = 256 * 1024
_SHEET = re.compile(rb"""<(?:\w+:)?sheet\s[^>]*?\w+:id=["']([^"']*)""")
_LINK = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"""(\w+)=["']([^"']*)""")
_FAILED = re.compile(
    rb"""<c\s(?=[^>]*\st=["']e["'])(?:[^>]*\s)?r=["']([A-Z]{1,3})([0-9]{1,7})["'][^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?<v>([^<]{1,20})</v>"""
)


class DamagedWorkbook(ValueError):
    """No sheet can be read from the file."""


class HeavyWorkbook(ValueError):
    """Reading the file takes more memory or time than any list needs."""


def sheet_names(stream: IO[bytes]) -> list[str]:
    """The names of a workbook's sheets. `stream` is a real file. Raises DamagedWorkbook and HeavyWorkbook."""
    for line in _lines(stream, SECONDS_FOR_NAMES):
        return [str(name) for name in json.loads(line)]
    raise DamagedWorkbook


def sheet_rows(stream: IO[bytes], sheet: int, *, columns: int, longest: int) -> Iterator[tuple[int, list[str]]]:
    """Each row of a sheet that is not empty, with its number in the sheet; cells are without white space around them.

    A row of more than `columns` cells has one more than that, a cell of more than `longest` characters one character
    more. Raises DamagedWorkbook and HeavyWorkbook.
    """
    for line in _lines(stream, SECONDS, str(sheet), str(columns), str(longest)):
        number, cells = json.loads(line)
        yield number, cells


def _lines(stream: IO[bytes], seconds: int, *arguments: str) -> Iterator[bytes]:
    stream.seek(0)
    command = [sys.executable, "-I", __file__, str(seconds), *arguments]
    # Nothing of our settings, which hold passwords, goes to a program that opens what somebody sent.
    known = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    with subprocess.Popen(command, stdin=stream, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=known) as child:
        assert child.stdout is not None
        try:
            yield from child.stdout
            code = child.wait(seconds)
        finally:
            if child.poll() is None:
                child.kill()
    # A signal ended it where memory or time was out.
    if code == HEAVY or code < 0:
        raise HeavyWorkbook
    if code != 0:
        raise DamagedWorkbook


def _text(value: Any) -> str:
    """A cell as a person would have typed it; days in ISO 8601."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, (int, timedelta)) else ""


def _cut(cells: list[str], columns: int, longest: int) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > columns:
        # What stands last is not empty: the row is still seen to be too long.
        cells = [*cells[:columns], cells[-1]]
    return [cell[: longest + 1] for cell in cells]


def _failed(sheet: int) -> dict[tuple[int, int], str]:
    """What formulas that failed show, by row and column from 1: «#N/A». The reader of workbooks leaves them empty."""
    found: dict[tuple[int, int], str] = {}
    with zipfile.ZipFile(INPUT) as archive:
        ids = _SHEET.findall(archive.read("xl/workbook.xml"))
        links = [dict(_ATTRIBUTE.findall(one)) for one in _LINK.findall(archive.read("xl/_rels/workbook.xml.rels"))]
        targets = {one.get(b"Id", b""): one.get(b"Target", b"").decode() for one in links}
        target = targets.get(ids[sheet], "") if sheet < len(ids) else ""
        name = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if name not in archive.namelist():
            return found
        with archive.open(name) as part:
            rest = b""
            while chunk := part.read(_CHUNK):
                text = rest + chunk
                for letters, row, shown in _FAILED.findall(text):
                    column = functools.reduce(lambda sum, letter: sum * 26 + letter - 64, letters, 0)
                    found[int(row), column] = shown.decode(errors="replace")
                rest = text[max(text.rfind(b"<c "), len(text) - _CHUNK) :]
    return found


def _main(seconds: int, sheet: int | None = None, columns: int = 0, longest: int = 0) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import python_calamine

    try:
        with python_calamine.CalamineWorkbook.from_path(INPUT) as book:
            if sheet is None:
                sys.stdout.write(json.dumps(book.sheet_names) + "\n")
                return 0
            failed = _failed(sheet)
            for number, row in enumerate(book.get_sheet_by_index(sheet).iter_rows(), start=1):
                if number > LAST_ROW:
                    return DAMAGED
                cells = [_text(value).strip() for value in row]
                if failed:
                    cells = [cell or failed.get((number, column), "") for column, cell in enumerate(cells, 1)]
                cells = _cut(cells, columns, longest)
                if cells:
                    sys.stdout.write(json.dumps([number, cells]) + "\n")
    except (python_calamine.CalamineError, zipfile.BadZipFile, KeyError, OSError, ValueError):
        return DAMAGED
    except BaseException:
        # What Rust could not go on with: the file's fault, unless most of the memory was taken by then.
        taken = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        return HEAVY if taken > MEMORY // 2 else DAMAGED
    return 0


if __name__ == "__main__":
    sys.exit(_main(*map(int, sys.argv[1:])))
