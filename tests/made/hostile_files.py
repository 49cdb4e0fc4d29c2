"""Files that somebody should not send, made here, each with the name it comes under and the sentence it gets."""

from __future__ import annotations

import copy
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

from tests.made.old_office import container, presentation
from tests.made.speakers import LOCKED_PDF, odp, pdf, pptx

EMPTY = "This file is empty. Look whether it is the right one."
TYPE = "This file is of another kind than its name says, or of one that we do not take: send %(types)s."
PROTECTED_OFFICE = "This file opens with a password only. Save it without one and send it again."
PROTECTED_PDF = "This PDF opens with a password only. Save it without one and send it again."
DAMAGED_OFFICE = "This file is damaged and cannot be opened. Save it again and send it once more."
DAMAGED_PDF = "This PDF is damaged: no page of it can be read. Save it again and send it once more."
ENORMOUS = "This file would become enormous when it is opened, so we do not take it. Save it anew and send that."
PROGRAM = "This PDF holds a program (JavaScript). Print it to a new PDF, which holds none, and send that."
LAUNCHES = "This PDF would start another program. Print it to a new PDF, which does not, and send that."
PORTFOLIO = (
    "This PDF is an envelope of other files (a portfolio), and shows none of them as pages. Send those files "
    "one by one."
)

MEBIBYTE = 1024 * 1024
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
RTF = rb"{\rtf1\ansi{\*\generator Riched20 10.0;}\pard Trends\par}"
JAVASCRIPT = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj
trailer<</Root 1 0 R/Size 4>>
%%EOF
"""
LAUNCHING = JAVASCRIPT.replace(b"/S/JavaScript/JS(app.alert(1))", b"/S/Launch/F(calc.exe)")
PACKED = zlib.compress(b"6 0 <</S/JavaScript/JS(app.alert(1))>>")
HIDDEN = JAVASCRIPT.replace(b"/S/JavaScript/JS(app.alert(1))", b"/S/Named/N/NextPage").replace(
    b"trailer",
    b"5 0 obj<</Type/ObjStm/N 1/First 4/DecodeParms<</Predictor 1>>/Filter/FlateDecode/Length %d>>\nstream\n%s\n"
    b"endstream endobj\ntrailer" % (len(PACKED), PACKED),
)
ENVELOPE = JAVASCRIPT.replace(
    b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>",
    b"/Collection<</View/D>>/Names<</EmbeddedFiles<</Names[(a.txt)4 0 R]>>>>",
).replace(
    b"trailer",
    b"4 0 obj<</Type/Filespec/F(a.txt)/EF<</F 5 0 R>>>>endobj\n"
    b"5 0 obj<</Type/EmbeddedFile/Length 5>>\nstream\nhello\nendstream endobj\ntrailer",
)
WITHOUT_PAGES = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj
trailer<</Root 1 0 R/Size 3>>
%%EOF
"""


def docx(words: str = "Trends") -> bytes:
    """As much of a DOCX as makes it one."""
    body = BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document>{words}</w:document>")
    return body.getvalue()


def zipped(name: str, body: bytes) -> bytes:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(name, body)
    return archive.getvalue()


def bomb(office: bytes, *, megabytes: int = 200) -> bytes:
    """An Office file of few kilobytes that unfolds to many megabytes."""

    def grow(archive: zipfile.ZipFile) -> None:
        with archive.open("media/a.bin", "w") as part:
            for _number in range(megabytes):
                part.write(bytes(MEBIBYTE))

    return added(office, grow)


def added(office: bytes, change: Callable[[zipfile.ZipFile], object]) -> bytes:
    """An Office file after something was done to its archive."""
    body = BytesIO(office)
    with zipfile.ZipFile(body, "a", zipfile.ZIP_DEFLATED) as archive:
        change(archive)
    return body.getvalue()


def lying() -> bytes:
    """A bomb whose list of members says ten bytes where two hundred megabytes are."""

    def lie(archive: zipfile.ZipFile) -> None:
        archive.writestr("media/a.bin", bytes(200 * MEBIBYTE))
        archive.filelist[-1].file_size = 10

    return added(pptx(), lie)


