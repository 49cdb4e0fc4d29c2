"""The read API: what is told in each language, what is asked wrongly, and what nobody is told."""

from __future__ import annotations

import gzip
import json
import re
from datetime import UTC, datetime
from typing import Any, NoReturn

import pytest
from flask import Flask
from limits import parse
from sqlalchemy import select, update

from conference.agenda.models import AgendaVersion, Session
from conference.config import ROOT as CHECKOUT
from conference.core import clock
from conference.core.access import access, public
from conference.core.database import db
from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.core.limits import limiter
from conference.core.translated import Translated
from conference.events.models import Event, Publication
from conference.events.service import touch
from conference.feeds.views.api import PER_IP
from conference.library.models import Revision
from tests.client import Visitor
from tests.made.agenda import (
    change,
    full_agenda,
    give_role,
    make_presentation,
    make_room,
    make_session,
    make_speaker,
    make_track,
    publish,
)
from tests.made.library import make_document, make_revision
from tests.queries import count_queries
from tests.world import World, in_three, only

API = "/api/v1"
EVENT = f"{API}/events/thamm-2021"
ROOT = "http://localhost/api/v1/events/thamm-2021"
PUBLISHED = datetime(2021, 6, 1, 12, 0, tzinfo=UTC)
LANGUAGES = ("en", "fr", "ar")
WITHIN_EVENT = ("sessions", "sessions/D1-01", "speakers", "speakers/benali", "rooms", "tracks", "documents")


@pytest.fixture
def event(world: World) -> int:
    """An event with one session, in which one speaker has a talk, and one document about it."""
    return world.event(venue=in_three("Tunis", "Tunis", "تونس"))


@pytest.fixture
def ids(world: World, event: int) -> dict[str, Any]:
    """What the event consists of, all of it published at one instant."""
    room, track = make_room(world, event), make_track(world, event)
    session = make_session(world, event, room_id=room, track_id=track)
    speaker = make_speaker(world, event)
    give_role(world, session, speaker, "moderator")
    give_role(world, session, speaker, "speaker", make_presentation(world, session))
    with clock.at(PUBLISHED):
        publish(world, event)
        make_document(world, event, summary=in_three("Read me"), sessions=[session])
    with world.reading() as database:
        uid = database.scalar(select(Session.uid).where(Session.id == session))
        sizes = list(database.scalars(select(Revision.size).order_by(Revision.id)))
    return {"room": room, "track": track, "session": session, "uid": uid, "sizes": sizes}


def ask(visitor: Visitor, path: str, language: str = "en") -> Any:
    """What is told at an address in a language; the answer says that it is."""
    page = visitor.get(path, headers={"Accept-Language": language})
    assert (page.status, page.response.headers["Content-Language"]) == (200, language)
    assert page.response.headers["Content-Type"] == "application/json"
    return page.response.json


def problem(visitor: Visitor, path: str, language: str = "en") -> tuple[int, str]:
    """The status and the sentence of a refusal, which has the form of RFC 9457."""
    response = visitor.get(path, headers={"Accept-Language": language}).response
    assert response.headers["Content-Type"] == "application/problem+json"
    told = json.loads(response.data)
    assert (told["type"], told["status"], list(told)) == (
        "about:blank",
        response.status_code,
        ["type", "title", "status", "detail"],
    )
    assert response.headers["Content-Language"] == language
    assert response.headers["Cache-Control"] == "no-store"
    return response.status_code, told["detail"]


def said(language: str, english: str, french: str | None = None, arabic: str | None = None) -> dict[str, str]:
    """A text that `in_three` made."""
    text = in_three(english, french, arabic)
    return {"text": text.text({"en": ENGLISH, "fr": FRENCH, "ar": ARABIC}[language]), "language": language}


def at(hour_utc: str, hour_in_tunis: str, day: str = "2021-07-05") -> dict[str, str]:
    return {"utc": f"{day}T{hour_utc}:00Z", "local": f"{day}T{hour_in_tunis}:00+01:00", "zone": "Africa/Tunis"}


VERSION = {"number": 1, "published_at": at("12:00", "13:00", "2021-06-01")}


def page_of(*items: Any, **facts: Any) -> dict[str, Any]:
    """A list that is told whole."""
    return {"total": len(items), "page": 1, "limit": 50, "next": None, "prev": None, **facts, "items": list(items)}


