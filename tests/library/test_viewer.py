"""A document page by page: its picture, its text, the way on; nothing of it for whom the document is not."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from conference.core.database import db
from conference.core.file_types import DOCX, TEXT
from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.core.libreoffice import converter
from conference.core.page_pictures import Pictures
from conference.core.storage import storage
from conference.core.text import isolated
from conference.demonstration.documents import document_pdf
from conference.library import service
from conference.library.contributions import WORK_OF_THE_HOUR
from conference.library.models import Document, LanguageVersion, PagePicture, Revision
from conference.library.queries import known_blobs
from tests.client import Visitor
from tests.library.test_visibility import SYMBOLS, VIEWERS
from tests.made.agenda import let_a_second_pass
from tests.made.library import make_document, make_revision
from tests.made.libreoffice import ARABIC as WORDS
from tests.made.libreoffice import docx, paragraph
from tests.queries import count_queries
from tests.world import World, in_three

BASE = "/en/thamm-2021/documents/thamm-2021-1"
FRENCH_PAGES = f"{BASE}/fr/pages"


@pytest.fixture
def note(world: World) -> int:
    """A document with a real PDF of four pages in French and in Arabic, read and drawn."""
    document = make_document(world, world.event(), title=in_three("Note", "Note conceptuelle", "مذكرة"), languages=())
    for language in (FRENCH, ARABIC):
        make_revision(world, document, language, body=document_pdf("concept-note", language))
    with world.writing() as database:
        for revision in database.scalars(select(Revision)):
            revision.pages = 4
    world.deliver()
    return document


def french(database: Database, document: int) -> LanguageVersion:
    version = database.get_one(Document, document).version_in(FRENCH)
    assert version is not None
    return version


def pictures(world: World) -> int:
    return world.count(PagePicture)


def test_a_page_is_shown_with_its_text_and_the_way_to_the_others(note: int, visitor: Visitor) -> None:
    page = visitor.get("/ar/thamm-2021/documents/thamm-2021-1/fr/pages/2")
    assert page.h1 == "مذكرة صفحة 2 من 4 · الفرنسية"
    image = page.one(".viewer-page img")
    assert image.get("src") == "/ar/thamm-2021/documents/thamm-2021-1/fr/pages/2/large"
    text = page.one(".viewer-text")
    assert (text.get("lang"), text.get("dir")) == ("fr", "ltr")
    assert "migration" in page.texts(".viewer-text")[0]
    base = "/ar/thamm-2021/documents/thamm-2021-1/fr/pages"
    assert {link.get("href") for link in page.all("[rel=prev]")} == {f"{base}/1"}
    assert {link.get("href") for link in page.all("[rel=next]")} == {f"{base}/3"}
    assert [link.get("hreflang") for link in page.all("section a[hreflang]")] == ["fr", "ar"]
    first, last = visitor.get(f"{FRENCH_PAGES}/1"), visitor.get(f"{FRENCH_PAGES}/4")
    assert (first.all("[rel=prev]"), last.all("[rel=next]")) == ([], [])


def test_a_page_that_is_not_there_is_not_found(note: int, visitor: Visitor) -> None:
    paths = ("0", "5", "99999999999999999999", "x", "-1", "1/huge", "5/small")
    assert [visitor.get(f"{FRENCH_PAGES}/{path}").status for path in paths] == [404] * len(paths)


def test_any_page_is_reached_by_its_number(note: int, visitor: Visitor) -> None:
    reached = {
        typed: visitor.get(FRENCH_PAGES, query_string={"page": typed}).location.rpartition("/")[2]
        for typed in ("3", "0", "9", "٣", "x", "")
        if typed
    }
    assert reached == {"3": "3", "0": "1", "9": "4", "٣": "3", "x": "1"}
    overview = visitor.get(FRENCH_PAGES)
    assert [link.get("href") for link in overview.all(".page-grid a")] == [f"{FRENCH_PAGES}/{n}" for n in (1, 2, 3, 4)]


def test_pictures_are_small_and_of_the_size_that_is_said(note: int, visitor: Visitor) -> None:
    for size, width, most in (("small", 240, 15_000), ("large", 960, 100_000)):
        answer = visitor.get(f"{BASE}/ar/pages/2/{size}").response
        assert answer.headers["Content-Type"] == "image/webp"
        assert answer.headers["Content-Language"] == "ar"
        image = Image.open(BytesIO(answer.data))
        assert image.width == width
        assert len(answer.data) < most
        again = visitor.get(f"{BASE}/ar/pages/2/{size}", headers={"If-None-Match": answer.headers["ETag"]}).response
        assert (again.status_code, again.data) == (304, b"")
    picture = visitor.get(f"{BASE}/ar/pages/2").one(".viewer-page img")
    assert (picture.get("width"), picture.get("height")) == (
        "960",
        str(Image.open(BytesIO(visitor.get(f"{BASE}/ar/pages/2/large").response.data)).height),
    )


def test_what_was_found_leads_to_its_page_with_the_words_marked(note: int, visitor: Visitor) -> None:
    found = visitor.get("/fr/thamm-2021/documents", query_string={"q": "compétences"})
    href = found.one(".snippet-place a").get("href") or ""
    assert href.startswith("/fr/thamm-2021/documents/thamm-2021-1/fr/pages/")
    page = visitor.get(href)
    assert set(map(str.casefold, page.texts(".viewer-text mark"))) <= {"compétences", "compétence"}
    assert page.texts(".viewer-found mark")
    assert "q=comp" in (page.all("[rel=next], [rel=prev]")[0].get("href") or "")
    assert page.response.headers["Cache-Control"] == "private, no-cache"
    plain = visitor.get(href.partition("?")[0])
    assert plain.all("mark") == []


def test_what_somebody_typed_cannot_write_into_the_page(note: int, visitor: Visitor) -> None:
    page = visitor.get(f"{FRENCH_PAGES}/2", query_string={"q": '"><script>alert(1)</script>'})
    assert "<script>alert" not in page.source


def test_the_documents_page_shows_the_first_page_of_each_language(note: int, visitor: Visitor) -> None:
    page = visitor.get("/fr/thamm-2021/documents/thamm-2021-1")
    images = page.all(".version-picture img")
    assert [one.get("src") for one in images] == [
        f"/fr/thamm-2021/documents/thamm-2021-1/{code}/pages/1/small" for code in ("fr", "ar")
    ]
    assert {(one.get("loading"), one.get("width")) for one in images} == {("lazy", "240")}


def test_pages_cost_the_same_queries_for_one_picture_and_for_many(world: World, note: int, visitor: Visitor) -> None:
    visitor.get(f"{FRENCH_PAGES}?day=")  # Whether embargoes end one day is asked once for each public revision.
    with count_queries(world.app) as for_four:
        assert visitor.get(FRENCH_PAGES).status == 200
    with world.writing() as database:
        kept = select(PagePicture).join(Revision, Revision.id == PagePicture.revision_id).where(PagePicture.number > 1)
        for one in database.scalars(kept):
            database.delete(one)
    let_a_second_pass(world.app)
    with count_queries(world.app) as for_one:
        assert visitor.get(f"{FRENCH_PAGES}?language=").status == 200
    assert len(for_one) == len(for_four)
    assert len(for_four) <= 12


@pytest.mark.parametrize("name", VIEWERS)
def test_nobody_sees_a_page_of_what_they_may_not_read(world: World, name: str) -> None:
    event = world.event()
    for visibility, symbol in SYMBOLS.items():
        make_document(world, event, symbol, visibility=visibility, languages=(ENGLISH,))
    world.deliver()
    make, allowed = VIEWERS[name]
    visitor = make(world, event)
    for visibility, symbol in SYMBOLS.items():
        base = f"/en/thamm-2021/documents/{symbol.lower().replace('/', '-')}"
        status = 200 if visibility in allowed else 404
        for path in ("en/pages", "en/pages/1", "en/pages/1/small", "en/pages/1/large", "citation.bib", "citation.ris"):
            assert visitor.get(f"{base}/{path}").status == status, (symbol, path)


def test_a_file_that_is_not_published_is_not_drawn(world: World, visitor: Visitor) -> None:
    document = make_document(world, world.event(), languages=(ENGLISH,))
    make_revision(world, document, FRENCH, publish=False)
    world.deliver()
    assert pictures(world) == 1
    assert [visitor.get(f"{FRENCH_PAGES}{end}").status for end in ("", "/1", "/1/small")] == [404] * 3


def test_a_newer_revision_takes_the_pictures_of_the_older_one_away(world: World, note: int, visitor: Visitor) -> None:
    before = visitor.get(f"{FRENCH_PAGES}/1/large").response.data
    make_revision(world, note, FRENCH)
    let_a_second_pass(world.app)
    waiting = visitor.get(f"{FRENCH_PAGES}/1")
    assert waiting.texts(".notice") == ["The picture of this page is being made. Its text is below."]
    assert visitor.get(f"{FRENCH_PAGES}/1/large").status == 404
    world.deliver()
    let_a_second_pass(world.app)
    after = visitor.get(f"{FRENCH_PAGES}/1/large").response
    assert after.status_code == 200
    assert after.data != before
    assert visitor.get(f"{FRENCH_PAGES}/2/large").status == 404
    assert pictures(world) == 5


def test_a_version_that_is_withdrawn_leaves_no_page_and_no_file_behind(
    world: World, note: int, visitor: Visitor
) -> None:
    paths = [f"{FRENCH_PAGES}{end}" for end in ("", "/1", "/1/small", "/1/large")]
    assert [visitor.get(path).status for path in paths] == [200] * 4
    with world.writing() as database:
        service.withdraw_version(database, french(database, note), by=None)
    let_a_second_pass(world.app)
    assert [visitor.get(path).status for path in paths] == [404] * 4
    assert pictures(world) == 4
    with world.app.app_context():
        swept = storage().sweep(db.session(), older_than=timedelta(days=-1))
        assert len(swept) == 8
        assert not set(swept) & known_blobs(db.session())
    assert visitor.get(f"{BASE}/ar/pages/1/large").status == 200
    with world.writing() as database:
        service.publish_revision(database, french(database, note).revisions[0], by=None)
    world.deliver()
    let_a_second_pass(world.app)
    assert [visitor.get(path).status for path in paths] == [200] * 4


def test_what_was_withdrawn_while_it_waited_is_not_drawn(world: World) -> None:
    document = make_document(world, world.event(), languages=(ENGLISH,))
    with world.writing() as database:
        service.withdraw_version(database, database.get_one(Document, document).versions[0], by=None)
    world.deliver()
    assert pictures(world) == 0


def test_a_pdf_that_cannot_be_drawn_says_so_and_is_read_by_its_text(world: World, visitor: Visitor) -> None:
    document = make_document(world, world.event(), languages=())
    make_revision(world, document, FRENCH, body=b"%PDF-1.4\nnothing of a page")
    world.deliver()
    page = visitor.get(f"{FRENCH_PAGES}/1")
    expected = "There is no picture of this page. Its text is below, and the file shows all of it."
    assert page.texts(".notice") == [expected]
    assert page.all(".viewer-page") == []
    with world.reading() as database:
        assert database.scalars(select(Revision.pictures)).one() == Pictures.FAILED


def test_text_without_pages_is_not_read_page_by_page(world: World, visitor: Visitor) -> None:
    document = make_document(world, world.event(), languages=())
    make_revision(world, document, FRENCH, body=b"Une note", file_type=TEXT)
    world.deliver()
    assert visitor.get(f"{FRENCH_PAGES}/1").status == 404
    assert visitor.get(BASE).texts(".version a[href*=pages]") == []


def test_files_published_before_there_were_pictures_are_drawn_in_the_hour(world: World, visitor: Visitor) -> None:
    document = make_document(world, world.event(), languages=(ENGLISH, FRENCH))
    newer = make_revision(world, document, FRENCH)
    world.deliver()
    with world.writing() as database:
        for revision in database.scalars(select(Revision)):
            revision.pictures, revision.pages_drawn = Pictures.WAITING, 0
        for picture in database.scalars(select(PagePicture)):
            database.delete(picture)
    work = next(one for one in WORK_OF_THE_HOUR if one.name == "draw pages of documents")
    with world.writing() as database:
        for event_id in work.due(database):
            work.do(database, event_id)
    world.deliver()
    with world.reading() as database:
        states = dict(iter(database.execute(select(Revision.id, Revision.pictures))))
        assert work.due(database) == []
    assert states[newer] == Pictures.MADE
    assert sorted(states.values()) == [Pictures.MADE, Pictures.MADE, Pictures.NONE]


@pytest.mark.skipif(converter() is None, reason="this machine has no LibreOffice")
def test_a_file_of_office_is_read_as_it_is_printed(world: World, visitor: Visitor) -> None:
    document = make_document(world, world.event(), languages=())
    make_revision(world, document, FRENCH, body=docx(paragraph(WORDS)), file_type=DOCX)
    world.deliver()
    page = visitor.get(f"{FRENCH_PAGES}/1")
    assert page.status == 200
    assert page.texts(".viewer-text") == [WORDS]
    assert visitor.get(BASE).texts(".version .file-facts")[0].split(" · ")[2] == isolated("1 page")
