"""Reading a file of an agenda: what kind it is decides its bytes, never its name."""

from __future__ import annotations

from typing import IO

from conference.agenda.importing.schedule import understand
from conference.agenda.importing.schedule_json import read_json
from conference.agenda.importing.schedule_xml import read_xml
from conference.agenda.importing.shape import SCHEDULE_JSON, SCHEDULE_XML, TEMPLATE, FoundAgenda
from conference.agenda.importing.sheets import check_workbook
from conference.agenda.importing.workbook import read_workbook
from conference.core.languages import Language
from conference.core.sent_bytes import CONTAINER, FileRefused, beginning
from conference.events.models import Event

MOST_BYTES = 8_000_000


def recognise(stream: IO[bytes]) -> str:
    """The format of a real, seekable file, which is left at its start. Raises FileRefused."""
    letter = beginning(stream, most=MOST_BYTES)
    if letter == CONTAINER:
        check_workbook(stream)
        return TEMPLATE
    if letter == "<":
        return SCHEDULE_XML
    if letter == "{":
        return SCHEDULE_JSON
    raise FileRefused("kind")


def read(stream: IO[bytes], event: Event, *, format: str, language: Language) -> FoundAgenda:
    """All that a file says, its texts being in `language` where it has one language only. Raises FileRefused."""
    if format == TEMPLATE:
        return read_workbook(stream, event)
    stream.seek(0)
    schedule = read_xml(stream.read()) if format == SCHEDULE_XML else read_json(stream.read())
    return understand(schedule, event, format=format, language=language)
