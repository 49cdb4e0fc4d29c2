"""What the read API tells of a small event, for the tests that compare whole answers."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from conference.agenda.models import Session
from conference.core import clock
from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.library.models import Revision
from tests.client import Visitor
from tests.made.agenda import (
    give_role,
    make_presentation,
    make_room,
    make_session,
    make_speaker,
    make_track,
    publish,
)
from tests.made.library import make_document
from tests.world import World, in_three

API = "/api/v1"
EVENT = f"{API}/events/thamm-2021"
ROOT = "http://localhost/api/v1/events/thamm-2021"
PUBLISHED = datetime(2021, 6, 1, 12, 0, tzinfo=UTC)
LANGUAGES = ("en", "fr", "ar")
WITHIN_EVENT = ("sessions", "sessions/D1-01", "speakers", "speakers/benali", "rooms", "tracks", "documents")


def make_published(world: World, event: int) -> dict[str, Any]:
    """A session in which one speaker has a talk, and a document about it, all of it published at one instant."""
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


CONCEPT_NOTE = {"en": "Concept note", "fr": "Note conceptuelle", "ar": "مذكرة مفاهيمية"}


def expected_document(ids: dict[str, Any], language: str) -> dict[str, Any]:
    address = "thamm-2021/documents/thamm-2021-1"
    return {
        "slug": "thamm-2021-1",
        "url": f"{ROOT}/documents/thamm-2021-1",
        "page": f"http://localhost/{language}/{address}",
        "symbol": "THAMM/2021/1",
        "category": "concept_note",
        "category_name": {"text": CONCEPT_NOTE[language], "language": language},
        "title": said(language, "Concept note"),
        "summary": said(language, "Read me"),
        "issued_by": None,
        "issued_on": None,
        "original_language": None,
        "licence": "",
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
