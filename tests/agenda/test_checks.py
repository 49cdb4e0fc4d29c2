"""What does not fit in the draft: found while it is edited, said in three languages, held back as the event wants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from conference.agenda import service
from conference.agenda.checks import Check, Finding, findings_of
from conference.agenda.models import AgendaSettings, AgendaVersion, Session, Speaker
from conference.agenda.queries import whole_sessions_of
from conference.audit.models import AuditEntry
from conference.core.languages import ENGLISH
from conference.core.translated import Translated
from conference.events.models import Event, Role
from conference.registration.models import FieldChoice, FieldType
from conference.speakers.models import ConsentKind, Invitation, InvitationState, SpeakerConsent
from tests.client import Page, Visitor
from tests.made.agenda import (
    change,
    full_agenda,
    give_role,
    make_presentation,
    make_room,
    make_session,
    make_speaker,
    publish,
)
from tests.made.form import make_field
from tests.made.registration import register
from tests.made.speakers import invite
from tests.queries import count_queries
from tests.world import World, in_three

DRAFT = "/en/thamm-2021/manage/agenda"


def found(world: World, event_id: int) -> list[tuple[str, str, tuple[str, ...]]]:
    """Each finding's check, what it weighs, and the codes of the sessions that it is about."""
    return [(str(one.check), str(one.severity), codes(one)) for one in findings(world, event_id)]


def findings(world: World, event_id: int) -> Sequence[Finding]:
    with world.reading() as database:
        event = database.get_one(Event, event_id)
        return findings_of(database, event, whole_sessions_of(database, event_id))


def codes(finding: Finding) -> tuple[str, ...]:
    return tuple(session.code for session in finding.sessions)


def weigh(world: World, event_id: int, **values: object) -> None:
    """Set what checks weigh, by the service."""
    with world.writing() as database:
        event = database.get_one(Event, event_id)
        stored = vars(service.weights_of(database.get(AgendaSettings, event_id) or AgendaSettings(severities={})))
        service.change_checks(database, event, values=stored | values, seen={}, by=None)


def only(world: World, event_id: int, check: str, **values: object) -> None:
    """Switch every check off but one."""
    off = {str(one): "off" for one in Check}
    weigh(world, event_id, **(off | {check: "warning"} | values))


def placed(world: World, event: int, code: str, *hours: str, **changes: object) -> int:
    return make_session(world, event, code, hours=(hours[0], hours[1]), **changes)  # type: ignore[arg-type]


def addresses(page: Page, selector: str) -> list[str]:
    return [link.get("href") for link in page.all(selector)]


def sentences(page: Page) -> list[str]:
    return page.texts("main details li")


def test_a_room_that_holds_two_sessions_at_once_is_found_said_and_cleared(world: World) -> None:
    event = world.event()
    room = make_room(world, event)
    placed(world, event, "D1-01", "09:00", "10:30", room_id=room)
    second = placed(world, event, "D1-02", "10:00", "11:00", room_id=room)
    assert found(world, event) == [("room_twice", "error", ("D1-01", "D1-02"))]
    visitor = world.organiser(event)
    page = visitor.get(DRAFT)
    assert page.texts("details summary") == ["Error A room that holds two sessions at once (1)"]
    assert sentences(page) == ["Hall: Title D1-01 09:00–10:30 and Title D1-02 10:00–11:00."]
    assert addresses(page, "main details li a") == [
        f"{DRAFT}/sessions/D1-01#room_id",
        f"{DRAFT}/sessions/D1-02#room_id",
    ]
    held = page.submit("form[action$=publish]")
    assert held.status == 422
    assert held.texts(".error-summary li") == ["1 error holds this version back. It is listed above, under “Checks”."]
    assert sentences(held) == sentences(page)
    assert world.count(AgendaVersion) == 0
    change(world, second, starts_at=datetime(2021, 7, 5, 9, 30, tzinfo=UTC))
    cleared = visitor.get(DRAFT)
    assert "Nothing was found that does not fit." in cleared.texts("main .card p")
    assert cleared.submit("form[action$=publish]").status == 302
    assert world.count(AgendaVersion) == 1


