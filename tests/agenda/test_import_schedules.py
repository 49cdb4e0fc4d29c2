"""Agendas come in as schedule.xml and schedule.json: looked at first, then taken over whole or not at all."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from conference.agenda.models import AgendaImport, Room, Session, SessionStatus, Speaker, Track
from conference.agenda.queries import whole_sessions_of
from conference.audit.models import AuditEntry
from conference.core import clock
from conference.core.database import db
from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.core.storage import storage
from conference.core.translated import State
from conference.events.models import Event
from conference.outbox.tasks import do_hourly_work
from tests.client import Visitor
from tests.made.agenda import change, give_role, make_session, make_speaker, publish
from tests.made.agenda_files import APPLY, IMPORTS, look, schedule_json, schedule_xml, send, take_over, xml_event
from tests.queries import count_queries
from tests.world import World

NOTHING_CHANGES = "Nothing changes: the draft says all of this already."
TAKEN_OVER = "The file is taken over. Visitors see it with the next version."


def sessions(world: World) -> list[Session]:
    """The draft's sessions in their order, with all that belongs to them."""
    with world.reading() as database:
        return list(whole_sessions_of(database, database.scalars(select(Event.id)).one()))


def one_session(world: World) -> Session:
    (found,) = sessions(world)
    return found


def notices(page: Any) -> list[str]:
    return [text.removesuffix("Close this message") for text in page.texts(".notice")]


def test_a_schedule_is_shown_first_and_written_only_then(world: World) -> None:
    organiser = world.organiser(world.event())
    page = look(organiser, schedule_xml(xml_event()))
    assert notices(page) == ["Nothing is taken over yet. Sessions: 1 new, 0 to change, 0 unchanged."]
    assert (world.count(Session), world.count(Speaker), world.count(Room)) == (0, 0, 0)
    page = organiser.follow(page.submit(APPLY))
    assert notices(page)[0] == TAKEN_OVER
    one = one_session(world)
    assert (one.code, one.import_key, one.type, one.starts_at, one.ends_at) == (
        "talk-7",
        "id:7",
        "plenary",
        datetime(2021, 7, 5, 8, 0, tzinfo=UTC),
        datetime(2021, 7, 5, 9, 30, tzinfo=UTC),
    )
    assert (one.title.text(ENGLISH), one.room.name.text(ENGLISH), one.track.name.text(ENGLISH)) == (  # type: ignore[union-attr]
        "Talk 7",
        "Janson",
        "Keynotes",
    )
    assert [(role.speaker.native_name, role.role) for role in one.roles] == [("Speaker 7", "speaker")]


def test_one_line_of_the_record_tells_of_an_import(world: World) -> None:
    organiser = world.organiser(world.event())
    take_over(organiser, schedule_xml(xml_event("1"), xml_event("2", room="Other")))
    with world.reading() as database:
        entry = database.scalars(select(AuditEntry).where(AuditEntry.verb == "import agenda")).one()
        assert entry.after == {
            "import_new": 2,
            "import_changed": 0,
            "import_same": 0,
            "sessions_left": 0,
            "sessions_taken_out": 0,
            "speakers_new": 2,
            "places_new": 3,
        }
        assert len(database.scalars(select(AuditEntry).where(AuditEntry.subject.like("session:%"))).all()) == 0
    assert "An agenda was imported from a file" in organiser.get("/en/thamm-2021/manage/history").text


def test_the_same_file_again_changes_nothing_and_offers_nothing(world: World) -> None:
    organiser = world.organiser(world.event())
    body = schedule_xml(xml_event("1"), xml_event("2"))
    take_over(organiser, body)
    before = [(one.id, one.row_version) for one in sessions(world)]
    page = look(organiser, body)
    assert notices(page) == [NOTHING_CHANGES]
    assert page.all(APPLY) == []
    assert [(one.id, one.row_version) for one in sessions(world)] == before


