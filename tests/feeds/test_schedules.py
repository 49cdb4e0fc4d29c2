"""schedule.xml, schedule.json and schedule2.json: what c3voc's schemas take, what they say, and to whom."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from sqlalchemy import select

from conference.agenda.models import AgendaVersion, Session, Track
from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.core.text import for_files
from conference.core.translated import Translated
from conference.demonstration.loader import load
from conference.events.models import Event, Publication
from conference.feeds.schedules.identifiers import acronym, codes, name_slugs, numbers, session_slug
from conference.library.models import Document, Visibility
from tests.client import Visitor
from tests.made.agenda import (
    change,
    full_agenda,
    give_role,
    let_a_second_pass,
    make_presentation,
    make_room,
    make_session,
    make_speaker,
    make_track,
    publish,
)
from tests.made.library import make_document
from tests.made.schedules import (
    LANGUAGES,
    faults,
    json2_events,
    json2_of,
    json_events,
    json_of,
    xml_events,
    xml_of,
)
from tests.queries import count_queries
from tests.world import World, in_three, only

ADDRESSES = (*(f"/{one}/thamm-2021/schedule.{form}" for one in LANGUAGES for form in ("xml", "json")),)
EVERYWHERE = (*ADDRESSES, "/thamm-2021/schedule2.json")


def guids(visitor: Visitor, slug: str = "thamm-2021") -> set[tuple[str, ...]]:
    """The guids of an event's seven files: one set of them where all agree."""
    found = {tuple(sorted(json2_events(json2_of(visitor, slug))))}
    for language in LANGUAGES:
        found.add(tuple(sorted(xml_events(xml_of(visitor, language, slug)))))
        found.add(tuple(sorted(json_events(json_of(visitor, language, slug)))))
    return found


def test_the_schemas_take_every_schedule_of_the_demonstration(app: Flask, shared_data: Path) -> None:
    with app.app_context():
        load()
    visitor = Visitor(app)
    for slug in ("thamm-2021", "rehearsal", "thamm-2023", "rsmms-2021"):
        assert faults(shared_data, visitor, slug) == []
        assert len(guids(visitor, slug)) == 1


def test_a_session_is_told_with_all_that_belongs_to_it(world: World, visitor: Visitor, shared_data: Path) -> None:
    event = world.event()
    one = make_session(
        world, event, "panel-1", type="panel", room_id=make_room(world, event), track_id=make_track(world, event)
    )
    talk = make_presentation(world, one, "A talk")
    give_role(world, one, make_speaker(world, event), "chair")
    other = make_speaker(world, event, "saidi", native_name="", latin_name="Saïdi")
    give_role(world, one, other, "speaker", talk)
    make_document(world, event, title="Concept note", languages=(ENGLISH, ARABIC), sessions=[one])
    publish(world, event)
    assert faults(shared_data, visitor) == []
    ((guid, told),) = xml_events(xml_of(visitor, "ar")).items()
    base = "http://localhost/ar/thamm-2021"
    assert {child.tag: child.text for child in told if not len(child)} == {
        "room": "Hall (عربي)",
        "title": "عنوان panel-1",
        "subtitle": None,
        "type": "panel",
        "date": "2021-07-05T09:00:00+01:00",
        "start": "09:00",
        "duration": "01:30",
        "abstract": "ملخص panel-1",
        "slug": "thamm_2021-panel-1",
        "track": "Theme (عربي)",
        "language": "en",
        "description": "• A talk (عربي) – Saïdi – 20 دقيقة\n\n"
        "لغة القاعة: الإنجليزية\nالترجمة الفورية: الفرنسية · العربية",
        "url": f"{base}/agenda/panel-1",
    }
    assert [(one.text, one.get("id")) for one in told.iterfind("persons/person")] == [
        ("ليلى بن علي", "1"),
        ("Saïdi", "2"),
    ]
    assert [(one.tag, one.text) for one in told.iterfind("recording/*")] == [("license", None), ("optout", "true")]
    assert [(one.get("href"), one.text) for one in told.iterfind("links/link")] == [
        (f"{base}/documents/thamm-2021-1", "Concept note (عربي)")
    ]
    assert [(one.get("href"), one.text) for one in told.iterfind("attachments/attachment")] == [
        (f"{base}/documents/thamm-2021-1/ar", "Concept note (عربي)")
    ]
    told_in_json = json_events(json_of(visitor, "fr"))[guid]
    people = [str(one.get("guid")) for one in told.iterfind("persons/person")]
    assert [(one["guid"], one["name"], one["biography"]) for one in told_in_json["persons"]] == [
        (people[0], "Leila Ben Ali", "A life (français)"),
        (people[1], "Saïdi", "A life (français)"),
    ]
    assert told_in_json["attachments"] == [
        {
            "type": "paper",
            "url": "http://localhost/fr/thamm-2021/documents/thamm-2021-1/en",
            "title": "Concept note (français) (English)",
        }
    ]
    in_all = json2_events(json2_of(visitor))[guid]
    assert in_all["abstract"] == {"en": "Abstract panel-1", "fr": "Résumé panel-1", "ar": "ملخص panel-1"}
    assert [(one["guid"], one["role"]) for one in in_all["participants"]] == [
        (people[0], "HOST"),
        (people[1], "SPEAKER"),
    ]
    assert [one["title"] for one in in_all["attachments"]] == ["Concept note", "Concept note (العربية)"]
    assert "feedback_url" not in told_in_json


