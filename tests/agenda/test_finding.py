"""Finding sessions in the published agenda: filters as addresses, words, rooms side by side, time zones, now."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from conference.agenda.grid import Cell, grid
from conference.agenda.models import AgendaVersion
from conference.agenda.published import PublishedAgenda
from conference.agenda.service import CodeTaken
from conference.core import clock
from tests.client import Page, Visitor
from tests.made.agenda import (
    full_agenda,
    give_role,
    make_room,
    make_session,
    make_speaker,
    make_track,
    publish,
)
from tests.queries import count_queries
from tests.world import World, in_three

AGENDA = "/en/thamm-2021/agenda"


@pytest.fixture
def rooms(world: World) -> list[int]:
    """An agenda of two days, two rooms and two tracks, and its rooms."""
    event = world.event()
    rooms = [make_room(world, event, name) for name in ("Hall", "Annex")]
    tracks = [make_track(world, event, name) for name in ("Law", "Skills")]
    make_session(
        world,
        event,
        "ONE",
        room_id=rooms[0],
        track_id=tracks[0],
        floor_codes=["ar"],
        interpretation_codes=["fr"],
        title=in_three("The labour inspectors", "L’inspection du travail", "التقارير عن العمال"),
    )
    two = make_session(world, event, "TWO", room_id=rooms[1], track_id=tracks[1], type="workshop", floor_codes=["en"])
    give_role(world, two, make_speaker(world, event))
    make_session(world, event, "PAUSE", hours=("10:30", "11:00"), type="break", title=in_three("Coffee"))
    make_session(world, event, "THREE", day=date(2021, 7, 6), room_id=rooms[0], interpretation_codes=[])
    publish(world, event)
    return rooms


def titles(visitor: Visitor, query: str, language: str = "en") -> list[str]:
    return visitor.get(f"/{language}/thamm-2021/agenda?{query}").texts(".session-title")


def test_every_filter_is_an_address_and_they_combine(rooms: list[int], visitor: Visitor) -> None:
    one, two, three = "The labour inspectors", "Title TWO", "Title THREE"
    assert titles(visitor, "language=ar") == [one, two, "Coffee"]
    assert titles(visitor, "language=ar&room=" + str(rooms[0])) == [one, "Coffee"]
    assert titles(visitor, "category=workshop") == [two], "a break is no kind of session"
    assert titles(visitor, "day=all&category=plenary") == [one, three]
    assert titles(visitor, f"day=all&room={rooms[0]}&language=en") == [three]
    for unknown in ("language=de", "category=opening", "category=break", "language=xx"):
        assert visitor.get(f"{AGENDA}?{unknown}").status == 404


def test_words_are_found_as_each_language_writes_them(rooms: list[int], visitor: Visitor) -> None:
    for words in ("inspector", "LABOUR inspect", "عامل", "تقرير العمال", "inspection", "ONE"):
        assert titles(visitor, f"q={words}") == ["The labour inspectors"], words
    assert titles(visitor, "q=تقرير", "ar") == ["التقارير عن العمال"]
    assert titles(visitor, "q=leila ministry") == ["Title TWO"], "a speaker’s name, and what they stand for"
    assert titles(visitor, "q=inspector leila") == []
    assert titles(visitor, "q=?!") == []


def test_counts_say_what_each_choice_would_leave(rooms: list[int], visitor: Visitor) -> None:
    page = visitor.get(f"{AGENDA}?category=workshop")
    assert page.texts("#room option") == ["All rooms", "Hall (0)", "Annex (1)"]
    assert page.texts("#category option") == ["All kinds", "Plenary (1)", "Workshop session (1)"]
    assert page.texts("#language option") == ["All languages", "English (1)", "French (1)", "Arabic (1)"]
    assert page.texts(".found") == ["1 of 2 sessions · Show all"]
    assert page.texts(".day") == ["Mon 5 July 1 session", "Tue 6 July 0 sessions", "All days 1 session"]


def test_the_links_of_a_filtered_page_keep_what_was_asked(rooms: list[int], visitor: Visitor) -> None:
    page = visitor.get(f"{AGENDA}?language=en&q=title&tz=Africa/Cairo&view=grid")
    kept = "language=en&q=title&view=grid&tz=Africa%2FCairo"
    assert [link.get("href") for link in page.all(".day")] == [
        f"{AGENDA}?day=2021-07-05&{kept}",
        f"{AGENDA}?day=2021-07-06&{kept}",
        f"{AGENDA}?day=all&{kept}",
    ]
    assert page.one(".session-title a").get("href") == f"{AGENDA}/TWO?tz=Africa/Cairo"
    assert page.values("form.filters") == {
        "view": "grid",
        "q": "title",
        "track": "",
        "room": "",
        "language": "en",
        "category": "",
        "tz": "Africa/Cairo",
    }
    assert page.one(".found a").get("href") == f"{AGENDA}?view=grid&tz=Africa%2FCairo"


def test_a_form_that_left_fields_empty_leads_to_the_one_address(rooms: list[int], visitor: Visitor) -> None:
    page = visitor.get(f"{AGENDA}?day=2021-07-05&q=&track=&language=fr&other=x")
    assert (page.status, page.location) == (302, f"{AGENDA}?day=2021-07-05&language=fr")


def test_an_empty_day_says_where_else_to_look(rooms: list[int], visitor: Visitor) -> None:
    page = visitor.get(f"{AGENDA}?day=2021-07-06&category=workshop")
    assert page.texts(".empty h2, .empty p") == [
        "Nothing on this day",
        "1 session on another day matches.",
    ]
    assert page.one(".empty a").get("href") == f"{AGENDA}?day=all&category=workshop"
    page = visitor.get(f"{AGENDA}?day=all&q=nothing")
    assert page.texts(".empty h2") == ["Nothing found"]


def test_addresses_that_say_the_same_otherwise_are_not_stored(rooms: list[int], visitor: Visitor) -> None:
    def queries(query: str) -> int:
        visitor.get(f"{AGENDA}?{query}")
        with count_queries(visitor.app) as seen:
            visitor.get(f"{AGENDA}?{query}")
        return len([one for one in seen if "WHERE event.publication" not in one])

    assert [queries(query) for query in ("language=ar&day=all", "view=grid", "tz=Africa/Cairo")] == [0, 0, 0]
    assert min(queries(query) for query in ("q=labour", "day=all&day=all", "tz=Nowhere/City")) > 0


def test_rooms_stand_side_by_side_in_a_table(rooms: list[int], visitor: Visitor) -> None:
    page = visitor.get(f"{AGENDA}?view=grid")
    assert page.texts(".timetable thead th") == ["Hour", "Hall", "Annex"]
    assert page.texts(".timetable tbody th") == ["09:00", "10:30"]
    assert [cell.get("colspan") for cell in page.all(".timetable td")] == [None, None, "2"]
    assert page.texts(".timetable .session-title") == ["The labour inspectors", "Title TWO", "Coffee"]
    every = visitor.get(f"{AGENDA}?view=grid&day=all")
    assert len(every.all(".slots")) == 1, "a day with one room stays a list"
    assert every.texts(".agenda-day > h2") == ["Monday 5 July 2021", "Tuesday 6 July 2021"]


def test_the_table_needs_more_than_one_room(world: World, visitor: Visitor) -> None:
    full_agenda(world, world.event(), 2)
    page = visitor.get(f"{AGENDA}?view=grid")
    assert (len(page.all(".timetable")), len(page.all(".slots"))) == (0, 1)
    assert page.texts(".views a") == ["My agenda", "Print"]


def table(world: World, day: date = date(2021, 7, 5)) -> list[tuple[str, list[tuple[str, int, int]]]]:
    """Each row of the published table: its hour in UTC, and its cells with their height and width."""
    with world.reading() as session:
        agenda = PublishedAgenda.of(session.query(AgendaVersion).order_by(AgendaVersion.number.desc()).first())

    def told(cell: Cell) -> tuple[str, int, int]:
        return (cell.session.code if cell.session else "", cell.height, cell.width)

    rows = grid(agenda, agenda.on(day, "Africa/Tunis")).rows
    return [(f"{row.starts_at:%H:%M}", [told(cell) for cell in row.cells]) for row in rows]


def test_sessions_that_overlap_in_a_room_stand_beside_each_other(world: World) -> None:
    event = world.event()
    hall, annex = make_room(world, event, "Hall"), make_room(world, event, "Annex")
    make_session(world, event, "A", hours=("09:00", "10:00"), room_id=hall)
    make_session(world, event, "N", hours=("09:30", "10:30"))
    make_session(world, event, "M", hours=("10:00", "10:30"))
    make_session(world, event, "B", hours=("09:00", "11:00"), room_id=annex)
    make_session(world, event, "C", hours=("11:00", "12:00"), room_id=annex)
    make_session(world, event, "D", hours=("12:00", "12:30"))
    publish(world, event)
    assert table(world) == [
        ("08:00", [("A", 2, 1), ("B", 4, 1), ("", 1, 1), ("", 1, 1)]),
        ("08:30", [("N", 2, 1), ("", 1, 1)]),
        ("09:00", [("", 1, 1), ("M", 1, 1)]),
        ("09:30", [("", 1, 1), ("", 1, 1), ("", 1, 1)]),
        ("10:00", [("", 1, 1), ("C", 1, 1), ("", 1, 1), ("", 1, 1)]),
        ("11:00", [("D", 1, 4)]),
    ]


def test_a_break_of_all_rooms_is_one_and_a_gap_no_row(world: World) -> None:
    event = world.event()
    hall, annex = make_room(world, event, "Hall"), make_room(world, event, "Annex")
    for code, room in (("A", hall), ("B", annex)):
        make_session(world, event, code, hours=("09:00", "10:00"), room_id=room)
        make_session(
            world, event, f"{code}-P", hours=("10:00", "10:15"), room_id=room, type="break", title=in_three("Tea")
        )
    make_session(world, event, "NIGHT", hours=("23:00", "23:30"), room_id=hall)
    publish(world, event)
    assert table(world) == [
        ("08:00", [("A", 1, 1), ("B", 1, 1)]),
        ("09:00", [("A-P", 1, 2)]),
        ("22:00", [("NIGHT", 1, 1), ("", 1, 1)]),
    ]


def test_a_session_past_midnight_stays_with_the_day_it_began(world: World, visitor: Visitor) -> None:
    event = world.event()
    hall, annex = make_room(world, event, "Hall"), make_room(world, event, "Annex")
    begins = datetime(2021, 7, 5, 22, 0, tzinfo=UTC)
    ends = datetime(2021, 7, 6, 0, 0, tzinfo=UTC)
    make_session(world, event, "LONG", hours=None, starts_at=begins, ends_at=ends, room_id=hall)
    make_session(world, event, "SHORT", hours=("23:00", "23:30"), room_id=annex)
    publish(world, event)
    page = visitor.get(f"{AGENDA}?view=grid")
    assert page.texts(".day") == ["Mon 5 July"]
    assert page.texts(".timetable tbody th") == ["23:00", "23:30"]
    assert page.texts(".timetable .hours") == ["23:00–01:00", "23:00–23:30"]
    assert [one.get("rowspan") for one in page.all(".timetable td")] == ["2", None, None]


def test_now_and_next_by_room_end_with_the_next_change(rooms: list[int], visitor: Visitor) -> None:
    def seen(instant: datetime) -> list[str]:
        with clock.at(instant):
            page = visitor.get(f"{AGENDA}/now")
        return page.texts("main h2, main h3, main h4, main .quiet")

    assert seen(datetime(2021, 7, 5, 8, 30, tzinfo=UTC)) == [
        "Hall",
        "Now 09:00–10:30",
        "The labour inspectors",
        "Law",
        "Next Tue 6 July 09:00–10:30",
        "Title THREE",
        "Annex",
        "Now 09:00–10:30",
        "Title TWO",
        "Skills",
        "Without a room",
        "Nothing is on here at the moment.",
        "Next 10:30–11:00",
        "Coffee",
    ]
    assert seen(datetime(2021, 7, 7, tzinfo=UTC))[0] == "All sessions are over"


def test_the_stored_page_of_now_lives_until_something_begins_or_ends(rooms: list[int], visitor: Visitor) -> None:
    with clock.at(datetime(2021, 7, 5, 8, 30, tzinfo=UTC)):
        visitor.get(f"{AGENDA}/now")
    (kept,) = visitor.app.wsgi_app._kept.values()  # type: ignore[attr-defined]
    assert datetime.fromtimestamp(kept.until, UTC) == datetime(2021, 7, 5, 9, 30, tzinfo=UTC)


def test_on_its_days_the_agenda_leads_to_what_is_on_now(rooms: list[int], visitor: Visitor) -> None:
    shown = []
    for instant in (datetime(2021, 7, 4, 12, tzinfo=UTC), datetime(2021, 7, 6, 12, tzinfo=UTC)):
        with clock.at(instant):
            page = visitor.get(f"{AGENDA}?language=fr&day=all")
        shown.append([link.get("href") for link in page.all("[data-running] a")])
        visitor.app.wsgi_app._kept.clear()  # type: ignore[attr-defined]
    assert shown == [[], [f"{AGENDA}/now"]]


def zone_links(page: Page) -> dict[str, str]:
    return {link.text or "": link.get("href", "") for link in page.all(".zones a")}


def test_all_zones_are_named_in_the_language_of_the_page(rooms: list[int], visitor: Visitor) -> None:
    page = visitor.get(f"{AGENDA}/zones?day=all&language=fr")
    assert page.texts("h2")[:3] == ["Often chosen", "Africa", "The Americas"]
    links = zone_links(page)
    assert len(links) > 400
    assert links["Kuala Lumpur"] == f"{AGENDA}?day=all&language=fr&tz=Asia%2FKuala_Lumpur"
    arabic = zone_links(visitor.get("/ar/thamm-2021/agenda/zones"))
    assert arabic["كوالا لامبور"] == "/ar/thamm-2021/agenda?tz=Asia%2FKuala_Lumpur"
    assert [name for name in arabic if name.isascii()] == ["UTC"]


def test_a_zone_is_found_by_city_or_country(rooms: list[int], visitor: Visitor) -> None:
    assert list(zone_links(visitor.get(f"{AGENDA}/zones?find=egy"))) == ["Cairo"]
    assert list(zone_links(visitor.get("/ar/thamm-2021/agenda/zones?find=القاهرة"))) == ["القاهرة"]
    assert visitor.get(f"{AGENDA}/zones?find=nowhere").texts(".empty h2") == ["Nothing found"]


def test_the_agenda_itself_holds_the_short_list_and_the_zone_of_its_address(rooms: list[int], visitor: Visitor) -> None:
    page = visitor.get(f"{AGENDA}?tz=Asia/Kuala_Lumpur")
    assert len(page.all("#tz option")) == 17
    assert page.texts("#tz option[selected]") == ["Kuala Lumpur"]


def test_a_search_asks_as_often_for_30_sessions_as_for_3(world: World) -> None:
    full_agenda(world, world.event(), 3)
    full_agenda(world, world.event("large-event"), 30)
    counts = []
    for slug in ("thamm-2021", "large-event"):
        for query in ("q=title&day=all&view=grid", "language=en&category=plenary"):
            with count_queries(world.app) as seen:
                assert Visitor(world.app).get(f"/en/{slug}/agenda?{query}").status == 200
            counts.append(len([one for one in seen if "WHERE event.publication" not in one]))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 8, counts


@pytest.mark.parametrize("code", ["now", "Print", "zones", "mine"])
def test_no_session_takes_the_address_of_a_page(world: World, code: str) -> None:
    with pytest.raises(CodeTaken):
        make_session(world, world.event(), code)
