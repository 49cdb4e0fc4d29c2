"""One person's calendar through the public door: what it holds, who may read it, how it is renewed and ended."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from conference.accounts.models import Account
from conference.agenda.models import PersonalAgenda, Session, Speaker
from conference.attendance.models import Attendance
from conference.core import clock
from conference.core.database import db, write
from conference.events.models import Event, Publication
from conference.feeds import service
from conference.feeds.models import CalendarFeed
from conference.feeds.personal_data import OwnCalendars
from conference.feeds.queries import Owner
from conference.registration.models import FieldType, Registration, RegistrationState
from conference.speakers.service import invite, token_of
from tests.client import Page, Visitor
from tests.made.agenda import change, full_agenda, give_role, let_a_second_pass, make_session, make_speaker, publish
from tests.made.form import choice_ids, make_field
from tests.made.invites import told
from tests.made.registration import ANSWERS, add, link, register
from tests.world import World

OWNERS = "/en/thamm-2021/calendar"
MEETING = "https://meeting.example.org/room"


@pytest.fixture
def event(world: World) -> int:
    return world.event()


def page_of(visitor: Visitor, personal_page: str, kind: str = "registration") -> Page:
    """The page about one's own calendar, by the token of a personal page."""
    return visitor.get(f"{OWNERS}/{kind}/{personal_page.rpartition('/')[2]}")


def begun(visitor: Visitor, personal_page: str, kind: str = "registration", **typed: str) -> dict[str, str]:
    """Begin somebody's calendar; returns its path by language."""
    page = visitor.follow(page_of(visitor, personal_page, kind).submit(**typed))
    addresses = [str(one.get("value")) for one in page.all("input[type=url]")]
    return {path.split("/")[1]: path for one in addresses if (path := one.removeprefix("http://localhost"))}


def held(page: Page) -> dict[str, dict[str, str]]:
    """The entries by their sessions' codes, each property as text."""
    assert page.status == 200, page.source[:300]
    found = {}
    for entry in Calendar.from_ical(page.response.data).walk("VEVENT"):
        told = {name: one.to_ical().decode() for name, one in entry.items() if not isinstance(one, list)}
        found[told["URL"].rsplit("/", 1)[1]] = told
    return found


def sequence_of_event(page: Page) -> int:
    """The SEQUENCE of the event's own entry, which stands first."""
    return int(Calendar.from_ical(page.response.data).walk("VEVENT")[0]["SEQUENCE"])


def of_registrant(world: World, event: int) -> tuple[int, Visitor, dict[str, str]]:
    registered = add(world, event, "reader@example.org")
    visitor = Visitor(world.app)
    return registered, visitor, begun(visitor, link(world, registered))


def test_a_registrant_who_chose_nothing_has_the_whole_agenda_in_each_language(world: World, event: int) -> None:
    full_agenda(world, event, 3)
    _id, visitor, paths = of_registrant(world, event)
    assert sorted(paths) == ["ar", "en", "fr"]
    assert [one["SUMMARY"] for one in held(visitor.get(paths["fr"])).values()] == [
        one["SUMMARY"] for one in held(visitor.get("/fr/thamm-2021/calendar.ics")).values()
    ]
    shared = held(visitor.get("/en/thamm-2021/calendar.ics"))
    assert {code: one["UID"] for code, one in held(visitor.get(paths["en"])).items()} == {
        code: one["UID"] for code, one in shared.items()
    }


def test_the_event_stands_in_it_under_the_uid_of_the_mail_that_confirmed_the_place(world: World, event: int) -> None:
    make_session(world, event, "D1-01")
    publish(world, event)
    visitor = Visitor(world.app)
    with clock.at(datetime(2021, 7, 1, tzinfo=UTC)):
        assert register(visitor, language="fr").status == 302
        (mail,) = world.deliver()
    sent = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    (told,) = Calendar.from_ical(sent.get_content()).walk("VEVENT")
    with world.reading() as database:
        registered = database.scalars(select(Registration.id)).one()
    paths = begun(visitor, link(world, registered))
    whole, session = Calendar.from_ical(visitor.get(paths["fr"]).response.data).walk("VEVENT")
    names = ("UID", "SEQUENCE", "SUMMARY", "DTSTART", "DTEND", "STATUS")
    assert [whole[name].to_ical() for name in names] == [told[name].to_ical() for name in names]
    assert str(session["URL"]).endswith("/agenda/D1-01")
    with world.writing() as database:
        database.get_one(Registration, registered).state = RegistrationState.PENDING
    assert len(Calendar.from_ical(visitor.get(paths["fr"]).response.data).walk("VEVENT")) == 1


