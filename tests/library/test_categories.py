"""The categories of an event: its own names, order and further ones; the built-in ones stay as defaults."""

from __future__ import annotations

import threading

from sqlalchemy import select

from conference.core.languages import ENGLISH
from conference.events.models import Role
from conference.library.models import Document, DocumentCategory, OwnCategory
from tests.client import Page, Visitor
from tests.made.library import make_document
from tests.world import World

MANAGE = "/en/thamm-2021/manage/documents"
CATEGORIES = f"{MANAGE}/categories"


def offered(page: Page) -> list[str]:
    """The categories that a form offers."""
    return page.texts("select[name=category] option")[1:]


def press(organiser: Visitor, code: str, verb: str) -> Page:
    page = organiser.get(CATEGORIES).submit(f"form[action='{CATEGORIES}/{code}/{verb}']")
    return organiser.follow(page)


def test_an_event_begins_with_the_built_in_categories(world: World) -> None:
    organiser = world.organiser(world.event())
    usual = [
        *("Concept note", "Agenda", "Discussion paper", "Presentation", "Statement", "Report"),
        *("List of participants", "Practical information", "Other"),
    ]
    assert organiser.get(CATEGORIES).texts("tbody th") == usual
    assert offered(organiser.get(f"{MANAGE}/new")) == usual
    assert len(usual) == len(DocumentCategory)


def test_a_built_in_category_is_named_by_the_event_and_keeps_its_place_everywhere(
    world: World, visitor: Visitor
) -> None:
    event = world.event()
    make_document(world, event, "A/1", category="report")
    make_document(world, event, "A/2", category="statement")
    organiser = world.organiser(event)
    page = organiser.get(f"{CATEGORIES}/report")
    assert page.submit(**{"name-en": "Working paper", "name-fr": "Document de travail"}).location == CATEGORIES
    assert visitor.get("/en/thamm-2021/documents/a-1").texts(".document-meta span")[0] == "Working paper"
    assert visitor.get("/fr/thamm-2021/documents/a-1").texts(".document-meta span")[0] == "Document de travail"
    # Nobody has written it in Arabic: the source stands there, marked.
    arabic = visitor.get("/ar/thamm-2021/documents/a-1")
    assert [one.get("lang") for one in arabic.all(".document-meta .fallback")] == ["en"]
    choices = visitor.get("/en/thamm-2021/documents").texts("select[name=category] option")
    assert choices == ["All categories", "Statement (1)", "Working paper (1)"]
    api = visitor.client.get("/api/v1/events/thamm-2021/documents/a-1?lang=fr").json
    assert (api["category"], api["category_name"]) == ("report", {"text": "Document de travail", "language": "fr"})
    # Without a name of its own it has its usual one again.
    assert organiser.get(f"{CATEGORIES}/report").submit(**{"name-en": "", "name-fr": ""}).status == 302
    with world.reading() as database:
        assert not database.scalars(select(OwnCategory).where(OwnCategory.code == "report")).one().name
    assert organiser.get("/en/thamm-2021/documents/a-1").texts(".document-meta span")[0] == "Report"


def test_an_event_adds_a_category_and_removes_it_while_no_document_has_it(world: World, visitor: Visitor) -> None:
    event = world.event()
    organiser = world.organiser(event)
    refused = organiser.get(f"{CATEGORIES}/new").submit(**{"name-fr": "Note"})
    assert (refused.status, refused.errors) == (422, ["Enter a name."])
    assert organiser.get(f"{CATEGORIES}/new").submit(**{"name-en": "Brief for délégués"}).status == 302
    with world.reading() as database:
        code = database.scalars(select(OwnCategory.code).order_by(OwnCategory.id.desc())).first()
    assert code == "brief-for-delegu"
    make_document(world, event, "A/1", category=code)
    assert visitor.get(f"/en/thamm-2021/documents?category={code}").texts("h2 a") == ["Concept note"]
    assert visitor.get("/en/thamm-2021/documents?category=nothing").status == 404
    page = organiser.get(CATEGORIES)
    assert page.all(f"form[action='{CATEGORIES}/{code}/remove']") == []
    token = page.values("form[action$=hide]")["csrf_token"]
    answer = organiser.post(f"{CATEGORIES}/{code}/remove", {"csrf_token": token})
    assert organiser.follow(answer).texts(".notice p")[0].startswith("Documents have this category")
    answer = organiser.post(f"{CATEGORIES}/report/remove", {"csrf_token": token})
    assert organiser.follow(answer).texts(".notice p")[0] == "This category can be hidden, not removed."
    with world.writing() as database:
        database.scalars(select(Document)).one().category = "report"
    assert press(organiser, code, "remove").texts("tbody th")[-1] == "Other"


def test_the_order_is_the_events_and_a_hidden_category_is_offered_no_more(world: World) -> None:
    event = world.event()
    make_document(world, event, "A/1", category="agenda")
    organiser = world.organiser(event)
    assert press(organiser, "agenda", "earlier").texts("tbody th")[:2] == ["Agenda", "Concept note"]
    assert press(organiser, "agenda", "later").texts("tbody th")[:2] == ["Concept note", "Agenda"]
    press(organiser, "agenda", "hide")
    assert "Agenda" not in offered(organiser.get(f"{MANAGE}/new"))
    assert "Agenda" in offered(organiser.get(f"{MANAGE}/a-1"))
    press(organiser, "agenda", "offer")
    assert "Agenda" in offered(organiser.get(f"{MANAGE}/new"))


def test_two_who_arrange_for_the_first_time_at_once_make_one_row_of_each(world: World) -> None:
    event = world.event()
    pages = [world.signed_in(world.account(event=event, roles=(Role.ORGANISER,))).get(CATEGORIES) for _ in range(4)]
    threads = [
        threading.Thread(target=page.submit, args=(f"form[action='{CATEGORIES}/other/earlier']",)) for page in pages
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert world.count(OwnCategory) == len(DocumentCategory)
    names = pages[0].visitor.get(CATEGORIES).texts("tbody th")
    assert names.index("Other") == len(DocumentCategory) - 1 - 4


def test_translators_name_categories_and_arrange_nothing(world: World) -> None:
    event = world.event()
    translator = world.member(event, Role.TRANSLATOR)
    page = translator.get(CATEGORIES)
    assert page.all("main form") == []
    assert translator.get(f"{CATEGORIES}/report").submit(**{"name-en": "Paper", "name-ar": "ورقة"}).status == 302
    assert translator.get(f"{CATEGORIES}/nothing").status == 404
    assert translator.get(f"{CATEGORIES}/new").status == 403
    with world.reading() as database:
        assert (
            database.scalars(select(OwnCategory).where(OwnCategory.code == "report")).one().name.text(ENGLISH)
            == "Paper"
        )
