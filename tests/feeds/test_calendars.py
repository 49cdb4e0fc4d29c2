"""Calendar files, checked by hand where validators are blind and read back with the library."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from conference.agenda import service
from conference.agenda.models import Session
from conference.agenda.queries import latest_version
from conference.core import clock
from conference.core.languages import ENGLISH, FRENCH
from conference.core.translated import Translated
from conference.events.models import Event
from tests.client import Visitor
from tests.made.agenda import (
    change,
    full_agenda,
    give_role,
    hour,
    let_a_second_pass,
    make_room,
    make_session,
    make_speaker,
    make_track,
)
from tests.made.agenda import publish as publish_draft
from tests.world import World, in_three, only

FEED = "/en/thamm-2021/calendar.ics"


def publish(world: World, event: int) -> int:
    """Publish the draft, and let stored answers notice."""
    number = publish_draft(world, event)
    let_a_second_pass(world.app)
    return number


def entries(body: bytes) -> dict[str, dict[str, str]]:
    """Each VEVENT's properties as text, by the code at the end of its URL."""
    found = {}
    for entry in Calendar.from_ical(body).walk("VEVENT"):
        told = {name: str(value.to_ical(), "utf-8") for name, value in entry.items() if not isinstance(value, list)}
        found[told["URL"].rsplit("/", 1)[1]] = told
    return found


def test_lines_are_folded_and_ended_as_rfc_5545_asks(world: World, visitor: Visitor) -> None:
    event = world.event()
    long = "هجرة اليد العاملة " * 30
    make_session(world, event, title=in_three(long[:190].strip()), abstract=in_three(f"{long}\n\n; , \\ é"))
    full_agenda(world, event, 3)
    for language in ("en", "fr", "ar"):
        body = visitor.get(f"/{language}/thamm-2021/calendar.ics").response.data
        assert body.startswith(b"BEGIN:VCALENDAR\r\n")
        assert body.endswith(b"END:VCALENDAR\r\n")
        assert b"\n" not in body.replace(b"\r\n", b"")
        assert b"\r" not in body.replace(b"\r\n", b"")
        for line in body.split(b"\r\n"):
            assert len(line) <= 75
            line.decode()  # a character torn by a fold would not decode
        uids = [line for line in body.split(b"\r\n") if line.startswith(b"UID:")]
        assert len(uids) == len(set(uids)) == 4
        read = entries(body)["D1-01"]
        assert read["DTSTART"] == "20210705T080000Z"


def test_the_head_of_the_feed_tells_calendars_what_it_is(world: World, visitor: Visitor) -> None:
    event = world.event()
    full_agenda(world, event, 1)
    page = visitor.get("/fr/thamm-2021/calendar.ics")
    assert page.response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert page.response.headers["Content-Disposition"] == (
        "inline; filename=\"thamm-2021.ics\"; filename*=UTF-8''Conf%C3%A9rence.ics"
    )
    changed = Calendar.from_ical(page.response.data)["LAST-MODIFIED"].to_ical().decode()
    assert page.source.split("\r\n")[:16] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//THAMM//Conference platform//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:Conférence",
        "X-WR-CALNAME:Conférence",
        "COLOR:teal",
        "DESCRIPTION:De quoi il s’agit",
        "X-WR-CALDESC:De quoi il s’agit",
        "SOURCE;VALUE=URI:http://localhost/fr/thamm-2021/calendar.ics",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "URL:http://localhost/fr/thamm-2021/agenda",
        f"LAST-MODIFIED:{changed}",
        "BEGIN:VEVENT",
    ]
    one = visitor.get("/fr/thamm-2021/agenda/S0.ics")
    assert one.response.headers["Content-Disposition"] == (
        "inline; filename=\"thamm-2021-S0.ics\"; filename*=UTF-8''Conf%C3%A9rence-Titre-S0.ics"
    )
    assert list(entries(one.response.data)) == ["S0"]
    calendar = Calendar.from_ical(one.response.data)
    assert (calendar["NAME"], calendar["SOURCE"]) == (
        "Conférence – Titre S0",
        "http://localhost/fr/thamm-2021/agenda/S0.ics",
    )
    assert visitor.get("/fr/thamm-2021/agenda/UNKNOWN.ics").status == 404


