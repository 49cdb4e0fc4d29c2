"""Reading the rows of an XLSX file that somebody sent, in a process of its own with little memory and time.

Run as a script this file is that process: it is told a sheet's number, reads the workbook from its standard input, and
writes one JSON line per row, [number, [cells]]; without a number it writes the names of the sheets.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, Any

SECONDS = 120
MEMORY = 768 * 1024 * 1024
DAMAGED = 4


class DamagedWorkbook(ValueError):
    """No sheet can be read from the file, or reading it takes more memory and time than any list needs."""


def sheet_names(stream: IO[bytes]) -> list[str]:
    """The names of a workbook's sheets. `stream` is a real file. Raises DamagedWorkbook."""
    for line in _lines(stream):
        return [str(name) for name in json.loads(line)]
    raise DamagedWorkbook


def sheet_rows(stream: IO[bytes], sheet: int) -> Iterator[tuple[int, list[str]]]:
    """Each row of a sheet that is not empty, with its number in the sheet. Raises DamagedWorkbook."""
    for line in _lines(stream, str(sheet)):
        number, cells = json.loads(line)
        yield number, cells


def _lines(stream: IO[bytes], *arguments: str) -> Iterator[bytes]:
    stream.seek(0)
    command = [sys.executable, "-I", __file__, *arguments]
    with subprocess.Popen(command, stdin=stream, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert child.stdout is not None
        try:
            yield from child.stdout
            finished = child.wait(SECONDS) == 0
        finally:
            if child.poll() is None:
                child.kill()
    if not finished:
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


def _main(arguments: list[str]) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import python_calamine

    try:
        with python_calamine.CalamineWorkbook.from_path("/dev/stdin") as book:
            if not arguments:
                sys.stdout.write(json.dumps(book.sheet_names) + "\n")
                return 0
            for number, row in enumerate(book.get_sheet_by_index(int(arguments[0])).iter_rows(), start=1):
                cells = [_text(value) for value in row]
                if any(cells):
                    sys.stdout.write(json.dumps([number, cells]) + "\n")
    except (python_calamine.CalamineError, OSError, ValueError, MemoryError):
        return DAMAGED
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