def overlapping() -> bytes:
    """Two hundred members that are all the same bytes of the file."""

    def repeat(archive: zipfile.ZipFile) -> None:
        archive.writestr("media/0.bin", bytes(MEBIBYTE // 4))
        for number in range(1, 200):
            again = copy.copy(archive.filelist[-1])
            again.filename = f"media/{number}.bin"
            archive.filelist.append(again)

    return added(pptx(), repeat)


def crowded() -> bytes:
    """More members than any presentation has: their list alone would fill the memory."""
    names = [f"ppt/{number:0200d}" for number in range(6000)]
    return added(pptx(), lambda archive: [archive.writestr(name, b"") for name in names])


def nested(levels: int) -> bytes:
    """A presentation with an archive in an archive in an archive."""
    inner = zipped("a.bin", bytes(1000))
    for _level in range(levels):
        inner = zipped("a.zip", inner)
    return added(pptx(), lambda archive: archive.writestr("ppt/embeddings/a.xlsx", inner))


def nested_bomb() -> bytes:
    inner = zipped("a.bin", bytes(150 * MEBIBYTE))
    return added(pptx(), lambda archive: archive.writestr("ppt/embeddings/a.xlsx", inner))


def damaged_member() -> bytes:
    """A presentation in which one byte of a picture changed."""

    def store(archive: zipfile.ZipFile) -> None:
        archive.writestr(zipfile.ZipInfo("ppt/media/a.png"), b"picture" * 100)

    return added(pptx(), store).replace(b"picturepicture", b"picturePicture", 1)


def locked_whole() -> bytes:
    """An OpenDocument presentation whose names are locked too."""
    body = BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.presentation")
        archive.writestr("encrypted-package", bytes(100))
        archive.writestr("META-INF/manifest.xml", "<manifest><manifest:encryption-data/></manifest>")
    return body.getvalue()


def halved(body: bytes) -> bytes:
    return body[: len(body) // 2]


OLD_LOCKED = container({"EncryptionInfo": b"", "EncryptedPackage": b""})
FILES: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "empty": (lambda: b"", "slides.pdf", EMPTY),
    "empty PPTX": (lambda: b"", "slides.pptx", EMPTY),
    "truncated PDF": (lambda: pdf()[:40], "slides.pdf", DAMAGED_PDF),
    "truncated PPTX": (lambda: pptx()[:-40], "slides.pptx", DAMAGED_OFFICE),
    "half a PPTX": (lambda: halved(pptx(40)), "slides.pptx", DAMAGED_OFFICE),
    "truncated DOCX": (lambda: docx()[:-40], "paper.docx", DAMAGED_OFFICE),
    "truncated ODP": (lambda: odp()[:-40], "slides.odp", DAMAGED_OFFICE),
    "truncated PPT": (lambda: halved(presentation()), "slides.ppt", DAMAGED_OFFICE),
    "PPT of which the beginning came": (lambda: presentation()[:400], "slides.ppt", DAMAGED_OFFICE),
    "changed PPTX": (damaged_member, "slides.pptx", DAMAGED_OFFICE),
    "PDF with a password": (lambda: LOCKED_PDF, "slides.pdf", PROTECTED_PDF),
    "PPTX with a password": (lambda: OLD_LOCKED, "slides.pptx", PROTECTED_OFFICE),
    "DOCX with a password": (lambda: OLD_LOCKED, "paper.docx", PROTECTED_OFFICE),
    "PPT with a password": (lambda: presentation(locked=True), "slides.ppt", PROTECTED_OFFICE),
    "PPT whose properties are locked": (
        lambda: container({"PowerPoint Document": b"", "EncryptedSummary": b""}),
        "slides.ppt",
        PROTECTED_OFFICE,
    ),
    "ODP with a password": (lambda: odp(locked=True), "slides.odp", PROTECTED_OFFICE),
    "ODP locked as a whole": (locked_whole, "slides.odp", PROTECTED_OFFICE),
    "bomb in a PPTX": (lambda: bomb(pptx()), "slides.pptx", ENORMOUS),
    "bomb in a DOCX": (lambda: bomb(docx()), "paper.docx", ENORMOUS),
    "bomb in an ODP": (lambda: bomb(odp()), "slides.odp", ENORMOUS),
    "bomb that lies": (lying, "slides.pptx", ENORMOUS),
    "bomb of members that overlap": (overlapping, "slides.pptx", ENORMOUS),
    "bomb inside a workbook inside": (nested_bomb, "slides.pptx", ENORMOUS),
    "archives without end": (lambda: nested(5), "slides.pptx", ENORMOUS),
    "crowd of members": (crowded, "slides.pptx", TYPE),
    "PDF with JavaScript": (lambda: JAVASCRIPT, "slides.pdf", PROGRAM),
    "PDF with hidden JavaScript": (lambda: HIDDEN, "slides.pdf", PROGRAM),
    "PDF with JavaScript in numbers": (
        lambda: JAVASCRIPT.replace(b"/JavaScript", b"/#4aavaScript"),
        "slides.pdf",
        PROGRAM,
    ),
    "PDF that starts a program": (lambda: LAUNCHING, "slides.pdf", LAUNCHES),
    "PDF that is an envelope": (lambda: ENVELOPE, "slides.pdf", PORTFOLIO),
    "PDF without pages": (lambda: WITHOUT_PAGES, "slides.pdf", DAMAGED_PDF),
    "SVG named PDF": (lambda: SVG, "slides.pdf", TYPE),
    "HTML named PPTX": (lambda: HTML, "slides.pptx", TYPE),
    "RTF named DOC": (lambda: RTF, "paper.doc", TYPE),
    "another file of old Office": (lambda: container({"WordDocument": b""}), "slides.ppt", TYPE),
    "another OpenDocument": (lambda: odp().replace(b"presentation", b"textdocument"), "slides.odp", TYPE),
    "archive named PPTX": (lambda: zipped("a.txt", b"hello"), "slides.pptx", TYPE),
    "PDF behind the head of an archive": (lambda: zipped("a.pdf", b"") + pdf(), "slides.pdf", TYPE),
    "name of a PDF before HTML": (lambda: HTML + b"%PDF-1.4", "slides.pdf", TYPE),
}
