"""Reading a file of an agenda: what kind it is decides its bytes, never its name."""

from __future__ import annotations

import io
from typing import IO

from conference.agenda.importing.schedule import understand
from conference.agenda.importing.schedule_json import read_json
from conference.agenda.importing.schedule_xml import read_xml
from conference.agenda.importing.shape import SCHEDULE_JSON, SCHEDULE_XML, TEMPLATE, FileRefused, FoundAgenda
from conference.agenda.importing.sheets import check_workbook
from conference.agenda.importing.workbook import read_workbook
from conference.core.languages import Language
from conference.events.models import Event

MOST_BYTES = 8_000_000
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
        return TEMPLATE
    # In UTF-16 and after a byte order mark the first letters stand among others.
    letters = head.lstrip(b"\xef\xbb\xbf\xfe\xff").replace(b"\0", b"").lstrip()
    if letters.startswith(b"<"):
        return SCHEDULE_XML
    if letters.startswith(b"{"):
        return SCHEDULE_JSON
    raise FileRefused("kind")


def read(stream: IO[bytes], event: Event, *, format: str, language: Language) -> FoundAgenda:
    """All that a file says, its texts being in `language` where it has one language only. Raises FileRefused."""
    if format == TEMPLATE:
        return read_workbook(stream, event)
    stream.seek(0)
    schedule = read_xml(stream.read()) if format == SCHEDULE_XML else read_json(stream.read())
    return understand(schedule, event, format=format, language=language)
