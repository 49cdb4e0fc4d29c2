"""What leaves as a schedule comes in again: nothing changes where it came from; elsewhere ids and instants stay."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from conference.agenda.importing import prose
from conference.agenda.models import Session
from conference.agenda.queries import whole_sessions_of
from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.core.translated import Translated
from conference.events.models import Event
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
