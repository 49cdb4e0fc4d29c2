"""Searching as readers do: what is found, where it stands, in which order, and what is said where there is nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conference.core.file_types import PPTX, TEXT
from conference.core.languages import ARABIC, ENGLISH, FRENCH, Language
from tests.client import Visitor
from tests.made.agenda import make_session, publish
from tests.made.library import make_document, make_revision, pdf
from tests.queries import count_queries
from tests.world import World, in_three, only

LIST = "/en/thamm-2021/documents"


def paper(
    world: World,
    event: int,
    symbol: str,
    texts: dict[Language, str],
    *,
    title: str = "Paper",
    visibility: str = "public",
) -> int:
    """A published document whose files are plain texts, with a page per form feed; the worker has read them."""
    document = make_document(world, event, symbol, title=title, visibility=visibility, languages=())
    for language, text in texts.items():
        make_revision(world, document, language, body=text.encode(), file_type=TEXT)
    world.deliver()
    return document


def found(visitor: Visitor, words: str, language: str = "en", **filters: str) -> list[str]:
    page = visitor.get(f"/{language}/thamm-2021/documents", query_string={"q": words, **filters})
    assert page.status == 200
    return page.texts(".document-meta bdi")


def test_what_a_page_says_is_found_and_shown_where_it_stands(world: World, visitor: Visitor, shared_data: Path) -> None:
    document = make_document(world, world.event(), "A/1", title="Report", languages=())
    body = (shared_data / "documents" / "docling_right_to_left_01.pdf").read_bytes()
    make_revision(world, document, ARABIC, body=body)
    world.deliver()
    page = visitor.get("/ar/thamm-2021/documents", query_string={"q": "الخوارزميات"})
    assert page.texts(".document-title a") == []
    page = visitor.get("/ar/thamm-2021/documents", query_string={"q": "مكتبة pandas"})
    snippet = page.one(".snippet")
    assert (snippet.get("lang"), snippet.get("dir")) == ("ar", "rtl")
    assert page.texts(".snippet mark") == ["مكتبات", "مكتبة", "pandas"] or page.texts(".snippet mark")[-1] == "pandas"
    assert (
        page.one(".snippet-place a").get("href")
        == "/ar/thamm-2021/documents/a-1/ar/pages/1?q=%D9%85%D9%83%D8%AA%D8%A8%D8%A9+pandas"
    )


def test_the_snippet_comes_from_the_page_that_holds_most(world: World, visitor: Visitor) -> None:
    event = world.event()
    paper(world, event, "A/1", {ENGLISH: "Seasonal work.\fNothing here.\fFair & ethical recruitment of workers."})
    page = visitor.get(LIST, query_string={"q": "recruitment workers"})
    assert page.texts(".snippet") == ["Fair & ethical recruitment of workers."]
    assert page.texts(".snippet mark") == ["recruitment", "workers"]
    assert page.one(".snippet-place a").get("href") == f"{LIST}/a-1/en"


def test_a_hostile_text_is_shown_as_text(world: World, visitor: Visitor) -> None:
    paper(world, world.event(), "A/1", {ENGLISH: "<script>alert('wages')</script>"}, title="<mark>wages</mark>")
    page = visitor.get(LIST, query_string={"q": "wages"})
    assert page.texts(".snippet") == ["<script>alert('wages')</script>"]
    assert page.texts(".document-title mark") == ["wages"]
    assert page.all("main script") == []


def test_the_language_of_the_page_comes_first_then_title_then_text(world: World, visitor: Visitor) -> None:
    event = world.event()
    paper(world, event, "A/1", {FRENCH: "La migration"})
    paper(world, event, "A/2", {ENGLISH: "About migration"})
    paper(world, event, "A/3", {ENGLISH: "Nothing"}, title="Migration")
    assert found(visitor, "migration") == ["A/3", "A/2", "A/1"]
    assert visitor.get("/fr/thamm-2021/documents", query_string={"q": "travailleur"}).texts(".empty h2") != []


def test_words_that_follow_one_another_come_before_words_that_do_not(world: World, visitor: Visitor) -> None:
    event = world.event()
    paper(world, event, "A/1", {ENGLISH: "Migration is not labour."})
    paper(world, event, "A/2", {ENGLISH: "Labour migration."})
    assert found(visitor, "labour migration") == ["A/2", "A/1"]
    for words in ('"labour migration"', "“labour migration”", "labour-migration"):
        assert found(visitor, words) == ["A/2"]
    assert found(visitor, "« migration labour »") == []


def test_a_phrase_does_not_go_from_one_page_or_field_into_the_next(world: World, visitor: Visitor) -> None:
    event = world.event()
    paper(world, event, "A/1", {ENGLISH: "labour\fmigration"}, title="fair")
    assert found(visitor, '"labour migration"') == []
    assert found(visitor, '"fair a"') == []
    assert found(visitor, "labour migration fair") == ["A/1"]


@pytest.mark.parametrize("words", ["recruitm", "fair recru", "fair RECRUITME"])
def test_a_word_that_breaks_off_is_found_as_it_is_typed(world: World, visitor: Visitor, words: str) -> None:
    event = world.event()
    paper(world, event, "A/1", {ENGLISH: "Fair recruitment"})
    page = visitor.get(LIST, query_string={"q": words})
    assert page.texts(".document-meta bdi") == ["A/1"]
    assert page.texts(".snippet mark")[-1] == "recruitment"
    assert found(visitor, "recru fair") == []


def test_all_words_must_stand_in_one_language(world: World, visitor: Visitor) -> None:
    event = world.event()
    paper(world, event, "A/1", {ENGLISH: "labour", FRENCH: "migration"})
    assert found(visitor, "labour migration") == []


def test_another_language_answers_as_it_is_written(world: World, visitor: Visitor) -> None:
    event = world.event()
    paper(world, event, "A/1", {FRENCH: "Des mesures sanitaires"})
    paper(world, event, "A/2", {ENGLISH: "Sanitation"})
    assert found(visitor, "sanitation") == ["A/2"]
    assert found(visitor, "sanitaire") == ["A/1"]


def test_filters_count_what_there_would_be(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event, "D1-01")
    publish(world, event)
    make_document(world, event, "A/1", title="Wages", sessions=[session], category="report")
    make_document(world, event, "A/2", title="Wages", languages=(ENGLISH,), category="agenda")
    make_document(world, event, "A/3", title="Other", category="agenda")
    page = visitor.get(LIST, query_string={"q": "wages", "category": "agenda"})
    assert page.texts(".document-meta bdi") == ["A/2"]
    assert page.texts("#category option")[1:] == ["Agenda (1)", "Report (1)"]
    assert page.texts("#language option")[1:] == ["English (1)", "French (0)", "Arabic (0)"]
    assert page.texts("#session option")[1:] == ["Title D1-01 (0)"]


def test_nothing_found_says_what_finds_something(world: World, visitor: Visitor) -> None:
    event = world.event()
    paper(world, event, "A/1", {ENGLISH: "Remittances"})
    page = visitor.get(LIST, query_string={"q": "remittances bitcoin"})
    assert page.texts(".empty h2") == ["No document found"]
    assert [(one.text, one.get("href")) for one in page.all("#instead ~ ul a bdi, #instead ~ ul a")][:1]
    assert page.one("#instead ~ ul a").get("href") == f"{LIST}?q=remittances"
    page = visitor.get(LIST, query_string={"q": "remittances", "language": "fr"})
    assert page.one("#instead ~ ul a").get("href") == f"{LIST}?q=remittances"


def test_sessions_and_speakers_are_found_once_the_agenda_says_so(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event, "D1-01", title=in_three("Opening ceremony"))
    make_document(world, event, "A/1", sessions=[session])
    assert found(visitor, "ceremony") == []
    publish(world, event)
    world.deliver()
    assert found(visitor, "ceremony") == ["A/1"]
    assert found(visitor, "D1-01") == ["A/1"]


def test_a_new_revision_takes_the_place_of_the_old_and_a_withdrawn_one_is_gone(world: World) -> None:
    # Who is signed in gets no stored page, which follows a publication within a second.
    event, visitor = world.event(), world.signed_in(world.account("reader@example.org"))
    document = paper(world, event, "A/1", {ENGLISH: "Old words"})
    make_revision(world, document, ENGLISH, body=b"Fresh phrase", file_type=TEXT, publish=False, note="Fresh")
    world.deliver()
    assert (found(visitor, "old"), found(visitor, "fresh")) == (["A/1"], [])
    organiser = world.organiser(event)
    page = organiser.get("/en/thamm-2021/manage/documents/a-1")
    page.submit(form="form[action$='/en/2/publish']")
    assert (found(visitor, "old"), found(visitor, "fresh")) == ([], ["A/1"])
    organiser.get("/en/thamm-2021/manage/documents/a-1").submit(form="form[action$='/en/withdraw']")
    assert found(visitor, "fresh") == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("pypdf_with-attachment.pdf", "This PDF has 1 other file attached to it"),
        ("pypdf_libreoffice-writer-password.pdf", "This file opens with a password only"),
        (None, "This file holds pictures of pages and no text"),
    ],
)
def test_the_team_is_told_what_search_cannot_read(
    world: World, shared_data: Path, name: str | None, sentence: str
) -> None:
    event = world.event()
    body = (shared_data / "documents" / name).read_bytes() if name else pdf()
    document = make_document(world, event, "A/1", languages=())
    make_revision(world, document, ENGLISH, body=body)
    organiser = world.organiser(event)
    page = organiser.get("/en/thamm-2021/manage/documents/a-1")
    assert "Its text has not been read yet" in page.source
    world.deliver()
    page = organiser.get("/en/thamm-2021/manage/documents/a-1")
    assert sentence in page.source
    assert "Its text has not been read yet" not in page.source


def test_slides_are_told_by_their_number(world: World, visitor: Visitor) -> None:
    from io import BytesIO

    import pptx

    slides, body = pptx.Presentation(), BytesIO()
    for words in ("First", "Apprenticeship"):
        slides.slides.add_slide(slides.slide_layouts[5]).shapes.title.text = words
    slides.save(body)
    document = make_document(world, world.event(), "A/1", languages=())
    make_revision(world, document, ENGLISH, body=body.getvalue(), file_type=PPTX)
    world.deliver()
    page = visitor.get(LIST, query_string={"q": "apprenticeship"})
    assert page.texts(".snippet-place a") == ["Slide 2 (English) – A/1"]


@pytest.mark.parametrize("asked", ["", "?q=migration", "?q=labour+migration&language=fr", "?q=xq+yz", "?q=%22xq+yz%22"])
def test_a_search_asks_at_most_twelve_times_however_much_there_is(world: World, asked: str) -> None:
    event, path = world.event(), LIST + asked
    session = make_session(world, event, "D1-01")
    publish(world, event)
    visitor, counts = world.organiser(event), []
    for first, last in ((0, 2), (2, 25)):
        for number in range(first, last):
            symbol = f"A/{number}"
            make_document(world, event, symbol, title="Labour migration", sessions=[session], languages=(FRENCH,))
        visitor.get(path)
        with count_queries(world.app) as queries:
            assert visitor.get(path).status == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[1] <= 12


def test_a_long_list_has_pages(world: World, visitor: Visitor) -> None:
    event = world.event()
    for number in range(23):
        make_document(world, event, f"A/{number}", title=only(ENGLISH, "Wages"), languages=(ENGLISH,))
    page = visitor.get(LIST, query_string={"q": "wages"})
    assert len(page.all(".document")) == 10
    assert page.texts(".page-lead") == ["23 documents"]
    second = visitor.get(page.one("a[rel=next]").get("href"))
    assert len(visitor.get(second.one("a[rel=next]").get("href")).all(".document")) == 3
    assert len(visitor.get(LIST).all(".document")) == 20
    for wrong in ("0", "4", "-1", "x", "٢"):
        assert visitor.get(LIST, query_string={"q": "wages", "page": wrong}).status == 404


def test_every_word_of_a_right_to_left_pdf_is_found_by_it(world: World, visitor: Visitor, shared_data: Path) -> None:
    document = make_document(world, world.event(), "A/1", title="Report", languages=())
    folder = shared_data / "documents"
    make_revision(world, document, ARABIC, body=(folder / "docling_right_to_left_01.pdf").read_bytes())
    world.deliver()
    text = (folder / "docling_right_to_left_01.md").read_text(encoding="utf-8")
    asked = sorted(set(re.findall(r"[^\W\d_]{3,}", text)))
    assert len(asked) > 50
    assert [one for one in asked if found(visitor, one, "ar") != ["A/1"]] == []
