"""The entries that mails bring into people's own calendars: new, moved, taken out, each told once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from conference.agenda import service as agendas
from conference.agenda.models import Session, Speaker
from conference.core import clock
from conference.core.translated import Translated
from conference.events.models import Event, Publication
from conference.feeds import service
from conference.feeds.models import CalendarInvitation
from conference.outbox.models import Message
from conference.registration.models import RegistrationState
from tests.client import Visitor
from tests.made.agenda import change, give_role, hour, make_session, make_speaker, publish
from tests.made.invites import has_invite, invite_in, told
from tests.made.mails import text_of
from tests.made.registration import add, link, link_in, register
from tests.made.speakers import invite, token_of
from tests.world import World, in_three

JUNE = datetime(2021, 6, 1, 9, tzinfo=UTC)
LEILA = "leila@example.org"
TITLE = "Regional conference"


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
    register(visitor, language_code="ar", native_name="ليلى")
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
    make_session(world, event, "ONE", hours=("09:00", "10:00"))
    last = make_session(world, event, "TWO", hours=("16:00", "17:00"), day=date(2021, 7, 7))
    publish_and_tell(world, event)
    (mail,) = world.deliver()
    entry = invite_in(mail)
    assert (entry["X-METHOD"], entry["SEQUENCE"]) == ("REQUEST", 1)
    assert entry["DTSTART"].dt == datetime(2021, 7, 5, 8, tzinfo=UTC)
    assert entry["DTEND"].dt == datetime(2021, 7, 7, 16, tzinfo=UTC)
    assert mail["Subject"] == f"New time or place: {TITLE}"
    with world.writing() as database:
        database.get_one(Session, last).title = in_three("Other words")
    publish_and_tell(world, event)
    assert world.deliver() == [], "neither time nor place changed"
    move(world, last, "14:00", "15:00")
    publish_and_tell(world, event)
    assert told(world.deliver()) == [], "the session moved to the first day, which the others of the day enclose" or []


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


@pytest.mark.parametrize("state", [RegistrationState.DECLINED, RegistrationState.WAITLISTED])
def test_a_place_that_is_lost_without_a_letter_leaves_the_calendar_within_the_hour(
    world: World, event: int, state: RegistrationState
) -> None:
    person = add(world, event, LEILA)
    world.deliver()
    with world.writing() as database:
        from conference.registration.models import Registration

        database.get_one(Registration, person).state = state
    with world.writing() as database:
        assert service.follow_places(database, event) is None
    with world.writing() as database:
        service.follow_places(database, event)
    (mail,) = world.deliver()
    assert told([mail]) == [(LEILA, TITLE, "CANCEL", 1)]
    assert "You no longer have a place at this event." in text_of(mail)


def test_no_entry_comes_for_who_waits_shares_an_address_or_for_what_is_over(
    world: World, visitor: Visitor
) -> None:
    world.event(places=0)
    register(visitor)
    (mail,) = world.deliver()
    assert not has_invite(mail)
    world.event("past", starts_on=date(2021, 5, 1), ends_on=date(2021, 5, 2))
    register(visitor, event="past")
    (mail,) = world.deliver()
    assert not has_invite(mail)


def test_another_venue_is_told_to_all_who_hold_the_event_once(world: World) -> None:
    event = world.event(format="in_person", venue=in_three("Palace"))
    for address in ("a@example.org", "b@example.org"):
        add(world, event, address)
    add(world, event, "waits@example.org", state=RegistrationState.CONFIRMED)
    world.deliver()
    organiser = world.organiser(event)
    page = organiser.get("/en/thamm-2021/manage/settings")
    assert page.submit("main form", **{"venue-en": "Another palace"}).status == 302
    mails = world.deliver()
    assert [row[2:] for row in told(mails)] == [("REQUEST", 1)] * 3
    assert str(invite_in(mails[0])["LOCATION"]) == "Another palace"
    page = organiser.get("/en/thamm-2021/manage/settings")
    assert page.submit("main form", **{"summary-en": "Other words"}).status == 302
    assert world.deliver() == []


def test_an_event_that_is_no_longer_announced_leaves_calendars_and_comes_back_newer(world: World, event: int) -> None:
    add(world, event, LEILA)
    world.deliver()
    organiser = world.organiser(event)
    for publication, expected in (("draft", ("CANCEL", 1)), ("published", ("REQUEST", 2))):
        page = organiser.get("/en/thamm-2021/manage/settings")
        assert page.submit("main form", publication=publication).status == 302
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
    for code in ("ONE", "TWO"):
        give_role(world, make_session(world, event, code), speaker)
    publish(world, event)
    address = f"{'benali'}@private.example.org"
    page = confirm(world, visitor, speaker)
    mails = world.deliver()
    assert told(mails) == [(address, "Title ONE", "REQUEST", 0), (address, "Title TWO", "REQUEST", 0)]
    entries = [invite_in(mail) for mail in mails if has_invite(mail)]
    assert {str(one["SUMMARY"]): (str(one["UID"]), int(one["SEQUENCE"])) for one in entries} == feed(visitor)
    visitor.get(page).submit("form[action$='/decline']")
    assert told(world.deliver()) == [(address, "Title ONE", "CANCEL", 1), (address, "Title TWO", "CANCEL", 1)]
    visitor.get(page).submit("form[action$='/confirm']")
    assert told(world.deliver()) == [(address, "Title ONE", "REQUEST", 2), (address, "Title TWO", "REQUEST", 2)]


def test_what_changes_for_a_speaker_rides_in_the_news_and_the_rest_follows(
    world: World, visitor: Visitor, event: int
) -> None:
    speaker = make_speaker(world, event)
    sessions = [make_session(world, event, code) for code in ("ONE", "TWO", "OTHER")]
    for session in sessions[:2]:
        give_role(world, session, speaker)
    publish(world, event)
    confirm(world, visitor, speaker)
    world.deliver()
    for session in sessions[:2]:
        move(world, session, "14:00", "15:00")
    publish_and_tell(world, event)
    mails = world.deliver()
    news = [mail for mail in mails if mail["Subject"] == "Changes in your sessions"]
    assert len(news) == 1
    assert len(mails) == 2, "two entries in two mails, because a message holds one"
    address = "benali@private.example.org"
    assert told(mails) == [(address, "Title ONE", "REQUEST", 1), (address, "Title TWO", "REQUEST", 1)]
    entries = [invite_in(mail) for mail in mails]
    assert {str(one["UID"]) for one in entries} < {uid for uid, _sequence in feed(visitor).values()}
    assert {one["DTSTART"].dt for one in entries} == {datetime(2021, 7, 5, 13, tzinfo=UTC)}


def test_a_cancelled_session_and_one_that_somebody_left_leave_their_calendar(
    world: World, visitor: Visitor, event: int
) -> None:
    speaker = make_speaker(world, event)
    off, left = (make_session(world, event, code) for code in ("OFF", "LEFT"))
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
    assert told(world.deliver()) == [("new@example.org", "Title D1-01", "REQUEST", 0)]


def test_without_an_address_nobody_is_written_to(world: World, event: int) -> None:
    speaker = make_speaker(world, event, email="")
    give_role(world, make_session(world, event), speaker)
    publish_and_tell(world, event)
    assert world.deliver() == []
    with world.reading() as database:
        assert database.get_one(Speaker, speaker).email == ""
