"""Files that somebody should not send: each gets its sentence in three languages, and nothing of it stays."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

import obstore
import pytest
from flask import Flask
from flask_babel import gettext
from sqlalchemy import select

from conference.core.formatting import listed
from conference.core.languages import LANGUAGES, Language
from conference.core.localization import speaking
from conference.core.storage import storage
from conference.speakers.models import Slides
from conference.uploads.models import Piece, Upload
from tests.client import Visitor
from tests.made.agenda import give_role, make_session, make_speaker
from tests.made.pieces import Sender, finish
from tests.made.speakers import LOCKED_PDF, invited, odp, pdf, ppt, pptx, send
from tests.world import World

EMPTY = "This file is empty. Look whether it is the right one."
TYPE = "This file is of another kind than its name says, or of one that we do not take: send %(types)s."
PROTECTED_OFFICE = "This file opens with a password only. Save it without one and send it again."
PROTECTED_PDF = "This PDF opens with a password only. Save it without one and send it again."
DAMAGED_OFFICE = "This file is damaged and cannot be opened. Save it again and send it once more."
DAMAGED_PDF = "This PDF is damaged: no page of it can be read. Save it again and send it once more."
ENORMOUS = "This file would become enormous when it is opened, so we do not take it. Save it anew and send that."
PROGRAM = "This PDF holds a program (JavaScript). Print it to a new PDF, which holds none, and send that."

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
JAVASCRIPT = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj
trailer<</Root 1 0 R/Size 4>>
%%EOF
"""
PACKED = zlib.compress(b"6 0 <</S/JavaScript/JS(app.alert(1))>>")
HIDDEN = JAVASCRIPT.replace(b"/S/JavaScript/JS(app.alert(1))", b"/S/Named/N/NextPage").replace(
    b"trailer",
    b"5 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream endobj\ntrailer"
    % (len(PACKED), PACKED),
)


def bomb() -> bytes:
    """A PPTX of 200 kB that unfolds to 200 MB."""
    body = BytesIO(pptx())
    with zipfile.ZipFile(body, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("ppt/media/a.bin", "w") as part:
        for _number in range(200):
            part.write(bytes(1024 * 1024))
    return body.getvalue()


FILES = {
    "empty": (b"", "slides.pdf", EMPTY),
    "truncated PDF": (pdf()[:40], "slides.pdf", DAMAGED_PDF),
    "truncated PPTX": (pptx()[:-40], "slides.pptx", DAMAGED_OFFICE),
    "PDF with a password": (LOCKED_PDF, "slides.pdf", PROTECTED_PDF),
    "PPTX with a password": (OLE + "EncryptedPackage".encode("utf-16-le"), "slides.pptx", PROTECTED_OFFICE),
    "PPT with a password": (ppt() + "EncryptedSummary".encode("utf-16-le"), "slides.ppt", PROTECTED_OFFICE),
    "ODP with a password": (odp(locked=True), "slides.odp", PROTECTED_OFFICE),
    "bomb": (bomb(), "slides.pptx", ENORMOUS),
    "PDF with JavaScript": (JAVASCRIPT, "slides.pdf", PROGRAM),
    "PDF with hidden JavaScript": (HIDDEN, "slides.pdf", PROGRAM),
    "PDF with JavaScript in numbers": (JAVASCRIPT.replace(b"/JavaScript", b"/#4aavaScript"), "slides.pdf", PROGRAM),
    "SVG named PDF": (SVG, "slides.pdf", TYPE),
    "HTML named PPTX": (HTML, "slides.pptx", TYPE),
    "another file of old Office": (OLE, "slides.ppt", TYPE),
    "another OpenDocument": (odp().replace(b"presentation", b"textdocument"), "slides.odp", TYPE),
}


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
def test_each_gets_its_sentence_and_leaves_nothing(world: World, visitor: Visitor, name: str) -> None:
    body, file_name, sentence = FILES[name]
    path = speakers_page(world)
    told = []
    for language in LANGUAGES:
        page = visitor.get(path.replace("/en/", f"/{language}/"))
        whole, pieces = send(page, body, file_name), finish(page, Sender.at(page).whole(body, file_name))
        assert (whole.status, pieces.status, whole.errors) == (422, 422, pieces.errors)
        (said,) = whole.errors
        assert said == in_words(world.app, sentence, language)
        told.append(said)
    assert len(set(told)) == len(LANGUAGES)
    assert [world.count(model) for model in (Slides, Upload, Piece)] == [0, 0, 0]
    assert kept(world.app) == []


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