def expected_event(language: str) -> dict[str, Any]:
    return {
        "slug": "thamm-2021",
        "url": ROOT,
        "page": f"http://localhost/{language}/thamm-2021/",
        "kind": "conference",
        "format": "online",
        "is_rehearsal": False,
        "title": said(language, "Regional conference", "Conférence régionale", "مؤتمر إقليمي"),
        "short_title": said(language, "Conference", "Conférence", "مؤتمر"),
        "summary": said(language, "What it is about", "De quoi il s’agit", "عمّا يدور"),
        "venue": said(language, "Tunis", "Tunis", "تونس"),
        "starts_on": "2021-07-05",
        "ends_on": "2021-07-07",
        "zone": "Africa/Tunis",
        "languages": ["en", "fr", "ar"],
        "source_language": "en",
        "bodies": [
            {
                "name": said(
                    language,
                    "International Labour Organization",
                    "Organisation internationale du Travail",
                    "منظمة العمل الدولية",
                ),
                "acronym": said(language, "ILO", "OIT", "منظمة العمل الدولية"),
            }
        ],
        "donor_line": said(
            language, "Funded by the European Union", "Financé par l’Union européenne", "بتمويل من الاتحاد الأوروبي"
        ),
        "disclaimer": said(language, "A disclaimer", "Un avertissement", "إخلاء مسؤولية"),
        "sessions": f"{ROOT}/sessions",
        "speakers": f"{ROOT}/speakers",
        "rooms": f"{ROOT}/rooms",
        "tracks": f"{ROOT}/tracks",
        "documents": f"{ROOT}/documents",
    }


def expected_name(language: str) -> dict[str, Any]:
    return {
        "code": "benali",
        "url": f"{ROOT}/speakers/benali",
        "native_name": "ليلى بن علي",
        "latin_name": "Leila Ben Ali",
        "honorific": "",
        "function": said(language, "Director"),
        "organisation": said(language, "Ministry of Labour"),
    }


def expected_speaker(language: str) -> dict[str, Any]:
    return {
        **expected_name(language),
        "page": f"http://localhost/{language}/thamm-2021/speakers/benali",
        "biography": said(language, "A life"),
        "sessions": ["D1-01"],
    }


def expected_room(ids: dict[str, Any], language: str) -> dict[str, Any]:
    return {"id": ids["room"], "name": said(language, "Hall"), "is_online": False}


def expected_track(ids: dict[str, Any], language: str) -> dict[str, Any]:
    return {"id": ids["track"], "name": said(language, "Theme")}


def expected_session(ids: dict[str, Any], language: str) -> dict[str, Any]:
    return {
        "code": "D1-01",
        "url": f"{ROOT}/sessions/D1-01",
        "page": f"http://localhost/{language}/thamm-2021/agenda/D1-01",
        "calendar": f"http://localhost/{language}/thamm-2021/agenda/D1-01.ics",
        "uid": ids["uid"],
        "sequence": 0,
        "status": "scheduled",
        "type": "plenary",
        "title": said(language, "Title D1-01", "Titre D1-01", "عنوان D1-01"),
        "abstract": said(language, "Abstract D1-01", "Résumé D1-01", "ملخص D1-01"),
        "day": "2021-07-05",
        "starts_at": at("08:00", "09:00"),
        "ends_at": at("09:30", "10:30"),
        "room": expected_room(ids, language),
        "track": expected_track(ids, language),
        "floor": ["en"],
        "interpretation": ["fr", "ar"],
        "capacity": None,
        "people": [{"role": "moderator", "speaker": expected_name(language)}],
        "presentations": [
            {
                "title": said(language, "A talk"),
                "minutes": 20,
                "people": [{"role": "speaker", "speaker": expected_name(language)}],
            }
        ],
    }


def expected_document(ids: dict[str, Any], language: str) -> dict[str, Any]:
    address = "thamm-2021/documents/thamm-2021-1"
    return {
        "slug": "thamm-2021-1",
        "url": f"{ROOT}/documents/thamm-2021-1",
        "page": f"http://localhost/{language}/{address}",
        "symbol": "THAMM/2021/1",
        "category": "concept_note",
        "title": said(language, "Concept note"),
        "summary": said(language, "Read me"),
        "sessions": ["D1-01"],
        "files": [
            {
                "language": code,
                "url": f"http://localhost/{code}/{address}/{code}",
                "media_type": "application/pdf",
                "size": size,
                "pages": 1,
                "revision": 1,
                "published_at": VERSION["published_at"],
            }
            for code, size in zip(LANGUAGES, ids["sizes"], strict=True)
        ],
    }


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


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("limit=0", "“limit” is a whole number from 1 to 100."),
        ("limit=101", "“limit” is a whole number from 1 to 100."),
        ("limit=ten", "“limit” is a whole number from 1 to 100."),
        ("limit=", "“limit” is a whole number from 1 to 100."),
        ("page=-1", "“page” is a whole number from 1 to 100000."),
        ("page=9999999999999999999999", "“page” is a whole number from 1 to 100000."),
        ("day=5 July", "“day” is a day, for example 2021-07-05."),
        ("day=2021-02-30", "“day” is a day, for example 2021-07-05."),
        ("day=20210705", "“day” is a day, for example 2021-07-05."),
        ("room=٣", "“room” is a whole number from 1 to 2147483647."),
        ("language=de", "“language” is one of these: en, fr, ar."),
        ("lang=xx", "“lang” is one of these: en, fr, ar, all."),
        ("lang=en&lang=fr", "“lang” is given more than once."),
        ("limt=3", "“limt” is no parameter here. There are: lang, day, track, room, language, since, limit, page."),
    ],
)
def test_what_is_asked_wrongly_is_refused_in_a_sentence(
    visitor: Visitor, ids: dict[str, Any], query: str, sentence: str
) -> None:
    path = f"{EVENT}/sessions?{query}"
    response = visitor.get(path).response
    assert (response.status_code, json.loads(response.data)["detail"]) == (400, sentence)


