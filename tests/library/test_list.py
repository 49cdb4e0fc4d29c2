"""The list of documents: what it says of each, its filters, its search."""

from __future__ import annotations

import pytest

from conference.core.languages import ARABIC, ENGLISH, FRENCH, LANGUAGES
from conference.library.models import Document
from tests.client import Visitor
from tests.made.agenda import make_session, publish
from tests.made.library import make_document, make_revision
from tests.queries import count_queries
from tests.world import World, in_three, only

LIST = "/en/thamm-2021/documents"


def titles(visitor: Visitor, path: str = LIST, **query: str) -> list[str]:
    page = visitor.get(path, query_string=query)
    assert page.status == 200
    return page.texts(".document-title a")


def test_each_document_says_its_symbol_category_and_files_the_pages_language_first(
    world: World, visitor: Visitor
) -> None:
    make_document(world, world.event(), title=in_three("Concept note", "Note conceptuelle", "مذكرة مفاهيمية"))
    page = visitor.get("/fr/thamm-2021/documents")
    assert page.texts(".document-title") == ["Note conceptuelle"]
    assert page.texts(".document-meta bdi") == ["THAMM/2021/1"]
    links = page.all(".files a")
    assert [link.get("hreflang") for link in links] == ["fr", "en", "ar"]
    assert [link.get("href") for link in links] == [
        f"/fr/thamm-2021/documents/thamm-2021-1/{code}" for code in ("fr", "en", "ar")
    ]
    assert {link.get("type") for link in links} == {"application/pdf"}
    assert page.all(".file-missing") == []


def test_a_missing_language_is_said_with_what_there_is_instead(world: World, visitor: Visitor) -> None:
    make_document(world, world.event(), languages=(ENGLISH, FRENCH))
    page = visitor.get("/ar/thamm-2021/documents")
    assert len(page.all(".file-missing")) == 1
    assert [link.get("hreflang") for link in page.all(".files a")] == ["en", "fr"]
    assert visitor.get(LIST).all(".file-missing") == []


def test_a_title_in_another_language_is_marked(world: World, visitor: Visitor) -> None:
    make_document(world, world.event(), title=only(ENGLISH, "Concept note"))
    span = visitor.get("/ar/thamm-2021/documents").one(".document-title .fallback")
    assert (span.get("lang"), span.get("dir")) == ("en", "ltr")


def test_a_document_without_a_published_file_is_not_listed(world: World, visitor: Visitor) -> None:
    document = make_document(world, world.event(), languages=())
    make_revision(world, document, publish=False)
    page = visitor.get(LIST)
    assert page.texts(".empty h2") == ["No documents yet"]
    assert page.all("form.filters") == []
    assert visitor.get(f"{LIST}/thamm-2021-1").status == 404


def test_filters_by_language_category_and_session(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event, "D1-01")
    other = make_session(world, event, "D1-02", hours=("11:00", "12:00"))
    publish(world, event)
    make_document(world, event, "A/1", title="One", sessions=[session])
    make_document(world, event, "A/2", title="Two", languages=(ENGLISH,), category="report")
    assert titles(visitor) == ["One", "Two"]
    assert titles(visitor, language="fr") == ["One"]
    assert titles(visitor, category="report") == ["Two"]
    assert titles(visitor, session="D1-01") == ["One"]
    page = visitor.get(LIST, query_string={"language": "ar", "category": "report"})
    assert page.texts(".empty h2") == ["No document found"]
    assert page.values("form.filters") == {"q": "", "language": "ar", "session": "", "category": "report"}
    assert visitor.get(LIST, query_string={"session": "D1-02"}).texts(".empty h2") == ["No document found"]
    assert other


@pytest.mark.parametrize(
    "query", [{"language": "de"}, {"language": "xx"}, {"session": "D9-99"}, {"category": "gossip"}, {"language": "'"}]
)
def test_a_filter_that_names_nothing_is_not_found(world: World, visitor: Visitor, query: dict[str, str]) -> None:
    make_document(world, world.event())
    assert visitor.get("/fr/thamm-2021/documents", query_string=query).status == 404


def test_a_session_that_is_not_published_is_no_filter_and_not_named(world: World, visitor: Visitor) -> None:
    event = world.event()
    secret = make_session(world, event, "SECRET-1")
    make_document(world, event, sessions=[secret])
    assert visitor.get(LIST, query_string={"session": "SECRET-1"}).status == 404
    for path in (LIST, f"{LIST}/thamm-2021-1"):
        assert "SECRET-1" not in visitor.get(path).source


