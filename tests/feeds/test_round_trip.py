"""What leaves as a schedule comes in again: nothing changes where it came from; elsewhere ids and instants stay."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from sqlalchemy import select

from conference.agenda.importing import prose
from conference.agenda.importing.schedule_json import read_json
from conference.agenda.importing.schedule_xml import read_xml
from conference.agenda.models import Session
from conference.agenda.published import PublishedAgenda
from conference.agenda.queries import Heading, whole_sessions_of
from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.core.localization import speaking
from conference.core.text import for_files
from conference.core.translated import Translated
from conference.demonstration.loader import load
from conference.events.models import Event
from conference.feeds.schedules import to_schedule2_json, to_schedule_json, to_schedule_xml
from conference.feeds.schedules.reading import schedule_of
from tests.agenda.test_checks import weigh
from tests.client import Visitor
from tests.made.agenda import give_role, make_presentation, make_room, make_session, make_speaker, make_track, publish
from tests.made.agenda_files import look, take_over
from tests.made.schedules import LANGUAGES, faults, json2_of, json_events, json_of, xml_events, xml_of
from tests.world import World, in_three, only

NOTHING_CHANGES = ["Nothing changes: the draft says all of this already."]
THEIRS = (date(2020, 2, 1), date(2020, 2, 2))
Files = Mapping[str, tuple[str, bytes]]


def files_of(visitor: Visitor, slug: str = "thamm-2021") -> Files:
    """The seven files, each with the language that an operator would say it is in."""
    found = {
        f"{language}-{name}": (language, visitor.get(f"/{language}/{slug}/{name}").response.data)
        for language in LANGUAGES
        for name in ("schedule.xml", "schedule.json")
    }
    return found | {"schedule2.json": ("en", visitor.get(f"/{slug}/schedule2.json").response.data)}


def told_changes(organiser: Visitor, files: Files) -> dict[str, list[str]]:
    """What taking each of the files over would do, where it would do something."""
    found = {}
    for name, (language, body) in files.items():
        page = look(organiser, body, name=name, texts=language)
        notices = [text.removesuffix("Close this message") for text in page.texts(".notice")]
        if notices != NOTHING_CHANGES:
            found[name] = notices + page.texts("tbody td")
    return found


def instants(body: bytes) -> dict[str, tuple[str | None, str | None]]:
    return {guid: (one.findtext("date"), one.findtext("duration")) for guid, one in xml_events(body).items()}


@pytest.mark.exhaustive
def test_fosdem_comes_in_leaves_and_comes_in_again(world: World, visitor: Visitor, shared_data: Path) -> None:
    event = world.event(starts_on=THEIRS[0], ends_on=THEIRS[1], zone="Europe/Brussels")
    organiser = world.organiser(event)
    theirs = (shared_data / "schedules" / "fosdem-2020.xml").read_bytes()
    take_over(organiser, theirs)
    weigh(world, event, speaker_twice="warning")
    publish(world, event)
    assert faults(shared_data, visitor) == []
    files = files_of(visitor)
    assert told_changes(organiser, {"theirs": ("en", theirs), **files}) == {}
    ours = xml_events(files["en-schedule.xml"][1])
    assert len(ours) == 872
    assert ids(files["en-schedule.xml"][1]) == ids(theirs)
    assert set(json_events(json_of(visitor, "ar"))) == set(ours)

    # The same agenda in an event that knows nothing of it.
    other = world.event("another", starts_on=THEIRS[0], ends_on=THEIRS[1], zone="Europe/Brussels")
    mover = world.organiser(other, "mover@example.org")
    take_over_into(mover, "another", files["en-schedule.xml"][1])
    weigh(world, other, speaker_twice="warning")
    publish(world, other)
    moved = xml_of(visitor, "en", "another")
    assert instants(moved) == instants(files["en-schedule.xml"][1])
    assert people(moved) == people(files["en-schedule.xml"][1])
    # A slug has four characters or more: what is shorter is called otherwise elsewhere.
    assert codes(world, other) >= {code.lower() for code in codes(world, event) if len(code) > 3}


def ids(body: bytes) -> set[str | None]:
    return {one.get("id") for one in etree.fromstring(body).iterfind("day/room/event")}


def people(body: bytes) -> dict[str, list[tuple[str | None, str | None]]]:
    return {
        guid: [(person.get("guid"), person.text) for person in one.iterfind("persons/person")]
        for guid, one in xml_events(body).items()
    }


def guids_of_people(body: bytes) -> dict[str, set[str | None]]:
    return {guid: {one for one, _name in found} for guid, found in people(body).items()}


def codes(world: World, event: int) -> set[str]:
    with world.reading() as database:
        return {session.code for session in whole_sessions_of(database, event)}


def take_over_into(organiser: Visitor, slug: str, body: bytes, name: str = "schedule.xml", texts: str = "en") -> None:
    page = organiser.get(f"/en/{slug}/manage/agenda/imports")
    sent = page.submit("form.form", file=(io.BytesIO(body), name))
    shown = organiser.get(f"{sent.location}?texts={texts}")
    assert shown.texts("td[data-label='What is wrong']") == []
    organiser.follow(shown.submit("form[action$='/apply']"))


def rich_agenda(world: World, event: int) -> None:
    """What the schemas have no words for, and what reading a file could lose."""
    room, track = make_room(world, event), make_track(world, event)
    several = make_session(
        world, event, "D1-01", type="training", room_id=room, track_id=track, floor_codes=["en", "fr", "ar"]
    )
    chair, twice, in_talk, nobody = (
        make_speaker(world, event, code, **facts)
        for code, facts in {
            "chair": {},
            "twice": {"native_name": "Ève Œuvré", "latin_name": ""},
            "talker": {"native_name": "", "latin_name": "Talker"},
            "role": {"native_name": "", "latin_name": "", "function": in_three("Moderator, ILO")},
        }.items()
    )
    give_role(world, several, chair, "chair")
    give_role(world, several, twice, "moderator")
    give_role(world, several, nobody, "panellist")
    give_role(world, several, twice, "speaker")
    talk = make_presentation(world, several)
    give_role(world, several, in_talk, "rapporteur", talk)
    give_role(world, several, chair, "speaker", talk)
    make_session(world, event, "bare", hours=("10:30", "11:00"), floor_codes=[], abstract=Translated())
    make_session(
        world,
        event,
        "night",
        hours=None,
        starts_at=datetime(2021, 7, 5, 22, 30, tzinfo=UTC),
        ends_at=datetime(2021, 7, 6, 0, 15, tzinfo=UTC),
        title=only(ARABIC, "الجلسة الليلية"),
        abstract=only(FRENCH, "Un <b>résumé</b>  à deux espaces\n\n\n et <br> des lignes"),
    )
    make_session(world, event, "coffee", type="break", hours=("11:00", "11:15"), abstract=Translated(), floor_codes=[])


def test_nothing_changes_where_a_schedule_comes_back_to(world: World, visitor: Visitor, shared_data: Path) -> None:
    event = world.event()
    rich_agenda(world, event)
    publish(world, event)
    assert faults(shared_data, visitor) == []
    assert told_changes(world.organiser(event), files_of(visitor)) == {}


@pytest.mark.parametrize("name", ["en-schedule.xml", "ar-schedule.json", "schedule2.json"])
def test_an_agenda_moves_to_another_event_with_its_ids(world: World, visitor: Visitor, name: str) -> None:
    event = world.event()
    rich_agenda(world, event)
    publish(world, event)
    language, body = files_of(visitor)[name]
    before = xml_of(visitor)
    other = world.event("another")
    take_over_into(world.organiser(other), "another", body, name, language)
    weigh(world, other, speaker_twice="warning")
    publish(world, other)
    after = xml_of(visitor, "en", "another")
    assert instants(after) == instants(before)
    assert guids_of_people(after) == guids_of_people(before)
    # A break has neither code nor slug in schedule2: its address there comes from its guid.
    kept = codes(world, other) & {"d1-01", "bare", "night", "coffee"}
    assert kept == {"d1-01", "bare", "night"} | ({"coffee"} if name != "schedule2.json" else set())


def test_nothing_of_the_demonstration_changes_where_it_comes_back_to(world: World, visitor: Visitor) -> None:
    with world.app.app_context():
        load()
    with world.reading() as database:
        event = database.scalars(select(Event.id).where(Event.slug == "thamm-2021")).one()
    organiser = world.organiser(event, "another-organiser@example.org")
    assert told_changes(organiser, files_of(visitor)) == {}


def test_a_text_that_looks_like_mark_up_moves_as_it_is(world: World, visitor: Visitor) -> None:
    event = world.event()
    text = "Use <b>bold</b> & <br>\n\nand  two spaces"
    make_session(world, event, abstract=only(ENGLISH, text))
    publish(world, event)
    for slug, (name, (language, body)) in zip(("one", "two"), list(files_of(visitor).items())[::6], strict=True):
        other = world.event(slug)
        take_over_into(world.organiser(other, f"{slug}@example.org"), slug, body, name, language)
        with world.reading() as database:
            assert [one.abstract.text(ENGLISH) for one in whole_sessions_of(database, other)] == [text]


def test_all_languages_of_a_title_move_with_schedule2(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_session(world, event, "opening", type="opening")
    publish(world, event)
    other = world.event("another")
    body = visitor.get("/thamm-2021/schedule2.json").response.data
    take_over_into(world.organiser(other), "another", body, "schedule2.json")
    with world.reading() as database:
        (found,) = whole_sessions_of(database, other)
        assert {language: found.title.text(language) for language in (ENGLISH, FRENCH, ARABIC)} == {
            ENGLISH: "Title opening",
            FRENCH: "Titre opening",
            ARABIC: "عنوان opening",
        }
        assert (found.type, found.import_key) == ("opening", next(iter(xml_events(xml_of(visitor)))))


@given(st.text(max_size=40), st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_is_written_is_read_again(world: World, title: str, abstract: str) -> None:
    """Texts of any characters, in all three forms; what no XML can hold is in none of them."""
    session = {
        "id": 1,
        "code": "one",
        "uid": "x",
        "sequence": 0,
        "status": "scheduled",
        "type": "panel",
        "room": None,
        "track": None,
        "floor": [],
        "interpretation": [],
        "roles": [],
        "presentations": [],
        "title": only(ENGLISH, title).to_json(),
        "abstract": only(ENGLISH, abstract).to_json(),
        "starts_at": "2021-07-05T08:00:00+00:00",
        "ends_at": "2021-07-05T09:00:00+00:00",
    }
    data = {
        "event": {"venue": {}, "zone": "Africa/Tunis"},
        "rooms": [],
        "tracks": [],
        "speakers": [],
        "sessions": [session],
    }
    event = Event(
        id=1,
        slug="thamm-2021",
        zone="Africa/Tunis",
        language_codes=["en"],
        source_code="en",
        title=Translated(),
        summary=Translated(),
        starts_on=date(2021, 7, 5),
        ends_on=date(2021, 7, 5),
    )
    with world.app.app_context(), speaking(ENGLISH):
        version = Heading(1, datetime(2021, 1, 1, tzinfo=UTC))
        schedule = schedule_of(event, PublishedAgenda.read(data), version, documents={})
        xml = to_schedule_xml(schedule, ENGLISH, address="http://localhost/")
        files = [read_xml(xml), read_json(to_schedule_json(schedule, ENGLISH)), read_json(to_schedule2_json(schedule))]
        found = [next(file.events) for file in files]
    # XML reads every end of a line as a line feed (§2.11), and readers leave out what surrounds a text.
    in_xml = [for_files(one).replace("\r\n", "\n").replace("\r", "\n").strip() for one in (title, abstract)]
    assert [found[0].title, found[0].abstract] == in_xml
    assert [found[1].title, found[1].abstract] == [for_files(title), for_files(abstract)]
    in_all = [found[2].title, found[2].abstract]
    assert in_all == [{"en": for_files(title)} if title else {}, {"en": for_files(abstract)} if abstract else ""]


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp")), max_size=60))
def test_reading_prose_twice_is_reading_it_once(written: str) -> None:
    """What an import left of a description is what the next one leaves of it, or it would change for ever."""
    once = prose.paragraphs(written)
    if not prose._LOOKS_LIKE_HTML.search(once):
        assert prose.paragraphs(once) == once


def test_a_calendar_uid_that_is_no_uuid_still_has_a_guid(world: World, visitor: Visitor, shared_data: Path) -> None:
    event = world.event()
    one = make_session(world, event)
    with world.writing() as database:
        database.get_one(Session, one).uid = "thamm-2021.opening@conference.example.org"
    publish(world, event)
    assert faults(shared_data, visitor) == []
    assert told_changes(world.organiser(event), files_of(visitor)) == {}
    assert len(json2_of(visitor)["schedule"]["events"]) == 1
    with world.reading() as database:
        assert database.get_one(Event, event).slug == "thamm-2021"
