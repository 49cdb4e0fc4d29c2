"""An event's home page and the page about it: facts, actions, the agenda day by day, the newest documents."""

from __future__ import annotations

from datetime import date

import pytest

from conference.core.languages import ARABIC, ENGLISH, FRENCH, LANGUAGES, Language
from conference.events.models import Contact, Event
from conference.registration.models import RegistrationState
from tests.client import Visitor
from tests.made import agenda, library
from tests.made.registration import add
from tests.queries import count_queries
from tests.world import World, in_three, only

HOME = "/en/thamm-2021/"


@pytest.fixture
def event(world: World) -> int:
    return world.event()


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
def test_it_says_what_when_where_and_who_in_each_language(visitor: Visitor, event: int, language: Language) -> None:
    page = visitor.get(f"/{language}/thamm-2021/")
    titles = {ENGLISH: "Regional conference", FRENCH: "Conférence régionale", ARABIC: "مؤتمر إقليمي"}
    bodies = {
        ENGLISH: "International Labour Organization (ILO)",
        FRENCH: "Organisation internationale du Travail (OIT)",
        ARABIC: "منظمة العمل الدولية",
    }
    dates = {ENGLISH: "5–7 July 2021", FRENCH: "5–7 juillet 2021", ARABIC: "5–7 يوليوز 2021"}
    assert page.h1 == titles[language]
    assert page.texts("title")[0].startswith(titles[language])
    facts = page.texts(".home-facts dd")
    assert facts[0].startswith(dates[language])
    assert facts[-1] == bodies[language]
    assert [link.get("href") for link in page.all(".banner-actions a")] == [
        f"/{language}/thamm-2021/register",
        f"/{language}/thamm-2021/agenda",
    ]
    assert page.fallbacks == []


def test_once_registration_is_closed_the_agenda_is_the_main_action(visitor: Visitor, world: World) -> None:
    world.event(registration_open=False)
    page = visitor.get(HOME)
    (action,) = page.all(".banner-actions a")
    assert (action.get("href"), action.get("class")) == ("/en/thamm-2021/agenda", "button")


def test_a_venue_is_the_place_of_a_meeting_in_person(visitor: Visitor, world: World) -> None:
    world.event(format="in_person", venue=in_three("Palais des congrès, Tunis"))
    assert visitor.get(HOME).texts(".home-facts dd")[1] == "Palais des congrès, Tunis"


def test_a_text_in_another_language_is_marked(visitor: Visitor, world: World) -> None:
    world.event(summary=only(FRENCH, "De quoi il s’agit"))
    page = visitor.get(HOME)
    assert page.one(".home-text .fallback").get("lang") == "fr"
    assert page.texts(".home-text .fallback-note") == ["Available only in French for now"]


def test_the_published_agenda_shows_its_first_sessions_of_each_day(visitor: Visitor, world: World, event: int) -> None:
    hours = [("09:00", "10:00"), ("10:00", "11:00"), ("11:00", "12:00"), ("13:00", "14:00"), ("15:00", "16:00")]
    for number, pair in enumerate(hours):
        agenda.make_session(world, event, f"D1-0{number}", hours=pair, type="break" if number == 1 else "panel")
    agenda.make_session(world, event, "D2-01", day=date(2021, 7, 6))
    assert visitor.get(HOME).all(".home-sessions") == [], "drafts are not shown"
    agenda.publish(world, event)
    page = Visitor(world.app).get(HOME + "?fresh=1")
    assert page.texts(".home-sessions a") == ["Title D1-00", "Title D1-02", "Title D1-03", "Title D2-01"]
    assert page.texts("section.card h3") == ["Monday 5 July", "Tuesday 6 July"]
    assert page.texts("section.card > .quiet") == ["And one more session"]
    assert page.texts(".banner-actions a") == ["Register", "Agenda", "Add to calendar"]


def test_everybody_sees_public_documents_and_participants_theirs(world: World, event: int) -> None:
    for symbol, visibility in (("A/1", "public"), ("A/2", "registered"), ("A/3", "organisers")):
        library.make_document(world, event, symbol, title=f"Paper {symbol}", visibility=visibility)
    unpublished = library.make_document(world, event, "A/4", title="Paper A/4", languages=())
    library.make_revision(world, unpublished, ENGLISH, publish=False)
    account = world.account("leila@example.org")
    add(world, event, "leila@example.org")
    seen = {
        "everybody": Visitor(world.app).get(HOME),
        "participant": world.signed_in(account).get(HOME),
        "team": world.organiser(event).get(HOME),
    }
    titles = {who: sorted(page.texts("li.card h3")) for who, page in seen.items()}
    assert titles == {
        "everybody": ["Paper A/1"],
        "participant": ["Paper A/1", "Paper A/2"],
        "team": ["Paper A/1", "Paper A/2", "Paper A/3"],
    }


def test_it_holds_nothing_of_anybody(visitor: Visitor, event: int) -> None:
    for path in ("/en/", HOME, f"{HOME}about"):
        page = visitor.get(path)
        assert "Set-Cookie" not in page.response.headers
        assert page.all("form") == []
        assert "csrf" not in page.source


def test_home_and_about_ask_as_often_for_thirty_as_for_three(world: World, event: int) -> None:
    counted: dict[str, list[int]] = {}
    account = world.account("leila@example.org")
    add(world, event, "leila@example.org", state=RegistrationState.CONFIRMED)
    reader = world.signed_in(account)
    for many in (3, 27):
        for number in range(many):
            hours = (f"{9 + number // 6:02}:{number % 6}0", f"{9 + number // 6:02}:{number % 6}9")
            agenda.make_session(world, event, f"S{many}-{number}", hours=hours)
            library.make_document(world, event, f"A/{many}/{number}", languages=(ENGLISH,))
        agenda.publish(world, event)
        for name, somebody in (("everybody", Visitor(world.app)), ("participant", reader)):
            for path in (HOME, f"{HOME}about"):
                with count_queries(world.app) as queries:
                    assert somebody.get(f"{path}?fresh={many}").status == 200
                counted.setdefault(f"{name} {path}", []).append(len(queries))
    assert all(few == lots <= 12 for few, lots in counted.values()), counted


def test_about_names_the_contacts_by_country(visitor: Visitor, world: World, event: int) -> None:
    with world.writing() as session:
        focal = Contact(position=1, label=in_three("Focal point"), country="EG", email="egypt@example.org")
        there = session.get_one(Event, event)
        there.contacts.append(focal)
    page = visitor.get("/fr/thamm-2021/about")
    assert page.texts("tbody tr") == [
        "Secretariat (français) Tous les pays secretariat@example.org",
        "Focal point (français) Égypte egypt@example.org",
    ]
    assert page.one("tbody tr:last-child a").get("href") == "mailto:egypt@example.org"


def test_about_holds_the_donors_line_and_the_disclaimer(visitor: Visitor, event: int) -> None:
    text = visitor.get("/ar/thamm-2021/about").text
    assert "بتمويل من الاتحاد الأوروبي" in text
    assert "إخلاء مسؤولية" in text


def test_about_without_contacts_says_so(visitor: Visitor, world: World, event: int) -> None:
    with world.writing() as session:
        there = session.get_one(Event, event)
        there.contacts.clear()
    assert visitor.get("/en/thamm-2021/about").status == 200
