"""Files that somebody should not send: each gets its sentence in three languages, and nothing of it stays."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import obstore
import pytest
from flask import Flask
from flask_babel import gettext
from sqlalchemy import select

from conference.core.formatting import listed
from conference.core.languages import LANGUAGES, Language
from conference.core.localization import speaking
from conference.core.storage import storage
from conference.outbox.models import Message
from conference.speakers.models import Slides
from conference.uploads.models import Piece, Upload
from tests.client import Visitor
from tests.made.agenda import give_role, make_session, make_speaker
from tests.made.hostile_files import FILES, added, nested, zipped
from tests.made.old_office import container, presentation
from tests.made.pieces import Sender, finish
from tests.made.speakers import invited, odp, pdf, pptx, send
from tests.world import World

MACROS = "This file holds macros. They will not run in the room: look whether the pages are right without them."


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary files go, of this process and of those that it starts."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield folder
    monkeypatch.undo()
    tempfile.tempdir = None


def speakers_page(world: World) -> str:
    event = world.event()
    speaker = make_speaker(world, event)
    give_role(world, make_session(world, event), speaker)
    return invited(world, speaker)


def kept(app: Flask) -> list[str]:
    with app.app_context():
        return [entry["path"] for found in obstore.list(storage()._store) for entry in found]


def in_words(app: Flask, sentence: str, language: Language) -> str:
    """A sentence as a page shows it."""
    types = listed(("PDF", "PPTX", "PPT", "ODP", "DOCX"), language)
    with app.test_request_context(), speaking(language):
        return " ".join(gettext(sentence, types=types).split())


@pytest.mark.parametrize("name", FILES)
def test_each_gets_its_sentence_and_leaves_nothing(world: World, visitor: Visitor, scratch: Path, name: str) -> None:
    make, file_name, sentence = FILES[name]
    body, path = make(), speakers_page(world)
    messages = world.count(Message)
    told = []
    for language in LANGUAGES:
        page = visitor.get(path.replace("/en/", f"/{language}/"))
        whole, pieces = send(page, body, file_name), finish(page, Sender.at(page).whole(body, file_name))
        assert (whole.status, pieces.status, whole.errors) == (422, 422, pieces.errors)
        (said,) = whole.errors
        assert said == in_words(world.app, sentence, language)
        told.append(said)
    assert len(set(told)) == len(LANGUAGES)
    assert [world.count(model) for model in (Slides, Upload, Piece, Message)] == [0, 0, 0, messages]
    assert kept(world.app) == []
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("name", ["شرائح " * 50 + ".pdf", "ش" * 300, "ا" * 296 + ".pdf"])
def test_an_arabic_name_of_three_hundred_letters_is_kept_as_far_as_it_fits(
    world: World, visitor: Visitor, name: str
) -> None:
    path = speakers_page(world)
    page = visitor.get(path)
    body = pdf()
    for answer in (send(page, body, name), finish(page, Sender.at(page).whole(body, name))):
        assert answer.status == 302
    with world.reading() as database:
        names = list(database.scalars(select(Slides.name)))
    assert names[0] == names[1]
    assert len(names[0]) <= 300
    assert names[0].endswith(".pdf")
    assert names[0][:200] == name[:200]
    link = visitor.get(path).all("#slides .upload p > a")[0].get("href") or ""
    file = visitor.get(visitor.get(link).one("#the-file a[download]").get("href") or "")
    assert file.response.data == body


def with_part(name: str, body: bytes = b"Sub AutoOpen") -> bytes:
    return added(pptx(), lambda archive: archive.writestr(name, body))


MACRO_TYPE = b'<Types><Override ContentType="application/vnd.ms-office.vbaProject" PartName="/ppt/evil.bin"/></Types>'


def declared() -> bytes:
    """Macros in a part whose name does not tell: the list of types does."""
    body = BytesIO()
    with zipfile.ZipFile(BytesIO(pptx())) as old, zipfile.ZipFile(body, "w") as new:
        for member in old.namelist():
            new.writestr(member, MACRO_TYPE if member == "[Content_Types].xml" else old.read(member))
        new.writestr("ppt/evil.bin", b"Sub AutoOpen")
    return body.getvalue()


@pytest.mark.parametrize(
    ("body", "has_macros"),
    [
        (presentation(macros=True), True),
        (presentation(), False),
        (container({"PowerPoint Document": b"", "dir": b""}, storages=("_VBA_PROJECT_CUR", "VBA")), True),
        (with_part("ppt/vbaProject.bin"), True),
        (with_part("ppt/VBAPROJECT.BIN"), True),
        (declared(), True),
        (pptx(), False),
        (added(odp(), lambda archive: archive.writestr("Basic/Standard/Module1.xml", "Sub Main")), True),
        (added(odp(), lambda archive: archive.writestr("Scripts/python/evil.py", "import os")), True),
        (odp(), False),
    ],
)
def test_macros_are_noticed_in_every_kind_of_slides(
    world: World, visitor: Visitor, body: bytes, has_macros: bool
) -> None:
    receipt = visitor.follow(send(visitor.get(speakers_page(world)), body))
    assert (MACROS in receipt.texts(".receipt p")) == has_macros
    with world.reading() as database:
        assert database.scalars(select(Slides.has_macros)).all() == [has_macros]


@pytest.mark.parametrize(
    "body",
    [
        with_part("ppt/embeddings/sheet.xlsx", zipped("xl/workbook.xml", b"<workbook/>")),
        with_part("ppt/embeddings/sheet.xlsx", b"PK\x03\x04 and no archive"),
        nested(1),
        pdf() + zipped("a.txt", b"a PDF before an archive"),
    ],
)
def test_what_is_unusual_but_harmless_is_taken(world: World, visitor: Visitor, body: bytes) -> None:
    assert send(visitor.get(speakers_page(world)), body).status == 302
    assert world.count(Slides) == 1