def test_refusals_speak_the_language_asked_for(visitor: Visitor, ids: dict[str, Any]) -> None:
    assert problem(visitor, f"{EVENT}/sessions?limit=0", "fr") == (
        400,
        "«\u00a0limit\u00a0» est un nombre entier de 1 à 100.",
    )
    assert problem(visitor, f"{EVENT}/sessions?limit=0", "ar") == (400, "«limit» عدد صحيح من 1 إلى 100.")
    assert problem(visitor, f"{EVENT}/sessions/NONE", "fr") == (404, "Il n’y a rien à cette adresse.")
    assert problem(visitor, f"{EVENT}/sessions/NONE?lang=fr", "fr")[0] == 404
    response = visitor.get("/api/v1/events/nothing?lang=fr", headers={"Accept-Language": "ar"}).response
    assert (response.status_code, response.headers["Content-Language"]) == (404, "fr")


@pytest.mark.parametrize(
    "path",
    [
        "/api",
        "/api/v2/",
        f"{API}/nothing",
        f"{API}/events/",
        f"{API}/events/nothing",
        f"{API}/events/%00",
        f"{EVENT}/nothing",
        f"{EVENT}/sessions/NONE",
        f"{EVENT}/sessions/%00",
        f"{EVENT}/speakers/nobody",
        f"{EVENT}/documents/nothing",
        f"{EVENT}/documents/%00",
        f"{EVENT}/documents/%D9%88",
    ],
)
def test_what_is_not_there_is_a_problem_too(visitor: Visitor, ids: dict[str, Any], path: str) -> None:
    assert problem(visitor, path) == (404, "There is nothing at this address.")


def test_it_is_only_read(visitor: Visitor, ids: dict[str, Any]) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        response = visitor.client.open(f"{EVENT}/sessions", method=method)
        assert (response.status_code, response.headers["Content-Type"]) == (405, "application/problem+json")
        assert {one.strip() for one in response.headers["Allow"].split(",")} == {"GET", "HEAD", "OPTIONS"}
        assert json.loads(response.data)["detail"] == "This address is only read, with GET or HEAD."
    head = visitor.client.head(f"{EVENT}/sessions")
    whole = visitor.client.get(f"{EVENT}/sessions")
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", whole.headers["ETag"])


def test_an_answer_that_is_there_already_is_not_sent_again(
    world: World, visitor: Visitor, event: int, ids: dict[str, Any]
) -> None:
    for name in ("", *(f"/{name}" for name in WITHIN_EVENT)):
        first = visitor.get(EVENT + name).response
        assert first.headers["Cache-Control"] == "public, max-age=60"
        again = visitor.get(EVENT + name, headers={"If-None-Match": first.headers["ETag"]}).response
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
        other = {"If-None-Match": first.headers["ETag"], "Accept-Language": "fr"}
        assert visitor.get(EVENT + name, headers=other).status == 200
    first = visitor.get(f"{EVENT}/sessions").response
    assert first.headers["Last-Modified"] == "Tue, 01 Jun 2021 12:00:00 GMT"
    change(world, ids["session"], type="workshop")
    assert visitor.get(f"{EVENT}/sessions", headers={"If-None-Match": first.headers["ETag"]}).status == 304
    publish(world, event)
    assert visitor.get(f"{EVENT}/sessions", headers={"If-None-Match": first.headers["ETag"]}).status == 200


def test_answers_are_compressed_for_who_takes_it(visitor: Visitor, ids: dict[str, Any]) -> None:
    plain = visitor.get(f"{EVENT}/sessions").response
    small = visitor.get(f"{EVENT}/sessions", headers={"Accept-Encoding": "gzip"}).response
    assert (small.headers["Content-Encoding"], small.headers["ETag"]) == ("gzip", plain.headers["ETag"])
    assert gzip.decompress(small.data) == plain.data
    assert int(small.headers["Content-Length"]) == len(small.data) < len(plain.data)
    assert "Accept-Encoding" in plain.headers["Vary"]
    refused = visitor.get(f"{EVENT}/sessions", headers={"Accept-Encoding": "gzip;q=0"}).response
    assert "Content-Encoding" not in refused.headers