def test_a_session_s_page_lists_what_is_about_it_alone(world: World) -> None:
    event = world.event()
    room = make_room(world, event)
    placed(world, event, "D1-01", "09:00", "10:30", room_id=room)
    placed(world, event, "D1-02", "10:00", "11:00", room_id=room)
    placed(world, event, "D1-03", "10:00", "11:00")
    visitor = world.organiser(event)
    line = "A room that holds two sessions at once. Hall: Title D1-01 09:00–10:30 and Title D1-02 10:00–11:00."
    assert visitor.get(f"{DRAFT}/sessions/D1-01").texts(".findings li") == [f"Error {line}"]
    assert visitor.get(f"{DRAFT}/sessions/D1-03").texts(".findings li") == [
        "Warning A session without a room. Title D1-03 has no room."
    ]


def test_a_cancelled_session_comes_back_and_its_room_is_found_given_twice(world: World) -> None:
    event = world.event()
    room = make_room(world, event)
    make_session(world, event, "D1-01", room_id=room)
    publish(world, event)
    visitor = world.organiser(event)
    visitor.get(f"{DRAFT}/sessions/D1-01").submit("form[action$=cancel]")
    make_session(world, event, "D1-02", room_id=room)
    assert found(world, event) == []
    done = visitor.get(f"{DRAFT}/sessions/D1-01").submit("form[action$=restore]")
    assert visitor.follow(done).texts(".notice p") == [
        "The session takes place again. Visitors see it with the next version."
    ]
    assert [check for check, _weight, _codes in found(world, event)] == ["room_twice"]


def test_as_many_points_as_there_are_sessions_to_move(world: World) -> None:
    event = world.event()
    room = make_room(world, event)
    for number in range(5):
        placed(world, event, f"S{number}", "09:00", "10:00", room_id=room)
    assert len(findings(world, event)) == 4


def test_a_speaker_in_two_sessions_at_once_is_an_error_and_a_role_without_a_name_is_not(world: World) -> None:
    event = world.event()
    only(world, event, "speaker_twice", speaker_twice="error")
    first = placed(world, event, "D1-01", "09:00", "10:30")
    second = placed(world, event, "D1-02", "10:00", "11:00")
    person = make_speaker(world, event)
    role = make_speaker(world, event, "moderator", native_name="", latin_name="")
    for session in (first, second):
        give_role(world, session, person)
        give_role(world, session, role, "moderator")
    give_role(world, second, person, "chair")
    assert found(world, event) == [("speaker_twice", "error", ("D1-01", "D1-02"))]
    assert sentences(world.organiser(event).get(DRAFT)) == [
        "ليلى بن علي Leila Ben Ali: Title D1-01 09:00–10:30 and Title D1-02 10:00–11:00."
    ]


def test_a_session_outside_the_event_a_late_evening_not(world: World) -> None:
    event = world.event()
    only(world, event, "outside_event")
    placed(world, event, "D1-01", "09:00", "10:00", day=date(2021, 7, 4))
    make_session(
        world,
        event,
        "D3-09",
        starts_at=datetime(2021, 7, 7, 21, tzinfo=UTC),
        ends_at=datetime(2021, 7, 8, 0, 30, tzinfo=UTC),
    )
    assert found(world, event) == [("outside_event", "warning", ("D1-01",))]
    assert sentences(world.organiser(event).get(DRAFT)) == ["Title D1-01 is on Sunday 4 July 2021."]


