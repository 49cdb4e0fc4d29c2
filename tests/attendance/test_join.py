"""The way into an online session: who, when, and that the meeting's address stands nowhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from conference.agenda.models import Session
from conference.attendance.contributions import join_panel
from conference.attendance.models import How
from conference.core import clock
from conference.events.access import current_event
from conference.registration.models import Registration, RegistrationState
from tests.client import Page, Visitor
from tests.made.agenda import change, make_session, publish
from tests.made.attendance import presences
from tests.made.registration import add, link
from tests.world import World

MEETING = "https://meeting.example.org/j/123456789?pwd=secret"
JOIN = "/en/thamm-2021/agenda/D1-01/join"
# The session runs from 09:00 to 10:30 in Tunis: from 08:00 to 09:30 UTC.
START = datetime(2021, 7, 5, 8, 0, tzinfo=UTC)
END = datetime(2021, 7, 5, 9, 30, tzinfo=UTC)
OPENS = START - timedelta(minutes=15)
SECOND = timedelta(seconds=1)


def online(world: World, event: int, code: str = "D1-01", **changes: Any) -> int:
    session = make_session(world, event, code, **({"meeting_url": MEETING} | changes))
    publish(world, event)
    return session


def personal(world: World, registration_id: int, path: str = JOIN) -> str:
    return f"{path}?registration={link(world, registration_id).rpartition('/')[2]}"


def may_join(page: Page) -> bool:
    return page.texts("main form button") == ["Join"]


def test_a_confirmed_person_joins_by_the_personal_link(world: World, visitor: Visitor) -> None:
    event = world.event()
    session, person = online(world, event), add(world, event, "leila@example.org")
    address = personal(world, person)
    with clock.at(OPENS):
        page = visitor.get(address)
        assert (page.status, may_join(page)) == (200, True)
        assert presences(world) == [], "looking changes nothing"
        done = page.submit("main form")
    assert (done.status, done.location) == (302, MEETING)
    assert "meeting.example.org" not in page.source + done.source
    assert done.response.headers["Cache-Control"] == "no-store"
    assert done.response.headers["Referrer-Policy"] == "no-referrer"
    (row,) = presences(world)
    assert (row.session_id, row.registration_id, row.how, row.from_at) == (session, person, How.JOIN, OPENS)
    assert row.recorded_by is None


def test_the_pages_policy_lets_the_button_lead_to_another_host(world: World, visitor: Visitor) -> None:
    event = world.event()
    online(world, event)
    address = personal(world, add(world, event, "leila@example.org"))
    with clock.at(START):
        policy = visitor.get(address).response.headers["Content-Security-Policy"]
    assert "form-action 'self' https:;" in policy, "browsers hold the redirect after a form to it"
    assert "meeting.example.org" not in policy


def test_a_confirmed_person_who_signed_in_joins_without_a_link(world: World) -> None:
    event = world.event()
    online(world, event)
    person = add(world, event, "Leila@Example.org")
    visitor = world.signed_in(world.account("leila@example.org"))
    with clock.at(START):
        done = visitor.get(JOIN).submit("main form")
    assert done.location == MEETING
    assert [row.registration_id for row in presences(world)] == [person]


def test_joining_twice_is_recorded_once_and_leads_there_twice(world: World, visitor: Visitor) -> None:
    event = world.event()
    online(world, event)
    address = personal(world, add(world, event, "leila@example.org"))
    with clock.at(START):
        visitor.get(address).submit("main form")
    with clock.at(START + timedelta(minutes=20)):
        again = visitor.get(address).submit("main form")
    assert again.location == MEETING
    assert [row.from_at for row in presences(world)] == [START]


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        (OPENS - SECOND, "You can join from 08:45. Come back to this page then."),
        (END, "This session ended at 10:30."),
    ],
)
def test_too_early_and_too_late_say_so(world: World, visitor: Visitor, moment: datetime, sentence: str) -> None:
    event = world.event()
    online(world, event)
    address = personal(world, add(world, event, "leila@example.org"))
    with clock.at(START):
        form = visitor.get(address)
    with clock.at(moment):
        page = visitor.get(address)
        assert (page.status, may_join(page)) == (200, False)
        assert sentence in page.texts("main p")
        refused = form.submit("main form")
    assert (refused.status, sentence in refused.texts("main p")) == (409, True)
    assert presences(world) == []


def test_the_last_second_still_joins(world: World, visitor: Visitor) -> None:
    event = world.event()
    online(world, event)
    address = personal(world, add(world, event, "leila@example.org"))
    with clock.at(END - SECOND):
        assert visitor.get(address).submit("main form").location == MEETING


def test_the_event_says_how_long_before(world: World, visitor: Visitor) -> None:
    event = world.event(join_minutes=45)
    online(world, event)
    address = personal(world, add(world, event, "leila@example.org"))
    with clock.at(START - timedelta(minutes=45)):
        assert may_join(visitor.get(address))


def test_the_published_hours_count_and_not_the_draft(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = online(world, event)
    address = personal(world, add(world, event, "leila@example.org"))
    with world.writing() as database:
        draft = database.get_one(Session, session)
        draft.starts_at, draft.ends_at = START + timedelta(days=1), END + timedelta(days=1)
    with clock.at(START):
        assert visitor.get(address).submit("main form").location == MEETING


def test_a_session_that_is_not_published_cannot_be_joined(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_session(world, event, meeting_url=MEETING)
    address = personal(world, add(world, event, "leila@example.org"))
    with clock.at(START):
        assert visitor.get(address).status == 404
        publish(world, event)
        assert visitor.get(address).status == 200
        assert visitor.get(address.replace("D1-01", "D9-99")).status == 404


def test_a_cancelled_session_says_so(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = online(world, event)
    make_session(world, event, "D1-02")
    address = personal(world, add(world, event, "leila@example.org"))
    with clock.at(START):
        form = visitor.get(address)
        change(world, session, status="cancelled")
        publish(world, event)
        page = visitor.get(address)
        assert "This session is cancelled." in page.texts("main p")
        assert form.submit("main form").status == 409
    assert presences(world) == []


def test_a_session_without_a_meeting_says_so(world: World, visitor: Visitor) -> None:
    event = world.event()
    online(world, event, meeting_url="")
    address = personal(world, add(world, event, "leila@example.org"))
    with clock.at(START):
        page = visitor.get(address)
    assert not may_join(page)
    assert "This session has no online meeting, or not yet. The agenda says where it takes place." in page.texts("p")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (RegistrationState.WAITLISTED, "On the waiting list"),
        (RegistrationState.CANCELLED, "Cancelled"),
        (RegistrationState.PENDING, "Being examined"),
        (RegistrationState.DECLINED, "Declined"),
    ],
)
def test_only_confirmed_people_join(world: World, visitor: Visitor, state: RegistrationState, words: str) -> None:
    event = world.event()
    online(world, event)
    person = add(world, event, "leila@example.org")
    address = personal(world, person)
    signed_in = world.signed_in(world.account("leila@example.org"))
    with clock.at(START):
        form = visitor.get(address)
        with world.writing() as database:
            database.get_one(Registration, person).state = state
        for page in (visitor.get(address), signed_in.get(JOIN)):
            assert f"Your registration: {words}. Only confirmed people can join." in page.texts("main p")
            assert not may_join(page)
        assert form.submit("main form").status == 403
    assert presences(world) == []


def test_who_is_not_signed_in_is_led_to_the_sign_in_and_back(world: World, visitor: Visitor) -> None:
    event = world.event()
    online(world, event)
    with clock.at(OPENS - SECOND):
        page = visitor.get(JOIN)
        assert page.texts(".form-actions a") == ["Sign in", "Send me my link again", "Register"]
        assert page.all(".form-actions a")[0].get("href") == f"/en/sign-in?next={JOIN}"
        assert "Joining is possible from 08:45." in page.texts("main p")
        refused = visitor.post(JOIN, {"csrf_token": visitor.get("/en/sign-in").values("form")["csrf_token"]})
    assert refused.status == 403


def test_who_signed_in_but_is_not_registered_is_told_with_which_address(world: World) -> None:
    event = world.event()
    online(world, event)
    visitor = world.signed_in(world.account("omar@example.org"))
    with clock.at(START):
        page = visitor.get(JOIN)
    assert page.texts(".form-actions a") == ["Send me my link again", "Register"]
    assert any(text.startswith("Nobody is registered with omar@example.org.") for text in page.texts("main p"))


def test_links_that_were_revoked_or_belong_elsewhere_open_nothing(world: World, visitor: Visitor) -> None:
    here, there = world.event(), world.event("there")
    online(world, here)
    person, foreign = add(world, here, "leila@example.org"), add(world, there, "leila@example.org")
    revoked = personal(world, person)
    with world.writing() as database:
        database.get_one(Registration, person).link_secret = "a new one"
    with clock.at(START):
        for address in (revoked, personal(world, foreign), f"{JOIN}?registration=nonsense"):
            page = visitor.get(address)
            assert (page.status, may_join(page)) == (200, False)
            assert any(text.startswith("This personal link is no longer valid.") for text in page.texts("main p"))


def test_the_meetings_address_stands_in_no_page(world: World, visitor: Visitor) -> None:
    event = world.event()
    online(world, event)
    person = add(world, event, "leila@example.org")
    signed_in = world.signed_in(world.account("leila@example.org"))
    for moment in (OPENS - SECOND, START, END):
        with clock.at(moment):
            for page in (
                visitor.get(personal(world, person)),
                visitor.get(link(world, person)),
                visitor.get("/en/thamm-2021/agenda/D1-01"),
                signed_in.get("/en/thamm-2021/agenda/D1-01"),
                visitor.get("/en/thamm-2021/agenda"),
                visitor.get("/en/thamm-2021/agenda/D1-01.ics"),
            ):
                assert page.status == 200
                assert "meeting.example.org" not in page.source
                assert "meeting.example.org" not in str(page.response.headers)


def test_a_press_without_the_pages_token_records_nothing(world: World, visitor: Visitor) -> None:
    event = world.event()
    online(world, event)
    with clock.at(START):
        assert visitor.post(personal(world, add(world, event, "leila@example.org"))).status == 400
    assert presences(world) == []


def test_the_sessions_page_leads_to_the_join_page(world: World, visitor: Visitor) -> None:
    event = world.event()
    online(world, event)
    page_of_session = "/en/thamm-2021/agenda/D1-01"
    for moment, words in ((OPENS - SECOND, ["Join from 08:45"]), (OPENS, ["Join now"]), (END, [])):
        with clock.at(moment):
            page = Visitor(world.app).get(page_of_session)
            assert page.texts(f"a[href='{JOIN}']") == words
            assert page.all("main form") == [], "the page is stored for everybody"


def test_no_stored_page_outlives_what_it_says_about_joining(world: World) -> None:
    event = world.event()
    session = online(world, event)
    panels = []
    for moment in (OPENS - SECOND, START):
        with clock.at(moment), world.app.test_request_context("/en/thamm-2021/agenda/D1-01"):
            world.app.preprocess_request()
            panels.append(join_panel(current_event(), "D1-01", session, None))
    assert [panel.until for panel in panels if panel] == [OPENS, END]


def test_sessions_that_nobody_can_join_have_no_panel(world: World, visitor: Visitor) -> None:
    event = world.event()
    online(world, event, meeting_url="")
    with clock.at(START):
        assert visitor.get("/en/thamm-2021/agenda/D1-01").all("a[href$=join]") == []


def test_ones_own_page_lists_todays_sessions_with_personal_links(world: World, visitor: Visitor) -> None:
    event = world.event()
    online(world, event, "D1-01")
    online(world, event, "D1-02", hours=("11:00", "12:00"))
    online(world, event, "D1-03", hours=("14:00", "15:00"), meeting_url="")
    online(world, event, "D2-01", hours=("09:00", "10:00"), day=datetime(2021, 7, 6).date())
    person = add(world, event, "leila@example.org")
    own = link(world, person)
    with clock.at(START):
        page = visitor.get(own)
        assert page.texts("a[href*='/join?registration=']") == ["Join now", "Join from 10:45"]
        first = page.all("a[href*='/join?registration=']")[0].get("href")
        assert may_join(visitor.get(first))
    with clock.at(END):
        assert visitor.get(own).texts("a[href*='/join?registration=']") == ["Join from 10:45"]
    with clock.at(START + timedelta(days=3)):
        assert visitor.get(own).texts("a[href*='/join?registration=']") == []
    with world.writing() as database:
        database.get_one(Registration, person).state = RegistrationState.WAITLISTED
    with clock.at(START):
        assert visitor.get(own).texts("a[href*='/join?registration=']") == []


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_join_page_opens_in_every_language(world: World, visitor: Visitor, language: str) -> None:
    event = world.event()
    online(world, event)
    person = add(world, event, "leila@example.org")
    path = f"/{language}/thamm-2021/agenda/D1-01/join"
    for moment in (OPENS - SECOND, START, END):
        with clock.at(moment):
            assert visitor.get(path).status == 200
            assert visitor.get(personal(world, person, path)).status == 200
            assert visitor.get(link(world, person, language=language)).status == 200
            assert visitor.get(path.removesuffix("/join")).status == 200


CHANNELS = {"fr": "https://meeting.example.org/fr", "ar": "https://meeting.example.org/ar"}


@pytest.mark.parametrize(
    ("language", "buttons"),
    [
        (
            "en",
            [
                "Join without interpretation (English)",
                "Join with interpretation into French",
                "Join with interpretation into Arabic",
            ],
        ),
        (
            "fr",
            [
                "Rejoindre avec interprétation (français)",
                "Rejoindre sans interprétation (anglais)",
                "Rejoindre avec interprétation (arabe)",
            ],
        ),
        (
            "ar",
            [
                "الانضمام مع الترجمة الفورية إلى العربية",
                "الانضمام دون ترجمة فورية (الإنجليزية)",
                "الانضمام مع الترجمة الفورية إلى الفرنسية",
            ],
        ),
    ],
)
def test_people_choose_what_they_hear_their_own_language_first(
    world: World, visitor: Visitor, language: str, buttons: list[str]
) -> None:
    event = world.event()
    online(world, event, channel_urls=CHANNELS)
    address = personal(world, add(world, event, "leila@example.org")).replace("/en/", f"/{language}/")
    with clock.at(START):
        page = visitor.get(address)
        assert sorted(page.texts("main form button")) == sorted(buttons)
        assert page.texts("main form button")[0] == buttons[0]
        assert "meeting.example.org" not in page.source
        done = visitor.post(page.all("main form")[0].get("action"), page.values("main form"))
    assert done.location == (MEETING if language == "en" else CHANNELS[language])
    assert "meeting.example.org" not in done.source
    assert len(presences(world)) == 1


def test_a_session_may_have_channels_alone(world: World, visitor: Visitor) -> None:
    event = world.event()
    online(world, event, meeting_url="", channel_urls={"fr": CHANNELS["fr"]})
    address = personal(world, add(world, event, "leila@example.org"))
    with clock.at(START):
        page = visitor.get(address)
        assert page.texts("main form button") == ["Join with interpretation into French"]
        assert page.submit("main form").location == CHANNELS["fr"]


@pytest.mark.parametrize("channel", ["ar", "xx", "https://elsewhere.example.org"])
def test_a_channel_that_there_is_not_leads_nowhere(world: World, visitor: Visitor, channel: str) -> None:
    event = world.event()
    online(world, event, channel_urls={"fr": CHANNELS["fr"]})
    address = personal(world, add(world, event, "leila@example.org"))
    with clock.at(START):
        token = visitor.get(address).values("main form")
        refused = visitor.post(f"{address}&channel={channel}", token)
    assert refused.status == 409
    assert refused.texts("main form button")[0] == "Join without interpretation (English)"
    assert presences(world) == []


@pytest.mark.parametrize("state", [RegistrationState.PENDING, RegistrationState.WAITLISTED])
def test_channels_are_for_confirmed_people_alone(world: World, visitor: Visitor, state: RegistrationState) -> None:
    event = world.event()
    online(world, event, channel_urls=CHANNELS)
    address = personal(world, add(world, event, "leila@example.org", state=state))
    with clock.at(START):
        assert visitor.get(address).texts("main form button") == []
        assert "meeting.example.org" not in visitor.get(address).source
