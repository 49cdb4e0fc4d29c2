"""Makes files that wait for their place in the library, and libraries that wait for a decision."""

from __future__ import annotations

import io

import xlsxwriter

from conference.core.file_types import PDF
from conference.core.storage import storage
from conference.core.uploads import Received
from conference.events.models import Event
from conference.library.service.arrivals import bring
from conference.library.service.manifest import begin_library
from tests.made.library import pdf
from tests.world import World


def make_arrival(world: World, event_id: int, name: str = "THAMM-2021-9.pdf") -> int:
    """A file that waits; nobody has read it yet."""
    with world.app.app_context():
        blob = storage().keep(io.BytesIO(pdf(name)))
    with world.writing() as database:
        event = database.get_one(Event, event_id)
        return bring(database, event, Received(blob, PDF, 1, name), by=None).id


def make_library_import(world: World, event_id: int) -> int:
    """A library of one document without a file, which nobody has decided about."""
    body = io.BytesIO()
    with xlsxwriter.Workbook(body) as book:
        sheet = book.add_worksheet("library")
        sheet.write_row(0, 0, ["symbol", "language", "title"])
        sheet.write_row(1, 0, ["THAMM/2021/9", "en", "A title"])
    body.seek(0)
    with world.app.app_context():
        blob = storage().keep(body)
    with world.writing() as database:
        event = database.get_one(Event, event_id)
        return begin_library(database, event, name="library.zip", manifest=blob, files={}, by=None).id