def test_no_time_and_no_room(world: World) -> None:
    event = world.event()
    make_session(world, event, "D1-01", hours=None)
    make_session(world, event, "D1-02", type="break")
    make_session(world, event, "D1-03", meeting_url="https://meeting.example.org/1")
    assert found(world, event) == [("no_time", "warning", ("D1-01",)), ("no_room", "warning", ("D1-01",))]
    assert sentences(world.organiser(event).get(DRAFT)) == ["Title D1-01 has no time yet.", "Title D1-01 has no room."]


def test_no_room_as_an_error_holds_back_what_goes_public_and_no_time_all(world: World) -> None:
    event = world.event()
    weigh(world, event, no_room="error", no_time="error")
    make_session(world, event, "D1-01", hours=None)
    assert found(world, event) == [("no_time", "error", ("D1-01",)), ("no_room", "warning", ("D1-01",))]
    make_session(world, event, "D1-02")
    assert found(world, event)[:2] == [("no_time", "error", ("D1-01",)), ("no_room", "error", ("D1-02",))]


def test_presentations_longer_than_their_session(world: World) -> None:
    event = world.event()
    only(world, event, "talks_too_long")
    session = placed(world, event, "D1-01", "09:00", "10:00")
    for _number in range(3):
        make_presentation(world, session, minutes=20)
    make_presentation(world, session, minutes=None)
    assert found(world, event) == []
    make_presentation(world, session, minutes=1)
    assert sentences(world.organiser(event).get(DRAFT)) == [
        "The presentations in Title D1-01 need more minutes than it has: 61 of 60."
    ]


def test_interpretation_beyond_the_platform_counts_online_sessions_that_run_at_once(world: World) -> None:
    event = world.event()
    online = make_room(world, event, "Online", is_online=True)
    only(world, event, "channels", channel_limit=3)
    placed(world, event, "D1-01", "09:00", "10:30", room_id=online)
    placed(world, event, "D1-02", "10:30", "12:00", meeting_url="https://meeting.example.org/1")
    placed(world, event, "D1-03", "09:00", "12:00")
    assert found(world, event) == []
    placed(world, event, "D1-04", "11:00", "12:00", meeting_url="https://meeting.example.org/2")
    assert sentences(world.organiser(event).get(DRAFT)) == [
        "4 languages of interpretation at once, where the platform allows 3: Title D1-02 · Title D1-04."
    ]
    weigh(world, event, channel_limit=None)
    assert found(world, event) == []


def test_languages_missing_or_out_of_date_in_sessions_people_and_rooms(world: World) -> None:
    event = world.event()
    only(world, event, "language")
    room = make_room(world, event, in_three("Hall", "Salle").merge({}, source=ENGLISH, at=datetime.now(UTC)))
    session = make_session(world, event, "D1-01", room_id=room)
    give_role(world, session, make_speaker(world, event))
    visitor = world.organiser(event)
    visitor.get(f"{DRAFT}/sessions/D1-01").submit("form.form--wide", **{"abstract-en": "Changed", "title-ar": ""})
    visitor.get(f"{DRAFT}/speakers/benali").submit("form.form--wide", **{"biography-fr": ""})
    lines = sentences(visitor.get(DRAFT))
    assert lines[:2] == ["Title D1-01: missing in Arabic.", "Title D1-01: out of date in French."]
    assert lines[2:] == ["ليلى بن علي Leila Ben Ali: missing in French."]


def answer(world: World, invitation_id: int, state: InvitationState) -> None:
    with world.writing() as database:
        database.get_one(Invitation, invitation_id).state = state


def test_speakers_who_did_not_confirm(world: World) -> None:
    event = world.event()
    only(world, event, "unconfirmed")
    session = make_session(world, event, "D1-01")
    for code in ("silent", "coming", "not-coming", "never-asked"):
        speaker = make_speaker(world, event, code, native_name="", latin_name=code.capitalize())
        give_role(world, session, speaker)
        if code != "never-asked":
            invitation = invite(world, speaker)
            state = {"coming": InvitationState.CONFIRMED, "not-coming": InvitationState.DECLINED}.get(code)
            if state:
                answer(world, invitation, state)
    assert sentences(world.organiser(event).get(DRAFT)) == [
        "Silent has not confirmed (Title D1-01).",
        "Not-coming has declined (Title D1-01).",
        "Never-asked has not confirmed (Title D1-01).",
    ]