def test_a_file_of_real_life_comes_in_and_changes_nothing_again(world: World, shared_data: Any) -> None:
    organiser = world.organiser(
        world.event(starts_on=date(2013, 2, 2), ends_on=date(2013, 2, 3), zone="Europe/Brussels")
    )
    body = (shared_data / "schedules" / "fosdem-2013.xml").read_bytes()
    take_over(organiser, body)
    assert (world.count(Session), world.count(Speaker), world.count(Room), world.count(Track)) == (487, 476, 24, 40)
    found = sessions(world)
    assert all(one.code.isascii() and len(one.code) <= 40 for one in found)
    assert len({one.code.lower() for one in found}) == 487
    opening = next(one for one in found if one.code == "keynotes-welcome")
    assert opening.starts_at == datetime(2013, 2, 2, 9, 30, tzinfo=UTC)
    assert opening.abstract.text(ENGLISH) == "FOSDEM welcome and opening talk.\n\nWelcome to FOSDEM 2013!"
    assert notices(look(organiser, body)) == [NOTHING_CHANGES]


@pytest.mark.parametrize(
    ("name", "count"),
    [("voc_pretalx-democon.json", 36), ("voc_frab-camp2019.json", 79), ("voc_hub-schedule2.json", 2)],
)
def test_the_schedules_of_other_programs_come_in(world: World, shared_data: Any, name: str, count: int) -> None:
    organiser = world.organiser(world.event())
    body = (shared_data / "schedules" / name).read_bytes()
    take_over(organiser, body, name=name)
    assert world.count(Session) == count
    assert notices(look(organiser, body, name=name)) == [NOTHING_CHANGES]


def test_an_instant_stays_one_and_an_hour_is_the_events(world: World) -> None:
    organiser = world.organiser(world.event(zone="Africa/Cairo"))
    take_over(
        organiser,
        schedule_xml(
            xml_event("1", date="2021-07-05T09:00:00+05:00"),
            xml_event("2", start="09:00"),
            xml_event("3", start="23:30", duration="00:45"),
            zone="Asia/Tashkent",
        ),
    )
    assert [(one.import_key, one.starts_at, one.ends_at) for one in sessions(world)] == [
        ("id:1", datetime(2021, 7, 5, 4, 0, tzinfo=UTC), datetime(2021, 7, 5, 5, 30, tzinfo=UTC)),
        ("id:2", datetime(2021, 7, 5, 7, 0, tzinfo=UTC), datetime(2021, 7, 5, 8, 30, tzinfo=UTC)),
        ("id:3", datetime(2021, 7, 5, 21, 30, tzinfo=UTC), datetime(2021, 7, 5, 22, 15, tzinfo=UTC)),
    ]


def test_an_hour_before_the_change_of_day_belongs_to_the_night(world: World) -> None:
    organiser = world.organiser(world.event())
    body = schedule_xml(xml_event("1", start="01:30", duration="01:00"))
    take_over(organiser, body.replace(b"<title>A conf", b"<day_change>06:00:00</day_change><title>A conf"))
    assert one_session(world).starts_at == datetime(2021, 7, 6, 0, 30, tzinfo=UTC)


