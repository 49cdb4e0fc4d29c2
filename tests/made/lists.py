"""Lists of people as files, sent through the organisers' door and worked off by the worker."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from sqlalchemy import delete

from conference.accounts.models import Account
from conference.core.storage import storage
from conference.events.models import Event
from conference.outbox.models import Message
from conference.registration import service
from conference.registration.import_tasks import check_import
from conference.registration.service.importing import CHECK
from tests.client import Page, Visitor
from tests.world import World

FILES = "/en/thamm-2021/manage/registrations/files"
HEADINGS = ("Name", "E-mail", "Organisation", "Country", "Category", "Language")
LEILA = ("Leïla Ben Ali", "leila@example.org", "Ministère de l’emploi", "Tunisie", "Government", "fr")
OMAR = ("عمر العلوي", "omar@example.org", "وزارة الشغل", "المغرب", "حكومة", "العربية")


def written(rows: Sequence[Sequence[str]], *, separator: str = ",", encoding: str = "utf-8") -> bytes:
    """A table as text; cells hold no separators."""
    return "".join(separator.join(row) + "\r\n" for row in rows).encode(encoding)


def workbook(rows: Sequence[Sequence[Any]], **options: Any) -> bytes:
    """A table as XLSX; numbers stay numbers, and what begins with «=» becomes a formula with the value 7."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **options})
    sheet = book.add_worksheet("People")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str) and cell.startswith("="):
                sheet.write_formula(number, column, cell, None, "7")
            else:
                sheet.write(number, column, cell)
    book.close()
    return stream.getvalue()


def make_checked(world: World, event: int) -> int:
    """A list whose dry run found one new person; returns its id."""
    account = world.account("importer@example.org")
    options = {"kind": "csv", "encoding": "utf-8", "separator": ",", "sheets": [], "sheet": 0}
    chosen = {"heading": 1, "defaults": {}, "state": "confirmed", "writes": False}
    with world.writing() as session:
        sha256 = storage().keep(io.BytesIO(written([HEADINGS, LEILA]))).sha256
        by = session.get_one(Account, account)
        of = session.get_one(Event, event)
        made = service.begin_import(session, of, sha256=sha256, name="people.csv", options=options, by=by)
        import_id = made.id
        columns = dict(enumerate(("native_name", "email", "organisation", "country", "category", "language_code")))
        service.choose_columns(session, made, columns=columns, options=options | chosen)
        session.flush()
        # The worker's part is done here at once.
        session.execute(delete(Message).where(Message.kind == CHECK))
    with world.app.app_context():
        check_import({"import": import_id})
    return import_id


def send(organiser: Visitor, body: bytes, *, name: str = "people.csv", language: str = "en") -> Page:
    """What comes of sending a file."""
    page = organiser.get(FILES.replace("/en/", f"/{language}/"))
    return page.submit(file=(io.BytesIO(body), name))


def check(world: World, organiser: Visitor, body: bytes, *, name: str = "people.csv", **chosen: Any) -> Page:
    """The page of a list after its dry run, its columns taken as they were recognised."""
    columns = organiser.follow(send(organiser, body, name=name))
    started = columns.submit(**chosen)
    assert started.status == 302, started.errors
    world.deliver()
    return organiser.follow(started)


def bring_in(world: World, organiser: Visitor, body: bytes, *, name: str = "people.csv", **chosen: Any) -> Page:
    """The page of a list after it was written."""
    page = check(world, organiser, body, name=name, **chosen)
    started = page.submit("form[action$='/write']")
    world.deliver()
    return organiser.follow(started)
