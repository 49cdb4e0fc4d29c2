"""Symbols by the pattern of an event, and what continues a document: Rev., Add., Corr."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from sqlalchemy import select

from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.events.models import Event, Role
from conference.library import service
from conference.library.models import Document
from tests.client import Page, Visitor
from tests.made.library import make_document, make_revision
from tests.world import World

MANAGE = "/en/thamm-2021/manage/documents"
TYPED = {"title-en": "A paper", "category": "report", "visibility": "public"}


def rules(world: World, event: int, **changes: Any) -> None:
    with world.writing() as database:
        service.set_rules(database, database.get_one(Event, event), service.Rules(**changes), by=None)


def symbols(world: World) -> list[str]:
    with world.reading() as database:
        return list(database.scalars(select(Document.symbol).order_by(Document.position)))


def continued(organiser: Visitor, slug: str, part: str) -> Page:
    """Press one of the three buttons beside a document."""
    return organiser.follow(organiser.get(f"{MANAGE}/{slug}").submit(f"form[action$='continue/{part}']"))


@pytest.mark.parametrize(
    ("pattern", "taken", "symbol"),
    [
        ("THAMM/2021/{number}", (), "THAMM/2021/1"),
        ("THAMM/2021/{number}", ("THAMM/2021/1", "THAMM/2021/7"), "THAMM/2021/8"),
        ("THAMM/2021/{number}", ("THAMM/2021/7/Rev.9", "THAMM/2021/INF/8", "XTHAMM/2021/3"), "THAMM/2021/1"),
        ("thamm.{number}(a)", ("THAMM.4(A)", "thammx5(a)"), "thamm.5(a)"),
    ],
)
def test_the_next_symbol_follows_the_highest_number(pattern: str, taken: tuple[str, ...], symbol: str) -> None:
    assert service.next_symbol(pattern, taken) == symbol


@pytest.mark.parametrize("pattern", ["THAMM/2021", "{number}/{number}", "{number}/{year}", "A/{number}}", "{"])
def test_a_pattern_has_the_number_once_and_nothing_else_in_braces(world: World, pattern: str) -> None:
    organiser = world.organiser(world.event())
    page = organiser.get(f"{MANAGE}/settings").submit(symbol_pattern=pattern)
    assert page.status == 422
    assert page.errors == ["Write {number} once where the number stands, and no other braces."]


def test_a_new_document_is_proposed_the_next_symbol(world: World) -> None:
    event = world.event()
    make_document(world, event, "THAMM/2021/4")
    organiser = world.organiser(event)
    assert organiser.get(f"{MANAGE}/new").values()["symbol"] == ""
    assert organiser.get(f"{MANAGE}/settings").submit(symbol_pattern="THAMM/2021/{number}").status == 302
    page = organiser.get(f"{MANAGE}/new")
    assert page.values()["symbol"] == "THAMM/2021/5"
    assert page.submit(**TYPED).location == f"{MANAGE}/thamm-2021-5"
    # Whoever types another symbol gets that one.
    assert organiser.get(f"{MANAGE}/new").submit(**TYPED, symbol="THAMM/INF/1").location == f"{MANAGE}/thamm-inf-1"
    assert symbols(world) == ["THAMM/2021/4", "THAMM/2021/5", "THAMM/INF/1"]


def test_ten_people_at_once_get_ten_symbols(world: World) -> None:
    event = world.event()
    rules(world, event, symbol_pattern="THAMM/2021/{number}")
    pages = [
        world.signed_in(world.account(event=event, roles=(Role.ORGANISER,))).get(f"{MANAGE}/new") for _ in range(10)
    ]
    assert {page.values()["symbol"] for page in pages} == {"THAMM/2021/1"}
    told: list[str] = []

    def send(page: Page) -> None:
        told.append(" ".join(page.visitor.follow(page.submit(**TYPED)).texts(".notice p")))

    threads = [threading.Thread(target=send, args=(page,)) for page in pages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert symbols(world) == [f"THAMM/2021/{number}" for number in range(1, 11)]
    assert sum("Somebody took this symbol while you wrote" in words for words in told) == 9


def test_what_continues_a_document_is_numbered_by_its_kind_and_stands_after_it(world: World) -> None:
    event = world.event()
    make_document(world, event, "A/1", category="report", visibility="registered")
    make_document(world, event, "A/2")
    organiser = world.organiser(event)
    page = continued(organiser, "a-1", "corr")
    assert page.h1 == "Document \u2068A/1/Corr.1\u2069"
    assert continued(organiser, "a-1", "corr").h1 == "Document \u2068A/1/Corr.2\u2069"
    assert continued(organiser, "a-1", "rev").h1 == "Document \u2068A/1/Rev.1\u2069"
    assert continued(organiser, "a-1", "add").h1 == "Document \u2068A/1/Add.1\u2069"
    assert continued(organiser, "a-1-add-1", "corr").h1 == "Document \u2068A/1/Add.1/Corr.1\u2069"
    assert symbols(world) == [
        *("A/1", "A/1/Corr.1", "A/1/Corr.2", "A/1/Rev.1", "A/1/Add.1", "A/1/Add.1/Corr.1"),
        "A/2",
    ]
    values = page.values("form.form--wide")
    assert (values["title-en"], values["category"], values["visibility"]) == ("Concept note", "report", "registered")


def test_five_corrigenda_at_once_have_five_numbers(world: World) -> None:
    event = world.event()
    make_document(world, event, "A/1")
    pages = [
        world.signed_in(world.account(event=event, roles=(Role.ORGANISER,))).get(f"{MANAGE}/a-1") for _ in range(5)
    ]
    threads = [threading.Thread(target=page.submit, args=("form[action$='continue/corr']",)) for page in pages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(symbols(world)) == ["A/1", *(f"A/1/Corr.{number}" for number in range(1, 6))]


def test_a_symbol_that_would_be_too_long_is_refused(world: World) -> None:
    event = world.event()
    make_document(world, event, "A/" + "1" * 76)
    organiser = world.organiser(event)
    slug = "a-" + "1" * 58
    page = continued(organiser, slug, "rev")
    assert page.texts(".notice p")[0] == "A symbol that continues this one would be too long."
    assert world.count(Document) == 1


def test_readers_see_on_both_pages_how_documents_belong_together(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_document(world, event, "A/1")
    organiser = world.organiser(event)
    for part in ("rev", "corr", "add"):
        continued(organiser, "a-1", part)
    for slug in ("a-1-rev-1", "a-1-corr-1"):
        with world.reading() as database:
            document = database.scalars(select(Document.id).where(Document.slug == slug)).one()
        make_revision(world, document, ENGLISH)
    page = visitor.get("/en/thamm-2021/documents/a-1")
    # The addendum has no file yet: readers do not know of it.
    assert page.texts("section[aria-labelledby=relations] dt") == ["Replaced by", "Corrected by"]
    assert page.texts(".notice p") == [
        "There is a newer document in place of this one: A/1/Rev.1 Concept note",
    ]
    revised = visitor.get("/en/thamm-2021/documents/a-1-rev-1")
    assert revised.texts("section[aria-labelledby=relations] dt") == ["Replaces"]
    assert revised.texts("section[aria-labelledby=relations] dd") == ["A/1 Concept note"]


def test_what_continues_a_document_is_hidden_from_whoever_may_not_read_it(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_document(world, event, "A/1")
    organiser = world.organiser(event)
    continued(organiser, "a-1", "corr").submit("form.form--wide", visibility="organisers")
    with world.reading() as database:
        document = database.scalars(select(Document.id).where(Document.slug == "a-1-corr-1")).one()
    make_revision(world, document, ENGLISH)
    assert "Corr.1" not in visitor.get("/en/thamm-2021/documents/a-1").source
    assert "A/1/Corr.1" in organiser.get("/en/thamm-2021/documents/a-1").source


def test_parity_counts_only_the_languages_that_are_due(world: World) -> None:
    event = world.event()
    document = make_document(world, event, "A/1", languages=(FRENCH,))
    organiser = world.organiser(event)
    assert organiser.get(MANAGE).texts(".page-lead")[0].startswith("1 of 3 language versions published")
    page = organiser.get(f"{MANAGE}/a-1")
    assert page.submit("form.form--wide", language_codes=["fr", "ar"]).status == 302
    board = organiser.get(MANAGE)
    assert board.texts(".page-lead")[0] == (
        "1 of 2 language versions published and up to date. What holds the event back: \u2068A/1\u2069 (Arabic)."
    )
    assert board.texts("tbody td .quiet") == ["Not due"]
    make_revision(world, document, ARABIC)
    assert organiser.get(MANAGE).texts(".page-lead")[0] == "2 of 2 language versions published and up to date."


def test_without_a_pattern_any_more_the_symbol_that_was_proposed_is_taken(world: World) -> None:
    event = world.event()
    rules(world, event, symbol_pattern="THAMM/2021/{number}")
    page = world.organiser(event).get(f"{MANAGE}/new")
    rules(world, event)
    assert page.submit(**TYPED).location == f"{MANAGE}/thamm-2021-1"
