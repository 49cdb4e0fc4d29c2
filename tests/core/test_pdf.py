"""PDF files come out accessible, in the right language and direction, the same each time, or with a clear refusal."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

from conference.core import pdf
from conference.core.languages import UnknownLanguage
from conference.core.printable import printable

SIMPLE = """\
#let data = json(bytes(sys.inputs.data))
= #data.title
#data.body
"""


@pytest.fixture
def simple(tmp_path: Path) -> Path:
    template = tmp_path / "simple.typ"
    template.write_text(SIMPLE, encoding="utf-8")
    return template


def text_of(file: bytes) -> str:
    return unicodedata.normalize("NFKC", pypdfium2.PdfDocument(file)[0].get_textpage().get_text_range())


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        ("en", "A “quoted” title", "Labour migration"),
        ("fr", "Œuvre\u00a0: été", "La main-d’œuvre\u202f; où\u202f?"),
        ("ar", "شهادة حضور", "هجرة اليد العاملة وتنقلها"),
    ],
)
def test_title_and_language_reach_the_file(simple: Path, language: str, title: str, body: str) -> None:
    file = pdf.render(simple, {"title": title, "language": language, "body": body})
    assert pypdfium2.PdfDocument(file).get_metadata_value("Title") == title
    assert re.search(rf"/Lang ?\({language}\)".encode(), file)
    assert unicodedata.normalize("NFKC", body).split()[0] in text_of(file)


def test_file_says_that_it_is_accessible(simple: Path) -> None:
    file = pdf.render(str(simple), {"title": "T", "language": "en", "body": "b"})
    assert b"pdfuaid" in file
    assert b"/StructTreeRoot" in file


def test_arabic_is_searchable_as_it_was_written(simple: Path) -> None:
    body = "استعرض المؤتمر واقع هجرة اليد العاملة وتنقلها داخل أوروبا وشمال أفريقيا"
    assert body in text_of(pdf.render(simple, {"title": "عنوان", "language": "ar", "body": body}))


def test_arabic_begins_at_the_right(simple: Path) -> None:
    def start(language: str) -> float:
        file = pdf.render(simple, {"title": "عنوان", "language": language, "body": "نص"})
        page = pypdfium2.PdfDocument(file)[0]
        return float(page.get_textpage().get_charbox(0)[0]) / page.get_width()

    assert start("en") < 0.5 < start("ar")


def test_equal_input_gives_equal_bytes(simple: Path) -> None:
    data = {"title": "T", "language": "ar", "body": "نص"}
    assert pdf.render(simple, data) == pdf.render(simple, dict(data))


def test_moment_of_creation_is_the_callers(simple: Path) -> None:
    data = {"title": "T", "language": "en", "body": "b"}
    file = pdf.render(simple, data, created=datetime(2021, 7, 5, 9, 30, tzinfo=UTC))
    assert pypdfium2.PdfDocument(file).get_metadata_value("CreationDate").startswith("D:20210705093000")


def test_text_is_never_taken_for_markup(simple: Path) -> None:
    body = '*bold* #panic("no") $x$ "quoted" \\ <b>'
    assert body in text_of(pdf.render(simple, {"title": "T", "language": "en", "body": body}))


def test_letters_of_a_template_that_no_font_has_are_refused(simple: Path) -> None:
    simple.write_text(SIMPLE + "\n日本", encoding="utf-8")
    with pytest.raises(pdf.TemplateFailed, match="could not be displayed") as caught:
        pdf.render(simple, {"title": "T", "language": "en", "body": "b"})
    assert caught.value.template == simple


def test_template_that_asks_for_more_is_named(simple: Path) -> None:
    with pytest.raises(pdf.TemplateFailed, match=r"simple\.typ.*body"):
        pdf.render(simple, {"title": "T", "language": "en"})


def test_missing_font_is_an_error_and_not_a_surprise(simple: Path) -> None:
    simple.write_text(SIMPLE + '\n#text(font: "Comic Sans")[x]', encoding="utf-8")
    with pytest.raises(pdf.TemplateFailed, match="unknown font family"):
        pdf.render(simple, {"title": "T", "language": "en", "body": "b"})


def test_file_outside_the_templates_folder_stays_unread(simple: Path) -> None:
    secret = simple.parent.parent / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    simple.write_text(SIMPLE + '\n#read("../secret.txt")', encoding="utf-8")
    with pytest.raises(pdf.TemplateFailed):
        pdf.render(simple, {"title": "T", "language": "en", "body": "b"})


def test_title_and_language_are_required(simple: Path) -> None:
    with pytest.raises(KeyError):
        pdf.render(simple, {"language": "en"})
    with pytest.raises(pdf.TemplateFailed, match="needs a title"):
        pdf.render(simple, {"title": "", "language": "en"})
    with pytest.raises(UnknownLanguage):
        pdf.render(simple, {"title": "T", "language": "xx"})


def test_only_our_fonts_are_seen() -> None:
    assert set(pdf.fonts().families()) == {"Amiri", "Lato"}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Zhōng 中文", "Zhōng □□"),
        ("Merci 😀!", "Merci □!"),
        ("ⵜⵉⴼ", "□□□"),
        ("a\ufeffb\u0001c\u200dd", "abc\u200dd"),
        ("Łódź, Αθήνα, Київ, تونس", "Łódź, Αθήνα, Київ, تونس"),
        ("e\u0301", "é"),
    ],
)
def test_a_letter_that_no_font_has_leaves_the_file_possible(simple: Path, typed: str, shown: str) -> None:
    assert printable(typed) == shown
    file = pdf.render(simple, {"title": typed, "language": "en", "body": typed})
    assert pypdfium2.PdfDocument(file).get_metadata_value("Title") == shown


def test_letters_are_shown_however_deep_they_stand(simple: Path, tmp_path: Path) -> None:
    template = tmp_path / "deep.typ"
    template.write_text("#let data = json(bytes(sys.inputs.data))\n= #data.title\n#data.rows.at(0).names.at(1)")
    file = pdf.render(template, {"title": "T", "language": "en", "rows": [{"names": ["a", "b中"]}]})
    assert "b□" in text_of(file)