def test_an_entry_says_all_that_a_calendar_shows(world: World, visitor: Visitor) -> None:
    event = world.event(venue=in_three("Tunis", "Tunis", "تونس"))
    session = make_session(
        world,
        event,
        room_id=make_room(world, event, "Hall"),
        track_id=make_track(world, event),
        abstract=only(ENGLISH, "All, of it"),
    )
    give_role(world, session, make_speaker(world, event), "moderator")
    with clock.at(datetime(2021, 6, 1, 12, 0, tzinfo=UTC)):
        publish(world, event)
    (entry,) = Calendar.from_ical(visitor.get("/fr/thamm-2021/calendar.ics").response.data).walk("VEVENT")
    assert entry["SUMMARY"] == "Titre D1-01"
    assert entry["SUMMARY"].params["LANGUAGE"] == "fr"
    assert entry["LOCATION"] == "Hall (français), Tunis"
    assert entry["DTSTAMP"].dt == datetime(2021, 6, 1, 12, 0, tzinfo=UTC)
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (
        datetime(2021, 7, 5, 8, 0, tzinfo=UTC),
        datetime(2021, 7, 5, 9, 30, tzinfo=UTC),
    )
    assert entry["LAST-MODIFIED"].dt == datetime(2021, 6, 1, 12, 0, tzinfo=UTC)
    assert (entry["SEQUENCE"], entry["STATUS"], entry["TRANSP"]) == (0, "CONFIRMED", "OPAQUE")
    assert (entry["CATEGORIES"].to_ical().decode(), entry["CATEGORIES"].params["LANGUAGE"]) == (
        "Plénière,Theme (français)",
        "fr",
    )
    assert entry["URL"] == "http://localhost/fr/thamm-2021/agenda/D1-01"
    assert entry["ORGANIZER"] == "mailto:secretariat@example.org"
    assert entry["ORGANIZER"].params["CN"] == "OIT"
    for words in ("All, of it", "ليلى بن علي / Leila Ben Ali", "Director (français)", "http://localhost/fr/"):
        assert words in entry["DESCRIPTION"]


