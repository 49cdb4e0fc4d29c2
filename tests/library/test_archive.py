"""All documents of a language in one ZIP: exact length, good order, the same bytes each time."""

from __future__ import annotations

import io
import zipfile

import pytest

from conference.core.languages import ARABIC, ENGLISH, FRENCH
from tests.client import Visitor
from tests.made.library import make_document, make_revision, pdf
from tests.world import World, only


def opened(visitor: Visitor, language: str, page: str = "en") -> tuple[zipfile.ZipFile, str]:
    response = visitor.get(f"/{page}/thamm-2021/documents.zip", query_string={"language": language}).response
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/zip"
    assert int(response.headers["Content-Length"]) == len(response.data)
    packed = zipfile.ZipFile(io.BytesIO(response.data))
    assert packed.testzip() is None
    return packed, packed.read(packed.namelist()[0]).decode()


def test_every_document_in_the_language_in_its_order(world: World, visitor: Visitor) -> None:
    event = world.event()
    bodies = [pdf(f"number {number}", pages=number) for number in (1, 2, 3)]
    for body, symbol in zip(bodies, ("Z/1", "A/2", "وثيقة/3"), strict=True):
        make_revision(world, make_document(world, event, symbol, languages=()), FRENCH, body=body)
    packed, contents = opened(visitor, "fr")
    names = [
        "00 Contents.html",
        "01 Z-1 Concept note (français) (fr).pdf",
        "02 A-2 Concept note (français) (fr).pdf",
        "03 وثيقة-3 Concept note (français) (fr).pdf",
    ]
    assert packed.namelist() == names
    assert [packed.read(name) for name in names[1:]] == bodies
    assert {info.compress_type for info in packed.infolist()} == {zipfile.ZIP_STORED}
    assert all(name in contents for name in names[1:])


def test_it_is_the_same_bytes_each_time_and_known_by_its_tag(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_document(world, event)
    path = "/en/thamm-2021/documents.zip?language=en"
    first, second = visitor.get(path).response, visitor.get(path).response
    assert first.data == second.data
    etag = first.headers["ETag"]
    assert visitor.get(path, headers={"If-None-Match": etag}).status == 304
    make_document(world, event, "THAMM/2021/2")
    assert visitor.get(path, headers={"If-None-Match": etag}).status == 200


def test_missing_languages_are_listed_as_missing_in_the_readers_language(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_document(world, event, "A/1", languages=(ENGLISH, FRENCH))
    make_document(world, event, "A/2", title=only(ENGLISH, "Only English"), languages=(ENGLISH,))
    packed, contents = opened(visitor, "fr")
    assert packed.namelist() == ["00 Contents.html", "01 A-1 Concept note (français) (fr).pdf"]
    before, missing = contents.split("<h2>Missing</h2>")
    assert "A/1" in before
    assert "A/2" in missing
    assert "Not available in French yet. There is: English." in missing
    _packed, arabic = opened(visitor, "fr", page="ar")
    assert "مؤتمر إقليمي" in arabic
    assert "بتمويل من الاتحاد الأوروبي" in arabic


def test_an_event_without_documents_gives_a_list_that_says_so(world: World, visitor: Visitor) -> None:
    world.event()
    packed, contents = opened(visitor, "ar")
    assert packed.namelist() == ["00 Contents.html"]
    assert "No document is available in this language yet." in contents


def test_without_a_language_it_is_the_pages(world: World, visitor: Visitor) -> None:
    make_document(world, world.event(), languages=(ARABIC,))
    response = visitor.get("/ar/thamm-2021/documents.zip").response
    assert response.headers["Content-Disposition"] == 'attachment; filename="thamm-2021_documents_ar.zip"'


@pytest.mark.parametrize("language", ["de", "xx", "FR", "fr/../en"])
def test_an_unknown_language_is_not_found(world: World, visitor: Visitor, language: str) -> None:
    world.event()
    assert visitor.get("/fr/thamm-2021/documents.zip", query_string={"language": language}).status == 404


def test_a_withdrawn_or_waiting_file_is_not_packed(world: World, visitor: Visitor) -> None:
    event = world.event()
    document = make_document(world, event, languages=(ENGLISH,))
    make_revision(world, document, ENGLISH, publish=False)
    assert opened(visitor, "en")[0].namelist()[1:] == ["01 THAMM-2021-1 Concept note (en).pdf"]
    page = world.organiser(event).get("/en/thamm-2021/manage/documents/thamm-2021-1")
    assert page.submit("form[action$=withdraw]").status == 302
    assert opened(visitor, "en")[0].namelist()[1:] == []


def test_names_sort_in_the_order_of_the_list_however_many_there_are(world: World, visitor: Visitor) -> None:
    event = world.event()
    for number in range(101):
        make_document(world, event, f"A/{number}", languages=(ENGLISH,))
    names = opened(visitor, "en")[0].namelist()
    assert (names[1], names[-1]) == ("001 A-0 Concept note (en).pdf", "101 A-100 Concept note (en).pdf")
    assert names == sorted(names)
