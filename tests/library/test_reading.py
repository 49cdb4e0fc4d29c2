"""The page of a document: what it says of itself, of its languages, and how it is cited."""

from __future__ import annotations

from datetime import date

import pytest

from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.library.models import Document
from tests.client import Page, Visitor
from tests.made.agenda import give_role, make_presentation, make_session, make_speaker, publish
from tests.made.library import make_document
from tests.queries import count_queries
from tests.world import World, in_three, only

PATH = "thamm-2021/documents/thamm-2021-1"


def facts(page: Page) -> dict[str, str]:
    return dict(zip(page.texts(".facts dt"), page.texts(".facts dd"), strict=True))


@pytest.fixture
def paper(world: World) -> int:
    """A document that says all of itself that can be said."""
    event = world.event()
    one = make_session(world, event)
    talk = make_presentation(world, one, "The talk")
    give_role(world, one, make_speaker(world, event), "speaker", talk)
    publish(world, event)
    document = make_document(
        world, event, title=in_three("Skills & mobility", "Compétences", "المهارات"), sessions=[one]
    )
    with world.writing() as database:
        found = database.get_one(Document, document)
        found.issued_by = in_three("Joint Secretariat", "Secrétariat conjoint", "الأمانة المشتركة")
        found.issued_on, found.original_code, found.licence = date(2021, 6, 21), "fr", "CC BY 4.0"
        found.presentations.extend(one for session in found.sessions for one in session.presentations)
    return document


def test_a_document_says_what_it_is_and_where_it_belongs(paper: int, visitor: Visitor) -> None:
    page = visitor.get(f"/en/{PATH}")
    assert facts(page) == {
        "Symbol": "THAMM/2021/1",
        "Category": "Concept note",
        "Issued by": "Joint Secretariat",
        "Date of the document": "21 June 2021",
        "Original language": "French",
        "Licence": "CC BY 4.0",
    }
    assert [link.get("href") for link in page.all("section[aria-labelledby=talks] a")] == [
        "/en/thamm-2021/agenda/D1-01"
    ]
    assert page.texts("section[aria-labelledby=talks] a") == ["The talk"]
    alternates = {link.get("hreflang"): link.get("href") for link in page.all("link[rel=alternate][hreflang]")}
    assert set(alternates) == {"en", "fr", "ar", "x-default"}
    assert all((address or "").endswith(f"/{PATH}") for address in alternates.values())


def test_every_link_to_a_file_says_its_language(paper: int, visitor: Visitor) -> None:
    page = visitor.get(f"/ar/{PATH}")
    links = {link.get("href"): link.get("hreflang") for link in page.all(".version a")}
    assert links == {f"/ar/{PATH}/{code}{end}": code for code in ("ar", "en", "fr") for end in ("", "/pages/1")}
    own = {
        (one.get("lang"), one.get("dir")): text
        for one, text in zip(page.all(".version-title"), page.texts(".version-title"), strict=True)
    }
    assert own == {("en", "ltr"): "Skills & mobility", ("fr", "ltr"): "Compétences"}


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "THAMM/2021/1, “Skills & mobility”, Joint Secretariat, {event}, 21 June 2021, {url}"),
        ("fr", "THAMM/2021/1, «\u00a0Compétences\u00a0», Secrétariat conjoint, {event}, 21 juin 2021, {url}"),
        ("ar", "THAMM/2021/1، «المهارات»، الأمانة المشتركة، {event}، 21 يونيو 2021، {url}"),
    ],
)
def test_a_document_is_cited_in_the_readers_language(paper: int, visitor: Visitor, language: str, line: str) -> None:
    page = visitor.get(f"/{language}/{PATH}")
    button = page.one("[data-copy]")
    copied = button.get("data-copy") or ""
    event = page.texts(".citation bdi")[3]
    assert copied == line.format(event=event, url=f"http://localhost/{language}/{PATH}")
    assert page.texts(".citation") == [copied.replace("\u00a0", " ")] or page.texts(".citation") == [copied]


def test_a_citation_of_what_is_there_in_another_language_alone_says_so(world: World, visitor: Visitor) -> None:
    make_document(world, world.event(), title=only(ENGLISH, "Note"))
    page = visitor.get(f"/ar/{PATH}")
    assert [one.get("lang") for one in page.all(".citation bdi[lang]")] == ["en"]


def test_reference_managers_get_what_they_read(paper: int, visitor: Visitor) -> None:
    bib = visitor.get(f"/en/{PATH}/citation.bib").response
    assert bib.headers["Content-Disposition"] == 'attachment; filename="THAMM-2021-1.bib"'
    assert bib.text.startswith(
        "@misc{THAMM20211,\n  title = {{Skills \\& mobility}},\n  author = {{Joint Secretariat}},"
    )
    assert "  year = {2021},\n  month = {6},\n  date = {2021-06-21},\n  language = {en},\n" in bib.text
    ris = visitor.get(f"/fr/{PATH}/citation.ris").response
    lines = ris.text.split("\r\n")
    assert lines[:3] == ["TY  - RPRT", "TI  - Compétences", "AU  - Secrétariat conjoint"]
    assert lines[-2:] == ["ER  - ", ""]
    assert f"UR  - http://localhost/fr/{PATH}" in lines
    assert visitor.get(f"/en/{PATH}/citation.exe").status == 404


def test_what_a_title_holds_cannot_leave_its_field(world: World, visitor: Visitor) -> None:
    make_document(world, world.event(), title=only(ENGLISH, "50 % }{ of \\input{x}\nER  - "))
    bib = visitor.get(f"/en/{PATH}/citation.bib").response.text
    assert "title = {{50 \\% \\}\\{ of \\textbackslash{}input\\{x\\} ER -}}" in bib.replace("  - ", " - ").replace(
        " - }", " -}"
    )
    ris = visitor.get(f"/en/{PATH}/citation.ris").response.text
    assert [line for line in ris.split("\r\n") if line.startswith("ER")] == ["ER  - "]


def test_a_missing_language_is_said_and_one_that_is_not_due_too(world: World, visitor: Visitor) -> None:
    document = make_document(world, world.event(), languages=(ENGLISH,))
    page = visitor.get(f"/fr/{PATH}")
    assert page.texts(".notice") == ["Pas encore disponible en français. Langues disponibles : anglais."]
    assert page.texts(".files + .quiet") == ["Pas encore disponible : arabe."]
    with world.writing() as database:
        database.get_one(Document, document).language_codes = ["en", "ar"]
    page = world.organiser(1).get(f"/fr/{PATH}")
    assert page.texts(".notice") == ["Ce document ne paraît pas en français. Langues disponibles : anglais."]


def test_a_documents_page_costs_few_queries(world: World, paper: int, visitor: Visitor) -> None:
    with count_queries(world.app) as asked:
        assert visitor.get(f"/en/{PATH}").status == 200
    assert len(asked) <= 14


def test_languages_stand_in_the_order_of_the_reader(paper: int, visitor: Visitor) -> None:
    page = visitor.get(f"/fr/{PATH}")
    order = [link.get("hreflang") for link in page.all(".version .button")]
    assert order == [FRENCH.code, ENGLISH.code, ARABIC.code]