def test_documents_that_are_not_for_everybody_are_in_no_schedule(world: World, visitor: Visitor) -> None:
    event = world.event()
    one = make_session(world, event)
    make_document(world, event, "SECRET/1", title="Held back", visibility="organisers", sessions=[one])
    make_document(world, event, "SECRET/2", title="Held back", visibility="registered", sessions=[one])
    change(world, one, meeting_url="https://meet.example.org/secret", notes="Held back")
    give_role(world, one, make_speaker(world, event))
    publish(world, event)
    for address in EVERYWHERE:
        text = visitor.get(address).response.get_data(as_text=True)
        assert [
            word for word in ("Held back", "SECRET", "meet.example.org", "private.example.org") if word in text
        ] == []


def test_a_text_that_is_there_in_another_language_only_says_so(
    world: World, visitor: Visitor, shared_data: Path
) -> None:
    event = world.event()
    make_session(world, event, title=only(ENGLISH, "Opening"), abstract=Translated())
    publish(world, event)
    assert faults(shared_data, visitor) == []
    ((guid, told),) = xml_events(xml_of(visitor, "ar")).items()
    assert [(one.target, one.text) for one in told.iter(etree.PI)] == [("fallback", 'title="en"')]
    assert list(xml_events(xml_of(visitor, "en"))[guid].iter(etree.PI)) == []
    assert json_of(visitor, "fr")["schedule"]["conference"]["meta"] == {
        "language": "fr",
        "events": {guid: {"title": "en"}},
    }
    assert json_of(visitor, "en")["schedule"]["conference"]["meta"] == {"language": "en", "events": {}}
    assert json2_of(visitor)["schedule"]["conference"]["meta"]["events"][guid]["title"] == {"en": "Opening"}


def test_an_agenda_of_arabic_titles_has_ascii_identifiers(world: World, visitor: Visitor, shared_data: Path) -> None:
    event = world.event("wt", source_code="ar", title=only(ARABIC, "ورشة عمل"))
    room, track = make_room(world, event, only(ARABIC, "القاعة الكبرى")), make_track(world, event)
    with world.writing() as database:
        database.get_one(Track, track).name = only(ARABIC, "الحوكمة")
    for hour, code in enumerate(("a", "ab-c", "D1-01", "ABC123"), 10):
        hours = (f"{hour}:00", f"{hour}:45")
        make_session(world, event, code, hours=hours, title=only(ARABIC, "الجلسة"), room_id=room, track_id=track)
    publish(world, event)
    assert faults(shared_data, visitor, "wt") == []
    events = json_events(json_of(visitor, "ar", "wt")).values()
    assert {one["slug"] for one in events} >= {"wt_2021-d1-01", "wt_2021-abc123"}
    assert len({one["slug"] for one in events}) == len({one["code"] for one in events}) == 4
    assert [one["code"] for one in events if one["url"].endswith("/ABC123")] == ["ABC123"]
    conference = json2_of(visitor, "wt")["schedule"]["conference"]
    assert (conference["acronym"], conference["tracks"][0]["slug"]) == ("wt_2021", f"track-{track}")