@pytest.mark.parametrize(
    ("language", "words", "found"),
    [
        ("ar", "هجرة", ["Migration"]),
        ("ar", "الوثائق", ["Paper"]),
        ("ar", "وثيقة", ["Paper"]),
        ("fr", "l’emploi", ["Paper"]),
        ("fr", "regionales", ["Migration"]),
        ("en", "الهجرة", ["Migration"]),
        ("ar", "emplois", ["Paper"]),
        ("en", "MIGRATIONS", ["Migration"]),
        ("en", "thamm/2021/2", ["Paper"]),
        ("ar", "THAMM/٢٠٢١/٢", ["Paper"]),
        ("en", "D1-01", ["Paper"]),
        ("en", "migration paper", []),
        ("en", "%", []),
        ("en", "_", []),
        ("en", "\x00", []),
        ("en", "' OR 1=1 --", []),
        ("en", "x" * 5000, []),
    ],
)
def test_words_find_documents_in_any_of_the_languages(
    world: World, visitor: Visitor, language: str, words: str, found: list[str]
) -> None:
    event = world.event()
    session = make_session(world, event, "D1-01")
    publish(world, event)
    make_document(
        world,
        event,
        "THAMM/2021/1",
        title=in_three("Migration", "Migration", "الهجرة"),
        summary=in_three("Trends", "Tendances régionales", "اتجاهات"),
    )
    make_document(
        world,
        event,
        "THAMM/2021/2",
        title=in_three("Paper", "Document", "وثيقة النقاش"),
        summary=in_three("On jobs", "Des emplois et des jeunes", "حول العمل"),
        sessions=[session],
    )
    page = visitor.get(f"/{language}/thamm-2021/documents", query_string={"q": words})
    by_symbol = {"THAMM/2021/1": "Migration", "THAMM/2021/2": "Paper"}
    assert [by_symbol[symbol] for symbol in page.texts(".document-meta bdi")] == found


def test_what_has_the_words_in_its_title_comes_first(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_document(world, event, "A/1", title="Report", summary=in_three("All about skills"))
    make_document(world, event, "A/2", title="Skills")
    make_document(world, event, "A/3", title="Annex", summary=in_three("Skills again"))
    assert titles(visitor, q="skills") == ["Skills", "Report", "Annex"]


def test_a_changed_title_is_found_by_its_new_words(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_document(world, event, title=only(ENGLISH, "Old words"))
    page = world.organiser(event).get("/en/thamm-2021/manage/documents/thamm-2021-1")
    assert page.submit(**{"title-en": "Fresh phrase"}).status == 302
    assert (titles(visitor, q="old"), titles(visitor, q="fresh")) == ([], ["Fresh phrase"])


def test_hostile_text_is_shown_as_text(world: World, visitor: Visitor) -> None:
    hostile = "<script>alert(1)</script> & {{ 7*7 }}"
    make_document(world, world.event(), "A/<b>1</b>", title=hostile, summary=in_three(hostile))
    assert titles(visitor) == [hostile]
    assert visitor.get(f"{LIST}/a-b-1-b").h1 == hostile
    page = visitor.get(LIST, query_string={"q": '"><script>'})
    assert page.values("form.filters")["q"] == '"><script>'


@pytest.mark.parametrize("path", [LIST, f"{LIST}.zip?language=fr", "/en/thamm-2021/manage/documents"])
def test_three_documents_cost_as_many_queries_as_thirty(world: World, path: str) -> None:
    event = world.event()
    session = make_session(world, event, "D1-01")
    publish(world, event)
    visitor = world.organiser(event) if "manage" in path else Visitor(world.app)
    counts = []
    for first, last in ((0, 3), (3, 30)):
        for number in range(first, last):
            make_document(world, event, f"A/{number}", sessions=[session])
        asked = path if "?" in path or "manage" in path else f"{path}?q=concept"
        visitor.get(asked)
        with count_queries(world.app) as queries:
            page = visitor.get(asked)
        assert page.status == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[1] <= 12


def test_the_list_is_kept_for_the_anonymous_and_follows_a_publication(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_document(world, event, "A/1", title="One")
    for _visit in range(2):
        first = visitor.get(LIST)
    assert first.response.headers["ETag"].startswith("W/")
    assert "Set-Cookie" not in first.response.headers
    assert visitor.get(LIST, query_string={"q": "one"}).response.headers["ETag"].startswith("W/")
    assert "ETag" not in visitor.get(LIST, query_string={"q": "one " * 16}).response.headers
    make_document(world, event, "A/2", title="Two")
    assert titles(Visitor(world.app)) in (["One"], ["One", "Two"])
    assert world.count(Document) == 2


def test_every_address_answers_in_the_language_of_the_address(world: World, visitor: Visitor) -> None:
    make_document(world, world.event())
    for language in LANGUAGES:
        for path in ("documents", "documents/thamm-2021-1", "documents/nothing", "documents/thamm-2021-1/de"):
            page = visitor.get(f"/{language}/thamm-2021/{path}")
            assert page.status == (404 if "nothing" in path or path.endswith("de") else 200)
    assert ARABIC
