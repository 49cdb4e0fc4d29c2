"""Reading what stands in files: every kind page by page, Arabic in its order, and nothing gets out of hand."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import IO

import docx
import pptx
import pytest
import xlsxwriter

from conference.core import file_types
from conference.core import pdf as typeset
from conference.core.document_text import NotRead, OpensWithPassword, Text, read_text
from conference.core.file_types import DOCX, HTML, PDF, PPT, PPTX, TEXT, XLSX, FileType, sniff
from conference.core.languages import ARABIC
from conference.core.search import fold, tokens
from tests.made.library import pdf


def read(body: bytes, file_type: FileType) -> Text:
    with tempfile.TemporaryFile() as file:
        file.write(body)
        return read_text(file, file_type)


def read_file(path: Path) -> Text:
    with path.open("rb") as file:
        return read_text(file, sniff(file))


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", fold(text)))


def test_every_word_of_a_right_to_left_pdf_is_read_as_it_is_written(shared_data: Path) -> None:
    folder = shared_data / "documents"
    found = read_file(folder / "docling_right_to_left_01.pdf")
    truth = (folder / "docling_right_to_left_01.md").read_text(encoding="utf-8")
    assert words("\n".join(found.pages)) == words(truth)


def test_arabic_drawn_backwards_is_read_forwards(shared_data: Path) -> None:
    found = read_file(shared_data / "documents" / "pypdf_habibi.pdf")
    assert tokens(found.pages[0], ARABIC)[0] == tokens("حبيبي", ARABIC)[0]


def test_latin_symbols_in_arabic_lines_keep_their_order(shared_data: Path) -> None:
    assert "بلغة R و Python من" in read_file(shared_data / "documents" / "docling_right_to_left_01.pdf").pages[0]


def test_a_pdf_with_a_password_says_so(shared_data: Path) -> None:
    with pytest.raises(OpensWithPassword):
        read_file(shared_data / "documents" / "pypdf_libreoffice-writer-password.pdf")


def test_files_attached_to_a_pdf_are_counted(shared_data: Path) -> None:
    found = read_file(shared_data / "documents" / "pypdf_with-attachment.pdf")
    assert found.attachments == 1
    assert found.pages[0].startswith("Lorem ipsum dolor sit amet")


def test_pages_without_words_are_pictures() -> None:
    found = read(pdf(pages=3), PDF)
    assert found.pages == ["", "", ""]
    assert found.is_empty


def made(save: object) -> bytes:
    body = BytesIO()
    save(body)  # type: ignore[operator]
    return body.getvalue()


def test_a_document_is_one_page_with_its_tables() -> None:
    document = docx.Document()
    document.add_paragraph("La migration de main-d’œuvre")
    document.add_table(rows=1, cols=2).rows[0].cells[1].text = "ﺍﻟﻬﺠﺮﺓ"
    assert read(made(document.save), DOCX) == Text(["La migration de main-d’œuvre\nالهجرة"])


def test_a_presentation_has_a_page_per_slide_and_keeps_its_notes() -> None:
    slides = pptx.Presentation()
    for words_on_it in ("First", "Second"):
        slide = slides.slides.add_slide(slides.slide_layouts[5])
        slide.shapes.title.text = words_on_it
        slide.notes_slide.notes_text_frame.text = "For the speaker alone"
    assert read(made(slides.save), PPTX) == Text(["First", "Second"], title="First")


def test_a_workbook_has_a_page_per_sheet_that_is_shown() -> None:
    body = BytesIO()
    book = xlsxwriter.Workbook(body)
    book.add_worksheet("Figures").write_row(0, 0, ["Departures", 2021, 0.5])
    hidden = book.add_worksheet("Secret")
    hidden.write(0, 0, "not shown")
    hidden.hide()
    book.close()
    assert read(body.getvalue(), XLSX) == Text(["Figures\nDepartures 2021 0.5"])


def test_a_web_page_is_what_it_shows() -> None:
    body = "<!doctype html><html><head><title>T</title><style>p{}</style></head><body><p>Un <b>droit</b>&nbsp;égal"
    body += "</p><script>alert(1)</script><p>&#1575;</p></body></html>"
    assert sniff(BytesIO(body.encode())) == HTML
    assert read(body.encode(), HTML) == Text(["Un droit égal\nا"], title="T")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_plain_text_is_read_in_the_ways_that_it_is_written(encoding: str) -> None:
    body = "الهجرة\fpage deux".encode(encoding)
    assert sniff(BytesIO(body)) == TEXT
    assert read(body, TEXT) == Text(["الهجرة", "page deux"])


def test_words_that_a_line_breaks_are_whole() -> None:
    assert read("sur l'\u00adem\u00adploi".encode(), TEXT).pages == ["sur l'\u00adem\u00adploi"]


@pytest.mark.parametrize("file_type", [PDF, DOCX, PPTX, XLSX])
def test_a_damaged_file_is_not_read(file_type: FileType) -> None:
    with pytest.raises(NotRead):
        read(b"%PDF-1.7 and then nothing", file_type)


def test_what_is_not_read_is_not_tried() -> None:
    with pytest.raises(NotRead):
        read(b"anything", PPT)


def test_a_document_that_unfolds_without_end_is_given_up() -> None:
    body = BytesIO()
    document = docx.Document()
    document.save(body)
    with zipfile.ZipFile(body) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["word/document.xml"] = members["word/document.xml"].replace(b"<w:body>", b"<w:body>" + b" " * 600_000_000)
    heavy = BytesIO()
    with zipfile.ZipFile(heavy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    with pytest.raises(NotRead):
        read(heavy.getvalue(), DOCX)


def test_a_program_is_no_text() -> None:
    stream: IO[bytes] = BytesIO(b"\x7fELF\x02\x01\x01\x00")
    with pytest.raises(file_types.UnknownFileType):
        sniff(stream)


def test_a_symbol_on_a_line_of_its_own_is_read_as_it_is_written_on_an_arabic_page(tmp_path: Path) -> None:
    template = tmp_path / "page.typ"
    template.write_text("#let data = json(bytes(sys.inputs.data))\n#data.symbol\n\n#data.words", encoding="utf-8")
    values = {"title": "مذكرة", "language": "ar", "symbol": "THAMM/2021/1/Add.1 Rev 2", "words": "هجرة اليد العاملة"}
    text = read(typeset.render(template, values), PDF)
    assert text.pages == ["THAMM/2021/1/Add.1 Rev 2\nهجرة اليد العاملة"]


def test_a_pdf_of_ours_is_examined_as_accessible_and_one_made_by_hand_as_not(tmp_path: Path) -> None:
    template = tmp_path / "page.typ"
    template.write_text("Les droits", encoding="utf-8")
    ours = read(typeset.render(template, {"title": "Les droits", "language": "fr"}), PDF)
    assert ours.examined == {"tagged": True, "language": "fr", "title": "Les droits", "text": True}
    assert read(pdf(), PDF).examined == {"tagged": False, "language": "", "title": "", "text": False}
