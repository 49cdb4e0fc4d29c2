"""The team's overview: sentences about what waits, each with the page where it is done, to those who may open it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from conference.core.clock import at
from conference.core.languages import ENGLISH, FRENCH
from conference.core.translated import Translated
from conference.events.models import Event, Publication, Role
from conference.outbox.models import Message, MessageState
from conference.registration.models import RegistrationState
from tests.client import Page, Visitor
from tests.made import agenda, library
from tests.made.outbox import write_notes
from tests.made.registration import add
from tests.queries import count_queries
from tests.world import World, in_three

PATH = "/en/thamm-2021/manage/"


@pytest.fixture
def event(world: World) -> int:
    """An event with nothing to do: every text in every language, an agenda and a document published."""
    made = world.event(venue=in_three("Tunis"), agenda_note=in_three("Note"))
    agenda.make_session(world, made)
    agenda.publish(world, made)
    library.make_document(world, made)
    return made


def waiting(page: Page) -> dict[str, str]:
    """The sentences with the pages that they lead to."""
    return {
        "".join(line.itertext()).split("\n")[0].strip(): link.get("href").removeprefix("/en/thamm-2021/manage/")
        for line, link in zip(page.all(".waiting p"), page.all(".waiting a"), strict=True)
    }


def test_when_all_is_done_it_says_so(world: World, event: int) -> None:
    page = world.organiser(event).get(PATH)
    assert page.texts(".page-lead") == ["Nothing waits for the team."]
    assert page.texts(".tally") == [
        "0 confirmed registrations",
        "1 session in the agenda",
        "3 published of 3 language versions of the documents",
    ]
    assert page.response.headers["Cache-Control"] == "no-store"


def test_each_thing_that_waits_is_a_sentence_with_its_page(world: World, event: int) -> None:
    write_notes(world, "c@example.org", event_id=event)
    with world.writing() as session:
        for message in session.query(Message):
            message.state = MessageState.FAILED
        there = session.get_one(Event, event)
        there.publication = Publication.DRAFT
        there.contacts.clear()
        there.short_title = Translated.of(ENGLISH, {ENGLISH: "Short"})
    add(world, event, "a@example.org", state=RegistrationState.PENDING)
    add(world, event, "b@example.org", state=RegistrationState.WAITLISTED)
    agenda.make_session(world, event, "D1-02", hours=("11:00", "12:00"), title=Translated.of(ENGLISH, {ENGLISH: "New"}))
    agenda.make_session(world, event, "D1-03", hours=None)
    library.make_document(world, event, "THAMM/2021/2", languages=(ENGLISH, FRENCH))
    assert waiting(world.organiser(event).get(PATH)) == {
        "One message could not be delivered.": "messages?state=failed",
        "One registration waits for a decision.": "registrations?state=pending",
        "One person is on the waiting list, and places are free.": "registrations?state=waitlisted",
        "One change to the agenda is not published yet.": "agenda",
        "One session has no time yet.": "agenda",
        "The text of one session is missing or out of date in French.": "agenda",
        "The text of one session is missing or out of date in Arabic.": "agenda",
        "One document is not published in Arabic.": "documents",
        "This event is a draft: only the team sees it.": "event",
        "Nobody is named to whom people can write.": "event/contacts/new",
        "One text of the event is missing or out of date in French.": "event",
        "One text of the event is missing or out of date in Arabic.": "event",
    }


def test_before_the_first_agenda_it_asks_for_one(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    assert "The agenda has no sessions yet." in waiting(organiser.get(PATH))
    agenda.make_session(world, event)
    assert "The agenda is not published yet." in waiting(organiser.get(PATH))


def test_each_role_sees_what_it_may_open(world: World, event: int) -> None:
    add(world, event, "a@example.org", state=RegistrationState.PENDING)
    library.make_document(world, event, "THAMM/2021/2", languages=(ENGLISH, FRENCH))
    seen = {role: world.member(event, role).get(PATH) for role in (Role.TRANSLATOR, Role.DESK)}
    assert waiting(seen[Role.TRANSLATOR]) == {"One document is not published in Arabic.": "documents"}
    assert waiting(seen[Role.DESK]) == {}
    assert seen[Role.DESK].texts(".tally") == []


@pytest.mark.parametrize("role", list(Role))
def test_everything_that_it_leads_to_opens(world: World, event: int, role: Role) -> None:
    add(world, event, "a@example.org", state=RegistrationState.PENDING)
    agenda.make_session(world, event, "D1-03", hours=None)
    library.make_document(world, event, "THAMM/2021/2", languages=(FRENCH,))
    member = world.member(event, role)
    with at(datetime(2021, 7, 5, 12, tzinfo=UTC)):
        page = member.get(PATH)
        assert page.status == 200
        links = {link.get("href") for link in page.all("main a, .manage-navigation a")}
        assert {link: member.get(link).status for link in links if link} == {link: 200 for link in links if link}


def test_on_its_days_the_desk_is_told(world: World, event: int) -> None:
    desk = world.member(event, Role.DESK)
    with at(datetime(2021, 7, 7, 22, 30, tzinfo=UTC)):
        assert list(waiting(desk.get(PATH))) == ["The event takes place today: people are checked in."]
    with at(datetime(2021, 7, 7, 23, 30, tzinfo=UTC)):
        assert waiting(desk.get(PATH)) == {}


def test_it_asks_as_often_for_thirty_as_for_three(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    counted = []
    for many in (3, 27):
        for number in range(many):
            day = date(2021, 7, 5)
            agenda.make_session(world, event, f"S{many}-{number}", hours=None, day=day)
            library.make_document(world, event, f"A/{many}/{number}", languages=(ENGLISH,))
            add(world, event, f"{many}-{number}@example.org")
        with count_queries(world.app) as queries:
            assert organiser.get(PATH).status == 200
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 17


def test_strangers_do_not_see_it(world: World, event: int) -> None:
    assert Visitor(world.app).get(PATH).status == 302
    assert world.signed_in(world.account()).get(PATH).status == 403
