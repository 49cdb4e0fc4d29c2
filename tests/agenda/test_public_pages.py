"""The published agenda as visitors see it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader

from conference.agenda.ports import Action, Note, Panel, agenda_actions, session_notes, session_panels
from conference.agenda.published import Person
from conference.core import clock
from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.core.translated import Translated
from conference.events.access import Viewer
from conference.events.models import Event, Publication, Role
from tests.client import Visitor
from tests.made.agenda import (
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
from tests.queries import count_queries
from tests.world import World, in_three, only

AGENDA = "/en/thamm-2021/agenda"


def test_before_a_publication_the_agenda_says_so_in_every_language(world: World, visitor: Visitor) -> None:
    make_session(world, world.event())
    for language in ("en", "fr", "ar"):
        for path in ("agenda", "speakers"):
            page = visitor.get(f"/{language}/thamm-2021/{path}")
            assert len(page.texts(".empty h2")) == 1
            assert "D1-01" not in page.source
        for path in ("calendar.ics", "agenda/D1-01", "agenda/D1-01.ics", "speakers/nobody"):
            page = visitor.get(f"/{language}/thamm-2021/{path}")
            assert page.status == 404
            assert page.one("html").get("lang") == language


def test_a_day_lists_its_sessions_by_the_hours_of_the_event(world: World, visitor: Visitor) -> None:
    event = world.event(agenda_note=in_three("The hours are illustrative"))
    make_session(world, event, "D1-02", hours=("11:00", "12:00"))
    make_session(world, event, "D1-01", hours=("09:00", "10:30"), type="opening")
    make_session(world, event, "PAUSE", hours=("10:30", "11:00"), type="break", title=in_three("Coffee"))
    make_session(world, event, "D2-01", hours=("09:00", "10:00"), day=date(2021, 7, 6))
    publish(world, event)
    page = visitor.get(AGENDA)
    assert page.texts(".slot-time") == ["09:00–10:30", "10:30–11:00", "11:00–12:00"]
    assert page.texts(".session-title") == ["Title D1-01", "Coffee", "Title D1-02"]
    assert page.texts(".session--break") == ["Coffee"]
    assert page.texts(".day") == ["Mon 5 July", "Tue 6 July", "All days"]
    assert page.texts(".day[aria-current]") == ["Mon 5 July"]
    assert page.texts(".notice") == ["The hours are illustrative"]
    assert page.texts(".session-meta")[0] == (
        "On now Next Opening ENFRARFloor: English. Interpretation: French · Arabic. Add to my agenda"
    )
    assert "Times in Tunis" in page.texts(".zone-note")[0]
    second = visitor.get(f"{AGENDA}?day=2021-07-06")
    assert second.texts(".session-title") == ["Title D2-01"]


@pytest.mark.parametrize(
    ("instant", "shown"),
    [
        (datetime(2021, 7, 1, tzinfo=UTC), "Mon 5 July"),
        (datetime(2021, 7, 5, 22, 59, tzinfo=UTC), "Mon 5 July"),
        (datetime(2021, 7, 5, 23, 1, tzinfo=UTC), "Wed 7 July"),  # the 6th has begun in Tunis, and has no sessions
        (datetime(2021, 7, 9, tzinfo=UTC), "Mon 5 July"),
    ],
)
def test_the_agenda_opens_on_today_in_the_events_zone(
    world: World, visitor: Visitor, instant: datetime, shown: str
) -> None:
    event = world.event()
    make_session(world, event, "D1")
    make_session(world, event, "D3", day=date(2021, 7, 7))
    publish(world, event)
    with clock.at(instant):
        assert visitor.get(AGENDA).texts(".day[aria-current]") == [shown]


def test_another_zone_is_shown_beside_the_events_where_it_differs(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_session(world, event, hours=("22:30", "23:30"))
    publish(world, event)
    page = visitor.get(f"{AGENDA}?tz=Africa/Cairo")
    assert page.texts(".slot-time") == ["22:30–23:30"]
    assert page.texts(".slot-local") == ["Cairo \u206623:30\u2069–Tue \u206600:30\u2069"]
    assert "Cairo (\u2068UTC+2\u2069)" in page.texts(".zone-note")[0]
    assert visitor.get(f"{AGENDA}?tz=Africa/Algiers").texts(".slot-local") == []
    assert visitor.get("/ar/thamm-2021/agenda?tz=Asia/Tokyo").texts(".slot-local") == [
        "طوكيو الثلاثاء \u206606:30\u2069–الثلاثاء \u206607:30\u2069"
    ]
    assert visitor.get(f"{AGENDA}?tz=Nowhere/City").texts(".slot-local") == [""]


def test_sessions_in_parallel_stand_side_by_side_with_their_rooms(world: World, visitor: Visitor) -> None:
    event = world.event()
    hall, annex = make_room(world, event, "Hall"), make_room(world, event, "Annex")
    make_session(world, event, "A", room_id=annex)
    make_session(world, event, "H", room_id=hall)
    publish(world, event)
    page = visitor.get(AGENDA)
    assert page.texts(".slot-time") == ["09:00–10:30"]
    assert page.texts(".slot-cards .session-title") == ["Title H", "Title A"]
    assert ["Hall" in page.texts(".session-meta")[0], "Annex" in page.texts(".session-meta")[1]] == [True, True]


def test_the_filters_keep_to_a_track_or_a_room_and_know_no_others(world: World, visitor: Visitor) -> None:
    event = world.event()
    rooms = [make_room(world, event, name) for name in ("Hall", "Annex")]
    tracks = [make_track(world, event, name) for name in ("Law", "Skills")]
    make_session(world, event, "ONE", room_id=rooms[0], track_id=tracks[0])
    make_session(world, event, "TWO", room_id=rooms[1], track_id=tracks[1])
    make_session(world, event, "PAUSE", hours=("10:30", "11:00"), type="break")
    publish(world, event)
    for query in (f"track={tracks[0]}", f"room={rooms[0]}"):
        assert visitor.get(f"{AGENDA}?{query}").texts(".session-title") == ["Title ONE", "Title PAUSE"]
    for query in ("track=999", "room=x", "day=2021-07-06", "day=yesterday"):
        page = visitor.get(f"/fr/thamm-2021/agenda?{query}")
        assert page.status == 404
        assert page.one("html").get("lang") == "fr"


def test_a_session_page_says_all_of_it(world: World, visitor: Visitor) -> None:
    event = world.event()
    track, room = make_track(world, event, "Skills"), make_room(world, event, "Hall")
    make_session(world, event, "ONE", hours=("08:00", "09:00"))
    session = make_session(world, event, "TWO", track_id=track, room_id=room)
    make_session(world, event, "PAUSE", hours=("10:30", "11:00"), type="break")
    make_session(world, event, "THREE", hours=("11:00", "12:00"))
    leila = make_speaker(world, event)
    ilo = make_speaker(world, event, "ilo", native_name="", latin_name="", function=in_three("Moderator, ILO"))
    talk = make_presentation(world, session, "Recognition of skills", 25)
    give_role(world, session, ilo, "moderator")
    give_role(world, session, leila, "speaker", talk)
    publish(world, event)
    page = visitor.get(f"{AGENDA}/TWO")
    assert page.h1 == "Title TWO"
    assert page.texts(".facts dd") == [
        "Monday 5 July 2021",
        "09:00–10:30 Times in Tunis (\u2068UTC+1\u2069).",
        "Hall",
        "Skills",
        "Floor: EnglishInterpretation: French · Arabic",
    ]
    assert page.texts(".prose") == ["Abstract TWO"]
    assert page.texts(".people li") == [
        "Moderator, ILOMinistry of Labour",
        "ليلى بن علي Leila Ben Ali SpeakerDirector · Ministry of Labour",
    ]
    assert page.texts(".talk h3") == ["Recognition of skills 25 minutes"]
    assert [link.get("href") for link in page.all(".pagination a")] == [
        "/en/thamm-2021/agenda/ONE",
        "/en/thamm-2021/agenda?day=2021-07-05",
        "/en/thamm-2021/agenda/THREE",
    ]
    assert page.one(".page-actions .button").get("href") == "/en/thamm-2021/agenda/TWO.ics"
    assert visitor.get(AGENDA).texts(".session-people") == ["Moderator, ILO · Leila Ben Ali"]
    assert visitor.get("/ar/thamm-2021/agenda").texts(".session-people") == ["Moderator, ILO (عربي) · ليلى بن علي"]


def test_a_text_in_another_language_says_so(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_session(world, event, title=only(ENGLISH, "Only English"), abstract=only(ENGLISH, "One\n\nTwo"))
    publish(world, event)
    page = visitor.get("/ar/thamm-2021/agenda")
    (mark,) = page.all(".session-title .fallback")
    assert (mark.get("lang"), mark.get("dir")) == ("en", "ltr")
    assert len(visitor.get("/ar/thamm-2021/agenda/D1-01").all(".fallback-note")) == 2


def test_a_cancelled_session_stays_and_says_so(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event)
    give_role(world, session, make_speaker(world, event))
    publish(world, event)
    organiser = world.organiser(event)
    organiser.get("/en/thamm-2021/manage/agenda/sessions/D1-01").submit("form[action$=cancel]")
    assert visitor.get(f"{AGENDA}/D1-01").texts(".notice") == [], "the draft is not public"
    publish(world, event)
    let_a_second_pass(world.app)
    page = visitor.get(f"{AGENDA}/D1-01")
    assert page.texts(".notice") == ["This session is cancelled."]
    assert page.texts(".page-actions a") == []
    assert visitor.get(AGENDA).texts(".session--cancelled .badge") == ["Cancelled", "Plenary"]
    assert visitor.get("/en/thamm-2021/speakers").texts(".empty h2") == ["No speakers yet"]


def test_speakers_are_sorted_as_a_reader_of_the_page_expects(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event)
    for code, native, latin in (
        ("z", "أحمد الزين", "Ahmed Zine"),
        ("e", "Élodie Amar", ""),
        ("b", "بدر", "Badr"),
    ):
        give_role(world, session, make_speaker(world, event, code, native_name=native, latin_name=latin))
    role = make_speaker(world, event, "chair", native_name="", latin_name="", function=in_three("Chair, EU"))
    give_role(world, session, role, "chair")
    publish(world, event)
    names = ".session-title"
    assert visitor.get("/en/thamm-2021/speakers").texts(names) == [
        "أحمد الزين Ahmed Zine",
        "بدر Badr",
        "Chair, EU",
        "Élodie Amar",
    ]
    assert visitor.get("/ar/thamm-2021/speakers").texts(names)[-2:] == ["أحمد الزين Ahmed Zine", "بدر Badr"]
    page = visitor.get("/fr/thamm-2021/speakers/z")
    assert page.h1 == "أحمد الزين Ahmed Zine"
    assert page.texts(".session-title") == ["Titre D1-01"]


def test_an_event_that_is_not_published_shows_its_agenda_to_the_team_alone(world: World, visitor: Visitor) -> None:
    event = world.event(publication=Publication.DRAFT)
    full_agenda(world, event, 1)
    translator = world.member(event, Role.TRANSLATOR)
    for path in ("agenda", "agenda/S0", "agenda/S0.ics", "calendar.ics", "speakers", "speakers/person-0"):
        assert visitor.get(f"/en/thamm-2021/{path}").status == 404
        assert translator.get(f"/en/thamm-2021/{path}").status == 200


def test_panels_of_others_stand_on_the_page_and_stored_pages_hold_only_public_ones(
    app: Flask, world: World, visitor: Visitor
) -> None:
    asked: list[tuple[str, bool]] = []
    soon = datetime(2099, 1, 1, tzinfo=UTC)

    def panel(event: Event, session_code: str, session_id: int, viewer: Viewer | None) -> Panel | None:
        asked.append((session_code, viewer is not None))
        return Panel("agenda/_sample_panel.html", {"words": "private" if viewer else "public"}, until=soon)

    event = world.event()
    full_agenda(world, event, 1)
    session_panels.plug(app, panel, lambda *_: None)
    app.jinja_env.loader = ChoiceLoader(
        [app.jinja_env.loader, DictLoader({"agenda/_sample_panel.html": "<h2>{{ panel.words }}</h2>"})]  # type: ignore[list-item]
    )
    path = f"{AGENDA}/S0"
    member = world.member(event, Role.DESK)
    assert member.get(path).texts(".card h2") == ["private"]
    assert visitor.get(path).texts(".card h2") == ["public"]
    assert visitor.get(path).texts(".card h2") == ["public"]
    assert asked == [("S0", True), ("S0", False)], "the second visitor was given the stored page"
    assert member.get(path).texts(".card h2") == ["private"]


def test_notes_and_actions_of_others_stand_in_the_day(app: Flask, world: World, visitor: Visitor) -> None:
    event = world.event()
    (session,) = full_agenda(world, event, 1)
    session_notes.plug(app, lambda *_: {session: [Note("2 documents", "/en/thamm-2021/documents?session=S0")]})
    agenda_actions.plug(app, lambda _event: Action("Register", "/en/thamm-2021/register"), lambda _event: None)
    page = visitor.get(AGENDA)
    assert page.texts(".session-documents a") == ["2 documents"]
    assert page.texts(".banner-actions a") == ["Register", "Add to calendar"]


def test_public_pages_ask_as_often_for_30_sessions_as_for_3(world: World) -> None:
    full_agenda(world, world.event(), 3)
    full_agenda(world, world.event("large-event"), 30)
    member = world.signed_in(world.account("admin@example.org", is_site_administrator=True))
    counts = []
    for slug in ("thamm-2021", "large-event"):
        for path in ("agenda", "agenda/S1", "speakers", "speakers/person-1", "calendar.ics"):
            for reader in (Visitor(world.app), member):
                with count_queries(world.app) as seen:
                    assert reader.get(f"/en/{slug}/{path}").status == 200
                counts.append(len([one for one in seen if "WHERE event.publication" not in one]))
    assert counts[:10] == counts[10:]
    assert max(counts) <= 12, counts


def test_a_stored_agenda_holds_nothing_of_anybody(world: World, visitor: Visitor) -> None:
    full_agenda(world, world.event(), 1)
    answer = visitor.get(AGENDA).response
    assert "Set-Cookie" not in answer.headers
    assert "csrf" not in answer.text
    again = visitor.get(AGENDA).response
    assert again.headers["Cache-Control"] == "no-cache"
    assert again.data == answer.data


def test_names_are_told_by_script() -> None:
    def person(native: str, latin: str) -> Person:
        return Person(1, "x", native, latin, Translated(), Translated(), Translated())

    assert person("ليلى", "Leila").other_name == "Leila"
    assert person("Élodie Ḥusayn-O’Neil", "Elodie").other_name == ""
    assert person("", "Leila").name == "Leila"
    assert [person("ليلى", "Leila").name_in(language) for language in (ENGLISH, FRENCH, ARABIC)] == [
        "Leila",
        "Leila",
        "ليلى",
    ]
