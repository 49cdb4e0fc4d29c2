"""Files that carry the name of who was given them: never handed out without, and said plainly where they cannot be."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from sqlalchemy import select

from conference.core import clock, file_types
from conference.core.languages import ARABIC, ENGLISH
from conference.speakers.models.early_access import EarlyDownload
from tests.client import Page, Visitor
from tests.core.test_watermark import bomb, letters, made, page_of
from tests.made.agenda import make_session
from tests.made.early_access import early_page_of, make_early_access
from tests.made.library import make_document, make_revision
from tests.world import World

PROTECTED = (
    "This PDF is protected against changes, so your name cannot be written across it, and it is not handed out "
    "without. Ask the organisers for it."
)
FAILED = "Your name could not be written across this file, and it is not handed out without. Ask the organisers."


@pytest.fixture(autouse=True)
def before_the_event() -> Iterator[None]:
    with clock.at(datetime(2021, 7, 1, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def event(world: World) -> int:
    return world.event()


def page_with(world: World, event: int, body: bytes, *, ending: str = "pdf", language: str = "en") -> Page:
    """The page of somebody whose name stands in files, with one file."""
    session = make_session(world, event)
    document = make_document(world, event, languages=(), sessions=[session])
    make_revision(world, document, ENGLISH, body=body, file_type=file_types.ALL[ending], publish=False)
    access = make_early_access(world, event, name="سلمى كريم", language=ARABIC, watermark=True)
    return Visitor(world.app).get(early_page_of(world, access, language=language))


def pages_of(body: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(body)]


def docx(words: str) -> bytes:
    """A document of one paragraph, as small as a word processor opens one."""
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    body = BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            f'relationships+xml"/><Override PartName="/word/document.xml" ContentType="{kinds}"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}" Target="word/document.xml"/>'
            "</Relationships>",
        )
        archive.writestr(
            "word/document.xml",
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
            f"<w:t>{words}</w:t></w:r></w:p></w:body></w:document>",
        )
    return body.getvalue()


def download(page: Page) -> Page:
    return page.submit("form[action*='/files/']")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Not for distribution · Conference"),
        ("fr", "Ne pas diffuser · Conférence"),
        ("ar", "غير مخصص للتوزيع · مؤتمر"),
    ],
)
def test_every_page_carries_the_name_and_the_sentence_in_the_pages_language(
    language: str, line: str, world: World, event: int
) -> None:
    given = download(page_with(world, event, made(page_of("One"), page_of("Two", Rotate=90)), language=language))
    assert (given.status, given.response.headers["Cache-Control"]) == (200, "no-store")
    assert int(given.response.headers["Content-Length"]) == len(given.response.data)
    texts = pages_of(given.response.data)
    assert [("One" in text, "Two" in text) for text in texts] == [(True, False), (False, True)]
    for text in texts:
        assert {letters("سلمى كريم"), letters(line)} <= {letters(one) for one in text.splitlines()}
    with world.reading() as database:
        assert database.scalars(select(EarlyDownload.watermarked)).all() == [True]


def test_a_protected_pdf_is_refused_in_words_and_not_written_down(world: World, event: int) -> None:
    document, body = pikepdf.open(BytesIO(made(page_of("Page")))), BytesIO()
    document.save(body, encryption=pikepdf.Encryption(owner="owner", user=""))
    refused = download(page_with(world, event, body.getvalue()))
    assert (refused.status, refused.texts(".early-file .field-error")) == (409, [PROTECTED])
    assert world.count(EarlyDownload) == 0


def test_a_hostile_pdf_costs_one_failure(world: World, event: int) -> None:
    page = page_with(world, event, bomb())
    refused = download(page)
    assert (refused.status, refused.texts(".notice--brick p")) == (409, [FAILED])
    assert (page.visitor.get(page.response.request.path).status, world.count(EarlyDownload)) == (200, 0)


def test_without_libreoffice_a_presentation_is_not_handed_out(
    world: World, event: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    page = page_with(world, event, b"PK\x03\x04 a presentation", ending="pptx")
    assert page.all("form[action*='/files/']") == []
    assert page.texts(".early-file > p") == ["Not available with a watermark: ask the organisers."]
    path = page.response.request.path
    token = page.all("input[name=csrf_token]")[0].get("value")
    refused = page.visitor.post(f"{path}/files/document/1", {"csrf_token": token})
    assert refused.status == 409
    assert world.count(EarlyDownload) == 0
