"""Reading a file of translations: what kind it is decides its bytes, never its name."""

from __future__ import annotations

import io
from typing import IO

from conference.events.models import Event
from conference.translation.handover.shape import WORKBOOK, XLIFF, FileRefused, FoundUnit
from conference.translation.handover.sheets import check_workbook, read_workbook
from conference.translation.handover.xliff_reading import read_xliff

MOST_BYTES = 32_000_000
_HEAD = 4096


def recognise(stream: IO[bytes]) -> str:
    """The format of a real, seekable file, which is left at its start. Raises FileRefused."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    head = stream.read(_HEAD)
    stream.seek(0)
    if not size:
        raise FileRefused("empty")
    if size > MOST_BYTES:
        raise FileRefused("bytes", most=MOST_BYTES)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        check_workbook(stream)
        return WORKBOOK
    # In UTF-16 and after a byte order mark the first letters stand among others.
    letters = head.lstrip(b"\xef\xbb\xbf\xfe\xff").replace(b"\0", b"").lstrip()
    if letters.startswith(b"<"):
        return XLIFF
    raise FileRefused("kind")


def read(stream: IO[bytes], event: Event, *, format: str) -> list[FoundUnit]:
    """All that a file translates. Raises FileRefused."""
    if format == WORKBOOK:
        return read_workbook(stream, event)
    stream.seek(0)
    return read_xliff(stream.read(), event)
