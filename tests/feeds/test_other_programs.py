"""Every calendar, read by programs that we did not write, which must agree with what was published."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.serving import make_server

from conference.agenda import service
from conference.agenda.models import Session
from conference.agenda.published import PublishedAgenda
from conference.agenda.queries import latest_version
from conference.core.languages import LANGUAGES, Language
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
    make_track,
    publish,
)
from tests.made.calendar_readers import Khal, Read, vdirsyncer, with_ical_js, with_khal, with_vobject
from tests.world import World, in_three

HOSTILE = 'A; "b", c: d\\n e – l’été « à » 1\u200f2 \U0001f54a ' + "x" * 90


@pytest.fixture
def event(world: World) -> int:
    """Two days, with a cancelled session, one over midnight, hostile words, and people of whom one is a role only."""
    event = world.event(venue=in_three("Tunis; Hall, 1", "Tunis", "تونس"))
    room, track = make_room(world, event), make_track(world, event)
    person, role = make_speaker(world, event), make_speaker(world, event, "role", native_name="", latin_name="")
    one = make_session(world, event, "ONE", room_id=room, track_id=track, title=in_three(HOSTILE, HOSTILE, HOSTILE))
    two = make_session(world, event, "TWO", hours=("11:00", "12:00"), track_id=track)
    make_session(world, event, "PAUSE", hours=("12:00", "13:00"), type="break")
    late = make_session(world, event, "LATE", day=date(2021, 7, 6), hours=("22:00", "23:30"), room_id=room)
    give_role(world, one, person, "chair")
    give_role(world, late, role, "moderator")
    give_role(world, two, person, "speaker", make_presentation(world, two, HOSTILE[:60]))
    publish(world, event)
    with world.writing() as database:
        session = database.get_one(Session, two)
        service.cancel_session(database, session.event, session, by=None)
    publish(world, event)
    return event


FEEDS = {
    "whole": ("calendar.ics", {"ONE", "TWO", "PAUSE", "LATE"}),
    "copy": ("calendar.ics?download=1", {"ONE", "TWO", "PAUSE", "LATE"}),
    "day": ("calendar.ics?day=2021-07-06", {"LATE"}),
    "track": ("calendar.ics?track=1", {"ONE", "TWO"}),
    "speaker": ("speakers/benali.ics", {"ONE", "TWO"}),
    "session": ("agenda/ONE.ics", {"ONE"}),
    "empty": ("calendar.ics?day=2021-07-07", set()),
}


def published(world: World, event: int, language: Language) -> dict[str, Read]:
    """What a calendar should say, by code."""
    with world.reading() as database:
        version = latest_version(database, event)
        assert version is not None
        return {
            one.code: Read(one.uid, one.starts_at, one.ends_at, one.title.resolve(language).text)
            for one in PublishedAgenda.of(version).sessions
        }


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
def test_three_programs_agree_on_every_feed(
    world: World, event: int, visitor: Visitor, language: Language, tmp_path: Path
) -> None:
    expected = published(world, event, language)
    feeds = tmp_path / "feeds"
    feeds.mkdir()
    wanted = {}
    for name, (path, codes) in FEEDS.items():
        (feeds / f"{name}.ics").write_bytes(visitor.get(f"/{language}/thamm-2021/{path}").response.data)
        wanted[f"{name}.ics"] = sorted(expected[code] for code in codes)
    for read in (
        with_vobject(feeds),
        with_khal(feeds, tmp_path / "khal", first="2021-07-01", days=14),
        with_ical_js(feeds),
    ):
        assert {name: sorted(entries) for name, entries in read.items()} == wanted


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The application on a port of this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


def test_a_subscription_shows_the_new_hour_and_the_cancellation(
    world: World, app: Flask, address: str, tmp_path: Path
) -> None:
    event = world.event(zone="Africa/Tunis")
    moved = make_session(world, event, "MOVED", hours=("09:00", "10:00"), title=in_three("Moved"))
    called_off = make_session(world, event, "OFF", hours=("11:00", "12:00"), title=in_three("Called off"))
    make_session(world, event, "SAME", hours=("14:00", "15:00"), title=in_three("Same"))
    publish(world, event)
    config = tmp_path / "vdirsyncer.conf"
    local = tmp_path / "calendars" / "agenda"
    local.mkdir(parents=True)
    config.write_text(
        f'[general]\nstatus_path = "{tmp_path / "status"}"\n'
        '[pair agenda]\na = "feed"\nb = "local"\ncollections = null\nconflict_resolution = "a wins"\n'
        f'[storage feed]\ntype = "http"\nurl = "{address}/en/thamm-2021/calendar.ics"\n'
        f'[storage local]\ntype = "filesystem"\npath = "{local}"\nfileext = ".ics"\n',
        encoding="utf-8",
    )
    khal = Khal(tmp_path, calendars={"agenda": local}, zone="Africa/Tunis")

    def shown() -> dict[str, tuple[str, str]]:
        vdirsyncer(config, "sync")
        return {one["title"]: (one["start-long-full"], one["status"]) for one in khal.entries("2021-07-05", 1)}

    vdirsyncer(config, "discover")
    assert shown() == {
        "Moved": ("2021-07-05 09:00", "CONFIRMED"),
        "Called off": ("2021-07-05 11:00", "CONFIRMED"),
        "Same": ("2021-07-05 14:00", "CONFIRMED"),
    }
    with world.writing() as database:
        session = database.get_one(Session, called_off)
        service.cancel_session(database, session.event, session, by=None)
        there = database.get_one(Event, event)
        values = {"starts_at": hour(there, "16:00"), "ends_at": hour(there, "17:00")}
    change(world, moved, **values)
    publish(world, event)
    let_a_second_pass(app)
    assert shown() == {
        "Moved": ("2021-07-05 16:00", "CONFIRMED"),
        "Called off": ("2021-07-05 11:00", "CANCELLED"),
        "Same": ("2021-07-05 14:00", "CONFIRMED"),
    }