def test_a_fallback_keeps_the_language_that_it_is_in(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_session(world, event, title=only(ENGLISH, "Only English"))
    publish(world, event)
    (entry,) = Calendar.from_ical(visitor.get("/ar/thamm-2021/calendar.ics").response.data).walk("VEVENT")
    assert (entry["SUMMARY"], entry["SUMMARY"].params["LANGUAGE"]) == ("Only English", "en")


def test_a_moved_and_a_cancelled_session_keep_their_uid_and_grow_their_sequence(world: World, visitor: Visitor) -> None:
    event = world.event()
    moved = make_session(world, event, "MOVED", hours=("09:00", "10:00"))
    gone = make_session(world, event, "GONE", hours=("10:00", "11:00"))
    publish(world, event)
    before = entries(visitor.get(FEED).response.data)
    with world.writing() as database:
        session = database.get_one(Session, gone)
        service.cancel_session(database, session.event, session, by=None)
        the_event = database.get_one(Event, event)
        new = {"starts_at": hour(the_event, "14:00"), "ends_at": hour(the_event, "15:00")}
    change(world, moved, **new)
    publish(world, event)
    after = entries(visitor.get(FEED).response.data)
    assert {code: one["UID"] for code, one in after.items()} == {code: one["UID"] for code, one in before.items()}
    assert {code: (one["SEQUENCE"], one["STATUS"], one["DTSTART"]) for code, one in after.items()} == {
        "MOVED": ("1", "CONFIRMED", "20210705T130000Z"),
        "GONE": ("1", "CANCELLED", "20210705T090000Z"),
    }


def test_an_entry_is_modified_when_it_says_something_else_and_only_then(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_session(world, event, "SAME")
    other = make_session(world, event, "OTHER", hours=("11:00", "12:00"))
    with clock.at(datetime(2021, 6, 1, 12, 0, tzinfo=UTC)):
        publish(world, event)
    retitle(world, other)
    with clock.at(datetime(2021, 6, 2, 12, 0, tzinfo=UTC)):
        publish(world, event)
    told = entries(visitor.get(FEED).response.data)
    assert {code: (one["DTSTAMP"], one["LAST-MODIFIED"], one["SEQUENCE"]) for code, one in told.items()} == {
        "SAME": ("20210601T120000Z", "20210601T120000Z", "0"),
        "OTHER": ("20210602T120000Z", "20210602T120000Z", "0"),
    }


def test_a_session_taken_out_stays_cancelled_in_later_versions(world: World, visitor: Visitor) -> None:
    event = world.event()
    stays, gone = make_session(world, event, "STAYS"), make_session(world, event, "GONE", hours=("11:00", "12:00"))
    publish(world, event)
    with world.writing() as database:
        session = database.get_one(Session, gone)
        service.cancel_session(database, session.event, session, by=None)
    publish(world, event)
    cancelled = entries(visitor.get(FEED).response.data)["GONE"]
    retitle(world, stays)
    publish(world, event)
    later = entries(visitor.get(FEED).response.data)["GONE"]
    assert (later["STATUS"], later["SEQUENCE"], later["TRANSP"]) == ("CANCELLED", "1", "TRANSPARENT")
    assert later == cancelled


def test_what_an_older_platform_published_is_read_as_it_was_kept(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_session(world, event)
    publish(world, event)
    with world.writing() as database:
        version = latest_version(database, event, with_calendar=True)
        assert version is not None
        kept = version.calendar["entries"]
        old = {
            code: {language: _without_modified(entry) for language, entry in by_language.items()}
            for code, by_language in kept.items()
        }
        version.calendar = {"source": "en", "order": version.calendar["order"], "entries": old}
    let_a_second_pass(world.app)
    calendar = Calendar.from_ical(visitor.get(FEED).response.data)
    assert (calendar["NAME"], calendar["DESCRIPTION"]) == ("Conference", "What it is about")
    (entry,) = calendar.walk("VEVENT")
    assert "LAST-MODIFIED" not in entry
    assert entry["SUMMARY"] == "Title D1-01"


def retitle(world: World, session_id: int) -> None:
    with world.writing() as database:
        database.get_one(Session, session_id).title = in_three("Another title")


def _without_modified(entry: str) -> str:
    return "".join(line for line in entry.splitlines(keepends=True) if not line.startswith("LAST-MODIFIED"))


@pytest.mark.parametrize(
    ("day", "starts_at"),
    [
        (date(2024, 3, 8), datetime(2024, 3, 8, 8, 0, tzinfo=UTC)),  # UTC+1
        (date(2024, 3, 12), datetime(2024, 3, 12, 9, 0, tzinfo=UTC)),  # Ramadan: UTC
        (date(2024, 4, 15), datetime(2024, 4, 15, 8, 0, tzinfo=UTC)),  # UTC+1 again
        (date(2027, 2, 20), datetime(2027, 2, 20, 9, 0, tzinfo=UTC)),  # Ramadan of 2027
    ],
)
def test_hours_in_morocco_are_right_through_ramadan(
    world: World, visitor: Visitor, day: date, starts_at: datetime
) -> None:
    event = world.event(zone="Africa/Casablanca", starts_on=day, ends_on=day + timedelta(days=1))
    organiser = world.organiser(event)
    form = organiser.get("/en/thamm-2021/manage/agenda/new-session")
    done = form.submit(
        "form.form--wide",
        **{"title-en": "T", "code": "R", "type": "plenary", "day": day.isoformat(), "starts": "09:00", "ends": "10:00"},
    )
    assert done.status == 302
    publish(world, event)
    assert entries(visitor.get(FEED).response.data)["R"]["DTSTART"] == starts_at.strftime("%Y%m%dT%H%M%SZ")
    assert visitor.get("/en/thamm-2021/agenda").texts(".slot-time") == ["09:00–10:00"]


def test_a_calendar_that_has_the_feed_already_is_not_sent_it_again(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event)
    publish(world, event)
    first = visitor.get(FEED).response
    etag, changed = first.headers["ETag"], first.headers["Last-Modified"]
    assert visitor.get(FEED, headers={"If-None-Match": etag}).status == 304
    assert visitor.get(FEED, headers={"If-Modified-Since": changed}).status == 304
    assert visitor.get("/fr/thamm-2021/calendar.ics", headers={"If-None-Match": etag}).status == 200
    with world.writing() as database:
        database.get_one(Session, session).title = in_three("Another title")
    with clock.at(datetime.now(UTC) + timedelta(seconds=5)):
        publish(world, event)
    assert visitor.get(FEED, headers={"If-None-Match": etag}).status == 200
    assert visitor.get(FEED, headers={"If-Modified-Since": changed}).status == 200


def test_a_language_that_the_event_learned_later_is_given_the_source(world: World, visitor: Visitor) -> None:
    event = world.event(language_codes=["en", "ar"])
    make_session(world, event)
    publish(world, event)
    assert visitor.get("/fr/thamm-2021/calendar.ics").status == 404
    with world.writing() as database:
        database.get_one(Event, event).language_codes = ["en", "fr", "ar"]
    assert "SUMMARY;LANGUAGE=en:Title D1-01" in visitor.get("/fr/thamm-2021/calendar.ics").source


def test_an_event_without_contact_still_has_an_organiser_in_each_entry(world: World, visitor: Visitor) -> None:
    event = world.event()
    with world.writing() as database:
        the_event = database.get_one(Event, event)
        the_event.contacts.clear()
        the_event.bodies[0].acronym = Translated.of(ENGLISH, {ENGLISH: 'A; "B"\r\nX:y', FRENCH: "B"})
    make_session(world, event)
    publish(world, event)
    (entry,) = Calendar.from_ical(visitor.get(FEED).response.data).walk("VEVENT")
    assert entry["ORGANIZER"] == "mailto:no-reply@localhost"
    assert b"\r\nX:y" not in visitor.get(FEED).response.data