def test_breaks_are_told_and_what_was_called_off_is_gone(world: World, visitor: Visitor, shared_data: Path) -> None:
    event = world.event()
    make_session(world, event, "coffee", type="break", hours=("10:30", "11:00"), abstract=Translated(), floor_codes=[])
    called_off = make_session(world, event, "closing", hours=("11:00", "12:00"))
    publish(world, event)
    change(world, called_off, status="cancelled")
    publish(world, event)
    assert faults(shared_data, visitor) == []
    ((guid, told),) = json2_events(json2_of(visitor)).items()
    assert told == {
        "type": "BREAK",
        "title": "Title coffee",
        "guid": guid,
        "start": "2021-07-05T10:30:00+01:00",
        "end": "2021-07-05T11:00:00+01:00",
    }
    assert guids(visitor) == {(guid,)}


def test_an_agenda_of_which_nothing_takes_place_is_one_that_the_schemas_take(
    world: World, visitor: Visitor, shared_data: Path
) -> None:
    event = world.event()
    one = make_session(world, event)
    publish(world, event)
    change(world, one, status="cancelled")
    publish(world, event)
    assert faults(shared_data, visitor) == []
    assert guids(visitor) == {()}


@pytest.mark.parametrize(
    ("zone", "start", "minutes", "told"),
    [
        # Over midnight: the session and its day end on the next one.
        (
            "Africa/Tunis",
            datetime(2021, 7, 5, 22, 0, tzinfo=UTC),
            120,
            ("2021-07-05", "23:00", "02:00", "2021-07-05T23:00:00+01:00", "2021-07-06T01:00:00+01:00"),
        ),
        # Morocco puts its clocks back for Ramadan, on 10 March 2024 at 3:00, and forward again on 14 April at 2:00.
        (
            "Africa/Casablanca",
            datetime(2024, 3, 10, 1, 0, tzinfo=UTC),
            180,
            ("2024-03-10", "02:00", "03:00", "2024-03-10T02:00:00+01:00", "2024-03-10T04:00:00+00:00"),
        ),
        (
            "Africa/Casablanca",
            datetime(2024, 4, 14, 1, 0, tzinfo=UTC),
            180,
            ("2024-04-14", "01:00", "03:00", "2024-04-14T01:00:00+00:00", "2024-04-14T05:00:00+01:00"),
        ),
        # Egypt puts them forward at midnight: the day begins at one.
        (
            "Africa/Cairo",
            datetime(2024, 4, 25, 22, 0, tzinfo=UTC),
            60,
            ("2024-04-26", "01:00", "01:00", "2024-04-26T01:00:00+03:00", "2024-04-26T02:00:00+03:00"),
        ),
        # Brussels shows the hour from two to three twice.
        (
            "Europe/Brussels",
            datetime(2024, 10, 27, 0, 30, tzinfo=UTC),
            60,
            ("2024-10-27", "02:30", "01:00", "2024-10-27T02:30:00+02:00", "2024-10-27T02:30:00+01:00"),
        ),
    ],
)
def test_days_and_hours_are_those_of_the_events_clocks(
    world: World,
    visitor: Visitor,
    shared_data: Path,
    zone: str,
    start: datetime,
    minutes: int,
    told: tuple[str, ...],
) -> None:
    day = start.date()
    event = world.event(zone=zone, starts_on=day - timedelta(days=1), ends_on=day + timedelta(days=1))
    end = start + timedelta(minutes=minutes)
    make_session(world, event, hours=None, starts_at=start, ends_at=end)
    publish(world, event)
    assert faults(shared_data, visitor) == []
    (found,) = xml_events(xml_of(visitor)).values()
    day_of_it = found.getparent().getparent()  # type: ignore[union-attr]
    assert (
        day_of_it.get("date"),  # type: ignore[union-attr]
        found.findtext("start"),
        found.findtext("duration"),
        found.findtext("date"),
        day_of_it.get("end"),  # type: ignore[union-attr]
    ) == told
    (in_json,) = json_events(json_of(visitor)).values()
    (in_all,) = json2_events(json2_of(visitor)).values()
    assert [datetime.fromisoformat(str(one[name])) for one in (in_json, in_all) for name in ("end",)] == [end, end]
    assert datetime.fromisoformat(str(in_json["date"])) == start == datetime.fromisoformat(str(in_all["start"]))


