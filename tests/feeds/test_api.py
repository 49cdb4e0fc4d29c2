"""The read API: what is told in each language, and what nobody is told."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from conference.agenda.models import AgendaVersion, Session
from conference.core.database import db
from conference.core.languages import ENGLISH, FRENCH
from conference.core.translated import Translated
from conference.events.models import Event, Publication
from conference.events.service import touch
from tests.client import Visitor
from tests.made.agenda import (
    change,
    full_agenda,
    give_role,
    make_room,
    make_session,
    make_speaker,
    make_track,
    publish,
)
from tests.made.api import (
    API,
    EVENT,
    LANGUAGES,
    ROOT,
    VERSION,
    WITHIN_EVENT,
    ask,
    expected_document,
    expected_event,
    expected_room,
    expected_session,
    expected_speaker,
    expected_track,
    make_published,
    page_of,
    problem,
)
from tests.made.library import make_document, make_revision
from tests.queries import count_queries
from tests.world import World, in_three, only


@pytest.fixture
def event(world: World) -> int:
    return world.event(venue=in_three("Tunis", "Tunis", "تونس"))


@pytest.fixture
def ids(world: World, event: int) -> dict[str, Any]:
    """The event has all that the API tells of."""
    return make_published(world, event)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_resource_tells_all_of_it_in_each_language(visitor: Visitor, ids: dict[str, Any], language: str) -> None:
    event, session = expected_event(language), expected_session(ids, language)
    speaker, document = expected_speaker(language), expected_document(ids, language)
    names = {"en": "THAMM Conferences", "fr": "Conférences THAMM", "ar": "مؤتمرات تام"}
    index = {
        "title": names[language],
        "events": f"http://localhost{API}/events",
        "openapi": f"http://localhost{API}/openapi.json",
    }
    assert ask(visitor, f"{API}/", language) == index
    assert ask(visitor, API, language) == index
    assert ask(visitor, f"{API}/events", language) == page_of(event)
    assert ask(visitor, EVENT, language) == event
    assert ask(visitor, f"{EVENT}/sessions", language) == page_of(session, version=VERSION)
    assert ask(visitor, f"{EVENT}/sessions/D1-01", language) == session
    assert ask(visitor, f"{EVENT}/speakers", language) == page_of(speaker, version=VERSION)
    assert ask(visitor, f"{EVENT}/speakers/benali", language) == speaker
    assert ask(visitor, f"{EVENT}/rooms", language) == page_of(expected_room(ids, language), version=VERSION)
    assert ask(visitor, f"{EVENT}/tracks", language) == page_of(expected_track(ids, language), version=VERSION)
    assert ask(visitor, f"{EVENT}/documents", language) == page_of(document)
    assert ask(visitor, f"{EVENT}/documents/thamm-2021-1", language) == document


def test_an_event_without_an_agenda_has_empty_lists(world: World, visitor: Visitor, event: int) -> None:
    make_session(world, event)
    for name in ("sessions", "speakers", "rooms", "tracks"):
        assert ask(visitor, f"{EVENT}/{name}") == page_of(version=None)
    assert ask(visitor, f"{EVENT}/documents") == page_of()
    assert problem(visitor, f"{EVENT}/sessions/D1-01")[0] == 404
    assert problem(visitor, f"{EVENT}/speakers/benali")[0] == 404


@pytest.mark.parametrize(
    ("query", "header", "language"),
    [
        ("", "", "en"),
        ("", "fr-MA,en;q=0.5", "fr"),
        ("", "de, ar-TN;q=0.3", "ar"),
        ("", "de", "en"),
        ("", "*", "en"),
        ("?lang=ar", "fr", "ar"),
        ("?lang=en", "", "en"),
    ],
)
def test_the_language_is_the_one_asked_for(
    visitor: Visitor, ids: dict[str, Any], query: str, header: str, language: str
) -> None:
    visitor.client.set_cookie("language", "fr")
    page = visitor.get(f"{EVENT}/sessions/D1-01{query}", headers={"Accept-Language": header})
    assert page.response.json == expected_session(ids, language)
    assert page.response.headers["Content-Language"] == language
    assert "Accept-Language" in page.response.headers["Vary"]


def test_a_language_that_the_event_does_not_have_is_answered_in_its_source(world: World, visitor: Visitor) -> None:
    world.event(language_codes=["fr", "en"], source_code="fr", title=only(FRENCH, "En français"))
    for wish in ("?lang=ar", ""):
        page = visitor.get(f"{EVENT}{wish}", headers={"Accept-Language": "ar"})
        assert page.response.headers["Content-Language"] == "fr"
        assert page.response.json["title"] == {"text": "En français", "language": "fr"}
    page = visitor.get(EVENT, headers={"Accept-Language": "en"})
    assert (page.response.headers["Content-Language"], page.response.json["title"]["language"]) == ("en", "fr")


def test_every_language_comes_at_once_where_that_is_asked_for(
    world: World, visitor: Visitor, event: int, ids: dict[str, Any]
) -> None:
    change(world, ids["session"], starts_at=datetime(2021, 7, 5, 7, 0, tzinfo=UTC))
    with world.writing() as database:
        session = database.get_one(Session, ids["session"])
        session.title, session.abstract = only(FRENCH, "Seulement"), Translated()
    publish(world, event)
    page = visitor.get(f"{EVENT}/sessions/D1-01?lang=all", headers={"Accept-Language": "ar"})
    assert page.response.headers["Content-Language"] == "en, fr, ar"
    told = page.response.json
    assert told["title"] == {"text": "Seulement", "language": "fr", "translations": {"fr": "Seulement"}}
    assert told["abstract"] is None
    assert told["room"]["name"] == {
        "text": "Hall",
        "language": "en",
        "translations": {"en": "Hall", "fr": "Hall (français)", "ar": "Hall (عربي)"},
    }
    assert ask(visitor, f"{EVENT}/sessions/D1-01", "ar")["title"] == {"text": "Seulement", "language": "fr"}


def test_no_answer_is_kept_for_readers_of_another_language(app: Flask, ids: dict[str, Any]) -> None:
    for path in (f"{API}/", f"{API}/events", EVENT, *(f"{EVENT}/{name}" for name in WITHIN_EVENT)):
        for language in (*LANGUAGES, *reversed(LANGUAGES)):
            headers = {"Accept-Language": language, "Accept-Encoding": "gzip"}
            response = Visitor(app).get(path, headers=headers).response
            assert (response.headers["Content-Language"], response.status_code) == (language, 200)
            body = gzip.decompress(response.data) if "Content-Encoding" in response.headers else response.data
            assert body == Visitor(app).get(f"{path}?lang={language}").response.data
    assert [key for key in app.wsgi_app._kept if key[0].startswith("/api")] == []  # type: ignore[attr-defined]


def test_a_list_is_told_page_by_page(world: World, visitor: Visitor, event: int) -> None:
    full_agenda(world, event, 7)
    seen, links, address = [], [], f"{EVENT}/sessions?limit=3&language=en"
    while address:
        page = visitor.get(address)
        told = page.response.json
        assert (told["total"], told["limit"]) == (7, 3)
        seen.append([one["code"] for one in told["items"]])
        links.append(page.response.headers.get("Link"))
        address = (told["next"] or "").removeprefix("http://localhost")
    assert seen == [["S0", "S1", "S2"], ["S3", "S4", "S5"], ["S6"]]
    query = f"<{ROOT}/sessions?limit=3&language=en&page="
    assert links == [
        f'{query}2>; rel="next"',
        f'{query}3>; rel="next", {query}1>; rel="prev"',
        f'{query}2>; rel="prev"',
    ]
    beyond = visitor.get(f"{EVENT}/sessions?limit=3&page=40").response.json
    assert (beyond["items"], beyond["next"], beyond["prev"]) == ([], None, f"{ROOT}/sessions?limit=3&page=3")


def test_sessions_are_found_by_day_track_room_and_language(world: World, visitor: Visitor, event: int) -> None:
    hall, theme = make_room(world, event), make_track(world, event)
    make_session(world, event, "A", room_id=hall, interpretation_codes=[])
    make_session(world, event, "B", track_id=theme, hours=("11:00", "12:00"))
    make_session(world, event, "C", room_id=hall, hours=("00:10", "01:00"), day=datetime(2021, 7, 6).date())
    publish(world, event)

    def codes(query: str) -> list[str]:
        return [one["code"] for one in visitor.get(f"{EVENT}/sessions?{query}").response.json["items"]]

    assert codes("day=2021-07-05") == ["A", "B"]
    assert codes("day=2021-07-06") == ["C"]  # 23:10 of the day before in UTC
    assert codes("day=2021-07-09") == []
    assert codes(f"room={hall}") == ["A", "C"]
    assert codes(f"track={theme}") == ["B"]
    assert codes("track=2147483647") == []
    assert codes("language=fr") == ["B", "C"]
    assert codes(f"language=en&room={hall}&day=2021-07-05") == ["A"]


def test_since_a_version_only_what_changed_is_told(world: World, visitor: Visitor, event: int) -> None:
    ids = {code: make_session(world, event, code) for code in ("STAYS", "MOVED", "GONE")}
    publish(world, event)
    assert ask(visitor, f"{EVENT}/sessions?since=1")["items"] == []
    change(world, ids["MOVED"], starts_at=datetime(2021, 7, 5, 6, 0, tzinfo=UTC))
    with world.writing() as database:
        database.get_one(Session, ids["GONE"]).status = "cancelled"
    make_session(world, event, "NEW", hours=("15:00", "16:00"))
    publish(world, event)
    told = ask(visitor, f"{EVENT}/sessions?since=1")
    assert {one["code"]: one["status"] for one in told["items"]} == {
        "MOVED": "scheduled",
        "GONE": "cancelled",
        "NEW": "scheduled",
    }
    assert told["version"]["number"] == 2
    assert ask(visitor, f"{EVENT}/sessions?since=2")["items"] == []
    assert problem(visitor, f"{EVENT}/sessions?since=3") == (404, "The agenda has no version 3.")


def test_documents_are_found_by_language_category_and_session(world: World, visitor: Visitor, event: int) -> None:
    session, draft = make_session(world, event), make_session(world, event, "DRAFT", hours=None)
    publish(world, event)
    make_document(world, event, "A/1", languages=[ENGLISH], sessions=[session, draft])
    make_document(world, event, "A/2", languages=[ENGLISH, FRENCH], category="report", sessions=[draft])

    def slugs(query: str) -> list[str]:
        return [one["slug"] for one in visitor.get(f"{EVENT}/documents?{query}").response.json["items"]]

    assert slugs("") == ["a-1", "a-2"]
    assert slugs("language=fr") == ["a-2"]
    assert slugs("category=concept_note") == ["a-1"]
    assert slugs("session=D1-01") == ["a-1"]
    assert slugs("session=DRAFT") == slugs("session=%00") == []
    assert visitor.get(f"{EVENT}/documents/a-2").response.json["sessions"] == []


def test_a_draft_is_shown_to_nobody_not_even_its_organiser(world: World, event: int, ids: dict[str, Any]) -> None:
    with world.writing() as database:
        database.get_one(Event, event).publication = Publication.DRAFT
    for reader in (Visitor(world.app), world.organiser(event)):
        assert ask(reader, f"{API}/events") == page_of()
        for path in (EVENT, *(f"{EVENT}/{name}" for name in WITHIN_EVENT)):
            assert problem(reader, path)[0] == 404


def test_the_draft_of_a_published_event_is_shown_to_nobody(world: World, event: int, ids: dict[str, Any]) -> None:
    make_session(world, event, "SECRET", hours=("16:00", "17:00"))
    with world.writing() as database:
        database.get_one(Session, ids["session"]).title = in_three("Changed in the draft")
    organiser = world.organiser(event)
    assert ask(organiser, f"{EVENT}/sessions") == page_of(expected_session(ids, "en"), version=VERSION)
    assert problem(organiser, f"{EVENT}/sessions/SECRET")[0] == 404


def test_documents_that_not_everybody_may_read_are_not_there(world: World, event: int, ids: dict[str, Any]) -> None:
    make_document(world, event, "A/REGISTERED", visibility="registered")
    make_document(world, event, "A/TEAM", visibility="organisers")
    unpublished = make_document(world, event, "A/UNPUBLISHED", languages=[])
    make_revision(world, unpublished, publish=False)
    organiser = world.organiser(event)
    assert ask(organiser, f"{EVENT}/documents") == page_of(expected_document(ids, "en"))
    for slug in ("a-registered", "a-team", "a-unpublished"):
        assert problem(organiser, f"{EVENT}/documents/{slug}")[0] == 404


def test_nothing_private_is_told(world: World, visitor: Visitor, event: int) -> None:
    meeting = "https://meet.example.org/secret"
    session = make_session(
        world,
        event,
        meeting_url=meeting,
        channel_urls={"fr": f"{meeting}-fr"},
        notes="secret note",
        import_key="secret key",
    )
    give_role(world, session, make_speaker(world, event))
    publish(world, event)
    for path in (f"{API}/events", EVENT, *(f"{EVENT}/{name}?lang=all" for name in WITHIN_EVENT)):
        source = visitor.get(path).source
        assert [word for word in ("secret", "private.example.org", "secretariat@example.org") if word in source] == []


def test_an_erased_person_is_gone_at_once(world: World, visitor: Visitor, event: int, ids: dict[str, Any]) -> None:
    first = visitor.get(f"{EVENT}/speakers/benali").response
    with world.writing() as database:
        data = dict(database.scalars(select(AgendaVersion)).one().data)
        gone = {"native_name": "", "latin_name": "", "biography": {}}
        data["speakers"] = [one | gone for one in data["speakers"]]
        database.execute(update(AgendaVersion).values(data=data))
        touch(database, event)
    headers = {"If-None-Match": first.headers["ETag"], "If-Modified-Since": first.headers["Last-Modified"]}
    for kept in (headers, {"If-Modified-Since": first.headers["Last-Modified"]}):
        page = visitor.get(f"{EVENT}/speakers/benali", headers=kept)
        assert (page.status, page.response.json["latin_name"]) == (200, "")
    for name in WITHIN_EVENT:
        assert "Leila" not in visitor.get(f"{EVENT}/{name}").source


def test_who_appears_only_in_a_cancelled_session_is_in_no_list(world: World, visitor: Visitor, event: int) -> None:
    kept, gone = make_session(world, event, "KEPT"), make_session(world, event, "GONE")
    give_role(world, kept, make_speaker(world, event, "stays"))
    give_role(world, gone, make_speaker(world, event, "leaves"))
    publish(world, event)
    with world.writing() as database:
        database.get_one(Session, gone).status = "cancelled"
    publish(world, event)
    assert [one["code"] for one in ask(visitor, f"{EVENT}/speakers")["items"]] == ["stays"]
    assert ask(visitor, f"{EVENT}/speakers/leaves")["sessions"] == []


@pytest.mark.parametrize("count", [1, 12])
def test_a_list_asks_as_often_for_many_as_for_one(app: Flask, world: World, event: int, count: int) -> None:
    sessions = full_agenda(world, event, count)
    for number in range(count):
        make_document(world, event, f"A/{number}", sessions=sessions[:1])
        world.event(f"another-{number}")
    asked = {}
    for path in (f"{API}/events", EVENT, f"{EVENT}/sessions", f"{EVENT}/sessions?since=1", f"{EVENT}/documents"):
        Visitor(app).get(path)
        with count_queries(app) as queries:
            assert Visitor(app).get(path).status == 200
        asked[path.removeprefix(API)] = len(queries)
    with app.app_context():
        db.session.remove()
    assert asked == {
        "/events": 2,
        "/events/thamm-2021": 1,
        "/events/thamm-2021/sessions": 3,
        "/events/thamm-2021/sessions?since=1": 4,
        "/events/thamm-2021/documents": 7,
    }


def test_a_sign_in_costs_the_api_nothing(world: World, event: int, ids: dict[str, Any]) -> None:
    organiser = world.organiser(event)
    with count_queries(world.app) as queries:
        assert organiser.get(EVENT).status == 200
    assert len(queries) == 1