def test_texts_go_into_the_language_that_the_operator_names(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    take_over(organiser, schedule_xml(xml_event(title="Work", abstract="About work")))
    take_over(organiser, schedule_xml(xml_event(title="Travail", abstract="Du travail", room="Janson")), texts="fr")
    one = one_session(world)
    assert {language: one.title.text(language) for language in one.title} == {ENGLISH: "Work", FRENCH: "Travail"}
    assert [one.title.state(language) for language in (ENGLISH, FRENCH, ARABIC)] == [
        State.SOURCE,
        State.TRANSLATED,
        State.MISSING,
    ]
    take_over(organiser, schedule_xml(xml_event(title="Labour", abstract="About work")))
    one = one_session(world)
    assert (one.title.text(FRENCH), one.title.state(FRENCH), one.abstract.state(FRENCH)) == (
        "Travail",
        State.OUT_OF_DATE,
        State.TRANSLATED,
    )


def test_the_language_that_the_file_speaks_is_proposed(world: World) -> None:
    organiser = world.organiser(world.event())
    page = look(organiser, schedule_xml(xml_event("1", language="fr-TN"), xml_event("2", language="fr")))
    assert page.values("form[method=get]")["texts"] == "fr"
    organiser.follow(page.submit(APPLY))
    assert [(one.title.source, one.floor_codes) for one in sessions(world)] == [(None, ["fr"]), (None, ["fr"])]
    assert [one.title.state(ENGLISH) for one in sessions(world)] == [State.MISSING, State.MISSING]


def test_a_language_of_the_event_that_the_file_lacks_shows_a_marked_fallback(world: World, visitor: Visitor) -> None:
    event = world.event()
    take_over(world.organiser(event), schedule_xml(xml_event(abstract="About work")))
    publish(world, event)
    for address in ("/ar/thamm-2021/agenda", "/ar/thamm-2021/agenda/talk-7"):
        # `inspect` refuses a page that does not say in which language its words are.
        assert {(one.text, one.language) for one in visitor.get(address).fallbacks} >= {("Talk 7", ENGLISH)}


def test_two_people_of_one_name_stay_two_and_one_id_is_one_person(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    make_speaker(world, event, "by-hand", native_name="Amina", latin_name="")
    two = '<person id="1">Amina</person><person id="2">Amina</person>'
    page = look(
        organiser, schedule_xml(xml_event("1", persons=two), xml_event("2", persons='<person id="2">Amina</person>'))
    )
    assert "The draft has another person of this name: both are kept apart. Line 4" in " ".join(page.texts(".card li"))
    organiser.follow(page.submit(APPLY))
    with world.reading() as database:
        people = database.execute(select(Speaker.code, Speaker.native_name, Speaker.import_key).order_by(Speaker.id))
        assert [tuple(one) for one in people] == [
            ("by-hand", "Amina", None),
            ("amina", "Amina", "id:1"),
            ("amina-2", "Amina", "id:2"),
        ]
    take_over(organiser, schedule_xml(xml_event("2", persons='<person id="2">Amina B.</person>')))
    with world.reading() as database:
        assert database.scalars(select(Speaker.native_name).order_by(Speaker.id)).all() == [
            "Amina",
            "Amina",
            "Amina B.",
        ]


def test_each_fact_is_shown_from_what_to_what(world: World) -> None:
    organiser = world.organiser(world.event())
    take_over(organiser, schedule_xml(xml_event(title="Work")))
    body = schedule_xml(
        xml_event(title="Labour", start="10:00", room="Other", type="workshop", persons='<person id="9">Zoé</person>')
    )
    page = look(organiser, body)
    assert notices(page) == ["Nothing is taken over yet. Sessions: 0 new, 1 to change, 0 unchanged."]
    assert page.texts("tbody td li") == [
        "Kind of session Workshop session instead of Plenary",
        "Hours Mon 5 July 10:00–11:30 instead of Mon 5 July 09:00–10:30",
        "Title (English) Labour instead of Work",
        "Room Other instead of Janson",
        "Speakers Zoé (Speaker) instead of Speaker 7 (Speaker)",
    ]
    organiser.follow(page.submit(APPLY))
    one = one_session(world)
    assert (one.title.text(ENGLISH), [role.speaker.code for role in one.roles]) == ("Labour", ["zoe"])


def test_sessions_that_the_file_lacks_are_left_alone_unless_somebody_says_otherwise(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    take_over(organiser, schedule_xml(xml_event("1"), xml_event("2", start="11:00")))
    publish(world, event)
    take_over(organiser, schedule_xml(xml_event("1"), xml_event("2", start="11:00"), xml_event("3", start="14:00")))
    make_session(world, event, "coffee", hours=("10:30", "11:00"), type="break")
    body = schedule_xml(xml_event("1", title="Changed"))
    page = look(organiser, body)
    assert page.texts("nav[aria-label='Sessions to show'] > *") == ["To be changed (1)", "Only in the draft (2)"]
    organiser.follow(page.submit(APPLY))
    assert [one.starts_at is not None for one in sessions(world)] == [True, True, True, True]
    page = look(organiser, body, out="y", show="left")
    assert page.texts("tbody td") == ["It is cancelled: visitors know it.", "It loses its hours."]
    organiser.follow(page.submit(APPLY))
    assert {one.code: (one.status, one.starts_at is not None) for one in sessions(world)} == {
        "talk-1": (SessionStatus.SCHEDULED, True),
        "talk-2": (SessionStatus.CANCELLED, True),
        "talk-3": (SessionStatus.SCHEDULED, False),
        "coffee": (SessionStatus.SCHEDULED, True),
    }
    assert notices(look(organiser, body, out="y")) == [NOTHING_CHANGES]


def test_people_whom_organisers_added_by_hand_stay(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    take_over(organiser, schedule_xml(xml_event()))
    give_role(world, one_session(world).id, make_speaker(world, event, "chair"), "chair")
    assert notices(look(organiser, schedule_xml(xml_event()))) == [NOTHING_CHANGES]
    take_over(organiser, schedule_xml(xml_event(persons='<person id="8">Newcomer</person>')))
    assert [(role.speaker.code, role.role) for role in one_session(world).roles] == [
        ("newcomer", "speaker"),
        ("chair", "chair"),
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"start": "25:00"}, "“\u206825:00\u2069” is no hour. Write it as 09:30."),
        ({"duration": "long"}, "“\u2068long\u2069” is no length of time. Write hours and minutes, for example 00:45."),
        ({"duration": "00:00"}, "The end must come after the start."),
        ({"title": ""}, "The title is missing."),
        ({"title": "x" * 201}, "Shorten this text to 200 characters: it has 201."),
        (
            {"title": "Turned \u202e round"},
            "This text holds invisible characters that turn its direction. Type it again instead of pasting it.",
        ),
        ({"persons": '<person id="3"/>'}, "The name is missing."),
        ({"start": "00:30", "day": "2021-04-23"}, "This hour does not exist on that day: the clocks are put forward."),
        ({"day": "2021-13-45"}, "“\u20682021-13-45\u2069” is no day. Write year-month-day, for example 2021-07-05."),
    ],
)
def test_what_is_wrong_stands_with_its_line_and_nothing_is_written(
    world: World, changes: dict[str, str], sentence: str
) -> None:
    # In Amman clocks went forward at midnight.
    organiser = world.organiser(world.event(zone="Asia/Amman"))
    day = changes.get("day", "2021-07-05").replace("2021-04-23", "2021-03-26")
    facts = {name: value for name, value in changes.items() if name != "day"}
    page = look(organiser, schedule_xml(xml_event("1", start="12:00"), xml_event("2", **facts), day=day))
    problems = list(zip(page.texts("tbody th")[:2], page.texts("td[data-label='What is wrong']"), strict=False))
    assert ("5", sentence) in problems
    assert page.all(APPLY) == []
    forced = organiser.post(f"{page.response.request.path}/apply", {"csrf_token": token(page), "seen": ""})
    assert forced.status in (409, 422)
    assert world.count(Session) == 0


def token(page: Any) -> str:
    return str(page.values("form[action$='/withdraw']")["csrf_token"])


def test_the_same_key_twice_is_told_with_both_lines(world: World) -> None:
    page = look(world.organiser(world.event()), schedule_xml(xml_event("1"), xml_event("2"), xml_event("1")))
    assert page.texts("tbody th")[0] == "6"
    assert page.texts("td[data-label='What is wrong']") == ["The same stands on line 4 already."]


def test_a_draft_that_changed_meanwhile_is_shown_anew(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    take_over(organiser, schedule_xml(xml_event()))
    page = look(organiser, schedule_xml(xml_event(room="Other")))
    with world.writing() as database:
        other = Room(event_id=event, name=one_session(world).title)
        database.add(other)
        database.flush()
        other_id = other.id
    change(world, one_session(world).id, room_id=other_id)
    page = page.submit(APPLY)
    assert page.status == 409
    assert notices(page)[0] == (
        "The draft changed meanwhile: nothing was taken over. This is what the file would change now."
    )
    assert page.texts("tbody td li") == ["Room Other instead of Talk 7"]
    assert one_session(world).room_id == other_id
    assert notices(organiser.follow(page.submit(APPLY)))[0] == TAKEN_OVER


def test_what_changed_elsewhere_in_the_draft_is_no_hindrance(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    page = look(organiser, schedule_xml(xml_event()))
    make_session(world, event, "other")
    assert notices(organiser.follow(page.submit(APPLY)))[0] == TAKEN_OVER


@pytest.mark.parametrize("same_row", [True, False])
def test_two_organisers_at_once_bring_everything_in_once(world: World, same_row: bool) -> None:
    event = world.event()
    pages = []
    body = schedule_xml(*(xml_event(str(number), start="10:00") for number in range(20)))
    for number in range(2):
        organiser = world.organiser(event, f"organiser{number}@example.org")
        path = pages[0].response.request.path if same_row and pages else send(organiser, body).location
        pages.append(organiser.get(path))
    start = threading.Barrier(2)

    def press(page: Any) -> int:
        start.wait()
        return int(page.submit(APPLY).status)

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(press, pages))
    assert statuses == ([302, 302] if same_row else [302, 409])
    assert (world.count(Session), world.count(Speaker), world.count(Room)) == (20, 20, 1)


def test_a_file_is_kept_until_it_is_decided_about(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    organiser = world.organiser(world.event())

    def swept() -> int:
        with world.reading():
            return len(storage().sweep(db.session(), older_than=timedelta(days=-1)))

    page = look(organiser, schedule_xml(xml_event("1")))
    assert swept() == 0
    organiser.follow(page.submit(APPLY))
    assert swept() == 1
    page = look(organiser, schedule_xml(xml_event("2")))
    dropped = organiser.follow(page.submit("form[action$='/withdraw']"))
    assert notices(dropped) == ["The file is dropped. Nothing was taken over from it."]
    assert swept() == 1
    send(organiser, schedule_xml(xml_event("3")))
    with world.writing() as database:
        database.execute(update(AgendaImport).values(uploaded_at=clock.now() - timedelta(days=8)))
    with world.app.app_context():
        do_hourly_work({})
    assert swept() == 1
    assert organiser.get(IMPORTS).texts("tbody td[data-label='State']") == [
        "File dropped",
        "File dropped",
        "Taken over",
    ]


def test_looking_asks_as_often_for_thirty_sessions_as_for_one(world: World) -> None:
    organiser = world.organiser(world.event())
    counts = []
    for number in (1, 30):
        body = schedule_xml(*(xml_event(str(key), title=f"Talk {number}") for key in range(number)))
        take_over(organiser, body)
        path = send(organiser, body.replace(b"Talk", b"Speech")).location
        with count_queries(world.app) as queries:
            organiser.get(path)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


def test_codes_are_plain_and_each_session_has_its_own(world: World) -> None:
    event = world.event()
    make_session(world, event, "WELCOME")
    events = [
        {"id": 1, "slug": "welcome", "title": "One"},
        {"id": 2, "slug": "افتتاح", "title": "Two"},
        {"id": 3, "code": "G9JGWY", "slug": "x", "title": "Three"},
        {"id": 4, "slug": "a-very-long-slug-that-goes-on-and-on-for-ever", "title": "Four"},
        {"id": 5, "slug": "a-very-long-slug-that-goes-on-and-on-for-long", "title": "Five"},
        {"id": 6, "slug": "Preview", "title": "Six"},
    ]
    take_over(world.organiser(event), schedule_json(*events), name="schedule.json")
    assert [one.code for one in sessions(world)] == [
        "WELCOME",
        "welcome-1",
        "s-id-2",
        "G9JGWY",
        "a-very-long-slug-that-goes-on-and-on-for",
        "a-very-long-slug-that-goes-on-and-on-5",
        "Preview-6",
    ]


def test_a_schedule_in_several_languages_fills_each_of_the_events(world: World) -> None:
    title = {"en": "Work", "fr": "Travail", "de": "Arbeit"}
    take_over(world.organiser(world.event()), schedule_json({"id": 1, "title": title}), name="schedule.json")
    one = one_session(world)
    assert {language.code: one.title.text(language) for language in one.title} == {"en": "Work", "fr": "Travail"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (
            "&lt;p&gt;One &lt;em&gt;word&lt;/em&gt;.&lt;/p&gt;\n&lt;p&gt;Two&lt;br&gt;lines&lt;/p&gt;",
            "One word.\n\nTwo\nlines",
        ),
        ("&lt;ul&gt;&lt;li&gt;a&lt;/li&gt;&lt;li&gt;b &amp;amp; c&lt;/li&gt;&lt;/ul&gt;", "• a\n• b & c"),
        ("1 &lt; 2 and 3 &gt; 2", "1 < 2 and 3 > 2"),
        ("One\u2028two\r\n\r\n\r\n\r\nthree", "One\ntwo\n\nthree"),
        ("« Où\u00a0? »", "« Où\u00a0? »"),
        ("", ""),
    ],
)
def test_descriptions_become_plain_paragraphs(world: World, written: str, read: str) -> None:
    take_over(world.organiser(world.event()), schedule_xml(xml_event(abstract=written)))
    assert one_session(world).abstract.text(ENGLISH) == read
