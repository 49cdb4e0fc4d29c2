"""Calendars of a part of the agenda: a day, a track, a person; as a copy and as a subscription."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import quote

import pytest
from icalendar import Calendar

from conference.agenda.models import Session, SpeakerInSession
from conference.core import clock
from conference.events.models import Event
from conference.events.service import touch
from tests.client import Visitor
from tests.made.agenda import (
    change,
    give_role,
    hour,
    let_a_second_pass,
    make_presentation,
    make_session,
    make_speaker,
    make_track,
    publish,
)
from tests.queries import count_queries
from tests.world import World, in_three

FEED = "/en/thamm-2021/calendar.ics"
NOTHING = (
    "BEGIN:VTIMEZONE\r\nTZID:Etc/UTC\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0000\r\n"
    "TZOFFSETTO:+0000\r\nTZNAME:UTC\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nEND:VCALENDAR\r\n"
)


def codes(visitor: Visitor, path: str) -> list[str]:
    calendar = Calendar.from_ical(visitor.get(path).response.data)
    return [str(entry["URL"]).rsplit("/", 1)[1] for entry in calendar.walk("VEVENT")]


@pytest.fixture
def agenda(world: World) -> dict[str, int]:
    """Three sessions on two days, two tracks and two people, one of whom only gives a talk."""
    event = world.event()
    made = {"event": event, "work": make_track(world, event, "Work"), "law": make_track(world, event, "Law")}
    first = make_session(world, event, "ONE", track_id=made["work"])
    second = make_session(world, event, "TWO", hours=("11:00", "12:00"), track_id=made["law"])
    third = make_session(world, event, "THREE", day=date(2021, 7, 6), track_id=made["work"])
    made |= {"ONE": first, "TWO": second, "THREE": third}
    chair, speaker = make_speaker(world, event, "chair"), make_speaker(world, event, "speaker")
    give_role(world, first, chair, "chair")
    give_role(world, third, chair, "chair")
    give_role(world, second, speaker, "speaker", make_presentation(world, second))
    publish(world, event)
    return made


def test_a_day_a_track_and_a_person_have_calendars_of_their_own(agenda: dict[str, int], visitor: Visitor) -> None:
    assert codes(visitor, FEED) == ["ONE", "TWO", "THREE"]
    assert codes(visitor, f"{FEED}?day=2021-07-05") == ["ONE", "TWO"]
    assert codes(visitor, f"{FEED}?track={agenda['work']}") == ["ONE", "THREE"]
    assert codes(visitor, f"{FEED}?day=2021-07-05&track={agenda['work']}") == ["ONE"]
    assert codes(visitor, f"{FEED}?day=&track=") == ["ONE", "TWO", "THREE"]
    assert codes(visitor, "/en/thamm-2021/speakers/chair.ics") == ["ONE", "THREE"]
    assert codes(visitor, "/en/thamm-2021/speakers/speaker.ics") == ["TWO"]
    assert codes(visitor, "/en/thamm-2021/speakers/chair.ics?day=2021-07-06") == ["THREE"]


def test_a_part_says_which_one_it_is(agenda: dict[str, int], visitor: Visitor) -> None:
    told = {}
    for name, path in {
        "day": f"/fr/thamm-2021/calendar.ics?day=2021-07-05&track={agenda['law']}",
        "speaker": "/ar/thamm-2021/speakers/chair.ics",
    }.items():
        calendar = Calendar.from_ical(visitor.get(path).response.data)
        told[name] = (str(calendar["NAME"]), str(calendar["SOURCE"]), str(calendar["URL"]))
    assert told == {
        "day": (
            "Conférence – 5 juillet 2021 – Law (français)",
            f"http://localhost/fr/thamm-2021/calendar.ics?day=2021-07-05&track={agenda['law']}",
            f"http://localhost/fr/thamm-2021/agenda?day=2021-07-05&track={agenda['law']}",
        ),
        "speaker": (
            "مؤتمر – ليلى بن علي",
            "http://localhost/ar/thamm-2021/speakers/chair.ics",
            "http://localhost/ar/thamm-2021/speakers/chair",
        ),
    }


def test_a_day_is_that_of_the_event_and_not_of_utc(world: World, visitor: Visitor) -> None:
    event = world.event(zone="Africa/Tunis")
    make_session(world, event, "EARLY", hours=("00:30", "01:30"), day=date(2021, 7, 6))
    publish(world, event)
    assert codes(visitor, f"{FEED}?day=2021-07-06") == ["EARLY"]
    assert codes(visitor, f"{FEED}?day=2021-07-05") == []


@pytest.mark.parametrize(
    "path",
    [
        f"{FEED}?day=2021-07-07",
        f"{FEED}?day=1999-01-01",
        f"{FEED}?track=2147483647",
        "/en/thamm-2021/speakers/gone.ics",
    ],
)
def test_a_part_that_is_empty_now_is_a_calendar_that_a_subscription_survives(
    agenda: dict[str, int], visitor: Visitor, path: str
) -> None:
    page = visitor.get(path)
    assert page.status == 200
    assert page.source.endswith(NOTHING)
    assert Calendar.from_ical(page.response.data).walk("VEVENT") == []


@pytest.mark.parametrize(
    "path",
    [
        f"{FEED}?day=2021-02-30",
        f"{FEED}?day=20210705",
        f"{FEED}?day=yesterday",
        f"{FEED}?track=-1",
        f"{FEED}?track=0",
        f"{FEED}?track=work",
        f"{FEED}?track=99999999999",
        "/en/thamm-2021/speakers/%C3%A9.ics",
        "/en/thamm-2021/speakers/a%00b.ics",
        "/en/thamm-2021/agenda/UNKNOWN.ics",
        "/en/unknown/calendar.ics",
    ],
)
def test_what_can_be_no_part_of_any_agenda_is_not_found(agenda: dict[str, int], visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status == 404


def test_sessions_that_move_leave_one_day_and_come_to_another(
    world: World, agenda: dict[str, int], visitor: Visitor
) -> None:
    with world.reading() as database:
        there = database.get_one(Event, agenda["event"])
        day = date(2021, 7, 7)
        values = {"starts_at": hour(there, "09:00", day), "ends_at": hour(there, "10:00", day)}
    assert codes(visitor, f"{FEED}?day=2021-07-06") == ["THREE"]
    change(world, agenda["THREE"], **values)
    publish(world, agenda["event"])
    let_a_second_pass(visitor.app)
    assert codes(visitor, f"{FEED}?day=2021-07-06") == []
    assert codes(visitor, f"{FEED}?day=2021-07-07") == ["THREE"]


def test_a_person_who_has_no_session_any_more_has_an_empty_calendar(
    world: World, agenda: dict[str, int], visitor: Visitor
) -> None:
    with world.writing() as database:
        for role in database.get_one(Session, agenda["TWO"]).roles:
            database.delete(database.get_one(SpeakerInSession, role.id))
    publish(world, agenda["event"])
    assert codes(visitor, "/en/thamm-2021/speakers/speaker.ics") == []


def test_a_copy_is_a_file_and_says_nothing_of_coming_again(agenda: dict[str, int], visitor: Visitor) -> None:
    page = visitor.get(f"{FEED}?day=2021-07-05&download=1")
    assert codes(visitor, f"{FEED}?day=2021-07-05&download=1") == ["ONE", "TWO"]
    assert page.response.headers["Content-Disposition"].startswith('attachment; filename="thamm-2021-2021-07-05.ics"')
    calendar = Calendar.from_ical(page.response.data)
    assert {"SOURCE", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"}.isdisjoint(calendar)
    assert str(calendar["NAME"]) == "Conference – 5 July 2021"


def test_an_arabic_copy_has_its_name_in_arabic_and_one_in_ascii(agenda: dict[str, int], visitor: Visitor) -> None:
    header = visitor.get("/ar/thamm-2021/calendar.ics?day=2021-07-05&download=1").response.headers[
        "Content-Disposition"
    ]
    name = quote("مؤتمر-5-يوليوز-2021.ics")
    assert header == f"attachment; filename=\"thamm-2021-2021-07-05.ics\"; filename*=UTF-8''{name}"
    header.encode("ascii")


def test_unchanged_calendars_are_answered_without_being_joined(
    world: World, agenda: dict[str, int], visitor: Visitor
) -> None:
    paths = (FEED, f"{FEED}?day=2021-07-05", "/fr/thamm-2021/speakers/chair.ics", "/ar/thamm-2021/agenda/ONE.ics")
    signed_in = world.signed_in(world.account())
    for path in paths:
        first = visitor.get(path).response
        told = {"ETag": first.headers["ETag"], "Last-Modified": first.headers["Last-Modified"]}
        for reader in (visitor, signed_in):
            with count_queries(visitor.app) as queries:
                again = reader.client.get(path, headers={"If-None-Match": told["ETag"]})
            assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", told["ETag"])
            assert not any("calendar" in query for query in queries), "the entries are not even read"
            since = reader.client.get(path, headers={"If-Modified-Since": told["Last-Modified"]})
            assert (since.status_code, since.data) == (304, b"")
            # A tag that does not fit counts more than a date that does (RFC 9110 §13.1.3).
            both = {"If-None-Match": '"other"', "If-Modified-Since": told["Last-Modified"]}
            assert reader.client.get(path, headers=both).status_code == 200


def test_a_tag_is_another_for_each_language_part_and_version(
    world: World, agenda: dict[str, int], visitor: Visitor
) -> None:
    paths = [
        FEED,
        f"{FEED}?download=1",
        f"{FEED}?day=2021-07-05",
        f"{FEED}?track=1",
        "/fr/thamm-2021/calendar.ics",
        "/en/thamm-2021/speakers/chair.ics",
        "/en/thamm-2021/agenda/ONE.ics",
    ]
    tags = [visitor.get(path).response.headers["ETag"] for path in paths]
    with world.writing() as database:
        touch(database, agenda["event"])
    let_a_second_pass(visitor.app)
    tags += [visitor.get(path).response.headers["ETag"] for path in paths]
    assert len(set(tags)) == 2 * len(paths)
    assert {tag[:3] for tag in tags} == {'W/"'}


def test_heads_are_answered_like_gets(agenda: dict[str, int], visitor: Visitor) -> None:
    whole, head = visitor.client.get(FEED), visitor.client.head(FEED)
    assert (head.status_code, head.data) == (200, b"")
    for name in ("Content-Type", "Content-Disposition", "Content-Length", "ETag", "Last-Modified", "Cache-Control"):
        assert head.headers[name] == whole.headers[name]
    assert visitor.client.head(FEED, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304


def test_the_second_of_two_subscribers_is_given_stored_bytes(agenda: dict[str, int], visitor: Visitor) -> None:
    first = visitor.get(FEED).response
    with count_queries(visitor.app) as queries:
        again = visitor.client.get(FEED, headers={"Accept-Encoding": "gzip"})
    assert queries == []
    assert again.headers["Content-Encoding"] == "gzip"
    assert int(again.headers["Content-Length"]) < len(first.data) / 2
    assert again.headers["ETag"] == first.headers["ETag"]
    for path in (f"{FEED}?day=1999-01-01", f"{FEED}?track=77", "/en/thamm-2021/speakers/nobody.ics", f"{FEED}?day="):
        visitor.get(path)
        with count_queries(visitor.app) as queries:
            visitor.get(path)
        assert queries != [], "addresses without number would fill the store"


def test_a_version_a_moment_old_is_dated_by_its_publication(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_session(world, event)
    with clock.at(datetime(2021, 6, 1, 12, 0, 0, 999_999, tzinfo=clock.now().tzinfo)):
        publish(world, event)
    changed = visitor.get(FEED).response.headers["Last-Modified"]
    assert changed == "Tue, 01 Jun 2021 12:00:00 GMT"
    assert visitor.client.get(FEED, headers={"If-Modified-Since": changed}).status_code == 304
    with world.writing() as database:
        database.get_one(Event, event).summary = in_three("Another summary")
        touch(database, event)
    let_a_second_pass(visitor.app)
    calendar = Calendar.from_ical(visitor.get(FEED).response.data)
    assert str(calendar["DESCRIPTION"]) == "What it is about", "what was published stays as it was"
