"""Words across every page of a copy: found by a reader of PDF, upright where pages are turned, and within limits."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import IO, Any

import pikepdf
import pypdfium2
import pytest

from conference.core.languages import ARABIC, FRENCH, Language
from conference.core.watermark import NotMarked, ProtectedFromChanges, Words, marked
from tests.made.speakers import LOCKED_PDF

NAMES = {FRENCH: "Hélène Dupré", ARABIC: "سلمى العربي"}
SENTENCES = {FRENCH: "Ne pas diffuser", ARABIC: "غير مخصص للتوزيع"}


def words(language: Language = FRENCH) -> Words:
    return Words(NAMES[language], SENTENCES[language], "THAMM 2021", language)


def page_of(text: str, **facts: Any) -> dict[str, Any]:
    return {"text": text, **facts}


def made(*pages: dict[str, Any], inherited: dict[str, Any] | None = None, ending: bytes = b"") -> bytes:
    """A PDF whose pages say something in Helvetica; `inherited` stands in the tree above them."""
    document, body = pikepdf.new(), BytesIO()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
    for facts in pages:
        document.add_blank_page(page_size=facts.get("size", (595, 842)))
        page = document.pages[-1]
        page.Contents = document.make_stream(f"BT /F1 18 Tf 80 300 Td ({facts['text']}) Tj ET".encode() + ending)
        page.Resources = resources
        for name in ("Rotate", "CropBox", "MediaBox"):
            if name in facts:
                page[f"/{name}"] = facts[name]
    tree = document.Root.Pages
    for name, value in (inherited or {}).items():
        tree[f"/{name}"] = value
        for page in document.pages:
            if f"/{name}" in page.obj:
                del page.obj[f"/{name}"]
    if inherited is not None:
        tree.Resources = resources
        for page in document.pages:
            del page.obj["/Resources"]
    document.save(body)
    return body.getvalue()


@contextmanager
def real_file(body: bytes, folder: Path) -> Iterator[IO[bytes]]:
    path = folder / "source.pdf"
    path.write_bytes(body)
    with path.open("rb") as stream:
        yield stream


def copy_of(body: bytes, folder: Path, language: Language = FRENCH) -> bytes:
    with real_file(body, folder) as stream:
        found = marked(stream, words(language))
    with found.stream:
        copy = found.stream.read()
    assert len(copy) == found.size
    return copy


@cache
def bomb() -> bytes:
    """A small file whose table of objects, which must be read first, would fill more memory than there is."""
    packing, packed = zlib.compressobj(1), b""
    for _part in range(2200):
        packed += packing.compress(bytes(512 * 1024))
    packed += packing.flush()
    table = (
        b"1 0 obj <</Type/XRef/Size 9/W[1 2 1]/Root 2 0 R/Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\n"
    )
    return b"%PDF-1.5\n" + table % (len(packed), packed) + b"startxref\n9\n%%EOF\n"


def texts(body: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(body)
    return [page.get_textpage().get_text_range() for page in document]


def letters(text: str) -> str:
    """Arabic as typed, whatever forms and order a reader of PDF gives it in."""
    return "".join(sorted(re.sub(r"\s", "", unicodedata.normalize("NFKC", text))))


def ink(body: bytes, number: int = 0) -> tuple[float, float, float, float]:
    """What of a page as it is shown is not white: left, top, right, bottom as parts of its width and height."""
    page = pypdfium2.PdfDocument(body)[number]
    picture = page.render(scale=1).to_pil().convert("L").point(lambda value: 255 if value < 250 else 0)
    box = picture.getbbox()
    assert box is not None
    return box[0] / picture.width, box[1] / picture.height, box[2] / picture.width, box[3] / picture.height


def test_every_page_says_whose_copy_it_is_and_keeps_what_it_said(tmp_path: Path) -> None:
    copy = copy_of(made(*(page_of(f"Page {number}") for number in range(12))), tmp_path)
    found = texts(copy)
    assert len(found) == 12
    for number, text in enumerate(found):
        assert [one in text for one in (f"Page {number}", "Hélène Dupré", "Ne pas diffuser", "THAMM 2021")] == [
            True
        ] * 4


def test_arabic_words_are_found_by_a_reader_of_pdf(tmp_path: Path) -> None:
    text = texts(copy_of(made(page_of("Page")), tmp_path, ARABIC))[0]
    lines = {letters(line) for line in text.splitlines()}
    assert {letters(NAMES[ARABIC]), letters(f"{SENTENCES[ARABIC]} · THAMM 2021")} <= lines


@pytest.mark.parametrize("turned", [0, 90, 180, 270, -90])
def test_the_words_stand_in_the_middle_of_what_is_seen_however_the_page_is_turned(turned: int, tmp_path: Path) -> None:
    page = page_of("", size=(842, 595), CropBox=[400, 100, 800, 500], Rotate=turned)
    left, top, right, bottom = ink(copy_of(made(page), tmp_path))
    # The lower line is the longer one: what is seen of a strip in the very middle is not.
    assert abs(left + right - 1) < 0.12
    assert abs(top + bottom - 1) < 0.12
    assert 0 < left < 0.2, "they reach across the page"


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_the_words_rise_in_the_direction_of_reading(turned: int, tmp_path: Path) -> None:
    picture = pypdfium2.PdfDocument(copy_of(made(page_of("", Rotate=turned)), tmp_path))[0].render(scale=1).to_pil()
    dark = picture.convert("L").point(lambda value: 255 if value < 250 else 0)
    width, height = dark.size
    low_left = dark.crop((0, height // 2, width // 2, height)).histogram()[255]
    high_left = dark.crop((0, 0, width // 2, height // 2)).histogram()[255]
    assert low_left > 4 * high_left


def test_pages_that_inherit_their_box_turn_and_fonts_are_marked_too(tmp_path: Path) -> None:
    body = made(page_of("First"), page_of("Second"), inherited={"MediaBox": [0, 0, 300, 600], "Rotate": 90})
    copy = copy_of(body, tmp_path)
    assert [("Hélène Dupré" in text, "rst" in text or "cond" in text) for text in texts(copy)] == [(True, True)] * 2
    shown = pypdfium2.PdfDocument(copy)[1]
    assert shown.get_size() == (600, 300)


def test_a_page_whose_content_ends_in_a_comment_or_moved_everything_is_marked(tmp_path: Path) -> None:
    body = made(page_of("Page"), ending=b"\n5 0 0 5 900 900 cm % the end")
    left, _top, right, _bottom = ink(copy_of(body, tmp_path))
    assert 0 < left < right < 1


def test_outline_and_links_stay(tmp_path: Path) -> None:
    document, body = pikepdf.open(BytesIO(made(page_of("One"), page_of("Two")))), BytesIO()
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("The second", 1))
    document.save(body)
    with pikepdf.open(BytesIO(copy_of(body.getvalue(), tmp_path))) as copy, copy.open_outline() as outline:
        assert [one.title for one in outline.root] == ["The second"]


@pytest.mark.parametrize("password", ["", "secret"])
def test_an_encrypted_pdf_is_not_undone(password: str, tmp_path: Path) -> None:
    document, body = pikepdf.open(BytesIO(made(page_of("Page")))), BytesIO()
    document.save(body, encryption=pikepdf.Encryption(owner="owner", user=password))
    for locked in (body.getvalue(), LOCKED_PDF):
        with real_file(locked, tmp_path) as stream, pytest.raises(ProtectedFromChanges):
            marked(stream, words())


def test_what_is_no_pdf_costs_one_failure(tmp_path: Path) -> None:
    for hostile in (b"%PDF-1.7 and nothing more", b"PK\x03\x04" + bytes(500)):
        with real_file(hostile, tmp_path) as stream, pytest.raises(NotMarked):
            marked(stream, words())
    assert texts(copy_of(made(page_of("Page")), tmp_path)) != []


def test_a_pdf_that_unfolds_without_end_costs_one_failure(tmp_path: Path) -> None:
    with real_file(bomb(), tmp_path) as stream, pytest.raises(NotMarked):
        marked(stream, words())


def test_a_long_name_is_cut_and_letters_that_no_font_has_become_boxes(tmp_path: Path) -> None:
    with real_file(made(page_of("Page")), tmp_path) as stream:
        found = marked(stream, Words("A" * 200 + "\u3042", "Not for distribution", "E", FRENCH))
    with found.stream:
        text = texts(found.stream.read())[0]
    assert "A" * 89 + "…" in text
