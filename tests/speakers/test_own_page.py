"""A speaker's own page: what is asked of them until when, their sessions, the way into the meeting, their needs."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from conference.agenda.models import Speaker
from conference.core import clock
from conference.core.languages import ENGLISH, FRENCH
from conference.core.translated import Translated
from conference.speakers import service
from conference.speakers.models import SlidesSettings, SpeakerNeeds
from tests.client import Page, Visitor
from tests.made.agenda import give_role, make_presentation, make_room, make_session, make_speaker, publish
from tests.made.speakers import invited, pdf, send
from tests.queries import count_queries
from tests.world import World, only

CONSENTS, NEEDS = "form[action$='/consents']", "form[action$='/needs']"
JUNE = datetime(2021, 6, 1, 9, tzinfo=UTC)
MEETING = "https://meeting.example.org/j/123456789?pwd=secret"
# The session runs from 09:00 to 10:30 in Tunis.
OPENS = datetime(2021, 7, 5, 7, 45, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def days(world: World, event: int, **values: date) -> None:
    with world.writing() as database:
        database.add(SlidesSettings(event_id=event, **values))


def steps(page: Page) -> dict[str, str]:
    """What the checklist asks, with the word that stands beside it."""
    found = {}
    for one in page.all(".own-step"):
        link = one.cssselect("a")[0]
        words = [badge.text or "" for badge in one.cssselect(".badge")]
        found[(link.get("href") or "").rpartition("#")[2]] = words[0] if words else ""
    return found


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_checklist_empties_as_the_speaker_answers(world: World, visitor: Visitor, language: str) -> None:
    event = world.event()
    speaker = make_speaker(world, event, language_code=language, biography=Translated())
    give_role(world, make_session(world, event), speaker)
    address = invited(world, speaker, language=language)
    with clock.at(JUNE):
        page = visitor.get(address)
        places = ["answer", "biography", "photograph", "consents", "needs", "slides"]
        assert steps(page) == dict.fromkeys(places, "")
        anchors = {one.get("id") for one in page.all("[id]")}
        assert set(places) <= anchors
        page = visitor.follow(page.submit("form[action$='/confirm']"))
        page = visitor.follow(page.submit("form[action$='/profile']", **{f"biography-{language}": "سيرة"}))
        page = visitor.follow(page.submit(CONSENTS, profile="yes", slides="no", recording="yes"))
        page = visitor.follow(page.submit(NEEDS))
        send(page, pdf())
        done = steps(visitor.get(address))
    assert [place for place, words in done.items() if not words] == ["photograph"]


def test_days_are_those_of_the_events_zone_and_overdue_is_a_word(world: World, visitor: Visitor) -> None:
    event = world.event(zone="Africa/Cairo")
    speaker = make_speaker(world, event)
    give_role(world, make_session(world, event), speaker)
    address = invited(world, speaker)
    day = date(2021, 6, 20)
    days(world, event, answers_due_on=day, profiles_due_on=date(2021, 6, 30), due_on=day)
    with clock.at(datetime(2021, 6, 20, 21, 59, tzinfo=UTC)):
        page = visitor.get(address)
        assert (steps(page)["answer"], steps(page)["slides"]) == ("", "")
        assert "Until the end of Sunday 20 June 2021" in page.text
        assert "Days end at midnight where the event takes place, in Cairo." in page.text
    with clock.at(datetime(2021, 6, 20, 22, 1, tzinfo=UTC)):
        page = visitor.get(address)
        assert (steps(page)["answer"], steps(page)["slides"]) == ("Overdue", "Closed")
        assert steps(page)["consents"] == ""
        assert "It was asked for until the end of 20 June 2021. Please do it now." in page.text


def test_nothing_is_asked_of_whoever_declined_or_after_the_event(world: World, visitor: Visitor) -> None:
    event = world.event()
    speaker = make_speaker(world, event)
    address = invited(world, speaker)
    with clock.at(JUNE):
        page = visitor.follow(visitor.get(address).submit("form[action$='/decline']"))
        assert (steps(page), page.texts("#checklist h2")) == ({}, ["Nothing is asked of you"])
    with clock.at(datetime(2021, 7, 8, 9, tzinfo=UTC)):
        page = visitor.get(address)
        assert (steps(page), page.texts("#checklist h2")) == ({}, ["The event is over"])


def test_without_a_session_neither_slides_nor_needs_are_asked(world: World, visitor: Visitor) -> None:
    address = invited(world, make_speaker(world, world.event()))
    with clock.at(JUNE):
        assert list(steps(visitor.get(address))) == ["answer", "biography", "photograph", "consents"]


def test_a_chair_is_asked_for_no_slides(world: World, visitor: Visitor) -> None:
    event = world.event()
    speaker = make_speaker(world, event)
    give_role(world, make_session(world, event), speaker, "chair")
    with clock.at(JUNE):
        assert "slides" not in steps(visitor.get(invited(world, speaker)))


def test_a_session_is_shown_once_with_all_roles_the_room_and_the_people(world: World, visitor: Visitor) -> None:
    event = world.event()
    room = make_room(world, event, "Carthage")
    session = make_session(world, event, room_id=room)
    talk = make_presentation(world, session, "Trends")
    speaker = make_speaker(world, event)
    lead = make_speaker(world, event, "lead", native_name="", latin_name="Omar Lead")
    declined = make_speaker(world, event, "gone", native_name="", latin_name="Nobody Gone")
    give_role(world, session, speaker, "panellist", talk)
    give_role(world, session, speaker, "rapporteur")
    give_role(world, session, lead, "moderator")
    give_role(world, session, declined, "panellist")
    give_role(world, session, make_speaker(world, event, "out", latin_name="Invited No More"), "panellist")
    with clock.at(JUNE):
        with world.writing() as database:
            out = database.scalars(select(Speaker).where(Speaker.code == "out")).one()
            service.withdraw_invitation(database, service.invite(database, out, by=None), by=None)
        visitor.get(invited(world, declined)).submit("form[action$='/decline']")
        page = visitor.get(invited(world, speaker))
    assert page.texts("#sessions h3") == ["Title D1-01"]
    assert page.texts("#sessions .own-roles .badge") == ["Panellist", "Rapporteur"]
    (shown,) = page.texts("#sessions .session")
    for words in ("Trends", "Carthage", "Omar Lead", "Moderator"):
        assert words in shown
    assert ("Nobody Gone" in page.text, "Invited No More" in page.text) == (False, False)


def test_a_speaker_joins_by_a_button_and_the_address_stands_nowhere(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event, meeting_url=MEETING)
    speaker, other = make_speaker(world, event), make_speaker(world, event, "other")
    give_role(world, session, speaker)
    publish(world, event)
    address, strangers = invited(world, speaker), invited(world, other)
    with clock.at(OPENS - SECOND):
        early = visitor.get(f"{address}/join/D1-01")
        assert early.all("main form button") == []
        assert visitor.get(address).texts("#sessions a[href$='/join/D1-01']") == ["Join online, from \u206808:45\u2069"]
        csrf = visitor.get(address).values(CONSENTS)["csrf_token"]
        assert visitor.post(f"{address}/join/D1-01", {"csrf_token": csrf}).status == 409
    with clock.at(OPENS):
        page = visitor.get(address)
        assert "meeting.example.org" not in page.source
        assert page.texts("#sessions a[href$='/join/D1-01']") == ["Join"]
        door = visitor.get(f"{address}/join/D1-01")
        entered = door.submit("main form")
        assert (entered.status, entered.location) == (302, MEETING)
        assert "meeting.example.org" not in door.source + entered.source
        assert entered.response.headers["Cache-Control"] == "no-store"
        assert visitor.get(f"{strangers}/join/D1-01").status == 404
        visitor.get(address).submit("form[action$='/decline']")
        assert visitor.get(f"{address}/join/D1-01").all("main form button") == []
        assert visitor.post(f"{address}/join/D1-01", {"csrf_token": csrf}).status == 409


def test_needs_are_told_shown_to_organisers_and_changed(world: World, visitor: Visitor) -> None:
    event = world.event()
    speaker = make_speaker(world, event)
    give_role(world, make_session(world, event), speaker)
    address = invited(world, speaker)
    told = {"presence": "remote", "spoken_code": "fr", "computer": "own", "connector": "USB-C", "arrival": "Sunday"}
    visitor.get(address).submit(NEEDS, **told, plays_sound="y", accessibility="A ramp")
    assert visitor.get(address).values(NEEDS)["connector"] == "USB-C"
    organiser = world.organiser(event)
    seen = organiser.get("/en/thamm-2021/manage/speakers/benali")
    assert seen.texts("#needs dd")[:7] == [
        "Online, from elsewhere",
        "French",
        "From the speaker’s own computer",
        "USB-C",
        "Sound",
        "A ramp",
        "Sunday",
    ]
    history = organiser.get("/en/thamm-2021/manage/history")
    assert ("A speaker told what they need" in history.text, "A ramp" in history.text) == (True, False)


def test_two_tabs_tell_needs_without_undoing_each_other(world: World, visitor: Visitor) -> None:
    speaker = make_speaker(world, world.event())
    address = invited(world, speaker)
    one, other = visitor.get(address), visitor.get(address)
    one.submit(NEEDS, connector="HDMI")
    other.submit(NEEDS, arrival="Sunday")
    clash = other.submit(NEEDS, connector="USB-C", arrival="Sunday")
    assert (clash.status, len(clash.errors)) == (422, 1)
    with world.reading() as database:
        needs = database.get_one(SpeakerNeeds, speaker)
        assert (needs.connector, needs.arrival) == ("HDMI", "Sunday")


def test_two_tabs_that_tell_first_at_once_leave_one_row(world: World) -> None:
    speaker = make_speaker(world, world.event())
    address = invited(world, speaker)
    pages = [Visitor(world.app).get(address) for _number in range(2)]
    typed = ({"connector": "HDMI"}, {"arrival": "Sunday"})
    threads = [
        threading.Thread(target=page.submit, args=(NEEDS,), kwargs=values)
        for page, values in zip(pages, typed, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with world.reading() as database:
        needs = database.get_one(SpeakerNeeds, speaker)
        assert (needs.connector, needs.arrival) == ("HDMI", "Sunday")


def test_what_is_done_folds_away_and_what_was_refused_stands_open(world: World, visitor: Visitor) -> None:
    event = world.event()
    speaker = make_speaker(world, event, language_code="fr", biography=only(FRENCH, "Une vie"))
    address = invited(world, speaker, language="fr")

    def is_open(page: Page, part: str) -> bool:
        return page.one(f"#{part} > details").get("open") is not None

    parts = ("biography", "consents", "needs", "messages")
    with clock.at(JUNE):
        page = visitor.get(address)
        assert [part for part in parts if is_open(page, part)] == [], "first comes the answer"
        (link,) = page.all(".own-step a[href$='#consents']")
        page = visitor.get((link.get("href") or "").partition("#")[0])
        assert [part for part in parts if is_open(page, part)] == ["consents"]
        assert is_open(page.submit("form[action$='/profile']", native_name=""), "biography")
        assert is_open(page.submit("form[action$='/messages']", text=""), "messages")


def test_what_others_wrote_stands_beside_with_how_far_it_is(world: World, visitor: Visitor) -> None:
    function = Translated.of(ENGLISH, {ENGLISH: "Director", FRENCH: "Directrice"})
    speaker = make_speaker(world, world.event(), language_code="en", function=function)
    page = visitor.get(invited(world, speaker))
    shown = page.texts("#biography .own-others")[0]
    assert shown == "French Translated Directrice Arabic Missing"
    french = page.all("#biography .own-others [lang=fr]")[0]
    assert (french.text, french.get("dir")) == ("Directrice", "ltr")


def test_organisers_see_the_pages_of_a_file_as_pictures(world: World, visitor: Visitor) -> None:
    event, other = world.event(), world.event("other-2021")
    speaker = make_speaker(world, event)
    give_role(world, make_session(world, event), speaker)
    send(visitor.get(invited(world, speaker)), pdf(2))
    world.deliver()
    organiser = world.organiser(event)
    page = organiser.get("/en/thamm-2021/manage/speakers/benali")
    addresses = [one.get("src") or "" for one in page.all("#slides img")]
    assert len(addresses) == 2
    picture = organiser.get(addresses[0]).response
    assert (picture.status_code, picture.mimetype) == (200, "image/webp")
    assert organiser.get(f"{addresses[0]}0").status == 404
    assert visitor.get(addresses[0]).status == 302
    stranger = world.organiser(other, "elsewhere@example.org")
    assert stranger.get(addresses[0]).status == 403
    assert stranger.get(addresses[0].replace("thamm", "other")).status == 404


def test_the_page_asks_as_often_for_ten_sessions_as_for_two(world: World, visitor: Visitor) -> None:
    event = world.event()
    speaker, other = make_speaker(world, event), make_speaker(world, event, "other")
    address, asked = invited(world, speaker), []
    for number in range(1, 11):
        session = make_session(world, event, f"D1-{number:02}", room_id=make_room(world, event, f"Room {number}"))
        give_role(world, session, speaker)
        give_role(world, session, other, "moderator")
        if number in (2, 10):
            visitor.get(address)
            with count_queries(world.app) as seen:
                assert len(visitor.get(address).all("#sessions h3")) == number
            asked.append(len(seen))
    assert asked[0] == asked[1]
