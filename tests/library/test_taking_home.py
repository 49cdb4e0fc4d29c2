"""Documents taken home: of a session, a day, a search or the event, in the reader's order of languages; resumed."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from conference.agenda.models import Session
from conference.core import later
from conference.core.database import db
from conference.core.languages import ARABIC, ENGLISH, FRENCH
from tests.client import Page, Visitor, words
from tests.made.agenda import make_session, publish
from tests.made.library import make_document, make_revision, pdf
from tests.queries import count_queries
from tests.world import World, only

ZIP = "/en/thamm-2021/documents.zip"
PAGE = "/en/thamm-2021/take-home"


def shelves(world: World) -> int:
    """A general document in three languages, one of each of two sessions on two days, and one in Arabic alone."""
    event = world.event()
    late = make_session(world, event, "D2-01", day=date(2021, 7, 6))
    early = make_session(world, event, "D1-01")
    publish(world, event)
    make_document(world, event, "B/2", title="Second day", languages=(ENGLISH,), sessions=[late], category="report")
    make_document(world, event, "B/1", title="First day", languages=(ENGLISH, FRENCH), sessions=[early])
    make_document(world, event, "A/1", title="For all")
    make_document(world, event, "A/2", title=only(ARABIC, "تقرير"), languages=(ARABIC,))
    return event


def taken(visitor: Visitor, **asked: str) -> list[str]:
    response = visitor.get(ZIP, query_string=asked).response
    assert response.status_code == 200
    return zipfile.ZipFile(io.BytesIO(response.data)).namelist()[1:]


def test_they_come_in_the_order_of_the_agenda_with_names_that_say_what_they_are(world: World, visitor: Visitor) -> None:
    shelves(world)
    assert taken(visitor, language="en") == [
        "01 A-1 For all (en).pdf",
        "02 B-1 First day (en).pdf",
        "03 B-2 Second day (en).pdf",
    ]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"language": "fr"}, ["A-1 fr", "B-1 fr"]),
        ({"language": "fr", "fallback": "en"}, ["A-1 fr", "B-1 fr", "B-2 en"]),
        ({"language": "fr", "fallback": "ar"}, ["A-1 fr", "A-2 ar", "B-1 fr"]),
        ({"language": "fr", "fallback": "en-ar"}, ["A-1 fr", "A-2 ar", "B-1 fr", "B-2 en"]),
        ({"language": "ar", "fallback": "fr-en"}, ["A-1 ar", "A-2 ar", "B-1 fr", "B-2 en"]),
        ({"language": "en", "session": "D1-01"}, ["B-1 en"]),
        ({"language": "en", "day": "2021-07-06"}, ["B-2 en"]),
        ({"language": "ar", "fallback": "en", "day": "2021-07-05"}, ["B-1 en"]),
        ({"language": "en", "q": "second"}, ["B-2 en"]),
        ({"language": "en", "q": "day", "session": "D1-01"}, ["B-1 en"]),
        ({"language": "en", "category": "report"}, ["B-2 en"]),
        ({"language": "en", "available": "fr"}, ["A-1 en", "B-1 en"]),
        ({"language": "en", "q": "nothing has this"}, []),
    ],
)
def test_what_is_meant_and_in_which_languages(
    world: World, visitor: Visitor, asked: dict[str, str], expected: list[str]
) -> None:
    shelves(world)
    names = taken(visitor, **asked)
    found = [f"{name.split()[1]} {name.removesuffix(').pdf')[-2:]}" for name in names]
    assert found == expected


@pytest.mark.parametrize(
    "asked",
    [
        {"language": "de"},
        {"language": "fr", "fallback": "fr"},
        {"language": "fr", "fallback": "en-en"},
        {"language": "fr", "fallback": "xx"},
        {"session": "NONE"},
        {"day": "2021-07-20"},
        {"day": "tomorrow"},
        {"category": "none"},
        {"available": "de"},
    ],
)
def test_what_there_is_not_is_not_found(world: World, visitor: Visitor, asked: dict[str, str]) -> None:
    shelves(world)
    assert visitor.get(ZIP, query_string=asked).status == 404


def test_the_contents_say_what_is_in_another_language_and_what_is_missing(world: World, visitor: Visitor) -> None:
    shelves(world)
    response = visitor.get("/ar/thamm-2021/documents.zip?language=fr&fallback=en").response
    packed = zipfile.ZipFile(io.BytesIO(response.data))
    assert packed.namelist()[0] == "00 المحتويات.html"
    contents = packed.read(packed.namelist()[0]).decode()
    assert '<html lang="ar" dir="rtl">' in contents
    before, missing = contents.split("<h2>", 2)[1:]
    assert before.count('class="instead"') == 1
    assert all(symbol in before for symbol in ("A/1", "B/1", "B/2"))
    assert "A/2" in missing
    assert "A/2" not in before


def choices(page: Page) -> list[tuple[str, str]]:
    return [
        (str(radio.get("value")), words(page.one(f"label[for={radio.get('id')}] .file-facts")))
        for radio in page.all("input[name=fallback]")
    ]


def test_the_page_says_how_much_each_order_will_be_before_it_is_taken(world: World, visitor: Visitor) -> None:
    event = world.event()
    for symbol, language, body in (("A/1", FRENCH, b"x" * 100), ("A/2", ENGLISH, b"y" * 250)):
        document = make_document(world, event, symbol, languages=())
        make_revision(world, document, language, body=body)
    page = visitor.get(f"{PAGE}?language=fr")
    assert [value for value, _words in choices(page)] == ["", "en"]
    told = [text.replace("\u2068", "").replace("\u2069", "") for _value, text in choices(page)]
    assert told[0].startswith("1 file · 100 ")
    assert told[0].endswith("1 document missing")
    assert told[1].startswith("2 files · 350 ")
    assert told[1].endswith("1 in another language")
    assert words(page.one("#missing")) == "Not available in French"
    form = page.one("form[action$='documents.zip']")
    assert form.get("method") == "get"
    assert page.one("form[action$='documents.zip'] input[name=language]").get("value") == "fr"


def test_every_order_that_changes_something_is_offered_and_no_other(world: World, visitor: Visitor) -> None:
    event = shelves(world)
    assert [value for value, _words in choices(visitor.get(f"{PAGE}?language=fr"))] == ["", "en", "ar", "en-ar"]
    make_document(world, event, "C/1", languages=(ENGLISH, ARABIC))
    found = [value for value, _words in choices(visitor.get(f"{PAGE}?language=fr"))]
    assert found == ["", "en", "ar", "en-ar", "ar-en"]
    assert "All of them are available in English." in visitor.get(f"{PAGE}?language=en&session=D1-01").text


@pytest.mark.parametrize("path", ["documents?q=day&language=fr", "agenda/D1-01", "agenda?day=2021-07-05"])
def test_pages_lead_there_with_what_they_show(world: World, visitor: Visitor, path: str) -> None:
    event = shelves(world)
    with world.app.app_context():
        session = db.session.scalars(select(Session.id).where(Session.code == "D1-01")).one()
    make_document(world, event, "B/3", sessions=[session])
    link = visitor.get(f"/en/thamm-2021/{path}").one("a[href*='/take-home']").get("href")
    page = visitor.get(str(link))
    assert page.status == 200
    assert len(page.all("form[action$='documents.zip']")) == 1


def test_hidden_fields_carry_what_was_searched_for(world: World, visitor: Visitor) -> None:
    shelves(world)
    page = visitor.get(f"{PAGE}?q=day&available=fr&language=fr")
    hidden = {str(one.get("name")): one.get("value") for one in page.all("input[type=hidden]")}
    assert {name: hidden.get(name) for name in ("q", "available", "language")} == {
        "q": "day",
        "available": "fr",
        "language": "fr",
    }


def test_where_there_is_nothing_it_says_so(world: World, visitor: Visitor) -> None:
    world.event()
    assert "No document to take home" in visitor.get(PAGE).text


def test_what_somebody_may_not_read_is_neither_counted_nor_taken(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_document(world, event, "A/1")
    make_document(world, event, "S/1", title="Secret", visibility="organisers")
    page = visitor.get(PAGE)
    assert "Secret" not in page.source
    assert words(page.one("form .file-facts")).startswith("1 file ")
    assert len(taken(visitor, language="en")) == 1
    assert len(taken(world.organiser(event), language="en")) == 2


def test_the_page_asks_as_much_for_three_documents_as_for_thirty(world: World, visitor: Visitor) -> None:
    event = world.event()
    seen = []
    for first, last in ((0, 3), (3, 30)):
        for number in range(first, last):
            make_document(world, event, f"A/{number}")
        visitor.get(PAGE)
        with count_queries(world.app) as queries:
            visitor.get(PAGE)
        seen.append(len(queries))
    assert seen[0] == seen[1] <= 12


def parts(visitor: Visitor, path: str, range_: str, **headers: str) -> Any:
    return visitor.get(path, headers={"Range": range_, **headers}).response


@pytest.fixture
def whole(world: World, visitor: Visitor) -> bytes:
    shelves(world)
    return visitor.get(f"{ZIP}?language=fr&fallback=en-ar").response.data


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_zip_goes_on_where_the_line_broke(visitor: Visitor, whole: bytes, data: st.DataObject) -> None:
    path = f"{ZIP}?language=fr&fallback=en-ar"
    start = data.draw(st.integers(0, len(whole) - 1))
    last = data.draw(st.one_of(st.none(), st.integers(start, len(whole) + 5)))
    response = parts(visitor, path, f"bytes={start}-{'' if last is None else last}")
    end = len(whole) - 1 if last is None else min(last, len(whole) - 1)
    assert response.status_code == 206
    assert response.headers["Content-Range"] == f"bytes {start}-{end}/{len(whole)}"
    assert int(response.headers["Content-Length"]) == end + 1 - start
    assert whole[:start] + response.data + whole[end + 1 :] == whole


def test_a_zip_goes_on_in_another_process_and_is_the_same(world: World, visitor: Visitor, whole: bytes) -> None:
    later.write_all(world.app)
    other = Visitor(world.app)
    assert whole[:3000] + parts(other, f"{ZIP}?language=fr&fallback=en-ar", "bytes=3000-").data == whole


def test_what_has_changed_meanwhile_is_given_whole(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_document(world, event)
    path = f"{ZIP}?language=en"
    first = visitor.get(path).response
    etag = first.headers["ETag"]
    assert not etag.startswith("W/")
    assert first.headers["Accept-Ranges"] == "bytes"
    same = parts(visitor, path, "bytes=10-", **{"If-Range": etag})
    assert (same.status_code, same.data) == (206, first.data[10:])
    make_document(world, event, "THAMM/2021/2")
    changed = parts(visitor, path, "bytes=10-", **{"If-Range": etag})
    assert changed.status_code == 200
    assert changed.data[:4] == b"PK\x03\x04"
    assert len(changed.data) > len(first.data)


def test_parts_that_there_are_not_are_refused_and_others_that_are_not_understood_are_whole(
    world: World, visitor: Visitor
) -> None:
    make_document(world, world.event())
    path = f"{ZIP}?language=en"
    size = len(visitor.get(path).response.data)
    beyond = parts(visitor, path, f"bytes={size}-")
    assert (beyond.status_code, beyond.headers["Content-Range"], beyond.data) == (416, f"bytes */{size}", b"")
    assert "Content-Disposition" not in beyond.headers
    last = parts(visitor, path, "bytes=-22")
    assert (last.status_code, len(last.data), last.data[:4]) == (206, 22, b"PK\x05\x06")
    assert parts(visitor, path, "bytes=-9999999").headers["Content-Range"] == f"bytes 0-{size - 1}/{size}"
    for ignored in ("bytes=0-1,5-6", "items=0-1", "bytes=a-b", "bytes=5-1", ""):
        assert parts(visitor, path, ignored).status_code == 200, ignored


def test_head_says_what_get_would_and_reads_nothing(world: World, visitor: Visitor) -> None:
    make_document(world, world.event())
    path = f"{ZIP}?language=en"
    whole = visitor.get(path).response
    head = visitor.client.head(path, headers={"Range": "bytes=5-"})
    assert (head.status_code, head.data) == (200, b"")
    for name in ("Content-Length", "ETag", "Content-Disposition", "Accept-Ranges", "Content-Type"):
        assert head.headers[name] == whole.headers[name]


def test_its_name_says_what_is_in_it(world: World, visitor: Visitor) -> None:
    shelves(world)
    header = visitor.get(f"{ZIP}?language=fr&fallback=en&session=D1-01").response.headers["Content-Disposition"]
    assert header == 'attachment; filename="thamm-2021_D1-01_documents_fr_en.zip"'


def test_a_single_file_comes_in_parts_too(world: World, visitor: Visitor) -> None:
    document = make_document(world, world.event(), languages=())
    body = pdf("exactly this")
    make_revision(world, document, FRENCH, body=body)
    path = "/en/thamm-2021/documents/thamm-2021-1/fr"
    first = visitor.get(path).response
    part = parts(visitor, path, "bytes=7-19")
    assert (part.status_code, part.data) == (206, body[7:20])
    assert part.headers["Content-Range"] == f"bytes 7-19/{len(body)}"
    assert part.headers["Content-Language"] == "fr"
    assert parts(visitor, path, "bytes=7-", **{"If-Range": first.headers["ETag"]}).data == body[7:]
    assert parts(visitor, path, "bytes=7-", **{"If-Range": first.headers["Last-Modified"]}).data == body[7:]
    for other in ('"other"', f"W/{first.headers['ETag']}", "Thu, 01 Jan 2015 00:00:00 GMT"):
        assert parts(visitor, path, "bytes=7-", **{"If-Range": other}).data == body
    assert parts(visitor, path, f"bytes={len(body)}-").status_code == 416


def test_a_date_says_whether_somebody_has_it_and_a_tag_says_it_better(world: World, visitor: Visitor) -> None:
    make_document(world, world.event())
    path = "/en/thamm-2021/documents/thamm-2021-1/fr"
    changed = visitor.get(path).response.headers["Last-Modified"]
    assert visitor.get(path, headers={"If-Modified-Since": changed}).status == 304
    assert visitor.get(path, headers={"If-Modified-Since": "Thu, 01 Jan 2015 00:00:00 GMT"}).status == 200
    both = {"If-Modified-Since": changed, "If-None-Match": '"other"'}
    assert visitor.get(path, headers=both).status == 200
    assert visitor.get(path, headers={"If-Match": '"other"'}).status == 412
    assert visitor.get(path, headers={"If-Match": "*"}).status == 200


def test_no_shared_cache_keeps_a_file_and_neither_do_we(world: World, visitor: Visitor) -> None:
    make_document(world, world.event())
    for path in ("/en/thamm-2021/documents/thamm-2021-1/fr", f"{ZIP}?language=fr"):
        for _time in range(2):
            headers = visitor.get(path).response.headers
            assert headers["Cache-Control"] == "private, no-cache"
            assert "Content-Encoding" not in headers
