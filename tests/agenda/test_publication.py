"""Publishing: what a version freezes, what it raises, what it says has changed, and two people who publish at once."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from conference.agenda import service
from conference.agenda.models import AgendaVersion, Room, Session, Speaker
from conference.agenda.ports import publication_listeners
from conference.audit.models import AuditEntry
from conference.core.database import db, write
from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.core.translated import Translated
from conference.events.models import Event
from tests.client import Visitor
from tests.made.agenda import (
    change,
    give_role,
    hour,
    let_a_second_pass,
    make_presentation,
    make_room,
    make_session,
    make_speaker,
    publish,
)
from tests.world import World, in_three, only

DRAFT = "/en/thamm-2021/manage/agenda"


def sequences(world: World) -> dict[str, int]:
    with world.reading() as database:
        return {one.code: one.sequence for one in database.scalars(select(Session))}


def changes(world: World) -> list[str]:
    """The kinds of change in the newest version."""
    with world.reading() as database:
        newest = database.scalars(select(AgendaVersion).order_by(AgendaVersion.number.desc())).first()
        assert newest is not None
        return [f"{change['kind']} {change.get('code', '')}".strip() for change in newest.difference["changes"]]


def set_text(world: World, session: int, name: str, text: Translated) -> None:
    with world.writing() as database:
        setattr(database.get_one(Session, session), name, text)


def test_only_time_place_and_status_raise_the_sequence(world: World) -> None:
    event = world.event()
    hall, annex = make_room(world, event, "Hall"), make_room(world, event, "Annex")
    moved = make_session(world, event, "MOVED", hours=("09:00", "10:00"), room_id=hall)
    told = make_session(world, event, "TOLD", hours=("10:00", "11:00"), room_id=hall)
    assert publish(world, event) == 1
    assert sequences(world) == {"MOVED": 0, "TOLD": 0}
    set_text(world, told, "title", in_three("Another title"))
    set_text(world, told, "abstract", in_three("Another abstract"))
    give_role(world, told, make_speaker(world, event))
    publish(world, event)
    assert sequences(world) == {"MOVED": 0, "TOLD": 0}
    assert changes(world) == ["title TOLD", "speakers TOLD", "text TOLD"]
    with world.reading() as database:
        later = hour(database.get_one(Event, event), "09:45")
    change(world, moved, ends_at=later)
    publish(world, event)
    assert sequences(world) == {"MOVED": 1, "TOLD": 0}
    change(world, moved, room_id=annex)
    publish(world, event)
    assert sequences(world) == {"MOVED": 2, "TOLD": 0}
    with world.writing() as database:
        session = database.get_one(Session, moved)
        service.cancel_session(database, session.event, session, by=None)
    publish(world, event)
    assert sequences(world) == {"MOVED": 3, "TOLD": 0}
    assert changes(world) == ["cancelled MOVED"]


def test_a_room_that_is_called_otherwise_is_another_place_but_a_new_translation_of_it_is_not(world: World) -> None:
    event = world.event()
    room = make_room(world, event, only(ENGLISH, "Hall"))
    make_session(world, event, room_id=room)
    publish(world, event)
    translated = Translated.of(ENGLISH, {ENGLISH: "Hall", FRENCH: "Salle"})
    for name, expected, sequence in (
        (translated, ["room_name"], 0),
        (only(ENGLISH, "Great Hall"), ["room D1-01", "room_name"], 1),
    ):
        with world.writing() as database:
            database.get_one(Room, room).name = name
        publish(world, event)
        assert (changes(world), sequences(world)) == (expected, {"D1-01": sequence})


def test_nothing_to_publish_is_refused_in_words(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    assert organiser.get(DRAFT).all("form[action$=publish]") == []
    make_session(world, event, "LATER", hours=None)
    with pytest.raises(service.NothingToPublish):
        publish(world, event)
    make_session(world, event)
    page = organiser.get(DRAFT)
    done = page.submit("form[action$=publish]", **{"note-en": "First version", "note-ar": "النسخة الأولى"})
    assert organiser.follow(done).texts(".notice p") == ["Version 1 is published."]
    again = page.submit("form[action$=publish]")
    assert again.status == 422
    assert again.texts(".error-summary li") == ["There is nothing to publish: visitors already see all of this."]
    assert world.count(AgendaVersion) == 1
    with world.reading() as database:
        (version,) = database.scalars(select(AgendaVersion))
        assert (version.number, version.note.text(ARABIC)) == (1, "النسخة الأولى")
        assert version.published_by == world.account_id("organiser@example.org")
        assert [one["code"] for one in version.data["sessions"]] == ["D1-01"], "what has no hours is not published"
        entry = database.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert entry is not None
        assert (entry.verb, entry.after) == ("publish agenda", {"number": 1, "changes": 0})


def test_saying_that_a_translation_is_still_right_is_no_change_for_readers(world: World) -> None:
    event = world.event()
    make_session(world, event)
    organiser = world.organiser(event)
    path = f"{DRAFT}/sessions/D1-01"
    organiser.get(path).submit("form.form--wide", **{"title-en": "Changed"})
    publish(world, event)
    organiser.get(path).submit("form.form--wide", **{"title-fr-still": "y"})
    with pytest.raises(service.NothingToPublish):
        publish(world, event)


def test_the_draft_and_private_things_never_reach_the_public(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event, meeting_url="https://secret.example.org/j/1")
    give_role(world, session, make_speaker(world, event))
    publish(world, event)
    set_text(world, session, "title", in_three("Leaked title"))
    make_session(world, event, "NEW", hours=("11:00", "12:00"), title=in_three("Leaked session"))
    make_speaker(world, event, "leaked", latin_name="Leaked speaker")
    with world.writing() as database:
        database.scalars(select(Speaker).where(Speaker.code == "benali")).one().biography = in_three("Leaked life")
    paths = ("agenda", "agenda/D1-01", "speakers", "speakers/benali", "calendar.ics", "agenda/D1-01.ics")
    for language in ("en", "fr", "ar"):
        for path in paths:
            page = visitor.get(f"/{language}/thamm-2021/{path}")
            assert page.status == 200
            for leak in ("Leaked", "secret.example.org", "private.example.org"):
                assert leak not in page.source, (path, leak)
        for path in ("agenda/NEW", "agenda/NEW.ics", "speakers/leaked"):
            page = visitor.get(f"/{language}/thamm-2021/{path}")
            assert page.status == 404
            assert page.one("html").get("lang") == language
    publish(world, event)
    let_a_second_pass(world.app)
    assert visitor.get("/en/thamm-2021/agenda/D1-01").h1 == "Leaked title", "what could leak was really there"


def test_publishing_makes_stored_pages_old(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event)
    publish(world, event)
    assert visitor.get("/en/thamm-2021/agenda").texts(".session-title") == ["Title D1-01"]
    with world.reading() as database:
        before = database.get_one(Event, event).public_revision
    set_text(world, session, "title", in_three("Another title"))
    publish(world, event)
    with world.reading() as database:
        assert database.get_one(Event, event).public_revision == before + 1
    let_a_second_pass(world.app)
    assert visitor.get("/en/thamm-2021/agenda").texts(".session-title") == ["Another title"]


def test_every_kind_of_change_is_told_in_a_sentence_in_each_language(world: World, visitor: Visitor) -> None:
    event = world.event(venue=in_three("Tunis"))
    hall, annex = make_room(world, event, "Hall"), make_room(world, event, "Annex")
    one = make_session(world, event, "ONE", hours=("09:00", "10:00"), room_id=hall)
    two = make_session(world, event, "TWO", hours=("10:00", "11:00"))
    gone = make_session(world, event, "GONE", hours=("11:00", "12:00"))
    leila = make_speaker(world, event)
    give_role(world, two, leila)
    publish(world, event)
    with world.writing() as database:
        the_event = database.get_one(Event, event)
        the_event.venue = in_three("Cairo")
        session = database.get_one(Session, one)
        values = {"starts_at": hour(the_event, "14:00"), "ends_at": hour(the_event, "15:00"), "room_id": annex}
        service.change_session(database, the_event, session, values=values, edits={}, by=None)
        session = database.get_one(Session, two)
        values = {"type": "panel", "floor_codes": ["ar"], "interpretation_codes": []}
        service.change_session(database, the_event, session, values=values, edits={}, by=None)
        session.abstract = in_three("Another")
        database.get_one(Speaker, leila).biography = in_three("A longer life")
        service.cancel_session(database, the_event, database.get_one(Session, gone), by=None)
    make_presentation(world, two)
    moderator = make_speaker(
        world, event, "moderator", native_name="", latin_name="", function=in_three("Moderator, ILO")
    )
    give_role(world, two, moderator, "moderator")
    make_session(world, event, "NEW", day=date(2021, 7, 6))
    publish(world, event, "Read this")
    page = visitor.get("/en/thamm-2021/agenda/changes")
    assert page.texts(".changes li") == [
        "New venue: Cairo instead of Tunis.",
        "Speakers of Title TWO: Moderator, ILO joined.",
        "The presentations in Title TWO changed.",
        "The languages of Title TWO changed.",
        "The kind of session of Title TWO changed.",
        "The description of Title TWO changed in English, French and Arabic.",
        "Cancelled: Title GONE.",
        "New time for Title ONE: Mon 5 July 14:00–15:00 instead of Mon 5 July 09:00–10:00.",
        "New room for Title ONE: Annex instead of Hall.",
        "New: Title NEW, on 6 July 2021, 09:00.",
        "The profile of ليلى بن علي changed.",
    ]
    assert page.texts(".card .prose") == ["Read this"]
    for language, title in (("fr", "Titre ONE"), ("ar", "عنوان ONE")):
        told = visitor.get(f"/{language}/thamm-2021/agenda/changes").texts(".changes li")
        assert len(told) == 11
        assert sum(title in sentence for sentence in told) == 2


def test_listeners_hear_of_a_publication_inside_its_transaction(app: Flask, world: World) -> None:
    heard: list[tuple[int, int]] = []

    def listen(_database: object, event: Event, version: AgendaVersion) -> None:
        heard.append((event.id, version.number))
        if version.number == 2:
            raise RuntimeError("a listener failed")

    event = world.event()
    session = make_session(world, event)
    publication_listeners.plug(app, listen)
    publish(world, event)
    set_text(world, session, "title", in_three("Another title"))
    with pytest.raises(RuntimeError):
        publish(world, event)
    assert heard == [(event, 1), (event, 2)]
    assert world.count(AgendaVersion) == 1, "who fails to hear undoes the publication"


def test_two_publishers_at_once_never_share_a_number(app: Flask, world: World) -> None:
    event = world.event()
    make_session(world, event)
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def run() -> None:
        with app.app_context():
            the_event = db.session().get_one(Event, event)
            start.wait()
            try:
                with write() as database:
                    version = service.publish_agenda(database, the_event, note=Translated(), by=None)
                    outcomes.append(f"version {version.number}")
            except service.NothingToPublish:
                outcomes.append("nothing")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["nothing", "version 1"]
    assert world.count(AgendaVersion) == 1