@pytest.mark.parametrize(
    "hostile", ["]]><script>alert(1)</script>", "a\x00b\x0bc\ufffe", "\u202eback\u2066", "&amp; <b>"]
)
def test_hostile_text_leaves_every_file_whole(world: World, visitor: Visitor, shared_data: Path, hostile: str) -> None:
    event = world.event()
    make_session(world, event)
    publish(world, event)
    wanted = for_files(hostile)
    # Nothing of ours takes such a text; the version is as another program could have left it.
    with world.writing() as database:
        version = database.scalars(select(AgendaVersion)).one()
        data = dict(version.data)
        plain = hostile.replace("\x00", "")
        data["sessions"] = [
            {**data["sessions"][0], "title": only(ENGLISH, plain).to_json(), "abstract": in_three(plain).to_json()}
        ]
        version.data = data
        database.get_one(Event, event).public_revision += 1
    assert faults(shared_data, visitor) == []
    (in_xml,) = xml_events(xml_of(visitor)).values()
    (in_json,) = json_events(json_of(visitor)).values()
    (in_all,) = json2_events(json2_of(visitor)).values()
    assert {in_xml.findtext("title"), in_json["title"], in_all["title"]} == {wanted}


@pytest.mark.parametrize("address", EVERYWHERE)
def test_without_a_version_or_a_published_event_there_is_no_schedule(
    world: World, visitor: Visitor, address: str
) -> None:
    event = world.event()
    make_session(world, event)
    assert visitor.get(address).status == 404
    publish(world, event)
    assert visitor.get(address).status == 200
    with world.writing() as database:
        database.get_one(Event, event).publication = Publication.DRAFT
        database.get_one(Event, event).public_revision += 1
    let_a_second_pass(world.app)
    assert visitor.get(address).status == 404
    assert world.organiser(event).get(address).status == 200
    assert visitor.get(address.replace("thamm-2021", "another")).status == 404


def test_a_language_that_the_event_does_not_have_has_no_schedule(world: World, visitor: Visitor) -> None:
    event = world.event(language_codes=["fr", "ar"], source_code="fr")
    make_session(world, event, title=only(FRENCH, "Ouverture"))
    publish(world, event)
    assert [
        visitor.get(f"/{one}/thamm-2021/schedule.{form}").status for one in LANGUAGES for form in ("xml", "json")
    ] == [
        404,
        404,
        200,
        200,
        200,
        200,
    ]
    wishes = ({}, {"Accept-Language": "en"}, {"Accept-Language": "ar"})
    files = {visitor.get("/thamm-2021/schedule2.json", headers=wish).response.data for wish in wishes}
    assert len(files) == 1
    (told,) = json2_events(json2_of(visitor)).values()
    assert (told["title"], told["url"]) == ("Ouverture", "http://localhost/fr/thamm-2021/agenda/D1-01")


