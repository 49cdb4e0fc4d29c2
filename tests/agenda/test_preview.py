"""The draft by a secret link: the public pages, marked as a draft, kept by nobody, and gone when the link ends."""

from __future__ import annotations

import io
import logging
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from conference.agenda import service
from conference.agenda.models import Session
from conference.agenda.queries import settings_of
from conference.audit.models import AuditEntry
from conference.core.logs import JsonLines, log
from conference.events.models import Event, Publication
from tests.client import Visitor
from tests.made.agenda import give_role, make_room, make_session, make_speaker, publish
from tests.queries import count_queries
from tests.world import World, in_three

VERSIONS = "/en/thamm-2021/manage/agenda/versions"


def make_link(world: World, event: int) -> str:
    """Make a link (another one, if there is one) and return its token."""
    with world.writing() as database:
        service.make_preview_link(database, database.get_one(Event, event), by=None)
    with world.reading() as database:
        token = service.preview_token(settings_of(database, event))
        assert token is not None
        return token


@pytest.fixture
def event(world: World) -> int:
    """A published agenda of one session, and a draft that says otherwise and has another day."""
    event = world.event()
    session = make_session(world, event, "D1-01", room_id=make_room(world, event, "Hall"))
    publish(world, event)
    with world.writing() as database:
        database.get_one(Session, session).title = in_three("Draft title", "Titre du projet", "عنوان المسودة")
    new = make_session(world, event, "D2-01", day=date(2021, 7, 6))
    give_role(world, new, make_speaker(world, event))
    return event


@pytest.mark.parametrize(
    ("language", "title", "marked"),
    [
        ("en", "Draft title", "This is a draft, not published"),
        ("fr", "Titre du projet", "Ceci est un projet, non publié"),
        ("ar", "عنوان المسودة", "هذه مسودة غير منشورة"),
    ],
)
def test_the_link_shows_the_draft_in_each_language_on_the_pages_that_visitors_will_see(
    world: World, visitor: Visitor, event: int, language: str, title: str, marked: str
) -> None:
    preview = f"/{language}/thamm-2021/agenda/preview/{make_link(world, event)}"
    page = visitor.get(preview)
    assert page.status == 200
    assert page.texts(".session-title") == [title]
    assert page.texts(".notice--saffron strong") == [marked]
    assert [one.get("href") for one in page.all(".day")] == [
        f"{preview}?day={day}" for day in ("2021-07-05", "2021-07-06", "all")
    ]
    second = visitor.get(f"{preview}?day=2021-07-06")
    (link,) = second.all(".session-title a")
    assert link.get("href") == f"{preview}/D2-01"
    session = visitor.get(link.get("href") or "")
    assert session.texts(".notice--saffron strong") == [marked]
    (person,) = session.all(".people a")
    assert person.get("href") == f"{preview}/speakers/benali"
    assert visitor.get(person.get("href") or "").texts(".notice--saffron strong") == [marked]
    assert [one.get("href") for one in session.all(".pagination a")] == [
        f"{preview}/D1-01",
        f"{preview}?day=2021-07-06",
    ]
    public = visitor.get(f"/{language}/thamm-2021/agenda")
    assert title not in public.source
    assert marked not in public.source
    assert "preview" not in public.source


def test_words_are_looked_for_in_what_the_page_shows(world: World, visitor: Visitor, event: int) -> None:
    preview, public = f"/en/thamm-2021/agenda/preview/{make_link(world, event)}", "/en/thamm-2021/agenda"

    def found(path: str, words: str) -> list[str]:
        return visitor.get(f"{path}?day=all&q={words}").texts(".session-title")

    for _time in range(2):
        assert found(preview, "draft") == ["Draft title"]
        assert found(public, "draft") == []
        assert found(public, "title") == ["Title D1-01"]


def test_a_preview_offers_nothing_that_belongs_to_the_published_agenda(
    world: World, visitor: Visitor, event: int
) -> None:
    preview = f"/en/thamm-2021/agenda/preview/{make_link(world, event)}"
    for path in (preview, f"{preview}/D1-01"):
        page = visitor.get(path)
        for selector in (".star", "[rel=manifest]", "[data-offline]", 'a[href*="mine=1"]', 'a[href$=".ics"]'):
            assert page.all(selector) == []


