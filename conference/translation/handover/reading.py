"""Reading a file of translations: what kind it is decides its bytes, never its name."""

from __future__ import annotations

from typing import IO

from conference.core.sent_bytes import CONTAINER, FileRefused, beginning
from conference.events.models import Event
from conference.translation.handover.shape import WORKBOOK, XLIFF, FoundUnit
from conference.translation.handover.sheets import check_workbook, read_workbook
from conference.translation.handover.xliff_reading import read_xliff

MOST_BYTES = 32_000_000


def recognise(stream: IO[bytes]) -> str:
    """The format of a real, seekable file, which is left at its start. Raises FileRefused."""
    letter = beginning(stream, most=MOST_BYTES)
    if letter == CONTAINER:
        check_workbook(stream)
        return WORKBOOK
    if letter == "<":
        return XLIFF
    raise FileRefused("kind")


def read(stream: IO[bytes], event: Event, *, format: str) -> list[FoundUnit]:
    """All that a file translates. Raises FileRefused."""
    if format == WORKBOOK:
        return read_workbook(stream, event)
    stream.seek(0)
    return read_xliff(stream.read(), event)