def test_a_biography_that_its_speaker_does_not_want_published(world: World) -> None:
    event = world.event()
    only(world, event, "biography")
    session = make_session(world, event, "D1-01")
    answers = {"refuses": False, "allows": True, "silent": None, "empty": False}
    for code, answer in answers.items():
        biography = {} if code == "empty" else {ENGLISH: "An economist"}
        facts = {"native_name": "", "latin_name": code.capitalize(), "biography": Translated.of(ENGLISH, biography)}
        speaker = make_speaker(world, event, code, **facts)
        give_role(world, session, speaker)
        if answer is not None:
            with world.writing() as database:
                given = {"is_given": answer, "answered_at": datetime.now(UTC)}
                database.add(SpeakerConsent(speaker_id=speaker, kind=ConsentKind.PROFILE, **given))
    assert sentences(world.organiser(event).get(DRAFT)) == [
        "Refuses does not allow that the biography is published (Title D1-01)."
    ]


def test_sessions_that_no_longer_fit_the_choice_in_the_registration_form(world: World) -> None:
    event = world.event()
    only(world, event, "session_choice")
    ids = [placed(world, event, f"W{number}", "14:00", "15:00") for number in range(4)]
    later = placed(world, event, "W4", "16:00", "17:00")
    publish(world, event)
    key = make_field(
        world, event, FieldType.SESSIONS, "Workshop", sessions=dict.fromkeys([*ids, later]), most=1, least=None
    )
    other = make_field(world, event, FieldType.SESSIONS, "Evening", sessions=dict.fromkeys([ids[0], later]))
    assert key != other
    visitor = world.organiser(event)
    visitor.get(f"{DRAFT}/sessions/W1").submit("form[action$=cancel]")
    assert sentences(visitor.get(DRAFT)) == [
        "Title W1 is cancelled and still offered in “Workshop”.",
        "Title W4 runs at another time than the other sessions of “Workshop”, of which people take one.",
    ]


def test_who_chose_two_sessions_that_now_run_at_once(world: World, visitor: Visitor) -> None:
    event = world.event()
    only(world, event, "session_choice")
    first = placed(world, event, "W1", "14:00", "15:00")
    second = placed(world, event, "W2", "15:00", "16:00")
    publish(world, event)
    key = make_field(world, event, FieldType.SESSIONS, "Workshops", sessions={first: None, second: None})
    with world.reading() as database:
        choices = [str(one) for one in database.scalars(select(FieldChoice.id).order_by(FieldChoice.position))]
    for number, taken in enumerate((choices, choices, choices[:1])):
        assert register(visitor, email=f"guest{number}@example.org", **{key: taken}).status == 302
    assert found(world, event) == []
    change(world, second, starts_at=datetime(2021, 7, 5, 13, 30, tzinfo=UTC))
    assert sentences(world.organiser(event).get(DRAFT)) == [
        "2 people chose both Title W1 14:00–15:00 and Title W2 14:30–16:00, which are now at the same time."
    ]


def test_organisers_choose_what_each_check_weighs(world: World) -> None:
    event = world.event()
    room = make_room(world, event)
    for code in ("D1-01", "D1-02"):
        make_session(world, event, code, room_id=room)
    visitor = world.organiser(event)
    form = visitor.get(f"{DRAFT}/checks")
    assert form.values("form.form")["room_twice"] == "error"
    done = form.submit("form.form", room_twice="warning", no_time="off", channel_limit="٢")
    assert visitor.follow(done).texts(".notice p") == ["The checks are saved."]
    with world.reading() as database:
        settings = database.get_one(AgendaSettings, event)
        assert (settings.severities, settings.channel_limit) == ({"room_twice": "warning", "no_time": "off"}, 2)
        entry = database.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
        assert (entry.verb, entry.before, entry.after) == (
            "change agenda checks",
            {"room_twice": "error", "no_time": "warning", "channel_limit": None},
            {"room_twice": "warning", "no_time": "off", "channel_limit": 2},
        )
    assert visitor.get(DRAFT).submit("form[action$=publish]").status == 302