def test_nothing_of_a_preview_is_kept_indexed_or_told_further(world: World, visitor: Visitor, event: int) -> None:
    preview = f"/en/thamm-2021/agenda/preview/{make_link(world, event)}"
    for path in (preview, f"{preview}?day=2021-07-06", f"{preview}/D1-01", f"{preview}/speakers/benali"):
        for _time in range(2):
            with count_queries(world.app) as queries:
                answer = visitor.get(path).response
            assert queries, "a stored page would ask the database nothing"
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["X-Robots-Tag"] == "noindex"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert "Content-Encoding" not in answer.headers
            assert [query for query in queries if not query.lstrip().startswith("SELECT")] == []
    with world.writing() as database:
        database.get_one(Session, 1).title = in_three("Changed at once")
    assert visitor.get(preview).texts(".session-title") == ["Changed at once"]


def test_a_link_ends_when_it_is_renewed_or_ended_and_opens_no_other_event(
    world: World, visitor: Visitor, event: int
) -> None:
    other = world.event("elsewhere")
    make_session(world, other)
    first = make_link(world, event)
    assert visitor.get(f"/en/elsewhere/agenda/preview/{first}").status == 404
    make_link(world, other)
    assert visitor.get(f"/en/elsewhere/agenda/preview/{first}").status == 404
    second = make_link(world, event)
    statuses = [visitor.get(f"/en/thamm-2021/agenda/preview/{token}").status for token in (first, second, "forged")]
    assert statuses == [404, 200, 404]
    with world.writing() as database:
        service.end_preview_link(database, database.get_one(Event, event), by=None)
    for path in ("", "/D1-01", "/speakers/benali"):
        page = visitor.get(f"/en/thamm-2021/agenda/preview/{second}{path}")
        assert page.status == 404
        assert page.response.headers["Cache-Control"] == "no-store"


def test_a_draft_event_is_shown_to_whoever_has_the_link_and_to_nobody_else(
    world: World, visitor: Visitor, event: int
) -> None:
    token = make_link(world, event)
    with world.writing() as database:
        database.get_one(Event, event).publication = Publication.DRAFT
    assert visitor.get(f"/en/thamm-2021/agenda/preview/{token}").status == 200
    assert visitor.get(f"/en/thamm-2021/agenda/preview/{token}").all("link[hreflang]") == []
    refused = visitor.get("/en/thamm-2021/agenda/preview/forged")
    assert refused.status == 404
    assert "Conference</a>" not in refused.source
    assert "Regional conference" not in refused.source


def test_an_empty_draft_says_so_and_what_it_is(world: World, visitor: Visitor) -> None:
    event = world.event()
    page = visitor.get(f"/en/thamm-2021/agenda/preview/{make_link(world, event)}")
    assert page.texts(".empty h2") == ["The agenda is not published yet"]
    assert page.texts(".notice--saffron strong") == ["This is a draft, not published"]


def test_the_token_is_masked_in_logs(app: Flask, world: World, visitor: Visitor, event: int) -> None:
    token = make_link(world, event)
    with app.test_request_context(f"/en/thamm-2021/agenda/preview/{token}/D1-01"):
        from conference.core.logs import safe_path

        assert safe_path() == "/en/thamm-2021/agenda/preview/…/D1-01"
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    log.addHandler(handler)
    try:
        visitor.get(f"/en/thamm-2021/agenda/preview/{token}")
    finally:
        log.removeHandler(handler)
    assert token not in stream.getvalue()


def test_organisers_make_renew_and_end_the_link_and_the_record_does_not_hold_it(
    world: World, visitor: Visitor, event: int
) -> None:
    organiser = world.organiser(event)
    made = organiser.follow(organiser.get(VERSIONS).submit("form[action$='preview']"))
    addresses = [one.get("href") or "" for one in made.all(".preview-links a")]
    assert [address.split("/")[3] for address in addresses] == ["en", "fr", "ar"]
    path = addresses[0].removeprefix("http://localhost")
    assert visitor.get(path).status == 200
    renewed = organiser.follow(made.submit("form[action$='preview']"))
    assert visitor.get(path).status == 404
    path = (renewed.all(".preview-links a")[0].get("href") or "").removeprefix("http://localhost")
    ended = organiser.follow(renewed.submit("form[action$='preview/end']"))
    assert ended.all(".preview-links a") == []
    assert visitor.get(path).status == 404
    with world.reading() as database:
        entries = database.scalars(select(AuditEntry).where(AuditEntry.verb.like("%agenda preview"))).all()
        assert [(entry.verb, entry.before, entry.after) for entry in entries] == [
            ("make agenda preview", {}, {}),
            ("make agenda preview", {}, {}),
            ("end agenda preview", {}, {}),
        ]
