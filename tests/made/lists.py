"""Lists of people as files, sent through the organisers' door and worked off by the worker."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

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