def test_the_event_in_it_is_never_older_than_the_mail_that_brought_it_back(world: World, event: int) -> None:
    make_session(world, event, "D1-01")
    publish(world, event)
    with clock.at(datetime(2021, 7, 1, tzinfo=UTC)):
        registered, visitor, paths = of_registrant(world, event)
        other = add(world, event, "other@example.org")
        others = begun(visitor, link(world, other))
        world.deliver()
        before = visitor.get(paths["en"]).response.headers["ETag"]
        assert sequence_of_event(visitor.get(paths["en"])) == 0
        visitor.get(f"{link(world, registered)}/cancel").submit("main form")
        add(world, event, "reader@example.org")
        sent = [told(world.deliver()), told(world.deliver())]
    assert max(row[3] for mails in sent for row in mails) == 2
    again = visitor.get(paths["en"], headers={"If-None-Match": before})
    assert (again.status, sequence_of_event(again)) == (200, 2)
    assert sequence_of_event(visitor.get(others["en"])) == 0, "only theirs"
    assert visitor.get(paths["en"], headers={"If-None-Match": again.response.headers["ETag"]}).status == 304


def test_what_could_be_chosen_and_was_not_is_left_out_and_stars_decide_alone(world: World, event: int) -> None:
    first = make_session(world, event, "WG1", hours=("09:00", "10:00"))
    second = make_session(world, event, "WG2", hours=("09:00", "10:00"))
    make_session(world, event, "ALL", hours=("11:00", "12:00"))
    make_session(world, event, "STAR", hours=("13:00", "14:00"))
    publish(world, event)
    key = make_field(world, event, FieldType.SESSIONS, sessions={first: None, second: None})
    one, _two = (str(choice) for choice in choice_ids(world, event, key))
    visitor = Visitor(world.app)
    assert register(visitor, **{key: [one]}).status == 302
    with world.reading() as database:
        registered = database.scalars(select(Registration.id)).one()
    paths = begun(visitor, link(world, registered))
    assert set(held(visitor.get(paths["en"]))) == {"WG1", "ALL", "STAR"}
    account = world.account(ANSWERS["email"])
    with world.writing() as database:
        database.get_one(Registration, registered).account_id = account
    reader = world.signed_in(account)
    reader.follow(reader.get("/en/thamm-2021/agenda/STAR/choose").submit("form[data-choice]"))
    assert set(held(visitor.get(paths["en"]))) == {"WG1", "STAR"}


def test_the_way_into_a_meeting_is_told_to_guests_alone(world: World, event: int) -> None:
    make_session(world, event, "D1-01", meeting_url=MEETING, channel_urls={"fr": f"{MEETING}/fr"})
    make_session(world, event, "D1-02", hours=("11:00", "12:00"))
    publish(world, event)
    registered, visitor, paths = of_registrant(world, event)
    page = visitor.get(paths["en"])
    entries = Calendar.from_ical(page.response.data).walk("VEVENT")
    assert [len(entry.get("CONFERENCE") or []) for entry in entries] == [2, 0]
    assert MEETING not in page.source
    told = [(line.params["LABEL"], line.params["FEATURE"], line.params["VALUE"]) for line in entries[0]["CONFERENCE"]]
    assert told == [
        ("Join without interpretation (English)", ["AUDIO", "VIDEO"], "URI"),
        ("Join with interpretation into French", ["AUDIO", "VIDEO"], "URI"),
    ]
    way = str(entries[0]["CONFERENCE"][1]).removeprefix("http://localhost")
    assert "/agenda/D1-01/join?registration=" in way
    assert way.endswith("&channel=fr")
    with world.reading() as database:
        secret = database.scalars(select(CalendarFeed.secret)).one()
        personal = link(world, registered).rpartition("/")[2]
        assert secret not in way
        assert personal not in way
    assert Visitor(world.app).get(way).status == 200
    assert "CONFERENCE" not in visitor.get("/en/thamm-2021/calendar.ics").source
    with world.writing() as database:
        database.get_one(Registration, registered).state = RegistrationState.PENDING
    assert "CONFERENCE" not in visitor.get(paths["en"]).source