def test_scripts_of_every_site_may_read_it_and_nothing_else(visitor: Visitor, ids: dict[str, Any]) -> None:
    for path in (API, f"{API}/openapi.json", f"{EVENT}/sessions", f"{EVENT}/none", f"{EVENT}/sessions?page=0"):
        headers = visitor.get(path, headers={"Origin": "https://example.com"}).response.headers
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Access-Control-Allow-Credentials" not in headers
    before = visitor.client.options(f"{EVENT}/sessions", headers={"Origin": "https://example.com"})
    assert (before.status_code, before.headers["Access-Control-Allow-Methods"]) == (200, "GET, HEAD")
    assert before.headers["Access-Control-Allow-Headers"] == "If-None-Match"
    for path in (
        "/en/",
        "/en/thamm-2021/agenda",
        "/en/thamm-2021/calendar.ics",
        "/sitemap.xml",
        "/healthz",
        "/en/apis",
    ):
        headers = visitor.get(path, headers={"Origin": "https://example.com"}).response.headers
        assert [name for name, _value in headers if name.startswith("Access-Control")] == []
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_who_asks_too_often_is_told_when_to_come_back(app: Flask, visitor: Visitor, ids: dict[str, Any]) -> None:
    with app.app_context():
        limit = parse(PER_IP)
        limiter.limiter.hit(limit, app.config["RATELIMIT_KEY_PREFIX"], "127.0.0.1", "api", cost=limit.amount - 2)
    paths = (EVENT, f"{EVENT}/sessions")  # they are counted together
    assert [visitor.get(path).status for path in paths] == [200, 200]
    for path in paths:
        assert problem(visitor, path) == (429, "This was asked for too often in a short time.")
        assert 590 <= int(visitor.get(path).response.headers["Retry-After"]) <= 600
    assert visitor.get("/en/thamm-2021/agenda").status == 200


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


def test_the_openapi_document_describes_every_address_and_its_parameters(app: Flask, visitor: Visitor) -> None:
    page = visitor.get(f"{API}/openapi.json")
    document = page.response.json
    assert (document["openapi"], document["servers"]) == ("3.1.0", [{"url": "http://localhost"}])
    addresses = {
        rule.rule.replace("<slug:", "{").replace("<", "{").replace(">", "}")
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(API)
    }
    assert set(document["paths"]) == addresses - {f"{API}/openapi.json"}
    assert [list(operations) for operations in document["paths"].values()] == [["get"]] * len(document["paths"])
    sessions = document["paths"][f"{API}/events/{{event}}/sessions"]["get"]
    assert [(one["name"], one["in"]) for one in sessions["parameters"]] == [
        ("event", "path"),
        ("lang", "query"),
        ("day", "query"),
        ("track", "query"),
        ("room", "query"),
        ("language", "query"),
        ("since", "query"),
        ("limit", "query"),
        ("page", "query"),
        ("Accept-Language", "header"),
        ("If-None-Match", "header"),
    ]
    assert sessions["parameters"][7]["schema"] == {"type": "integer", "minimum": 1, "maximum": 100, "default": 50}
    assert list(sessions["responses"]) == ["200", "304", "400", "404", "429", "503"]
    assert page.response.headers["Content-Language"] == "en"
    assert visitor.get(f"{API}/openapi.json", headers={"If-None-Match": page.response.headers["ETag"]}).status == 304


def test_a_failure_is_a_problem_without_its_reason(app: Flask, visitor: Visitor) -> None:
    def fail() -> NoReturn:
        raise RuntimeError("nobody may read this")

    app.add_url_rule(f"{API}/fail", "fail", access(public)(fail))
    sentence = "Cette page n’a pas pu être établie."
    assert problem(visitor, f"{API}/fail", "fr") == (500, sentence)


def test_the_guide_names_every_address_and_every_parameter(visitor: Visitor) -> None:
    guide = (CHECKOUT / "docs" / "api.md").read_text(encoding="utf-8")
    document = visitor.get(f"{API}/openapi.json").response.json
    assert set(re.findall(r"^\| `(/api/[^`]+)`", guide, re.MULTILINE)) == set(document["paths"])
    parameters = {
        (one["name"], address.rpartition("/")[2])
        for address, operations in document["paths"].items()
        for one in operations["get"]["parameters"]
        if one["in"] == "query" and one["name"] not in ("lang", "limit", "page")
    }
    rows = re.findall(r"^\| ((?:`[a-z]+`(?:, )?)+) \| (sessions|documents) \|", guide, re.MULTILINE)
    assert {(name, of) for names, of in rows for name in re.findall("[a-z]+", names)} == parameters
    assert f"more than {PER_IP.partition(' ')[0]} requests in 10 minutes" in guide
