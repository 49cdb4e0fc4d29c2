"""Two organisers in the editor at once, and steps taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from conference.agenda.models import AgendaEdit, Presentation, Session, SpeakerInSession
from conference.agenda.placing import Placing
from conference.agenda.service import editing
from conference.core.database import write
from conference.core.languages import ENGLISH
from conference.events.models import Event
from tests.agenda.test_editor import (
    AGENDA,
    PLAN,
    a_morning,
    clocks,
    contents,
    furnished,
    kinds,
    place,
    placing,
    starts,
    stored,
)
from tests.agenda.test_races_and_hostile_text import at_once
from tests.client import Page, Visitor
from tests.made.agenda import change, hour, make_presentation, make_room, make_session, publish
from tests.world import World, in_three


def undo(visitor: Visitor, path: str = PLAN) -> Page:
    """Press the undo button as it stands on the page."""
    return visitor.get(path).submit("[data-undo] form")


def moved(app: Flask, event_id: int, session_id: int, seen: str, clock: str) -> Callable[[], object]:
    def move() -> None:
        with write() as database:
            event = database.get_one(Event, event_id)
            to = Placing(hour(event, clock), hour(event, "18:00"))
            session = database.get_one(Session, session_id)
            editing.move_session(database, event, session, to=to, seen=seen, by=None)

    return move


def test_one_of_four_moves_the_session(app: Flask, world: World) -> None:
    event = world.event()
    one = make_session(world, event, "A")
    seen = Placing.of(stored(world, "A")).mark
    verbs = [moved(app, event, one, seen, f"{hour:02}:00") for hour in (11, 12, 13, 14)]
    assert at_once(app, *verbs) == ["Stale", "Stale", "Stale", "done"]
    assert kinds(world) == ["move"]


def test_all_of_four_who_want_the_same_are_content(app: Flask, world: World) -> None:
    event = world.event()
    one = make_session(world, event, "A")
    seen = Placing.of(stored(world, "A")).mark
    assert at_once(app, *[moved(app, event, one, seen, "11:00") for _number in range(4)]) == ["done"] * 4
    assert kinds(world) == ["move"]


def both(world: World, event: int) -> tuple[Page, Page]:
    """The page of session A as two organisers opened it at the same time."""
    first, second = world.organiser(event), world.organiser(event, "second@example.org")
    return first.get(placing("A")), second.get(placing("A"))


def test_the_second_sees_both_places_and_may_insist(world: World) -> None:
    event = world.event()
    hall, annex = make_room(world, event, "Hall"), make_room(world, event, "Annex")
    make_session(world, event, "A", room_id=hall)
    first, second = both(world, event)
    place(first, starts="11:00")
    clash = place(second, starts="14:00", minutes="30", room_id=str(annex))
    assert clash.status == 409
    assert clash.texts(".clash h2") == ["Somebody else moved this session meanwhile"]
    assert clash.texts(".clash-sides section > p:first-of-type") == [
        "5 July 2021, 11:00–12:30, Hall",
        "5 July 2021, 14:00–14:30, Annex",
    ]
    assert clash.one(".clash a").get("href") == PLAN
    assert clocks(world, "A") == ("07-05 11:00", "12:30", hall)
    assert clash.submit(".clash form").location == f"{PLAN}#card-A"
    assert clocks(world, "A") == ("07-05 14:00", "14:30", annex)
    assert kinds(world) == ["move", "move"]


def test_whoever_insists_is_asked_again_after_a_third_change(world: World) -> None:
    event = world.event()
    make_session(world, event, "A")
    first, second = both(world, event)
    place(first, starts="11:00")
    clash = place(second, starts="14:00")
    place(first.visitor.get(placing("A")), starts="12:00")
    assert clash.submit(".clash form").status == 409
    assert clocks(world, "A") == ("07-05 12:00", "13:30", None)


def test_a_changed_title_is_no_clash(world: World) -> None:
    event = world.event()
    make_session(world, event, "A")
    first, second = both(world, event)
    first.visitor.get(f"{AGENDA}/sessions/A").submit("form.form--wide", **{"title-en": "Another"})
    assert place(second, starts="11:00").status == 302
    assert stored(world, "A").title.text(ENGLISH) == "Another"


def test_taking_off_the_plan_asks_too(world: World) -> None:
    event = world.event()
    make_session(world, event, "A")
    first, second = both(world, event)
    place(first, starts="11:00")
    clash = second.submit("form[action$=unplace]")
    assert clash.status == 409
    assert clash.texts(".clash-sides section > p:first-of-type") == ["5 July 2021, 11:00–12:30", "no hours yet"]
    assert clash.submit(".clash form").status == 302
    assert clocks(world, "A") == ("", "", None)


@pytest.mark.parametrize(("form", "typed"), [("split", {"cut": "30"}), ("shift", {"shift": "30"})])
def test_a_split_or_shift_of_a_moved_session_says_where_it_is(
    world: World, form: str, typed: dict[str, object]
) -> None:
    event = world.event()
    make_session(world, event, "A")
    make_session(world, event, "B", hours=("15:00", "16:00"))
    first, second = both(world, event)
    place(first, starts="11:00")
    late = second.submit(f"form[action$={form}]", **typed)
    assert late.status == 409
    assert late.texts(".error-summary li") == [
        "Somebody else moved this session meanwhile: 5 July 2021, 11:00–12:30. Look at it, then send this again."
    ]
    assert kinds(world) == ["move"]
    assert late.submit(f"form[action$={form}]").status == 302
    assert kinds(world) == ["move", form]


@pytest.mark.parametrize("seen", ["", "forged", "\u0000", "x" * 100_000])
def test_a_forged_mark_is_late(world: World, seen: str) -> None:
    event = world.event()
    make_session(world, event, "A")
    page = place(world.organiser(event).get(placing("A")), starts="11:00", seen=seen)
    assert page.status == 409
    assert clocks(world, "A") == ("07-05 09:00", "10:30", None)


def test_steps_are_undone_one_by_one(world: World) -> None:
    event = world.event()
    room = make_room(world, event)
    make_session(world, event, "A")
    organiser = world.organiser(event)
    place(organiser.get(placing("A")), starts="11:00")
    place(organiser.get(placing("A")), room_id=str(room))
    organiser.get(placing("A")).submit("form[action$=unplace]")
    assert organiser.get(PLAN).texts("[data-undo] button") == ["Undo that \u2068A\u2069 was taken off the plan"]
    assert undo(organiser).location == PLAN
    assert organiser.get(PLAN).texts(".notice p") == ["Undone."]
    assert clocks(world, "A") == ("07-05 11:00", "12:30", room)
    undo(organiser)
    undo(organiser)
    assert clocks(world, "A") == ("07-05 09:00", "10:30", None)
    assert organiser.get(PLAN).all("[data-undo]") == []
    with world.reading() as database:
        assert all(edit.undone_at for edit in database.scalars(select(AgendaEdit)))


def test_a_shift_is_undone_whole(world: World) -> None:
    event = world.event()
    a_morning(world, event)
    before = starts(world)
    organiser = world.organiser(event)
    organiser.get(placing("A")).submit("form[action$=shift]", shift="20")
    assert organiser.get(PLAN).texts("[data-undo] button") == ["Undo the shift of 3 sessions"]
    undo(organiser)
    assert starts(world) == before


def test_undoing_what_another_changed_is_refused_and_says_what(world: World) -> None:
    event = world.event()
    a_morning(world, event)
    organiser = world.organiser(event)
    organiser.get(placing("A")).submit("form[action$=shift]", shift="20")
    with world.reading() as database:
        zone = database.get_one(Event, event)
        hours = {"starts_at": hour(zone, "16:00"), "ends_at": hour(zone, "17:00")}
    change(world, stored(world, "C").id, **hours)
    organiser.get(f"{AGENDA}/sessions/D").submit("form[action$=cancel]")
    before = starts(world)
    page = undo(organiser)
    assert page.status == 409
    assert page.texts("[data-problem] p") == [
        "This cannot be undone, because somebody changed or deleted it meanwhile: \u2068C\u2069 and \u2068D\u2069."
    ]
    assert starts(world) == before


def test_a_step_that_cannot_be_undone_is_passed_over(world: World) -> None:
    event = world.event()
    a_morning(world, event)
    organiser = world.organiser(event)
    place(organiser.get(placing("A")), starts="08:30")
    place(organiser.get(placing("E")), starts="08:30")
    organiser.get(f"{AGENDA}/sessions/E").submit("form[action$=cancel]")
    page = undo(organiser)
    assert page.status == 409
    assert page.submit("[data-problem] form").location == PLAN
    assert organiser.get(PLAN).texts(".notice p") == ["That step stays as it is."]
    assert page.submit("[data-problem] form").status == 409
    undo(organiser)
    assert (starts(world)["A"], organiser.get(PLAN).all("[data-undo]")) == ("09:00", [])


def test_a_step_that_the_page_did_not_show_is_not_undone(world: World) -> None:
    event = world.event()
    make_session(world, event, "A")
    first, second = world.organiser(event), world.organiser(event, "second@example.org")
    place(first.get(placing("A")), starts="11:00")
    seen = first.get(PLAN)
    place(second.get(placing("A")), starts="12:00")
    page = seen.submit("[data-undo] form")
    assert page.status == 409
    assert page.texts("[data-problem] p") == [
        "Somebody else did or undid something meanwhile. Look at the plan as it is now before you undo."
    ]
    assert page.texts("[data-undo] p") == ["Somebody else of the team did this."]
    assert clocks(world, "A")[0] == "07-05 12:00"
    for forged in ("", "0", "x", "9" * 30, "\u0660"):
        assert seen.submit("[data-undo] form", edit=forged).status == 409


def test_a_copy_is_deleted_while_nobody_saw_it(world: World) -> None:
    event = world.event()
    furnished(world, event)
    organiser = world.organiser(event)
    organiser.get(placing("A")).submit("form[action$=copy]")
    undo(organiser)
    assert [world.count(one) for one in (Session, Presentation, SpeakerInSession)] == [1, 3, 2]


def test_a_copy_that_was_published_is_cancelled(world: World) -> None:
    event = world.event()
    make_session(world, event, "A")
    organiser = world.organiser(event)
    organiser.get(PLAN).submit("form[action$=break]", starts="12:00")
    publish(world, event)
    undo(organiser)
    pause = stored(world, "break")
    assert (pause.status, clocks(world, "break")[0]) == ("cancelled", "07-05 12:00")
    card = organiser.get(PLAN).one("#card-break")
    assert (card.get("data-card"), "plan-card--cancelled" in card.get("class", "")) == (None, True)


def test_a_copy_that_somebody_worked_on_is_kept(world: World) -> None:
    event = world.event()
    make_session(world, event, "A")
    organiser = world.organiser(event)
    organiser.get(placing("A")).submit("form[action$=copy]")
    make_presentation(world, stored(world, "A-2").id)
    page = undo(organiser)
    assert page.texts("[data-problem] p") == [
        "This cannot be undone, because somebody changed or deleted it meanwhile: \u2068A-2\u2069."
    ]
    assert contents(world, "A-2") == (["A talk"], [])


def test_a_split_is_undone_with_talks_and_people(world: World) -> None:
    event = world.event()
    furnished(world, event)
    before = (clocks(world, "A"), contents(world, "A"))
    organiser = world.organiser(event)
    organiser.get(placing("A")).submit("form[action$=split]", cut="30")
    assert organiser.get(PLAN).texts("[data-undo] button") == ["Undo the split that made \u2068A-2\u2069"]
    undo(organiser)
    assert (clocks(world, "A"), contents(world, "A")) == before
    assert world.count(Session) == 1


def test_undoing_never_takes_the_hours_of_what_is_published(world: World) -> None:
    event = world.event()
    make_session(world, event, "A", hours=None)
    organiser = world.organiser(event)
    place(organiser.get(placing("A")), starts="11:00")
    publish(world, event)
    page = undo(organiser)
    assert page.status == 409
    assert page.texts("[data-problem] p") == ["This cannot be undone: the session is published by now and needs hours."]
    assert clocks(world, "A")[0] == "07-05 11:00"


def test_undoing_into_a_room_that_is_gone_is_refused(world: World) -> None:
    event = world.event()
    room = make_room(world, event)
    make_session(world, event, "A", room_id=room)
    organiser = world.organiser(event)
    place(organiser.get(placing("A")), room_id="")
    organiser.get(f"{AGENDA}/rooms/{room}").submit("form[action$=delete]")
    page = undo(organiser)
    assert page.texts("[data-problem] p") == ["This cannot be undone: the room was deleted meanwhile."]


def test_the_history_tells_of_every_step(world: World) -> None:
    event = world.event()
    make_session(world, event, "A", title=in_three("Opening"))
    organiser = world.organiser(event)
    place(organiser.get(placing("A")), starts="11:00")
    undo(organiser)
    organiser.get(placing("A")).submit("form[action$=split]", cut="30")
    organiser.get(placing("A")).submit("form[action$=copy]")
    told = organiser.get("/en/thamm-2021/manage/history").text
    for sentence in (
        "A session was moved",
        "A step of the agenda’s editor was undone",
        "A session was split",
        "A session was copied",
    ):
        assert sentence in told, told
