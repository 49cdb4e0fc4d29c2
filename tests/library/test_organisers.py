"""The board, the forms of a document, publishing and withdrawing."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from conference.audit.models import AuditEntry
from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.events.models import Event, Role
from conference.library.models import Document, DocumentSession, Revision, SearchEntry
from tests.client import Page, Visitor
from tests.made.agenda import make_session
from tests.made.library import make_document, make_revision
from tests.world import World, in_three, only

MANAGE = "/en/thamm-2021/manage/documents"
ONE = f"{MANAGE}/thamm-2021-1"
TYPED = {
    "symbol": "THAMM/2021/3",
    "title-en": "Discussion paper",
    "title-fr": "Document de discussion",
    "title-ar": "ورقة نقاش",
    "summary-en": "What it is about",
    "category": "discussion_paper",
    "visibility": "registered",
}


def only_document(world: World) -> Document:
    with world.reading() as session:
        return session.scalars(select(Document)).one()


def verbs(world: World) -> list[str]:
    with world.reading() as session:
        return list(session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)))


def revision_of(world: World) -> int:
    with world.reading() as session:
        return session.scalars(select(Event.public_revision)).one()


def test_an_empty_board_says_what_will_be_here(world: World) -> None:
    page = world.organiser(world.event()).get(MANAGE)
    assert page.texts(".empty h2") == ["No documents yet"]
    assert [link.get("href") for link in page.all(".empty a")] == [f"{MANAGE}/new", f"{MANAGE}/bring"]


def test_the_board_says_how_each_document_stands_in_each_language(world: World) -> None:
    event = world.event()
    whole = make_document(world, event, "A/1")
    half = make_document(world, event, "A/2", languages=(ENGLISH, FRENCH))
    make_revision(world, half, ARABIC, publish=False)
    make_document(world, event, "A/3", languages=(ENGLISH,))
    make_revision(world, whole, ENGLISH)
    page = world.organiser(event).get(MANAGE)
    assert page.texts("tbody th") == ["A/1", "A/2", "A/3"]
    assert page.texts("tbody .badge") == [
        *("Published", "Out of date", "Out of date"),
        *("Published", "Published", "Draft"),
        *("Published", "Awaited", "Awaited"),
    ]
    lead = page.texts(".page-lead")[0]
    assert lead == ("4 of 9 language versions published and up to date. 5 language versions hold the event back.")
    bar = page.one("progress")
    assert (bar.get("value"), bar.get("max")) == ("4", "9")
    assert page.texts("tbody td:nth-child(3) .cell-note")[:2] == [
        "Since today",
        "\u2068rev. 2\u2069 · \u20681 page\u2069",
    ]


def test_the_board_names_what_holds_the_event_back_while_it_is_little(world: World) -> None:
    event = world.event()
    make_document(world, event, "A/1", languages=(ENGLISH, FRENCH))
    page = world.organiser(event).get(MANAGE)
    assert page.texts(".page-lead")[0] == (
        "2 of 3 language versions published and up to date. What holds the event back: \u2068A/1\u2069 (Arabic)."
    )


def test_a_new_document_is_found_at_its_symbol(world: World) -> None:
    event = world.event()
    session = make_session(world, event, "D1-01")
    organiser = world.organiser(event)
    before = revision_of(world)
    done = organiser.get(f"{MANAGE}/new").submit(**TYPED, session_codes="D1-01")
    assert done.location == f"{MANAGE}/thamm-2021-3"
    page = organiser.follow(done)
    assert page.values("form.form--wide")["title-ar"] == "ورقة نقاش"
    document = only_document(world)
    assert (document.symbol, document.category, document.visibility) == (
        "THAMM/2021/3",
        "discussion_paper",
        "registered",
    )
    assert document.title == in_three("Discussion paper", "Document de discussion", "ورقة نقاش") or document.title
    with world.reading() as database:
        heads = database.scalars(select(SearchEntry.head).order_by(SearchEntry.id)).all()
    assert heads[0].startswith(" discussion paper | thamm 2021 3 ")
    assert len(heads) == 3
    assert verbs(world)[-1] == "create"
    assert revision_of(world) > before
    with world.reading() as database:
        assert database.scalars(select(DocumentSession.session_id)).all() == [session]


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        ({"symbol": ""}, ["Enter the symbol, for example THAMM/2021/3."]),
        ({"symbol": "///"}, ["Enter a symbol with letters or digits, for example THAMM/2021/3."]),
        ({"symbol": "x" * 81}, ["Shorten this text to 80 characters: it has 81."]),
        ({"title-en": ""}, ["Enter a title."]),
        ({"title-fr": "x" * 10_000}, ["Shorten this text to 200 characters: it has 10000."]),
        ({"category": ""}, ["Choose a category."]),
        ({"category": "gossip"}, ["Choose one of the options listed."]),
        ({"visibility": "everyone"}, ["Choose one of the options listed."]),
        ({"session_codes": "D9-99"}, ["Choose one of the options listed."]),
        (
            {"title-ar": "\u202eevil"},
            ["This text holds invisible characters that turn its direction. Type it again instead of pasting it."],
        ),
        ({"symbol": "TAKEN/1"}, ["Another document of this event has this symbol."]),
        (
            {"csrf_token": "old"},
            [],
        ),
    ],
)
def test_a_bad_form_comes_back_whole(world: World, changes: dict[str, str], sentences: list[str]) -> None:
    event = world.event()
    make_document(world, event, "TAKEN/1", languages=())
    make_session(world, event, "D1-01")
    typed = TYPED | changes
    page = world.organiser(event).get(f"{MANAGE}/new").submit(**typed)
    assert page.status == 422
    assert page.errors == sentences
    kept = page.values()
    same = {name: value for name, value in typed.items() if name not in ("session_codes", "csrf_token")}
    if changes.get("category") == "gossip" or changes.get("visibility") == "everyone":
        same.pop(next(iter(changes)))
    assert {name: kept[name] for name in same} == same
    assert world.count(Document) == 1


def test_a_translator_changes_texts_and_nothing_else(world: World) -> None:
    event = world.event()
    make_document(world, event, visibility="organisers")
    translator = world.member(event, Role.TRANSLATOR)
    page = translator.get(ONE)
    assert page.all("form[action*=publish], form[action*=withdraw], a[href*='/add']") == []
    assert "symbol" not in page.values("form.form--wide")
    done = page.submit("form.form--wide", **{"title-fr": "Nouveau titre", "symbol": "HACKED/1", "visibility": "public"})
    assert done.status == 302
    document = only_document(world)
    assert document.title.text(FRENCH) == "Nouveau titre"
    assert (document.symbol, document.visibility) == ("THAMM/2021/1", "organisers")


def test_the_address_stays_when_the_symbol_changes(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_document(world, event)
    assert world.organiser(event).get(ONE).submit("form.form--wide", symbol="THAMM/2021/9").status == 302
    page = visitor.get("/en/thamm-2021/documents/thamm-2021-1")
    assert page.texts(".document-meta bdi") == ["THAMM/2021/9"]


def test_two_people_at_one_document_keep_both_their_work(world: World) -> None:
    event = world.event()
    make_document(world, event)
    organiser, translator = world.organiser(event), world.member(event, Role.TRANSLATOR)
    first, second = organiser.get(ONE), translator.get(ONE)
    assert first.submit("form.form--wide", category="report", **{"title-en": "New title"}).status == 302
    assert second.submit("form.form--wide", **{"title-ar": "عنوان جديد"}).status == 302
    document = only_document(world)
    assert (document.category, document.title.text(ENGLISH), document.title.text(ARABIC)) == (
        "report",
        "New title",
        "عنوان جديد",
    )


def test_a_clash_in_one_language_shows_both_texts(world: World) -> None:
    event = world.event()
    make_document(world, event)
    organiser = world.organiser(event)
    first, second = organiser.get(ONE), organiser.get(ONE)
    first.submit("form.form--wide", **{"title-fr": "Le premier"})
    clash = second.submit("form.form--wide", **{"title-fr": "Le second"})
    assert clash.status == 422
    assert clash.texts(".translated-theirs blockquote") == ["Le premier"]
    assert clash.values("form.form--wide")["title-fr"] == "Le second"
    assert only_document(world).title.text(FRENCH) == "Le premier"


def test_sessions_that_another_organiser_ticked_meanwhile_stay(world: World) -> None:
    event = world.event()
    for number in (1, 2):
        make_session(world, event, f"D1-0{number}", hours=(f"1{number}:00", f"1{number}:30"))
    make_document(world, event)
    organiser = world.organiser(event)
    first, second = organiser.get(ONE), organiser.get(ONE)
    assert first.submit("form.form--wide", session_codes="D1-01").status == 302
    assert second.submit("form.form--wide", category="report").status == 302
    assert world.count(DocumentSession) == 1
    third, fourth = organiser.get(ONE), organiser.get(ONE)
    assert third.submit("form.form--wide", session_codes=["D1-01", "D1-02"]).status == 302
    clash = fourth.submit("form.form--wide", session_codes=None)
    assert clash.status == 422
    assert world.count(DocumentSession) == 2


def publish_form(page: Page) -> Page:
    return page.submit("form[action$=publish]")


def test_publishing_gives_a_revision_to_readers_and_is_written_down(world: World, visitor: Visitor) -> None:
    event = world.event()
    document = make_document(world, event, languages=())
    make_revision(world, document, ENGLISH, publish=False)
    organiser = world.organiser(event)
    assert visitor.get("/en/thamm-2021/documents/thamm-2021-1").status == 404
    before, page = revision_of(world), organiser.get(ONE)
    assert publish_form(page).location == f"{ONE}#files"
    assert visitor.get("/en/thamm-2021/documents/thamm-2021-1/en").status == 200
    assert verbs(world)[-1] == "publish"
    with world.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.verb == "publish")).one()
    assert (entry.before, list(entry.after)) == ({"published_at": None}, ["published_at"])
    assert revision_of(world) == before + 1
    again = publish_form(page)
    assert organiser.follow(again).texts(".notice p")[-1] == "This revision is published already."
    assert revision_of(world) == before + 1


def test_withdrawing_takes_every_revision_from_readers_and_keeps_the_files(world: World, visitor: Visitor) -> None:
    event = world.event()
    document = make_document(world, event, languages=(ENGLISH, FRENCH))
    make_revision(world, document, ENGLISH)
    organiser = world.organiser(event)
    page = organiser.get(ONE)
    assert page.submit("form[action$='en/withdraw']").status == 302
    path = "/en/thamm-2021/documents/thamm-2021-1"
    assert [visitor.get(f"{path}{end}").status for end in ("", "/en", "/en/1", "/en/2", "/fr")] == [
        200,
        404,
        404,
        404,
        200,
    ]
    assert world.count(Revision) == 3
    assert organiser.get(f"{path}/en/2").status == 200
    assert organiser.get(MANAGE).texts("tbody .badge") == ["Withdrawn", "Published", "Awaited"]
    assert verbs(world)[-1] == "withdraw"
    assert publish_form(organiser.get(ONE)).status == 302
    assert [visitor.get(f"{path}{end}").status for end in ("/en", "/en/1")] == [200, 404]
    assert organiser.get(MANAGE).texts("tbody .badge")[0] == "Published"
    twice = page.submit("form[action$='fr/withdraw']"), page.submit("form[action$='fr/withdraw']")
    assert organiser.follow(twice[1]).texts(".notice p")[-1] == "Nothing in this language is published."


@pytest.mark.parametrize("path", ["nothing", "nothing/add", "thamm-2021-1/xx/1/publish", "thamm-2021-1/en/9/publish"])
def test_what_is_not_there_is_not_found(world: World, path: str) -> None:
    event = world.event()
    make_document(world, event)
    organiser = world.organiser(event)
    token = organiser.get(f"{MANAGE}/new").values()["csrf_token"]
    assert organiser.post(f"{MANAGE}/{path}", {"csrf_token": token}).status == 404


def test_nothing_changes_without_the_sessions_token(world: World) -> None:
    event = world.event()
    make_document(world, event)
    organiser = world.organiser(event)
    for path in ("thamm-2021-1/en/1/publish", "thamm-2021-1/en/withdraw"):
        assert organiser.post(f"{MANAGE}/{path}", {"csrf_token": "x"}).status == 400
    assert organiser.get(MANAGE).texts("tbody .badge") == ["Published"] * 3


def test_ten_new_documents_at_once_get_ten_places_and_one_symbol_goes_to_one(world: World) -> None:
    event = world.event()
    pages = [
        world.signed_in(world.account(event=event, roles=(Role.ORGANISER,))).get(f"{MANAGE}/new") for _ in range(10)
    ]
    statuses: list[int] = []

    def send(number: int) -> None:
        symbol = "SAME/1" if number % 2 else f"OWN/{number}"
        statuses.append(pages[number].submit(**(TYPED | {"symbol": symbol})).status)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [302] * 6 + [422] * 4
    with world.reading() as session:
        positions = session.scalars(select(Document.position).order_by(Document.position)).all()
        assert positions == [1, 2, 3, 4, 5, 6]


def test_a_title_in_one_language_alone_is_marked_on_the_board(world: World) -> None:
    event = world.event()
    make_document(world, event, title=only(ENGLISH, "Concept note"))
    page = world.organiser(event).get("/ar/thamm-2021/manage/documents")
    assert page.one("tbody .fallback").get("lang") == "en"
