"""Makes agendas for tests: sessions at local hours, speakers, rooms, and published versions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from flask import Flask

from conference.agenda import service
from conference.agenda.models import Presentation, Room, Session, Speaker, Track
from conference.core.languages import ENGLISH
from conference.core.translated import Translated
from conference.events.models import Event
from tests.world import World, in_three

FIRST_DAY = date(2021, 7, 5)


def hour(event: Event, clock: str, day: date | None = None) -> datetime:
    """«09:30» in the event's zone, as an instant."""
    return datetime.combine(day or event.starts_on, time.fromisoformat(clock), tzinfo=event.zone_info).astimezone(UTC)


def make_session(
    world: World,
    event_id: int,
    code: str = "D1-01",
    *,
    hours: tuple[str, str] | None = ("09:00", "10:30"),
    day: date | None = None,
    **changes: Any,
) -> int:
    """A plenary in English with interpretation, at local hours of the event's first day; unplaced without hours."""
    with world.writing() as database:
        event = database.get_one(Event, event_id)
        facts: dict[str, Any] = {
            "code": code,
            "type": "plenary",
            "title": in_three(f"Title {code}", f"Titre {code}", f"عنوان {code}"),
            "abstract": in_three(f"Abstract {code}", f"Résumé {code}", f"ملخص {code}"),
            "floor_codes": ["en"],
            "interpretation_codes": ["fr", "ar"],
            "starts_at": hour(event, hours[0], day) if hours else None,
            "ends_at": hour(event, hours[1], day) if hours else None,
        }
        session = service.add_session(database, event, Session(**(facts | changes)), by=None)
        database.flush()
        return session.id


def make_room(world: World, event_id: int, name: str | Translated = "Hall", *, is_online: bool = False) -> int:
    with world.writing() as database:
        room = Room(name=in_three(name) if isinstance(name, str) else name, is_online=is_online)
        service.add_place(database, database.get_one(Event, event_id), room, by=None)
        database.flush()
        return room.id


def make_track(world: World, event_id: int, name: str = "Theme") -> int:
    with world.writing() as database:
        track = Track(name=in_three(name))
        service.add_place(database, database.get_one(Event, event_id), track, by=None)
        database.flush()
        return track.id


def make_speaker(world: World, event_id: int, code: str = "benali", **changes: Any) -> int:
    """A person with an Arabic and a Latin name, a function and a private address."""
    facts: dict[str, Any] = {
        "code": code,
        "native_name": "ليلى بن علي",
        "latin_name": "Leila Ben Ali",
        "function": in_three("Director"),
        "organisation": in_three("Ministry of Labour"),
        "biography": in_three("A life"),
        "email": f"{code}@private.example.org",
    }
    with world.writing() as database:
        speaker = Speaker(**(facts | changes))
        service.add_speaker(database, database.get_one(Event, event_id), speaker, by=None)
        database.flush()
        return speaker.id


def give_role(
    world: World, session_id: int, speaker_id: int, role: str = "speaker", presentation_id: int | None = None
) -> int:
    with world.writing() as database:
        session = database.get_one(Session, session_id)
        given = service.add_role(
            database,
            session.event,
            session,
            speaker_id=speaker_id,
            role=role,
            presentation_id=presentation_id,
            by=None,
        )
        database.flush()
        return given.id


def make_presentation(world: World, session_id: int, title: str = "A talk", minutes: int | None = 20) -> int:
    with world.writing() as database:
        session = database.get_one(Session, session_id)
        talk = Presentation(title=in_three(title), minutes=minutes)
        service.add_presentation(database, session.event, session, talk, by=None)
        database.flush()
        return talk.id


def publish(world: World, event_id: int, note: str = "") -> int:
    """Publish the draft and return the version's number."""
    with world.writing() as database:
        event = database.get_one(Event, event_id)
        text = Translated.of(ENGLISH, {ENGLISH: note} if note else {})
        return service.publish_agenda(database, event, note=text, by=None).number


def change(world: World, session_id: int, **values: Any) -> None:
    """Change a session's facts by the service."""
    with world.writing() as database:
        session = database.get_one(Session, session_id)
        service.change_session(database, session.event, session, values=values, edits={}, by=None)


def let_a_second_pass(app: Flask) -> None:
    """Let stored public pages notice that their event changed, as they do after a second."""
    app.wsgi_app._read_at = float("-inf")  # type: ignore[attr-defined]


def full_agenda(world: World, event_id: int, count: int) -> Sequence[int]:
    """`count` sessions with a room, a track, a talk and two people each, over the event's first day, published."""
    room, track = make_room(world, event_id), make_track(world, event_id)
    people = [make_speaker(world, event_id, f"person-{number}") for number in range(3)]
    ids = []
    for number in range(count):
        start, end = 9 * 60 + number * 10, 9 * 60 + number * 10 + 10
        hours = (f"{start // 60:02}:{start % 60:02}", f"{end // 60:02}:{end % 60:02}")
        one = make_session(world, event_id, f"S{number}", hours=hours, room_id=room, track_id=track)
        talk = make_presentation(world, one)
        give_role(world, one, people[0], "moderator")
        give_role(world, one, people[1 + number % 2], "speaker", talk)
        ids.append(one)
    publish(world, event_id)
    return ids
