"""Two organisers at once, and the strings that break other people's software."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from conference.agenda import service
from conference.agenda.models import Presentation, Session, Speaker, SpeakerInSession
from conference.core.database import db, write
from conference.core.languages import ENGLISH
from conference.core.text import clean
from conference.events.models import Event
from tests.client import Visitor
from tests.made.agenda import give_role, hour, make_presentation, make_room, make_session, make_speaker, publish
from tests.world import World, in_three

DRAFT = "/en/thamm-2021/manage/agenda"


def at_once(app: Flask, *verbs: Callable[[], object]) -> list[str]:
    """Run the verbs in threads that start together; what each of them came to, sorted."""
    start = threading.Barrier(len(verbs))
    outcomes: list[str] = []

    def run(verb: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            try:
                verb()
                outcomes.append("done")
            except Exception as error:
                outcomes.append(type(error).__name__)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(verb,)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def adding(event_id: int, code: str, room: int) -> Callable[[], object]:
    def add() -> None:
        with write() as database:
            event = database.get_one(Event, event_id)
            hours = {"starts_at": hour(event, "09:00"), "ends_at": hour(event, "10:00")}
            session = Session(code=code, title=in_three(code), room_id=room, **hours)
            service.add_session(database, event, session, by=None)

    return add


def test_four_who_take_one_room_at_once_all_keep_their_session_and_none_is_published(app: Flask, world: World) -> None:
    event = world.event()
    room = make_room(world, event)
    assert at_once(app, *(adding(event, f"S{number}", room) for number in range(4))) == ["done"] * 4
    with pytest.raises(service.HeldBack) as held:
        publish(world, event)
    assert [finding.check for finding in held.value.findings] == ["room_twice"] * 3


def test_one_of_four_gets_the_code(app: Flask, world: World) -> None:
    event = world.event()
    rooms = [make_room(world, event) for _number in range(4)]
    assert at_once(app, *(adding(event, "S", room) for room in rooms)) == ["CodeTaken"] * 3 + ["done"]


def test_a_session_is_deleted_with_its_talks_and_roles(world: World) -> None:
    event = world.event()
    session = make_session(world, event)
    speaker = make_speaker(world, event)
    give_role(world, session, speaker)
    give_role(world, session, speaker, presentation_id=make_presentation(world, session))
    world.organiser(event).get(f"{DRAFT}/sessions/D1-01").submit("form[action$=cancel]")
    assert [world.count(model) for model in (Session, Presentation, SpeakerInSession, Speaker)] == [0, 0, 0, 1]


def test_what_another_deleted_meanwhile_is_not_found(world: World) -> None:
    event = world.event()
    make_session(world, event)
    organiser = world.organiser(event)
    page = organiser.get(f"{DRAFT}/sessions/D1-01")
    page.submit("form[action$=cancel]")
    assert page.submit("form.form--wide", **{"title-en": "Late"}).status == 404
    assert page.submit("form[action$=cancel]").status == 404


@pytest.mark.exhaustive
def test_naughty_strings_are_refused_or_shown_as_the_text_that_they_are(
    world: World, visitor: Visitor, shared_data: Path
) -> None:
    naughty = [one for one in json.loads((shared_data / "hostile" / "blns.json").read_text()) if clean(one)]
    event = world.event()
    organiser = world.organiser(event)
    form = organiser.get(f"{DRAFT}/new-session")
    kept: list[str] = []
    for number, text in enumerate(naughty):
        minute = 6 * 60 + len(kept)
        typed = {
            "title-en": text,
            "abstract-en": text,
            "code": f"N{number}",
            "type": "plenary",
            "day": "2021-07-05",
            "starts": f"{minute // 60:02}:{minute % 60:02}",
            "ends": f"{(minute + 1) // 60:02}:{(minute + 1) % 60:02}",
        }
        page = form.submit("form.form--wide", **typed)
        assert page.status in (302, 422), text
        if page.status == 302:
            kept.append(clean(text))
        else:
            assert page.errors, text
    with world.reading() as database:
        stored = [one.title.text(ENGLISH) for one in database.scalars(select(Session).order_by(Session.starts_at))]
    assert stored == kept
    assert len(kept) > 400
    publish(world, event)
    words = [" ".join(text.split()) for text in kept]
    assert visitor.get("/en/thamm-2021/agenda").texts(".session-title") == words
    assert organiser.get(DRAFT).texts("td[data-label=Session] a") == words
    calendar = Calendar.from_ical(visitor.get("/en/thamm-2021/calendar.ics").response.data)
    assert [str(entry["SUMMARY"]) for entry in calendar.walk("VEVENT")] == kept