@pytest.mark.parametrize("typed", [{"room_twice": "fatal"}, {"room_twice": ""}, {"channel_limit": "many"}])
def test_bad_settings_are_refused_beside_their_field(world: World, typed: dict[str, str]) -> None:
    event = world.event()
    page = world.organiser(event).get(f"{DRAFT}/checks").submit("form.form", **typed)
    assert (page.status, len(page.errors)) == (422, 1)
    assert world.count(AgendaSettings) == 0


def test_two_organisers_who_set_different_checks_do_not_undo_each_other(world: World) -> None:
    event = world.event()
    first, second = world.organiser(event), world.organiser(event, "second@example.org")
    mine, theirs = first.get(f"{DRAFT}/checks"), second.get(f"{DRAFT}/checks")
    assert theirs.submit("form.form", no_room="off").status == 302
    assert mine.submit("form.form", no_time="off").status == 302
    with world.reading() as database:
        assert database.get_one(AgendaSettings, event).severities == {"no_room": "off", "no_time": "off"}
    clash = mine.submit("form.form", no_room="error")
    assert clash.status == 422
    assert clash.errors == [
        "Somebody else set this to Not checked while you edited. Choose what is right, then save again."
    ]


def test_translators_see_the_findings_and_do_not_weigh_them(world: World) -> None:
    event = world.event()
    make_session(world, event, "D1-01")
    translator = world.member(event, Role.TRANSLATOR)
    page = translator.get(DRAFT)
    assert sentences(page) == ["Title D1-01 has no room."]
    assert f"{DRAFT}/checks" not in addresses(page, "main a")
    assert translator.get(f"{DRAFT}/checks").status == 403
    assert Visitor(world.app).get(f"{DRAFT}/checks").status == 302


@pytest.mark.parametrize(
    ("language", "headings"),
    [
        (
            "fr",
            [
                "Erreur Une salle occupée par deux séances en même temps (1)",
                "Avertissement Une participation non confirmée (3)",
            ],
        ),
        ("ar", ["خطأ قاعة تُعقد فيها جلستان في الوقت نفسه (1)", "تنبيه متحدث لم تتأكد مشاركته (3)"]),
    ],
)
def test_the_findings_are_said_in_the_page_s_language(world: World, language: str, headings: list[str]) -> None:
    event = world.event()
    only(world, event, "unconfirmed", room_twice="off")
    full_agenda(world, event, 3)
    weigh(world, event, room_twice="error")
    with world.reading() as database:
        room = database.scalars(select(Session.room_id).limit(1)).one()
        assert database.scalars(select(Speaker)).all()
    placed(world, event, "X", "09:00", "09:10", room_id=room)
    page = world.organiser(event).get(f"/{language}/thamm-2021/manage/agenda")
    assert page.texts("details summary") == headings


def test_checks_ask_as_often_for_60_sessions_as_for_3(world: World) -> None:
    counts = []
    administrator = world.signed_in(world.account("admin@example.org", is_site_administrator=True))
    for slug, count in (("thamm-2021", 3), ("large-event", 60)):
        event = world.event(slug)
        ids = full_agenda(world, event, count)
        make_field(world, event, FieldType.SESSIONS, "Workshops", sessions=dict.fromkeys(ids[:3]))
        for path in ("", "/sessions/S1"):
            with count_queries(world.app) as seen:
                assert administrator.get(f"/en/{slug}/manage/agenda{path}").status == 200
            counts.append(len(seen))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 12, counts