@pytest.mark.parametrize("address", EVERYWHERE)
def test_a_program_that_has_the_file_is_told_so(world: World, visitor: Visitor, address: str) -> None:
    event = world.event()
    one = make_session(world, event)
    publish(world, event)
    for somebody in (visitor, world.organiser(event)):
        first = somebody.get(address).response
        assert somebody.get(address, headers={"If-None-Match": first.headers["ETag"]}).status == 304
        assert somebody.get(address, headers={"If-None-Match": '"another"'}).status == 200
    first = visitor.get(address).response
    zipped = visitor.get(address, headers={"Accept-Encoding": "gzip"}).response
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == first.data
    name = address.rsplit("/", 1)[1]
    assert first.headers["Content-Disposition"].startswith(f'inline; filename="thamm-2021-{name}"')
    assert "Last-Modified" not in first.headers, "a document that is withdrawn has no newer instant"
    document = make_document(world, event, sessions=[one])
    let_a_second_pass(world.app)
    second = visitor.get(address, headers={"If-None-Match": first.headers["ETag"]}).response
    assert (second.status_code, b"thamm-2021-1" in second.data) == (200, True)
    with world.writing() as database:
        database.get_one(Document, document).visibility = Visibility.ORGANISERS
        database.get_one(Event, event).public_revision += 1
    let_a_second_pass(world.app)
    assert b"thamm-2021-1" not in visitor.get(address, headers={"If-None-Match": second.headers["ETag"]}).response.data


def test_a_file_has_a_name_in_the_script_of_its_texts(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_session(world, event)
    publish(world, event)
    assert visitor.get("/ar/thamm-2021/schedule.xml").response.headers["Content-Disposition"] == (
        "inline; filename=\"thamm-2021-schedule.xml\"; filename*=UTF-8''%D9%85%D8%A4%D8%AA%D9%85%D8%B1-schedule.xml"
    )


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("address", ["/en/thamm-2021/schedule.xml", "/thamm-2021/schedule2.json"])
def test_a_longer_agenda_costs_no_more_queries(world: World, visitor: Visitor, count: int, address: str) -> None:
    event = world.event()
    for number, one in enumerate(full_agenda(world, event, count)):
        make_document(world, event, f"DOC/{number}", sessions=[one])
    with count_queries(world.app) as queries:
        visitor.get(address)
    assert len(queries) == (11 if address.endswith("json") else 10)


@given(
    st.lists(st.tuples(st.text(st.sampled_from("abAB-_. 1é"), max_size=8), st.uuids()), unique_by=lambda one: one[1])
)
def test_codes_and_slugs_are_unique_and_of_the_form_that_the_schemas_take(known: list[tuple[str, object]]) -> None:
    made = codes({str(guid): code for code, guid in known})
    assert len(set(made.values())) == len(known)
    for code, guid in known:
        six = made[str(guid)]
        assert len(six) == 6
        slug = session_slug("thamm_2021", code, six)
        assert slug.isascii()
        assert slug[-1].isalnum()
        assert len(slug.partition("-")[2]) >= 4


@given(st.lists(st.tuples(st.integers(1, 50), st.none() | st.integers(1, 50)), unique_by=lambda one: one[0]))
def test_numbers_are_unique_and_a_files_own_where_it_had_one(rows: list[tuple[int, int | None]]) -> None:
    found = numbers(rows)
    assert len(set(found.values())) == len(rows)
    told = [number for _id, number in rows if number is not None]
    assert set(told) <= set(found.values())


@given(st.lists(st.text(max_size=12), max_size=6))
def test_names_have_slugs_of_their_own(names: list[str]) -> None:
    found = name_slugs("track", list(enumerate(names, 1)))
    assert len(set(found.values())) == len(names)
    assert all(slug.isascii() and slug[0].islower() and len(slug) > 1 for slug in found.values())


def test_acronyms_are_long_enough() -> None:
    day = date(2021, 7, 5)
    assert [acronym(Event(slug=slug, starts_on=day)) for slug in ("a", "ab-c", "thamm-2021")] == [
        "a_2021",
        "ab_c",
        "thamm_2021",
    ]


def test_a_session_keeps_its_guid_from_version_to_version(world: World, visitor: Visitor) -> None:
    event = world.event()
    one = make_session(world, event)
    publish(world, event)
    before = guids(visitor)
    change(world, one, starts_at=datetime(2021, 7, 6, 8, 0, tzinfo=UTC), ends_at=datetime(2021, 7, 6, 9, 0, tzinfo=UTC))
    publish(world, event)
    let_a_second_pass(world.app)
    with world.reading() as database:
        uid = database.get_one(Session, one).uid
    assert guids(visitor) == before == {(uid,)}
    assert xml_events(xml_of(visitor))[uid].findtext("date") == "2021-07-06T09:00:00+01:00"