def test_a_pass_lets_into_its_meeting_until_the_calendar_is_renewed(world: World, event: int) -> None:
    one = make_session(world, event, "D1-01", meeting_url=MEETING)
    publish(world, event)
    registered, visitor, paths = of_registrant(world, event)
    (entry,) = Calendar.from_ical(visitor.get(paths["en"]).response.data).walk("VEVENT")
    way = str(entry["CONFERENCE"]).removeprefix("http://localhost")
    with world.reading() as database:
        starts_at = database.get_one(Session, one).starts_at
    assert starts_at is not None
    with clock.at(starts_at + timedelta(minutes=1)):
        stranger = Visitor(world.app)
        entered = stranger.get(way).submit("form[action*='/join']")
        assert (entered.status, entered.location) == (302, MEETING)
        with world.reading() as database:
            assert list(database.scalars(select(Attendance.registration_id))) == [registered]
        page_of(visitor, link(world, registered)).submit("form[action$='/renew']")
        assert stranger.get(way).all("form[action*='/join']") == []
    token = way.partition("registration=")[2]
    assert stranger.get(f"/en/thamm-2021/registration/{token}").status == 404
    assert stranger.get(f"/en/thamm-2021/calendar/{token}.ics").status == 404


def test_it_rings_when_that_is_wished(world: World, event: int) -> None:
    make_session(world, event, "D1-01")
    make_session(world, event, "BREAK", hours=("10:30", "11:00"), type="break")
    gone = make_session(world, event, "D1-02", hours=("11:00", "12:00"))
    publish(world, event)
    change(world, gone, status="cancelled")
    publish(world, event)
    registered, visitor, paths = of_registrant(world, event)
    assert "VALARM" not in visitor.get(paths["ar"]).source
    saved = page_of(visitor, link(world, registered)).submit(alarm="15")
    assert visitor.follow(saved).texts(".notice p") == ["The reminder is saved."]
    entries = Calendar.from_ical(visitor.get(paths["ar"]).response.data).walk("VEVENT")
    rings = [[(str(one["DESCRIPTION"]), one["TRIGGER"].dt) for one in entry.walk("VALARM")] for entry in entries]
    assert rings == [[("عنوان D1-01", timedelta(minutes=-15))], [], []]
    refused = page_of(visitor, link(world, registered)).submit(alarm="7")
    assert refused.status == 422


def test_a_cancelled_session_stays_and_a_cancelled_registration_empties_the_calendar(world: World, event: int) -> None:
    one = make_session(world, event, "D1-01")
    publish(world, event)
    registered, visitor, paths = of_registrant(world, event)
    change(world, one, status="cancelled")
    publish(world, event)
    assert held(visitor.get(paths["en"]))["D1-01"]["STATUS"] == "CANCELLED"
    with world.writing() as database:
        database.get_one(Registration, registered).state = RegistrationState.CANCELLED
    assert held(visitor.get(paths["en"])) == {}


def test_it_is_empty_but_whole_while_nothing_is_published(world: World, event: int) -> None:
    _registered, visitor, paths = of_registrant(world, event)
    assert held(visitor.get(paths["en"])) == {}
    make_session(world, event, "D1-01")
    publish(world, event)
    let_a_second_pass(world.app)
    assert set(held(visitor.get(paths["en"]))) == {"D1-01"}
    with world.writing() as database:
        database.get_one(Event, event).publication = Publication.DRAFT
    assert held(visitor.get(paths["en"])) == {}


def test_a_speaker_has_their_sessions_with_their_part_in_them(world: World, event: int) -> None:
    mine, other = make_session(world, event, "D1-01"), make_session(world, event, "D1-02", hours=("11:00", "12:00"))
    speaker = make_speaker(world, event, email="speaker@example.org")
    give_role(world, mine, speaker, "moderator")
    give_role(world, other, make_speaker(world, event, "other"))
    publish(world, event)
    with world.writing() as database:
        token = token_of(invite(database, database.get_one(Speaker, speaker), by=None))
    visitor = Visitor(world.app)
    assert f"{OWNERS}/speaker/{token}" in visitor.get(f"/en/thamm-2021/speak/{token}").source
    entries = held(visitor.get(begun(visitor, f"/{token}", "speaker")["fr"]))
    assert {code: one["COMMENT"] for code, one in entries.items()} == {"D1-01": "Votre rôle\u00a0: Modération"}


