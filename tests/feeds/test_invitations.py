"""The entries that mails bring into people's own calendars: new, moved, taken out, each told once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import delete, select, update

from conference.accounts.models import Account
from conference.agenda import service as agendas
from conference.agenda.models import Session, Speaker
from conference.core import clock
from conference.core.database import db
from conference.core.translated import Translated
from conference.events.models import Event, Role
from conference.feeds import service
from conference.feeds.models import CalendarInvitation
from conference.outbox.models import Message, MessageState
from conference.outbox.tasks import ring_hour
from conference.outbox.worker import deliver_due
from conference.registration import service as registrations
from conference.registration.models import FieldType, Registration, RegistrationState
from tests.client import Visitor
from tests.made.agenda import change, give_role, hour, make_session, make_speaker, publish
from tests.made.delegations import make_delegation, nominate, page_of
from tests.made.form import choose, make_field
from tests.made.invites import has_invite, invite_in, told
from tests.made.mails import text_of
from tests.made.registration import add, link, link_in, register
from tests.made.speakers import invite, token_of
from tests.queries import count_queries
from tests.world import World, in_three

JUNE = datetime(2021, 6, 1, 9, tzinfo=UTC)
LEILA = "leila@example.org"
TITLE = "Regional conference"
# What a publication takes that tells people; before there were entries it took 17.
STATEMENTS = 21
MANY = service.AT_ONCE + 5


@pytest.fixture(autouse=True)
def before_the_event() -> Iterator[None]:
    with clock.at(JUNE):
        yield


@pytest.fixture
def event(world: World) -> int:
    return world.event()


def confirm(world: World, visitor: Visitor, speaker: int) -> str:
    """A speaker says that they come; returns the address of their page."""
    page = f"/en/thamm-2021/speak/{token_of(world, invite(world, speaker))}"
    assert visitor.get(page).submit("form[action$='/confirm']").status == 302
    return page


def move(world: World, session: int, start: str, end: str) -> None:
    with world.reading() as database:
        event = database.get_one(Session, session).event
        hours = {"starts_at": hour(event, start), "ends_at": hour(event, end)}
    change(world, session, **hours)


def publish_and_tell(world: World, event: int) -> None:
    with world.writing() as database:
        the_event = database.get_one(Event, event)
        version = agendas.publish_agenda(database, the_event, note=Translated(), by=None)
        agendas.tell_concerned(database, the_event, version)


def feed(visitor: Visitor) -> dict[str, tuple[str, int]]:
    """By title, the UID and the SEQUENCE of the public feed."""
    calendar = Calendar.from_ical(visitor.get("/en/thamm-2021/calendar.ics").response.data)
    return {str(one["SUMMARY"]): (str(one["UID"]), int(one["SEQUENCE"])) for one in calendar.walk("VEVENT")}


def test_a_confirmation_brings_the_event_until_there_is_an_agenda_as_its_days(
    world: World, visitor: Visitor, event: int
) -> None:
    register(visitor)
    (mail,) = world.deliver()
    entry = invite_in(mail)
    assert (entry["X-METHOD"], entry["SEQUENCE"], str(entry["SUMMARY"])) == ("REQUEST", 0, TITLE)
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2021, 7, 5), date(2021, 7, 8))
    assert (str(entry["LOCATION"]), entry["LOCATION"].params["LANGUAGE"]) == ("Online", "en")
    assert (str(entry["ORGANIZER"]), entry["ORGANIZER"].params["CN"]) == ("mailto:secretariat@example.org", "ILO")
    assert dict(entry["ATTENDEE"].params) == {
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "ACCEPTED",
        "RSVP": "FALSE",
        "CN": "Ms Leïla Ben Ali",
    }
    assert entry["DTSTAMP"].dt == JUNE
    assert str(entry["TRANSP"]) == "TRANSPARENT", "three days of a conference leave their hours free"
    assert "entry for your calendar" in text_of(mail)


def test_the_entry_is_in_its_readers_language(world: World, visitor: Visitor) -> None:
    world.event(format="in_person", venue=in_three("Palace", "Palais", "قصر المؤتمرات"))
    register(visitor, language_code="ar", native_name="ليلى", latin_name="Leila")
    (mail,) = world.deliver()
    entry = invite_in(mail)
    assert (str(entry["SUMMARY"]), entry["SUMMARY"].params["LANGUAGE"]) == ("مؤتمر إقليمي", "ar")
    assert str(entry["LOCATION"]) == "قصر المؤتمرات"
    assert "http://localhost/ar/thamm-2021/" in str(entry["DESCRIPTION"])


def test_the_first_agenda_gives_the_event_its_hours_and_later_ones_only_tell_of_others(
    world: World, event: int
) -> None:
    add(world, event, LEILA)
    assert told(world.deliver()) == [(LEILA, TITLE, "REQUEST", 0)]
    first = make_session(world, event, "ONE", hours=("09:00", "10:00"))
    last = make_session(world, event, "TWO", hours=("16:00", "17:00"), day=date(2021, 7, 7))
    publish_and_tell(world, event)
    (mail,) = world.deliver()
    entry = invite_in(mail)
    assert (entry["X-METHOD"], entry["SEQUENCE"]) == ("REQUEST", 1)
    assert entry["DTSTART"].dt == datetime(2021, 7, 5, 8, tzinfo=UTC)
    assert entry["DTEND"].dt == datetime(2021, 7, 7, 16, tzinfo=UTC)
    assert mail["Subject"] == f"New time or place – {TITLE}"
    with world.writing() as database:
        database.get_one(Session, last).title = in_three("Other words")
    publish_and_tell(world, event)
    assert world.deliver() == [], "neither time nor place changed"
    move(world, first, "09:30", "10:00")
    publish_and_tell(world, event)
    assert told(world.deliver()) == [(LEILA, TITLE, "REQUEST", 2)]
    make_session(world, event, "BETWEEN", hours=("12:00", "13:00"))
    publish_and_tell(world, event)
    assert world.deliver() == [], "the event begins and ends as before"


def test_whoever_gives_the_place_back_gets_a_cancellation_and_a_newer_entry_when_they_return(
    world: World, visitor: Visitor, event: int
) -> None:
    register(visitor)
    (mail,) = world.deliver()
    uid = str(invite_in(mail)["UID"])
    visitor.get(f"{link_in(mail)}/cancel").submit("main form")
    (mail,) = world.deliver()
    entry = invite_in(mail)
    assert (entry["X-METHOD"], entry["SEQUENCE"], str(entry["UID"])) == ("CANCEL", 1, uid)
    assert "takes the entry out of your calendar" in text_of(mail)
    register(Visitor(world.app))
    (mail,) = world.deliver()
    entry = invite_in(mail)
    assert (entry["X-METHOD"], entry["SEQUENCE"], str(entry["UID"])) == ("REQUEST", 2, uid)


@pytest.mark.parametrize("state", [RegistrationState.DECLINED, RegistrationState.PENDING])
def test_a_place_that_is_lost_without_a_letter_leaves_the_calendar_within_the_hour(
    world: World, event: int, state: RegistrationState
) -> None:
    person = add(world, event, LEILA)
    world.deliver()
    with world.writing() as database:
        database.get_one(Registration, person).state = state
    mails = []
    for later in (10, 11):
        with clock.at(JUNE.replace(hour=later)), world.app.app_context():
            ring_hour()
            mails += world.deliver()
    (mail,) = mails
    assert told([mail]) == [(LEILA, TITLE, "CANCEL", 1)]
    assert "You no longer have a place at this event." in text_of(mail)


def test_no_entry_comes_for_who_waits_for_a_place_or_for_what_is_over(world: World, visitor: Visitor) -> None:
    world.event(places=0)
    register(visitor)
    world.event("past", starts_on=date(2021, 5, 1), ends_on=date(2021, 5, 2))
    register(visitor, event="past")
    assert [has_invite(mail) for mail in world.deliver()] == [False, False]


def test_a_nominees_entry_leaves_the_address_before_and_comes_to_the_new_one_unless_it_is_shared(
    world: World, event: int
) -> None:
    page, focal = page_of(world, make_delegation(world, event)), Visitor(world.app)
    nominate(page, focal)
    with world.reading() as database:
        person = database.scalars(select(Registration.id)).one()
    world.deliver()
    first, second = "amel@example.org", "badr@example.org"
    assert focal.get(f"{page}/people/1").submit(email="amal@example.org").status == 302
    assert told(world.deliver()) == [], "nobody's calendar holds anything yet"
    assert focal.get(f"{page}/people/1").submit(email=first).status == 302
    by = world.account("organiser@example.org", event=event, roles=(Role.ORGANISER,))
    with world.writing() as database:
        found, account = database.get_one(Registration, person), database.get_one(Account, by)
        registrations.decide(database, found, RegistrationState.CONFIRMED, by=account, within_places=True)
    assert told(world.deliver()) == [(first, TITLE, "REQUEST", 0)]
    assert focal.get(f"{page}/people/1").submit(email=second, native_name="Badr Testi").status == 302
    mails = world.deliver()
    assert told(mails) == [(first, TITLE, "CANCEL", 1), (second, TITLE, "REQUEST", 2)]
    (mail,) = (mail for mail in mails if mail["To"] == first)
    assert "This entry is now sent to another address." in text_of(mail)
    assert "Badr" not in text_of(mail)
    assert focal.get(f"{page}/people/1").submit(email="").status == 302
    assert told(world.deliver()) == [(second, TITLE, "CANCEL", 3)], "the focal point's calendar is not theirs"


def test_who_shares_an_address_gets_no_entry_over_those_of_others(world: World, event: int) -> None:
    person = add(world, event, LEILA, state=RegistrationState.PENDING)
    with world.writing() as database:
        database.get_one(Registration, person).shares_address = True
    world.deliver()
    by = world.account("organiser@example.org", event=event, roles=(Role.ORGANISER,))
    with world.writing() as database:
        found, account = database.get_one(Registration, person), database.get_one(Account, by)
        registrations.decide(database, found, RegistrationState.CONFIRMED, by=account, within_places=True)
    (mail,) = world.deliver()
    assert not has_invite(mail)


def test_another_venue_is_told_to_all_who_hold_the_event_once(world: World) -> None:
    event = world.event(format="in_person", venue=in_three("Palace"))
    for address in ("a@example.org", "b@example.org"):
        add(world, event, address)
    world.deliver()
    organiser = world.organiser(event)
    page = organiser.get("/en/thamm-2021/manage/event")
    assert page.submit(**{"venue-en": "Another palace"}).status == 302
    mails = world.deliver()
    assert [row[2:] for row in told(mails)] == [("REQUEST", 1)] * 2
    assert str(invite_in(mails[0])["LOCATION"]) == "Another palace"
    page = organiser.get("/en/thamm-2021/manage/event")
    assert page.submit(**{"summary-en": "Other words"}).status == 302
    assert world.deliver() == []


def test_an_event_that_is_no_longer_announced_leaves_calendars_and_comes_back_newer(world: World, event: int) -> None:
    add(world, event, LEILA)
    world.deliver()
    organiser = world.organiser(event)
    for publication, expected in (("draft", ("CANCEL", 1)), ("published", ("REQUEST", 2))):
        page = organiser.get("/en/thamm-2021/manage/event")
        assert page.submit(publication=publication).status == 302
        assert told(world.deliver()) == [(LEILA, TITLE, *expected)]


def test_an_event_of_which_every_session_is_cancelled_is_called_off(world: World, event: int) -> None:
    session = make_session(world, event)
    publish(world, event)
    add(world, event, LEILA)
    world.deliver()
    with world.writing() as database:
        found = database.get_one(Session, session)
        agendas.cancel_session(database, found.event, found, by=None)
    publish_and_tell(world, event)
    (mail,) = world.deliver()
    assert told([mail]) == [(LEILA, TITLE, "CANCEL", 1)]
    assert "The event does not take place as announced." in text_of(mail)


def test_a_speaker_who_confirms_gets_each_session_as_the_feed_has_it(
    world: World, visitor: Visitor, event: int
) -> None:
    speaker = make_speaker(world, event)
    for code, hours in (("ONE", ("09:00", "10:00")), ("TWO", ("10:00", "11:00"))):
        give_role(world, make_session(world, event, code, hours=hours), speaker)
    publish(world, event)
    address = "benali@private.example.org"
    page = confirm(world, visitor, speaker)
    mails = world.deliver()
    assert told(mails) == [(address, "Title ONE", "REQUEST", 0), (address, "Title TWO", "REQUEST", 0)]
    entries = [invite_in(mail) for mail in mails if has_invite(mail)]
    assert {str(one["SUMMARY"]): (str(one["UID"]), int(one["SEQUENCE"])) for one in entries} == feed(visitor)
    visitor.get(page).submit("form[action$='/decline']")
    assert told(world.deliver()) == [(address, "Title ONE", "CANCEL", 1), (address, "Title TWO", "CANCEL", 1)]
    visitor.get(page).submit("form[action$='/confirm']")
    assert told(world.deliver()) == [(address, "Title ONE", "REQUEST", 2), (address, "Title TWO", "REQUEST", 2)]


def test_a_withdrawn_invitation_takes_the_sessions_out_at_once(world: World, visitor: Visitor, event: int) -> None:
    speaker, silent = make_speaker(world, event), make_speaker(world, event, "silent", email="silent@example.org")
    session = make_session(world, event)
    give_role(world, session, speaker)
    give_role(world, session, silent)
    publish(world, event)
    confirm(world, visitor, speaker)
    invite(world, silent)
    world.deliver()
    board = world.organiser(event).get("/en/thamm-2021/manage/speakers")
    for code in ("benali", "silent"):
        assert board.submit(f"form[action$='/{code}/withdraw']").status == 302
    assert told(world.deliver()) == [("benali@private.example.org", "Title D1-01", "CANCEL", 1)]


def test_what_changes_for_a_speaker_rides_in_the_news_and_the_rest_follows(
    world: World, visitor: Visitor, event: int
) -> None:
    speaker = make_speaker(world, event)
    sessions = [
        make_session(world, event, code, hours=(f"{start:02}:00", f"{start + 1:02}:00"))
        for start, code in enumerate(("ONE", "TWO", "OTHER"), 9)
    ]
    for session in sessions[:2]:
        give_role(world, session, speaker)
    publish(world, event)
    confirm(world, visitor, speaker)
    world.deliver()
    for start, session in enumerate(sessions[:2], 14):
        move(world, session, f"{start}:00", f"{start + 1}:00")
    publish_and_tell(world, event)
    mails = world.deliver()
    news = [mail for mail in mails if mail["Subject"] == "Changes in your sessions"]
    assert len(news) == 1
    assert len(mails) == 2, "two entries in two mails, because a message holds one"
    address = "benali@private.example.org"
    assert told(mails) == [(address, "Title ONE", "REQUEST", 1), (address, "Title TWO", "REQUEST", 1)]
    entries = [invite_in(mail) for mail in mails]
    assert {str(one["UID"]) for one in entries} < {uid for uid, _sequence in feed(visitor).values()}
    assert {one["DTSTART"].dt for one in entries} == {
        datetime(2021, 7, 5, 13, tzinfo=UTC),
        datetime(2021, 7, 5, 14, tzinfo=UTC),
    }


def test_a_cancelled_session_and_one_that_somebody_left_leave_their_calendar(
    world: World, visitor: Visitor, event: int
) -> None:
    speaker = make_speaker(world, event)
    off = make_session(world, event, "OFF", hours=("09:00", "10:00"))
    left = make_session(world, event, "LEFT", hours=("10:00", "11:00"))
    make_session(world, event, "STAYS")
    give_role(world, off, speaker)
    role = give_role(world, left, speaker)
    publish(world, event)
    confirm(world, visitor, speaker)
    world.deliver()
    with world.writing() as database:
        found = database.get_one(Session, off)
        agendas.cancel_session(database, found.event, found, by=None)
        agendas.remove_role(database, found.event, database.get_one(Session, left).roles[0], by=None)
    assert role
    publish_and_tell(world, event)
    address = "benali@private.example.org"
    assert told(world.deliver()) == [(address, "Title LEFT", "CANCEL", 1), (address, "Title OFF", "CANCEL", 1)]


def test_a_quiet_publication_writes_to_nobody_and_the_next_loud_one_makes_up_for_it(
    world: World, visitor: Visitor, event: int
) -> None:
    speaker = make_speaker(world, event)
    session = make_session(world, event)
    give_role(world, session, speaker)
    publish(world, event)
    confirm(world, visitor, speaker)
    add(world, event, LEILA)
    world.deliver()
    move(world, session, "14:00", "15:00")
    publish(world, event)
    assert world.deliver() == []
    make_session(world, event, "LATER", hours=("16:00", "17:00"))
    publish_and_tell(world, event)
    address = "benali@private.example.org"
    assert told(world.deliver()) == [(address, "Title D1-01", "REQUEST", 1), (LEILA, TITLE, "REQUEST", 2)]


def test_a_speaker_at_another_address_gets_the_entries_there(world: World, visitor: Visitor, event: int) -> None:
    speaker = make_speaker(world, event)
    give_role(world, make_session(world, event), speaker)
    publish(world, event)
    confirm(world, visitor, speaker)
    world.deliver()
    organiser = world.organiser(event)
    page = organiser.get("/en/thamm-2021/manage/speakers/benali/address")
    assert page.submit("main form", email="new@example.org").status == 302
    mails = world.deliver()
    old = "benali@private.example.org"
    assert told(mails) == [(old, "Title D1-01", "CANCEL", 1), ("new@example.org", "Title D1-01", "REQUEST", 2)]
    (mail,) = (mail for mail in mails if mail["To"] == old)
    assert "This entry is now sent to another address." in text_of(mail)
    assert "new@" not in text_of(mail)
    page = organiser.get("/en/thamm-2021/manage/agenda/speakers/benali")
    page.submit("form.form--wide", email="third@example.org", native_name="Somebody else")
    (mail,) = (mail for mail in world.deliver() if mail["To"] == "new@example.org")
    assert told([mail]) == [("new@example.org", "Title D1-01", "CANCEL", 3)]
    assert "Somebody else" not in text_of(mail)


def test_an_address_to_which_no_session_went_hears_nothing_of_another(
    world: World, visitor: Visitor, event: int
) -> None:
    speaker = make_speaker(world, event)
    give_role(world, make_session(world, event), speaker)
    publish(world, event)
    invite(world, speaker)
    organiser = world.organiser(event)
    world.deliver()
    page = organiser.get("/en/thamm-2021/manage/speakers/benali/address")
    assert page.submit("main form", email="new@example.org").status == 302
    (mail,) = world.deliver()
    assert (mail["To"], has_invite(mail)) == ("new@example.org", False)


def test_an_address_that_was_taken_away_without_another_is_told_once(
    world: World, visitor: Visitor, event: int
) -> None:
    speaker = make_speaker(world, event)
    give_role(world, make_session(world, event), speaker)
    publish(world, event)
    confirm(world, visitor, speaker)
    world.deliver()
    organiser = world.organiser(event)
    edit = "/en/thamm-2021/manage/agenda/speakers/benali"
    organiser.get(edit).submit("form.form--wide", email="")
    assert told(world.deliver()) == [("benali@private.example.org", "Title D1-01", "CANCEL", 1)]
    organiser.get(edit).submit("form.form--wide", email="new@example.org")
    assert told(world.deliver()) == [("new@example.org", "Title D1-01", "REQUEST", 2)]


def test_a_speaker_who_is_deleted_loses_their_sessions_and_whoever_comes_after_them_gets_theirs(
    world: World, visitor: Visitor, event: int
) -> None:
    speaker = make_speaker(world, event)
    session = make_session(world, event, hours=("09:00", "10:00"))
    off = make_session(world, event, "OFF", hours=("10:00", "11:00"))
    for one in (session, off):
        give_role(world, one, speaker)
    publish(world, event)
    confirm(world, visitor, speaker)
    world.deliver()
    with world.writing() as database:
        for one in (session, off):
            found = database.get_one(Session, one)
            agendas.remove_role(database, found.event, found.roles[0], by=None)
    organiser = world.organiser(event)
    organiser.get("/en/thamm-2021/manage/agenda/speakers/benali").submit("form[action$='/delete']")
    mails = world.deliver()
    address = "benali@private.example.org"
    assert told(mails) == [(address, "Title D1-01", "CANCEL", 1), (address, "Title OFF", "CANCEL", 1)]
    assert "You are no longer among the speakers of this session." in text_of(mails[0])
    with world.reading() as database:
        assert database.scalars(select(CalendarInvitation.speaker_id)).all() == []
    follower = make_speaker(world, event)
    give_role(world, session, follower)
    publish(world, event)
    confirm(world, visitor, follower)
    assert told(world.deliver()) == [(address, "Title D1-01", "REQUEST", 0)]


def test_a_deleted_speaker_without_an_address_or_of_an_event_that_is_over_is_not_written_to(
    world: World, visitor: Visitor, event: int
) -> None:
    speaker = make_speaker(world, event)
    session = make_session(world, event)
    give_role(world, session, speaker)
    publish(world, event)
    confirm(world, visitor, speaker)
    make_speaker(world, event, "silent", email="")
    world.deliver()
    with world.writing() as database:
        found = database.get_one(Session, session)
        agendas.remove_role(database, found.event, found.roles[0], by=None)
    organiser = world.organiser(event)
    organiser.get("/en/thamm-2021/manage/agenda/speakers/silent").submit("form[action$='/delete']")
    with clock.at(datetime(2021, 8, 1, 9, tzinfo=UTC)):
        organiser = world.organiser(event, "later@example.org")
        organiser.get("/en/thamm-2021/manage/agenda/speakers/benali").submit("form[action$='/delete']")
        assert world.deliver() == []
    with world.reading() as database:
        assert database.scalars(select(Speaker.id)).all() == []


def test_without_an_address_nobody_is_written_to(world: World, visitor: Visitor, event: int) -> None:
    speaker = make_speaker(world, event)
    give_role(world, make_session(world, event), speaker)
    confirm(world, visitor, speaker)
    with world.writing() as database:
        database.get_one(Speaker, speaker).email = ""
    world.deliver()
    publish_and_tell(world, event)
    assert world.deliver() == []


def test_the_news_of_a_chosen_session_brings_the_events_new_hours(world: World, event: int) -> None:
    session = make_session(world, event)
    publish(world, event)
    key = make_field(world, event, FieldType.SESSIONS, sessions={session: None})
    person = add(world, event, LEILA)
    choose(world, event, person, key, 0)
    add(world, event, "other@example.org")
    world.deliver()
    move(world, session, "14:00", "15:00")
    publish_and_tell(world, event)
    mails = world.deliver()
    assert {str(mail["To"]): str(mail["Subject"]) for mail in mails} == {
        LEILA: "Changes in your sessions",
        "other@example.org": f"New time or place – {TITLE}",
    }
    assert told(mails) == [(LEILA, TITLE, "REQUEST", 1), ("other@example.org", TITLE, "REQUEST", 1)]


def test_the_board_says_how_many_calendars_change_and_what_publishing_quietly_leaves(
    world: World, visitor: Visitor, event: int
) -> None:
    speaker = make_speaker(world, event)
    session = make_session(world, event)
    give_role(world, session, speaker)
    confirm(world, visitor, speaker)
    add(world, event, LEILA)
    world.deliver()
    organiser = world.organiser(event)
    page = organiser.get("/en/thamm-2021/manage/agenda")
    assert "2 people are sent a new entry for their calendars." in page.text
    assert "If you publish quietly, entries that our mails brought into calendars stay as they were" in page.text
    page.submit("form[action$=publish]")
    address = "benali@private.example.org"
    assert told(world.deliver()) == [(address, "Title D1-01", "REQUEST", 0), (LEILA, TITLE, "REQUEST", 1)]
    make_session(world, event, "ENCLOSED", hours=("09:10", "09:20"))
    page = organiser.get("/en/thamm-2021/manage/agenda")
    assert "for their calendar" not in page.text
    make_session(world, event, "LATER", hours=("18:00", "19:00"))
    page = organiser.get("/en/thamm-2021/manage/agenda")
    assert "1 person is sent a new entry for their calendar." in page.text
    page.submit("form[action$=publish]", tell="nobody")
    assert world.deliver() == []


def test_a_mail_of_its_own_is_shown_to_organisers_in_its_language(world: World, event: int) -> None:
    add(world, event, LEILA, language_code="ar")
    world.deliver()
    make_session(world, event)
    publish_and_tell(world, event)
    (mail,) = world.deliver()
    assert (mail["Content-Language"], mail["Subject"]) == ("ar", "تغيّر الموعد أو المكان – مؤتمر إقليمي")
    assert "\u2068" in text_of(mail), "hours keep their direction in an Arabic line"
    organiser = world.organiser(event)
    with world.reading() as database:
        number = database.scalar(select(Message.id).where(Message.kind == service.MAIL))
    page = organiser.get(f"/en/thamm-2021/manage/messages/{number}")
    assert page.one("h1").text == "Entry for somebody’s calendar"
    assert page.one(".letter").get("dir") == "rtl"
    assert "invite.ics" in page.text


def test_what_was_sent_is_shown_to_the_person_and_goes_with_them(world: World, visitor: Visitor, event: int) -> None:
    person, other = add(world, event, LEILA), add(world, event, "other@example.org")
    world.deliver()
    data = visitor.get(f"{link(world, person)}/data")
    assert "Sent to your calendar" in data.text
    make_session(world, event)
    publish_and_tell(world, event)
    with world.app.app_context():
        deliver_due(limit=1)
    with world.writing() as database:
        registrations.erase(database, database.get_one(Registration, person), by=None)
    mails = world.deliver()
    assert told(mails) == [("other@example.org", TITLE, "REQUEST", 1)]
    assert not any(has_invite(mail) for mail in mails if str(mail["To"]) == LEILA)
    with world.reading() as database:
        assert list(database.scalars(select(CalendarInvitation.registration_id))) == [other]


def many_who_hold_the_event(world: World, event: int) -> dict[int, str]:
    """More people than the worker writes to at once, by id, whom their first mails have reached."""
    people = {add(world, event, address): address for address in (f"p{n:03}@example.org" for n in range(MANY))}
    with world.writing() as database:
        database.execute(update(Message).values(state=MessageState.SENT))
    return people


def test_the_news_brings_its_entry_to_every_reader_however_many(world: World, event: int) -> None:
    session = make_session(world, event)
    publish(world, event)
    key = make_field(world, event, FieldType.SESSIONS, sessions={session: None})
    people = many_who_hold_the_event(world, event)
    for person in people:
        choose(world, event, person, key, 0)
    move(world, session, "14:00", "15:00")
    publish_and_tell(world, event)
    mails = world.deliver()
    assert {str(mail["Subject"]) for mail in mails} == {"Changes in your sessions"}
    assert told(mails) == [(address, TITLE, "REQUEST", 1) for address in people.values()]


def test_the_hour_tells_everybody_who_lost_their_place_however_many(world: World, event: int) -> None:
    people = many_who_hold_the_event(world, event)
    with world.writing() as database:
        database.execute(update(Registration).values(state=RegistrationState.DECLINED))
    with world.app.app_context():
        ring_hour()
    assert told(world.deliver()) == [(address, TITLE, "CANCEL", 1) for address in people.values()]


@pytest.mark.parametrize("many", [2, 20])
def test_reminders_look_into_all_calendars_at_once(app: Flask, world: World, event: int, many: int) -> None:
    for number in range(many):
        add(world, event, f"p{number}@example.org")
    world.deliver()
    with world.writing() as database:
        database.execute(delete(CalendarInvitation))
    with clock.at(datetime(2021, 7, 3, 7, tzinfo=UTC)), app.app_context(), count_queries(app) as seen:
        ring_hour()
        assert len([*world.deliver(), *world.deliver()]) == many
    reading = [one for one in seen if one.startswith("SELECT") and "FROM calendar_invitation" in one]
    assert len([one for one in reading if "JOIN" not in one]) == 1


def test_a_worker_that_dies_after_its_first_hundred_leaves_the_rest_to_the_next(world: World, event: int) -> None:
    people = many_who_hold_the_event(world, event)
    make_session(world, event)
    publish_and_tell(world, event)
    with world.writing() as database:
        assert service.put_right(database, event) == service.AT_ONCE
    assert told(world.deliver()) == [(address, TITLE, "REQUEST", 1) for address in people.values()]
    with world.writing() as database:
        assert service.put_right(database, event) == 0


def test_two_who_publish_and_two_who_deliver_at_once_write_to_each_once(app: Flask, world: World) -> None:
    """Threads know the real time only, so that the event is one to come."""
    with clock.at(datetime.now(UTC)):
        day = clock.now().date() + timedelta(days=30)
        event = world.event(starts_on=day, ends_on=day)
        for number in range(3):
            add(world, event, f"p{number}@example.org")
        session = make_session(world, event)
        publish(world, event)
        world.deliver()
        move(world, session, "14:00", "15:00")
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def run() -> None:
        try:
            start.wait()
            publish_and_tell(world, event)
            outcomes.append("published")
        except agendas.NothingToPublish:
            outcomes.append("nothing")
        start.wait()
        with app.app_context():
            deliver_due()
            db.session.remove()

    before = set(world.mail_folder.glob("*.eml"))
    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["nothing", "published"]
    written = sorted(set(world.mail_folder.glob("*.eml")) - before)
    mails = [message_from_bytes(path.read_bytes(), policy=default) for path in written]
    assert told(mails) == [(f"p{number}@example.org", TITLE, "REQUEST", 2) for number in range(3)]  # type: ignore[arg-type]


@pytest.mark.parametrize("many", [2, 20])
def test_publishing_takes_as_many_statements_however_many_hold_the_event(
    app: Flask, world: World, event: int, many: int
) -> None:
    session = make_session(world, event)
    publish(world, event)
    for number in range(many):
        add(world, event, f"p{number}@example.org")
    move(world, session, "14:00", "15:00")
    with count_queries(app) as seen:
        publish_and_tell(world, event)
    assert len(seen) == STATEMENTS
