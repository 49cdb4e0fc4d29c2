"""The list of a session at its door."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from conference.attendance.models import Attendance, How
from conference.audit.models import AuditEntry
from conference.core import clock
from conference.events.models import Role
from conference.registration.models import RegistrationState
from conference.registration.service import cancel
from tests.client import Page, Visitor
from tests.made.agenda import make_session
from tests.made.attendance import mark, presences
from tests.made.registration import add, registration
from tests.queries import count_queries
from tests.world import World

DESK = "/en/thamm-2021/desk/D1-01"
# The session of these tests runs from 09:00 to 10:30 in Tunis.
MORNING = datetime(2021, 7, 5, 8, 5, tzinfo=UTC)
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def leila(world: World, event: int, **changes: str) -> int:
    names = {"native_name": "ليلى بن علي", "latin_name": "Leïla Ben Ali", "organisation": "وزارة الشغل"}
    return add(world, event, "leila@example.org", **(names | changes))


def code_of(world: World, registration_id: int) -> str:
    return registration(world, registration_id).code


def notice(page: Page) -> str:
    """The message on the page that a redirect leads to, without the marks that isolate a name."""
    (text,) = page.visitor.follow(page).texts(".notice--closable p")
    return text.replace("\u2068", "").replace("\u2069", "")


def test_a_whole_code_marks_its_person_in_one_step(world: World) -> None:
    event = world.event()
    session, person = make_session(world, event), leila(world, event)
    visitor = world.member(event, Role.DESK)
    with clock.at(MORNING):
        done = visitor.get(DESK).submit(words=f"  {code_of(world, person).lower()} ")
    assert done.location == DESK
    assert notice(done) == "ليلى بن علي is marked present."
    (row,) = presences(world)
    assert (row.session_id, row.registration_id, row.how) == (session, person, How.DESK)
    assert (row.from_at, row.recorded_at) == (MORNING, MORNING)
    assert row.recorded_by == world.account_id("desk@example.org")
    page = visitor.get(DESK)
    assert page.texts("#content strong")[0] == (
        "1 person is marked present. 1 registration for the event is confirmed."
    )
    assert page.texts(".desk-person .quiet")[-1] == "09:05 · At the desk · وزارة الشغل"
    assert page.one("#words").get("autofocus") is not None


def test_a_code_is_understood_with_arabic_indic_digits_and_in_groups(world: World) -> None:
    event = world.event()
    make_session(world, event)
    person = leila(world, event)
    with world.writing() as database:
        database.get_one(type(registration(world, person)), person).code = "AB23CD45"
    visitor = world.member(event, Role.DESK)
    done = visitor.get(DESK).submit(words="ab23 cd45".translate(ARABIC_DIGITS))
    assert done.location == DESK
    assert len(presences(world)) == 1


@pytest.mark.parametrize("words", ["leila", "LEÏLA ali", "ليلي", "لَيْلى", "وزارة ليلى", "ben"])
def test_people_are_found_by_name_in_either_script_and_by_organisation(world: World, words: str) -> None:
    event = world.event()
    make_session(world, event)
    leila(world, event)
    add(world, event, "omar@example.org", native_name="Omar", organisation="OIT")
    visitor = world.member(event, Role.DESK)
    found = visitor.follow(visitor.get(DESK).submit(words=words))
    assert found.texts("[aria-labelledby=found] strong") == ["ليلى بن علي Leïla Ben Ali"]
    assert found.values()["words"] == words
    assert presences(world) == [], "looking for people changes nothing"
    done = found.submit("[aria-labelledby=found] form")
    assert notice(done) == "ليلى بن علي is marked present."
    assert len(presences(world)) == 1


def test_who_is_present_has_no_second_button(world: World) -> None:
    event = world.event()
    session, person = make_session(world, event), leila(world, event)
    mark(world, session, person)
    page = world.member(event, Role.DESK).get(f"{DESK}?q=leila")
    assert page.texts("[aria-labelledby=found] .badge") == ["Present"]
    assert page.all("[aria-labelledby=found] form") == []


def test_who_came_by_the_join_link_can_still_be_marked_at_the_desk(world: World) -> None:
    event = world.event()
    session, person = make_session(world, event), leila(world, event)
    mark(world, session, person, how=How.JOIN)
    visitor = world.member(event, Role.DESK)
    page = visitor.get(f"{DESK}?q=leila")
    assert page.all("form[action*=withdraw]") == [], "what the link recorded is no mistake of the desk's"
    page.submit("[aria-labelledby=found] form")
    page = visitor.get(DESK)
    assert len(page.all("[aria-labelledby=present] li")) == 2
    assert page.texts("#content strong")[0].startswith("1 person is marked present.")


def test_long_answers_say_how_many_are_left_out(world: World) -> None:
    event = world.event()
    make_session(world, event)
    for number in range(23):
        add(world, event, f"person{number}@example.org", native_name=f"Participant {number:03}")
    page = world.member(event, Role.DESK).get(f"{DESK}?q=participant")
    assert len(page.all("[aria-labelledby=found] li")) == 20
    assert "3 more people fit these words. Type more of the name." in page.texts("[aria-labelledby=found] p")


@pytest.mark.parametrize("words", ["nobody", "%", "\x00", "' OR 1=1 --", "ZZZZ9999"])
def test_nobody_found_says_so(world: World, words: str) -> None:
    event = world.event()
    make_session(world, event)
    leila(world, event)
    page = world.member(event, Role.DESK).get(DESK, query_string={"q": words})
    assert page.texts(".empty h3") == ["Nobody found"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type a name, an organisation or a code."),
        ("x" * 10_000, "Shorten this text to 200 characters: it has 10000."),
        (
            "Leila\u202e",
            "This text holds invisible characters that turn its direction. Type it again instead of pasting it.",
        ),
    ],
)
def test_bad_words_are_refused_beside_the_box(world: World, typed: str, sentence: str) -> None:
    event = world.event()
    make_session(world, event)
    page = world.member(event, Role.DESK).get(DESK).submit(words=typed)
    assert (page.status, page.errors) == (422, [sentence])
    assert page.values()["words"] == typed


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (RegistrationState.WAITLISTED, "On the waiting list"),
        (RegistrationState.CANCELLED, "Cancelled"),
        (RegistrationState.PENDING, "Being examined"),
        (RegistrationState.DECLINED, "Declined"),
    ],
)
def test_only_confirmed_people_are_marked_and_the_desk_learns_why(
    world: World, state: RegistrationState, words: str
) -> None:
    event = world.event()
    make_session(world, event)
    person = add(world, event, "omar@example.org", native_name="Omar", state=state)
    visitor = world.member(event, Role.DESK)
    page = visitor.get(DESK).submit(words=code_of(world, person))
    assert page.status == 422
    assert [one.replace("\u2068", "").replace("\u2069", "") for one in page.errors] == [
        f"Omar cannot be marked present, for only confirmed people can. The registration’s state: {words}."
    ]
    found = visitor.get(f"{DESK}?q=omar")
    assert found.texts("[aria-labelledby=found] .badge") == [words]
    assert found.all("[aria-labelledby=found] form") == []
    token = page.values()["csrf_token"]
    late = visitor.post(f"{DESK}/present/{person}", {"csrf_token": token})
    assert notice(late).startswith("Omar cannot be marked present")
    assert presences(world) == []


def test_who_cancels_while_the_desk_looks_is_not_marked(world: World) -> None:
    event = world.event()
    make_session(world, event)
    person = leila(world, event)
    page = world.member(event, Role.DESK).get(f"{DESK}?q=leila")
    with world.writing() as database:
        cancel(database, database.get_one(type(registration(world, person)), person))
    assert notice(page.submit("[aria-labelledby=found] form")).startswith("ليلى بن علي cannot be marked present")
    assert presences(world) == []


def test_marking_twice_changes_nothing(world: World) -> None:
    event = world.event()
    make_session(world, event)
    code = code_of(world, leila(world, event))
    visitor = world.member(event, Role.DESK)
    with clock.at(MORNING):
        visitor.get(DESK).submit(words=code)
        again = visitor.get(DESK).submit(words=code)
    assert notice(again) == "ليلى بن علي was marked present before."
    (row,) = presences(world)
    assert row.recorded_at == MORNING
    with world.reading() as database:
        assert len(database.scalars(select(AuditEntry).where(AuditEntry.verb == "mark present")).all()) == 1


def test_two_desks_at_once_leave_one_row(world: World) -> None:
    event = world.event()
    make_session(world, event)
    people = [add(world, event, f"person{number}@example.org") for number in range(3)]
    first = world.member(event, Role.DESK)
    second = world.signed_in(world.account("desk2@example.org", event=event, roles=(Role.DESK,)))
    statuses: list[int] = []

    def check_in(visitor: Visitor, form: Page, code: str) -> None:
        statuses.append(form.submit(words=code).status)

    for person in people:
        code = code_of(world, person)
        threads = [
            threading.Thread(target=check_in, args=(visitor, visitor.get(DESK), code))
            for visitor in (first, second, first, second)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert statuses == [302] * 12
    assert sorted(row.registration_id for row in presences(world)) == people


def test_a_mistake_is_taken_back_and_marked_again_and_every_row_stays(world: World) -> None:
    event = world.event()
    make_session(world, event)
    person = leila(world, event)
    visitor = world.member(event, Role.DESK)
    with clock.at(MORNING):
        visitor.get(DESK).submit(words=code_of(world, person))
        page = visitor.get(DESK)
        assert notice(page.submit("form[action*=withdraw]")) == "ليلى بن علي is no longer marked present."
        assert notice(page.submit("form[action*=withdraw]")) == "This was taken back before you."
    (row, taken_back) = presences(world)
    assert (taken_back.corrects_id, taken_back.from_at) == (row.id, None)
    assert (taken_back.recorded_at, taken_back.recorded_by) == (MORNING, world.account_id("desk@example.org"))
    page = visitor.get(DESK)
    assert page.texts("#content strong")[0].startswith("0 people are marked present.")
    assert page.all("[aria-labelledby=present] li") == []
    later = datetime(2021, 7, 5, 8, 30, tzinfo=UTC)
    with clock.at(later):
        visitor.get(DESK).submit(words=code_of(world, person))
    again = presences(world)[-1]
    assert (again.id != row.id, again.corrects_id, again.recorded_at) == (True, None, later)
    assert visitor.get(DESK).texts("#content strong")[0].startswith("1 person is marked present.")
    with world.reading() as database:
        entries = database.scalars(
            select(AuditEntry).where(AuditEntry.subject.startswith("attendance:")).order_by(AuditEntry.id)
        ).all()
        assert [(entry.verb, entry.subject) for entry in entries] == [
            ("mark present", f"attendance:{row.id}"),
            ("withdraw presence", f"attendance:{row.id}"),
            ("mark present", f"attendance:{again.id}"),
        ]


@pytest.mark.parametrize(
    ("moment", "sentence", "expected"),
    [
        (
            datetime(2021, 7, 5, 7, 30, tzinfo=UTC),
            "This session has not begun. You can mark people already.",
            datetime(2021, 7, 5, 7, 30, tzinfo=UTC),
        ),
        (
            datetime(2021, 7, 4, 15, 0, tzinfo=UTC),
            "This session has not begun. You can mark people already.",
            datetime(2021, 7, 5, 8, 0, tzinfo=UTC),
        ),
        (
            datetime(2021, 7, 5, 12, 0, tzinfo=UTC),
            "This session is over. Whom you mark now counts as present from its start.",
            datetime(2021, 7, 5, 8, 0, tzinfo=UTC),
        ),
    ],
)
def test_before_and_after_the_session_people_can_be_marked_and_the_page_says_so(
    world: World, moment: datetime, sentence: str, expected: datetime
) -> None:
    event = world.event()
    make_session(world, event)
    person = leila(world, event)
    visitor = world.member(event, Role.DESK)
    with clock.at(moment):
        page = visitor.get(DESK)
        assert page.texts(".notice p") == [sentence]
        page.submit(words=code_of(world, person))
    (row,) = presences(world)
    assert (row.from_at, row.recorded_at) == (expected, moment)


def test_during_the_session_the_page_has_nothing_to_add(world: World) -> None:
    event = world.event()
    make_session(world, event)
    with clock.at(MORNING):
        assert world.member(event, Role.DESK).get(DESK).texts(".notice") == []


def test_people_sessions_and_marks_of_another_event_do_not_exist_here(world: World) -> None:
    here, there = world.event(), world.event("there")
    make_session(world, here)
    foreign_session = make_session(world, there, "X1")
    stranger = add(world, there, "omar@example.org", native_name="Omar")
    mark(world, foreign_session, stranger)
    visitor = world.member(here, Role.DESK)
    form = visitor.get(DESK)
    found = visitor.follow(form.submit(words=code_of(world, stranger)))
    assert found.texts(".empty h3") == ["Nobody found"]
    token = {"csrf_token": form.values()["csrf_token"]}
    assert visitor.get(f"{DESK}?q=omar").texts(".empty h3") == ["Nobody found"]
    for path in (f"present/{stranger}", "present/99999999999999999999", "withdraw/1", "withdraw/7"):
        assert visitor.post(f"{DESK}/{path}", token).status == 404
    assert visitor.get("/en/thamm-2021/desk/X1").status == 404
    assert visitor.get("/en/there/desk/X1").status == 403
    assert [row.corrects_id for row in presences(world)] == [None]


def test_breaks_and_sessions_without_a_time_have_no_list(world: World) -> None:
    event = world.event()
    make_session(world, event, "B1", type="break")
    make_session(world, event, "U1", hours=None)
    visitor = world.member(event, Role.DESK)
    for code in ("B1", "U1", "nothing"):
        assert visitor.get(f"/en/thamm-2021/desk/{code}").status == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.ORGANISER, 200), (Role.DESK, 200), (Role.TRANSLATOR, 403), (None, 403)],
)
def test_the_desk_is_for_desk_staff_and_organisers(world: World, role: Role | None, status: int) -> None:
    event = world.event()
    session, person = make_session(world, event), leila(world, event)
    mark(world, session, person)
    visitor = world.member(event, role) if role else world.signed_in(world.account("leila@example.org"))
    for path in (DESK, "/en/thamm-2021/manage/attendance"):
        assert visitor.get(path).status == status
    token = {"csrf_token": visitor.get("/en/account").values("form")["csrf_token"]}
    allowed = 302 if status == 200 else 403
    assert visitor.post(f"{DESK}/present/{person}", token).status == allowed
    assert visitor.post(f"{DESK}/withdraw/1", token).status == allowed
    assert visitor.post(DESK, token | {"words": "omar"}).status == allowed


def test_who_is_not_signed_in_is_led_to_the_sign_in(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_session(world, event)
    assert visitor.get(DESK).location == "/en/sign-in?next=/en/thamm-2021/desk/D1-01"
    assert visitor.post(DESK, {"words": "x"}).location.startswith("/en/sign-in")


def test_hostile_names_are_text_at_the_desk(world: World) -> None:
    event = world.event()
    session = make_session(world, event)
    hostile = "<script>alert('x')</script> %(name)s & \"quoted\""
    person = add(world, event, "omar@example.org", native_name=hostile, organisation=hostile)
    visitor = world.member(event, Role.DESK)
    found = visitor.get(f"{DESK}?q=script")
    assert found.texts("[aria-labelledby=found] strong") == [hostile]
    done = found.submit("[aria-labelledby=found] form")
    assert notice(done) == f"{hostile} is marked present."
    assert visitor.get(DESK).texts("[aria-labelledby=present] strong") == [hostile]
    assert [(row.session_id, row.registration_id) for row in presences(world)] == [(session, person)]


def test_the_list_asks_as_often_for_thirty_people_as_for_three(world: World) -> None:
    event = world.event()
    session = make_session(world, event)
    visitor = world.member(event, Role.DESK)
    counted, made = [], 0
    for rows in (3, 30):
        while made < rows:
            mark(world, session, add(world, event, f"person{made}@example.org", native_name=f"Participant {made}"))
            made += 1
        with count_queries(world.app) as queries:
            page = visitor.get(f"{DESK}?q=participant")
        assert len(page.all("[aria-labelledby=present] li")) == rows
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert counted[0] <= 12


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_desk_opens_in_every_language(world: World, language: str) -> None:
    event = world.event()
    session, person = make_session(world, event), leila(world, event)
    mark(world, session, person)
    visitor = world.member(event, Role.DESK)
    for query in ("", "?q=leila", "?q=nobody"):
        assert visitor.get(f"/{language}/thamm-2021/desk/D1-01{query}").status == 200
    assert visitor.get(f"/{language}/thamm-2021/manage/attendance").status == 200


def test_one_person_has_one_row_per_way_of_knowing(world: World) -> None:
    event = world.event()
    session, person = make_session(world, event), leila(world, event)
    for how in (How.DESK, How.JOIN, How.DESK, How.JOIN):
        mark(world, session, person, how=how)
    assert [row.how for row in presences(world)] == ["desk", "join"]
    assert world.count(Attendance) == 2
