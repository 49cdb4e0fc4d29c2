"""The editor of a day, by its forms: what stands where, and what each step does."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from conference.agenda.models import AgendaEdit, Presentation, Session
from conference.audit.models import AuditEntry
from conference.core.clock import now
from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.core.translated import Edit, Translated
from conference.events.models import Role
from tests.client import Page, Visitor
from tests.made.agenda import (
    full_agenda,
    give_role,
    make_presentation,
    make_room,
    make_session,
    make_speaker,
    make_track,
    publish,
)
from tests.queries import count_queries
from tests.world import World, in_three, only

AGENDA = "/en/thamm-2021/manage/agenda"
PLAN = f"{AGENDA}/day/2021-07-05"
SECOND_DAY = date(2021, 7, 6)


def placing(code: str) -> str:
    return f"{AGENDA}/sessions/{code}/placing"


def stored(world: World, code: str) -> Session:
    with world.reading() as database:
        return database.scalars(select(Session).where(Session.code == code)).one()


def clocks(world: World, code: str) -> tuple[str, str, int | None]:
    """The hours of a session in Tunis, and its room."""
    session = stored(world, code)
    if session.starts_at is None or session.ends_at is None:
        return "", "", session.room_id
    with world.reading() as database:
        zone = database.scalars(select(Session)).first().event.zone_info  # type: ignore[union-attr]
    starts, ends = (one.astimezone(zone) for one in (session.starts_at, session.ends_at))
    return f"{starts:%m-%d %H:%M}", f"{ends:%H:%M}", session.room_id


def place(page: Page, **typed: object) -> Page:
    return page.submit("form[action$=placing]", **typed)


def cards(page: Page, column: str) -> list[str]:
    """The ids of the cards of a column, in order."""
    return [card.get("id", "") for card in page.all(f"[data-column='{column}'] .plan-card")]


def kinds(world: World) -> list[str]:
    with world.reading() as database:
        return list(database.scalars(select(AgendaEdit.kind).order_by(AgendaEdit.id)))


def test_rooms_stand_side_by_side_and_what_has_no_hours_waits(world: World) -> None:
    event = world.event()
    hall, annex = make_room(world, event, "Hall"), make_room(world, event, "Annex")
    make_session(world, event, "A", room_id=hall)
    make_session(world, event, "B", hours=("10:00", "10:20"), room_id=annex)
    make_session(world, event, "C", hours=("11:00", "11:15"), type="break")
    make_session(world, event, "D", hours=None)
    make_session(world, event, "E", day=SECOND_DAY, room_id=hall)
    page = world.organiser(event).get(PLAN)
    assert page.h1 == "Plan of Monday 5 July 2021"
    assert page.texts("[data-column] h3") == ["Hall", "Annex"]
    assert (cards(page, str(hall)), cards(page, str(annex))) == (["card-A"], ["card-B"])
    assert [one.get("id") for one in page.all("[data-across] .plan-card")] == ["card-C"]
    assert [one.get("id") for one in page.all("[data-waiting] .plan-card")] == ["card-D"]
    assert page.one("li:has(> #card-A)").get("class") == "at-h1 at-r0 for-h1 for-r6 is-alone"
    assert page.one("li:has(> #card-B)").get("class") == "at-h2 at-r0 for-h0 for-r4 is-alone"
    assert page.texts(".plan-hours li") == [f"{hour:02}:00" for hour in range(8, 18)]


def test_a_session_without_a_room_stands_in_a_column_of_its_own(world: World) -> None:
    event = world.event()
    make_session(world, event, "A")
    page = world.organiser(event).get(PLAN)
    assert page.texts("[data-column] h3") == ["No room"]
    assert cards(page, "") == ["card-A"]


def test_a_session_past_midnight_stands_on_its_day_and_goes_on_atop_the_next(world: World) -> None:
    event = world.event()
    room = make_room(world, event)
    make_session(world, event, "A", hours=("22:00", "23:00"), room_id=room)
    organiser = world.organiser(event)
    assert place(organiser.get(placing("A")), minutes="200").location == f"{PLAN}#card-A"
    first, second = organiser.get(PLAN), organiser.get(f"{AGENDA}/day/2021-07-06")
    assert first.one("li:has(> #card-A)").get("class") == "at-h14 at-r0 for-h2 for-r0 is-alone"
    assert first.texts("#card-A .plan-card-hours") == ["22:00–01:20 on the next day"]
    assert second.one("li:has(> #card-A)").get("class") == "at-h0 at-r0 for-h1 for-r4 is-alone"
    assert second.texts("#card-A .plan-card-hours") == ["22:00–01:20 since the day before"]
    assert second.all("[data-card]") == []
    assert second.texts(".plan-hours li")[0] == "00:00"


def test_a_day_outside_the_event_is_shown_while_a_session_is_there(world: World) -> None:
    event = world.event()
    make_session(world, event, "A", day=date(2021, 7, 9))
    organiser = world.organiser(event)
    assert cards(organiser.get(f"{AGENDA}/day/2021-07-09"), "") == ["card-A"]
    assert organiser.get(PLAN).texts(".days strong") == ["5", "6", "7", "9"]
    for day in ("2021-07-08", "2021-7-5", "20210705", "2021-W27-1", "0001-01-01", "9999-12-31", "today", "%00"):
        assert organiser.get(f"{AGENDA}/day/{day}").status == 404, day


def test_a_session_is_moved_to_another_hour_day_and_room(world: World) -> None:
    event = world.event()
    hall, annex = make_room(world, event, "Hall"), make_room(world, event, "Annex")
    make_session(world, event, "A", room_id=hall)
    organiser = world.organiser(event)
    done = place(organiser.get(placing("A")), day="2021-07-06", starts="١٤:٠٥", minutes="٤٥", room_id=str(annex))
    assert done.location == f"{AGENDA}/day/2021-07-06#card-A"
    assert clocks(world, "A") == ("07-06 14:05", "14:50", annex)
    page = organiser.get(done.location)
    assert page.texts(".notice p") == ["Title A (A): 6 July 2021, 14:05–14:50, Annex."]
    assert page.texts("[data-undo] button") == ["Undo the move of \u2068A\u2069"]
    assert kinds(world) == ["move"]
    with world.reading() as database:
        entry = database.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.verb, entry.after["starts_at"], entry.after["room_id"]) == (
        "move session",
        "2021-07-06T13:05:00+00:00",
        annex,
    )


def test_saving_a_place_unchanged_is_no_step(world: World) -> None:
    event = world.event()
    make_session(world, event, "A")
    assert place(world.organiser(event).get(placing("A"))).status == 302
    assert kinds(world) == []


def test_a_room_may_be_full_already(world: World) -> None:
    event = world.event()
    room = make_room(world, event)
    make_session(world, event, "A", room_id=room)
    make_session(world, event, "B", hours=("12:00", "13:00"), room_id=room)
    organiser = world.organiser(event)
    assert place(organiser.get(placing("B")), starts="09:30").status == 302
    page = organiser.get(PLAN)
    assert cards(page, str(room)) == ["card-A", "card-B"]
    assert page.one(f"[data-column='{room}'] ol").get("class") == "plan-blocks lanes-2"
    assert page.all(".is-alone") == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day": ""}, "Enter a day."),
        ({"day": "2021-07-08"}, "Choose a day of the event: 5–7 July 2021."),
        ({"day": "0001-01-01"}, "Choose a day of the event: 5–7 July 2021."),
        ({"day": "9999-12-31"}, "Choose a day of the event: 5–7 July 2021."),
        ({"day": "<b>"}, "Enter a day as year-month-day, for example 2021-07-05."),
        ({"starts": ""}, "Enter the hour at which it starts."),
        ({"starts": "24:30"}, "Enter an hour between 00:00 and 23:59, for example 09:30."),
        ({"minutes": ""}, "Enter how long it takes."),
        ({"minutes": "0"}, "Enter a whole number from 1 to 1440."),
        ({"minutes": "-5"}, "Enter a whole number from 1 to 1440."),
        ({"minutes": "9" * 400}, "Enter a whole number from 1 to 1440."),
        ({"room_id": "999"}, "Choose one of the options listed."),
        ({"room_id": "1; DROP TABLE session"}, "Choose one of the options listed."),
    ],
)
def test_bad_places_are_refused_beside_their_field(world: World, typed: dict[str, object], sentence: str) -> None:
    event = world.event()
    make_session(world, event, "A")
    page = place(world.organiser(event).get(placing("A")), **typed)
    assert (page.status, page.errors) == (422, [sentence])
    assert clocks(world, "A") == ("07-05 09:00", "10:30", None)


def test_an_hour_that_clocks_leave_out_is_refused(world: World) -> None:
    event = world.event("cairo", zone="Africa/Cairo", starts_on=date(2024, 4, 26), ends_on=date(2024, 4, 26))
    make_session(world, event, "A", hours=("10:00", "11:00"))
    organiser = world.organiser(event)
    page = place(organiser.get("/en/cairo/manage/agenda/sessions/A/placing"), starts="00:30")
    sentence = "This hour does not exist on that day: the clocks are put forward."
    assert (page.status, page.errors) == (422, [sentence])
    day = organiser.get("/en/cairo/manage/agenda/day/2024-04-26")
    page = day.submit("form[action$=break]", starts="00:15")
    assert (page.status, page.errors) == (422, [sentence])
    assert world.count(Session) == 1


def test_minutes_pass_over_a_change_of_clocks(world: World) -> None:
    """At midnight after 25 April 2024 clocks in Cairo went from 00:00 to 01:00."""
    event = world.event("cairo", zone="Africa/Cairo", starts_on=date(2024, 4, 25), ends_on=date(2024, 4, 26))
    make_session(world, event, "A", hours=("20:00", "21:00"))
    organiser = world.organiser(event)
    place(organiser.get("/en/cairo/manage/agenda/sessions/A/placing"), starts="23:30", minutes="60")
    session = stored(world, "A")
    assert (session.starts_at, session.ends_at) == (
        datetime(2024, 4, 25, 21, 30, tzinfo=UTC),
        datetime(2024, 4, 25, 22, 30, tzinfo=UTC),
    )
    page = organiser.get("/en/cairo/manage/agenda/day/2024-04-25")
    assert page.texts("#card-A bdi")[0] == "23:30–01:30"


def test_a_session_is_taken_off_the_plan_and_keeps_its_room(world: World) -> None:
    event = world.event()
    room = make_room(world, event)
    make_session(world, event, "A", room_id=room)
    organiser = world.organiser(event)
    done = organiser.get(placing("A")).submit("form[action$=unplace]")
    assert done.location == f"{PLAN}#card-A"
    assert clocks(world, "A") == ("", "", room)
    assert organiser.get(PLAN).texts(".notice p") == ["Title A (A) waits in the list until you place it."]
    assert kinds(world) == ["unplace"]


def test_a_published_session_keeps_its_hours(world: World) -> None:
    event = world.event()
    make_session(world, event, "A")
    organiser = world.organiser(event)
    page = organiser.get(placing("A"))
    publish(world, event)
    refused = page.submit("form[action$=unplace]")
    assert refused.status == 422
    assert refused.texts("[data-problem]") == ["This session is published: give it hours, or cancel it."]
    assert clocks(world, "A") == ("07-05 09:00", "10:30", None)
    assert organiser.get(placing("A")).all("form[action$=unplace]") == []


def out_of_date() -> Translated:
    """A text of which the source changed since it was translated."""
    text = in_three("Opening")
    return text.merge({ENGLISH: Edit("Opened", text.base(ENGLISH))}, source=ENGLISH, at=now())


def furnished(world: World, event: int) -> int:
    """A session of 90 minutes with three talks, a chair, and a speaker in the last talk."""
    facts = {"room_id": make_room(world, event), "track_id": make_track(world, event), "notes": "Ask for water"}
    session = make_session(world, event, "A", title=out_of_date(), **facts)
    talks = [make_presentation(world, session, f"Talk {number}", 30) for number in range(3)]
    give_role(world, session, make_speaker(world, event, "chair"), "chair")
    give_role(world, session, make_speaker(world, event, "speaker"), "speaker", talks[2])
    return session


def contents(world: World, code: str) -> tuple[list[str], list[tuple[str, str, bool]]]:
    """The talks of a session, and who does what in it: speaker, role, whether in a talk."""
    with world.reading() as database:
        session = database.scalars(select(Session).where(Session.code == code)).one()
        talks = [talk.title.text(ENGLISH) for talk in session.presentations]
        return talks, [(one.speaker.code, one.role, one.presentation_id is not None) for one in session.roles]


def test_a_copy_has_its_own_code_and_uid_and_all_the_rest(world: World) -> None:
    event = world.event()
    furnished(world, event)
    organiser = world.organiser(event)
    done = organiser.get(placing("A")).submit("form[action$=copy]")
    assert done.location == f"{PLAN}#card-A-2"
    one, copy = stored(world, "A"), stored(world, "A-2")
    assert contents(world, "A-2") == contents(world, "A")
    assert (copy.starts_at, copy.was_published, copy.sequence) == (None, False, 0)
    for name in ("title", "abstract", "type", "room_id", "track_id", "floor_codes", "interpretation_codes", "notes"):
        assert getattr(copy, name) == getattr(one, name), name
    assert copy.uid != one.uid
    states = [copy.title.state(language) for language in (ENGLISH, FRENCH, ARABIC)]
    assert states == ["source", "out_of_date", "out_of_date"]
    organiser.get(placing("A")).submit("form[action$=copy]")
    organiser.get(placing("A-2")).submit("form[action$=copy]")
    with world.reading() as database:
        assert set(database.scalars(select(Session.code))) == {"A", "A-2", "A-3", "A-4"}


def test_a_split_session_shares_its_talks_out(world: World) -> None:
    event = world.event()
    furnished(world, event)
    organiser = world.organiser(event)
    done = organiser.get(placing("A")).submit("form[action$=split]", cut="45")
    assert done.location == f"{PLAN}#card-A-2"
    room = stored(world, "A").room_id
    assert (clocks(world, "A"), clocks(world, "A-2")) == (
        ("07-05 09:00", "09:45", room),
        ("07-05 09:45", "10:30", room),
    )
    assert contents(world, "A") == (["Talk 0", "Talk 1"], [("chair", "chair", False)])
    assert contents(world, "A-2") == (["Talk 2"], [("chair", "chair", False), ("speaker", "speaker", True)])
    assert world.count(Presentation) == 3


@pytest.mark.parametrize(
    ("cut", "sentence"),
    [
        ("", "Enter after how many minutes it is split."),
        ("0", "Enter a whole number from 1 to 1440."),
        ("90", "Enter a whole number from 1 to 89."),
        ("x", "Enter a whole number from 1 to 1440."),
    ],
)
def test_a_session_is_cut_only_inside(world: World, cut: str, sentence: str) -> None:
    event = world.event()
    make_session(world, event, "A")
    page = world.organiser(event).get(placing("A")).submit("form[action$=split]", cut=cut)
    assert (page.status, page.errors) == (422, [sentence])
    assert world.count(Session) == 1


def a_morning(world: World, event: int) -> tuple[int, int]:
    """Two rooms: A and C in the hall, B and D in the annex, a break of all rooms, and one on the next day."""
    hall, annex = make_room(world, event, "Hall"), make_room(world, event, "Annex")
    make_session(world, event, "A", hours=("09:00", "10:00"), room_id=hall)
    make_session(world, event, "B", hours=("09:00", "10:00"), room_id=annex)
    make_session(world, event, "pause", hours=("10:00", "10:15"), type="break")
    make_session(world, event, "C", hours=("10:15", "11:00"), room_id=hall)
    make_session(world, event, "D", hours=("10:30", "11:00"), room_id=annex)
    make_session(world, event, "E", hours=("09:00", "10:00"), day=SECOND_DAY, room_id=hall)
    return hall, annex


def starts(world: World) -> dict[str, str]:
    with world.reading() as database:
        codes = list(database.scalars(select(Session.code).order_by(Session.code)))
    return {code: clocks(world, code)[0][6:] for code in codes}


def test_everything_after_a_session_shifts(world: World) -> None:
    event = world.event()
    a_morning(world, event)
    organiser = world.organiser(event)
    done = organiser.get(placing("A")).submit("form[action$=shift]", shift="20")
    assert done.location == f"{PLAN}#card-A"
    assert starts(world) == {
        "A": "09:00", "B": "09:00", "pause": "10:20", "C": "10:35", "D": "10:50", "E": "09:00",
    }  # fmt: skip
    assert organiser.get(PLAN).texts(".notice p") == ["3 sessions are shifted."]
    assert kinds(world) == ["shift"]
    with world.reading() as database:
        verbs = list(database.scalars(select(AuditEntry.verb).where(AuditEntry.verb == "move session")))
    assert len(verbs) == 3


def test_only_one_room_shifts_and_also_earlier(world: World) -> None:
    event = world.event()
    a_morning(world, event)
    page = world.organiser(event).get(placing("A"))
    page.submit("form[action$=shift]", shift="5", direction="earlier", rooms="this")
    assert starts(world) == {
        "A": "09:00", "B": "09:00", "pause": "10:00", "C": "10:10", "D": "10:30", "E": "09:00",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "typed", "sentences"),
    [
        ("C", {"shift": "840"}, ["\u2068D\u2069 would begin on another day. Choose fewer minutes."]),
        ("D", {"shift": "5"}, []),
        ("A", {"shift": ""}, ["Enter by how many minutes."]),
        ("A", {"shift": "5", "direction": "sideways"}, ["Choose one of the options listed."]),
        ("A", {"shift": "5", "rooms": "9"}, ["Choose one of the options listed."]),
        ("pause", {"shift": "5", "rooms": "this"}, ["Choose one of the options listed."]),
    ],
)
def test_a_shift_that_cannot_be_is_refused_whole(
    world: World, code: str, typed: dict[str, object], sentences: list[str]
) -> None:
    event = world.event()
    a_morning(world, event)
    before = starts(world)
    page = world.organiser(event).get(placing(code)).submit("form[action$=shift]", **typed)
    assert (page.status, page.errors) == (422, sentences)
    if not sentences:
        assert page.texts(".error-summary li") == ["No other session of this day begins after this one."]
    assert (starts(world), kinds(world)) == (before, [])


def test_a_break_is_added_across_all_rooms(world: World) -> None:
    event = world.event()
    a_morning(world, event)
    organiser = world.organiser(event)
    done = organiser.get(PLAN).submit("form[action$=break]", starts="11:00", minutes="30")
    assert done.location == f"{PLAN}#card-break"
    pause = stored(world, "break")
    assert (pause.type, pause.room_id, clocks(world, "break")[:2]) == ("break", None, ("07-05 11:00", "11:30"))
    assert [pause.title.text(language) for language in (ENGLISH, FRENCH, ARABIC)] == ["Break", "Pause", "استراحة"]
    organiser.get(PLAN).submit("form[action$=break]", starts="16:00", **{"title-en": "Tea"})
    assert stored(world, "break-2").title.text(ENGLISH) == "Tea"


def test_a_break_needs_a_name_and_an_hour(world: World) -> None:
    event = world.event()
    page = world.organiser(event).get(PLAN).submit("form[action$=break]", **{"title-en": ""}, starts="", minutes="x")
    assert page.status == 422
    assert page.errors == [
        "Enter a title.",
        "Enter the hour at which it starts.",
        "Enter a whole number from 1 to 1440.",
    ]
    assert page.h1 == "Plan of Monday 5 July 2021"
    assert world.count(Session) == 0


def test_what_checks_find_on_a_day_is_listed_marked_and_linked_to_its_cards(world: World) -> None:
    event = world.event()
    hall = make_room(world, event)
    make_session(world, event, "A", hours=("09:00", "10:00"), room_id=hall)
    make_session(world, event, "B", hours=("09:30", "10:30"), room_id=hall)
    make_session(world, event, "C", hours=("11:00", "12:00"))
    make_session(world, event, "D", hours=("09:00", "10:00"), day=date(2021, 7, 6))
    make_session(world, event, "W", hours=None)
    organiser = world.organiser(event)
    page = organiser.get(PLAN)
    assert page.texts("[data-found]") == ["On this day, checks found 1 error that holds publishing back."]
    both = "Hall: Title A 09:00–10:00 and Title B 09:30–10:30."
    assert page.texts(".plan-findings li") == [
        f"Error A room that holds two sessions at once. {both} In the plan: A · B",
        "Warning A session without a room. Title C has no room. In the plan: C",
    ]
    assert [link.get("href") for link in page.all(".plan-findings a[href^='#']")] == ["#card-A", "#card-B", "#card-C"]
    marks = {one: page.texts(f"#card-{one} .plan-mark .visually-hidden") for one in "ABCW"}
    assert marks == {"A": ["Error"], "B": ["Error"], "C": ["Warning"], "W": []}
    place(organiser.get(placing("B")), starts="10:00")
    page = organiser.get(PLAN)
    assert page.texts("[data-found]") == ["On this day, checks found 1 warning."]
    assert page.all("#card-A .plan-mark, #card-B .plan-mark") == []
    place(organiser.get(placing("C")), room_id=str(hall))
    assert organiser.get(PLAN).texts("[data-found]") == ["Checks found nothing on this day that does not fit."]


@pytest.mark.parametrize("count", [3, 60])
def test_the_page_asks_as_little_for_many_sessions_as_for_few(world: World, count: int) -> None:
    event = world.event()
    full_agenda(world, event, count)
    waiting = make_session(world, event, "W", hours=None)
    make_presentation(world, waiting)
    organiser = world.organiser(event)
    place(organiser.get(placing("S0")), minutes="15")
    organiser.get(PLAN)
    with count_queries(world.app) as queries:
        page = organiser.get(PLAN)
    assert len(page.all(".plan-blocks .plan-card")) == count
    assert len(queries) <= 12


def test_only_organisers_plan(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_session(world, event, "A")
    people = {role: world.member(event, role) for role in (Role.TRANSLATOR, Role.DESK)}
    paths = ("placing", "unplace", "copy", "split", "shift")
    for one in people.values():
        assert one.get(PLAN).status == 403
        assert one.get(placing("A")).status == 403
        for path in paths:
            assert one.post(f"{AGENDA}/sessions/A/{path}", {"minutes": "5"}).status == 403
        for path in ("break", "undo", "pass-over"):
            assert one.post(f"{PLAN}/{path}").status == 403
    assert visitor.get(PLAN).location.startswith("/en/sign-in")
    assert "Plan of the day" not in people[Role.TRANSLATOR].get(AGENDA).text
    assert world.organiser(event).get(AGENDA).texts("main nav a")[0] == "Plan of the day"
    assert (world.count(Session), kinds(world)) == (1, [])


def test_sessions_of_another_event_are_not_found(world: World) -> None:
    event, other = world.event(), world.event("elsewhere")
    make_session(world, other, "X", room_id=(room := make_room(world, other)))
    make_session(world, event, "A")
    organiser = world.organiser(event)
    assert organiser.get(placing("X")).status == 404
    page = place(organiser.get(placing("A")), room_id=str(room))
    assert (page.status, page.errors) == (422, ["Choose one of the options listed."])


def test_the_page_speaks_french_and_arabic(world: World) -> None:
    event = world.event()
    make_session(world, event, "A", room_id=make_room(world, event))
    organiser = world.organiser(event)
    page = organiser.get(PLAN.replace("/en/", "/fr/"))
    assert page.h1 == "Grille du jour : lundi 5 juillet 2021"
    assert page.one("[data-editor]").get("data-say") == "{title}\u00a0: {hours}, {room}."
    page = organiser.get(PLAN.replace("/en/", "/ar/"))
    assert page.h1 == "مخطط يوم الاثنين 5 يوليوز 2021"
    assert page.one("[data-editor]").get("data-say") == "{title}: {hours}، {room}."


def test_a_title_of_mark_up_is_text(world: World) -> None:
    event = world.event()
    hostile = '"><img src=x onerror=alert(1)>{{ 7 * 7 }}'
    make_session(
        world, event, "A", title=only(ENGLISH, hostile), room_id=make_room(world, event, only(ENGLISH, hostile))
    )
    organiser = world.organiser(event)
    page = organiser.get(PLAN)
    assert page.texts("#card-A [data-title]") == [hostile]
    assert page.all("main img") == []
    done = organiser.follow(place(organiser.get(placing("A")), starts="11:00"))
    assert done.texts(".notice p") == [f"{hostile} (A): 5 July 2021, 11:00–12:30, {hostile}."]
    arabic = organiser.get(PLAN.replace("/en/", "/ar/"))
    assert arabic.one("#card-A [data-title] span").get("lang") == "en"


def test_another_room_leaves_an_hour_that_comes_twice_the_one_that_it_was(world: World) -> None:
    # On 26 October 2023 at midnight Cairo's clocks went back to 23:00: this is the second 23:15.
    night = date(2023, 10, 26)
    event = world.event(zone="Africa/Cairo", starts_on=night, ends_on=night)
    second = datetime(2023, 10, 26, 21, 15, tzinfo=UTC)
    session = make_session(world, event, "NIGHT", hours=None)
    with world.writing() as database:
        found = database.get_one(Session, session)
        found.starts_at, found.ends_at = second, second.replace(minute=45)
    room = make_room(world, event)
    page = world.organiser(event).get(placing("NIGHT"))
    assert place(page, room_id=str(room)).status == 302
    moved = stored(world, "NIGHT")
    assert (moved.room_id, moved.starts_at, moved.ends_at) == (room, second, second.replace(minute=45))