def test_a_readers_agenda_without_an_account_is_a_calendar_and_stays_one_when_taken_over(
    world: World, event: int
) -> None:
    make_session(world, event, "ONE", meeting_url=MEETING)
    make_session(world, event, "TWO", hours=("11:00", "12:00"))
    publish(world, event)
    visitor = Visitor(world.app)
    visitor.get("/en/thamm-2021/agenda/ONE/choose").submit("form[data-choice]")
    address = visitor.get("/en/thamm-2021/agenda?mine=1").texts(".long-address")[0]
    paths = begun(visitor, address, "agenda")
    page = visitor.get(paths["en"])
    assert set(held(page)) == {"ONE"}
    assert "CONFERENCE" not in page.source
    account = world.account("reader@example.org")
    cookie = visitor.client.get_cookie("my-agenda")
    assert cookie is not None
    reader = world.signed_in(account)
    reader.client.set_cookie("my-agenda", cookie.value)
    taken = reader.get("/en/thamm-2021/agenda?mine=1").submit("form[action$='/take']")
    assert taken.status == 302
    assert world.count(PersonalAgenda) == 1
    assert set(held(visitor.get(paths["en"]))) == {"ONE"}
    assert visitor.get(f"{OWNERS}/agenda/{address.rpartition('/')[2]}").status == 404


def test_an_unchanged_calendar_is_not_sent_again(world: World, event: int) -> None:
    one = make_session(world, event, "D1-01")
    publish(world, event)
    registered, visitor, paths = of_registrant(world, event)
    first = visitor.get(paths["en"])
    headers = first.response.headers
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Content-Disposition"].startswith("inline; ")
    known = {"If-None-Match": headers["ETag"]}
    again = visitor.get(paths["en"], headers=known)
    assert (again.status, again.response.data) == (304, b"")
    page_of(visitor, link(world, registered)).submit(alarm="5")
    assert visitor.get(paths["en"], headers=known).status == 200
    known = {"If-None-Match": visitor.get(paths["en"]).response.headers["ETag"]}
    change(world, one, capacity=40, type="panel")
    publish(world, event)
    assert visitor.get(paths["en"], headers=known).status == 200


def test_a_renewed_address_and_an_ended_one_open_nothing(world: World, event: int) -> None:
    make_session(world, event, "D1-01")
    publish(world, event)
    registered, visitor, paths = of_registrant(world, event)
    personal = link(world, registered)
    page_of(visitor, personal).submit("form[action$='/renew']")
    assert visitor.get(paths["en"]).status == 404
    renewed = begun(visitor, personal)
    assert renewed != paths
    assert visitor.get(renewed["en"]).status == 200
    page_of(visitor, personal).submit("form[action$='/end']")
    assert visitor.get(renewed["en"]).status == 404
    assert world.count(CalendarFeed) == 0


def test_nothing_of_anybody_elses_is_reached(world: World, event: int) -> None:
    make_session(world, event, "D1-01")
    publish(world, event)
    world.event("other-2021", language_codes=["en", "fr"])
    registered, visitor, paths = of_registrant(world, event)
    assert visitor.get(paths["en"].replace("thamm-2021", "other-2021")).status == 404
    personal = link(world, registered)
    token = personal.rpartition("/")[2]
    assert visitor.get(f"/en/other-2021/calendar/registration/{token}").status == 404
    for kind in ("speaker", "agenda"):
        assert visitor.get(f"{OWNERS}/{kind}/{token}").status == 404
    with world.reading() as database:
        stored = database.scalars(select(CalendarFeed.secret)).one()
    for forged in ("forged", "1", token, stored):
        assert visitor.get(f"/en/thamm-2021/calendar/{forged}.ics").status == 404
    with world.writing() as database:
        database.get_one(Event, event).language_codes = ["en", "fr"]
    assert visitor.get(paths["ar"]).status == 404


def test_two_requests_at_once_begin_one_calendar(world: World, event: int) -> None:
    registered = add(world, event, "reader@example.org")
    failures: list[Exception] = []
    ready = threading.Barrier(6)

    def begin() -> None:
        try:
            with world.app.app_context():
                ready.wait()
                with write() as database:
                    service.set_up(database, Owner(registration_id=registered), event_id=event, alarm_minutes=None)
        except Exception as error:  # told below
            failures.append(error)
        finally:
            with world.app.app_context():
                db.session.remove()

    threads = [threading.Thread(target=begin) for _one in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (failures, world.count(CalendarFeed)) == ([], 1)


def test_it_is_shown_and_erased_with_the_persons_data(world: World, event: int) -> None:
    make_session(world, event, "D1-01")
    publish(world, event)
    registered, visitor, paths = of_registrant(world, event)
    assert "Your calendar" in visitor.get(f"{link(world, registered)}/data").texts("h2")
    with world.writing() as database:
        OwnCalendars().erase(database, [registered])
    assert visitor.get(paths["en"]).status == 404
    assert world.count(Account) == 0
