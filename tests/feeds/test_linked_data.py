"""What pages say of themselves to search engines and to whoever shows a link to them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from conference.agenda.models import AgendaVersion
from conference.core.languages import ENGLISH, FRENCH
from conference.core.translated import Translated
from conference.events.models import Event, Publication
from tests.client import Page, Visitor
from tests.made.agenda import change, full_agenda, give_role, make_room, make_session, make_speaker, publish
from tests.world import World, in_three, only

HOME, SESSION = "/en/thamm-2021/", "/en/thamm-2021/agenda/D1-01"
SCRIPT = "script[type='application/ld+json']"
BASE = "http://localhost/en/thamm-2021"


def told(page: Page) -> Any:
    return json.loads(page.one(SCRIPT).text or "")


def named(page: Page, name: str) -> list[str | None]:
    return [one.get("content") for one in page.all(f"meta[property='{name}']")]


def test_an_event_tells_of_itself_and_of_the_sessions_that_take_place(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_session(world, event)
    make_session(world, event, "coffee", hours=("10:30", "11:00"), type="break")
    called_off = make_session(world, event, "D1-02", hours=("11:00", "12:00"))
    publish(world, event)
    change(world, called_off, status="cancelled")
    publish(world, event)
    assert told(visitor.get(HOME)) == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": f"{BASE}/",
        "url": f"{BASE}/",
        "name": "Regional conference",
        "startDate": "2021-07-05",
        "endDate": "2021-07-07",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "location": [{"@type": "VirtualLocation", "url": f"{BASE}/"}],
        "inLanguage": ["en", "fr", "ar"],
        "description": "What it is about",
        "organizer": [{"@type": "Organization", "name": "International Labour Organization"}],
        "subEvent": [
            {
                "@type": "Event",
                "@id": f"{BASE}/agenda/D1-01",
                "url": f"{BASE}/agenda/D1-01",
                "name": "Title D1-01",
                "startDate": "2021-07-05T09:00:00+01:00",
                "endDate": "2021-07-05T10:30:00+01:00",
                "eventStatus": "https://schema.org/EventScheduled",
            }
        ],
    }


def test_a_session_is_a_part_of_its_event_with_its_place_and_its_people(world: World, visitor: Visitor) -> None:
    event = world.event(format="in_person", venue=only(ENGLISH, "Hotel, Cairo"))
    one = make_session(world, event, room_id=make_room(world, event), meeting_url="https://meet.example.org/secret")
    give_role(world, one, make_speaker(world, event))
    nobody = make_speaker(world, event, "role", native_name="", latin_name="")
    give_role(world, one, nobody, "moderator")
    publish(world, event)
    page = visitor.get(SESSION)
    found = told(page)
    assert "meet.example.org" not in page.source
    assert (found["eventAttendanceMode"], found["location"], found["inLanguage"], found["performer"]) == (
        "https://schema.org/OfflineEventAttendanceMode",
        [{"@type": "Place", "name": "Hall", "address": "Hotel, Cairo"}],
        ["en"],
        [{"@type": "Person", "name": "Leila Ben Ali"}],
    )
    assert (found["superEvent"]["@id"], found["superEvent"]["name"]) == (f"{BASE}/", "Regional conference")
    change(world, one, status="cancelled")
    publish(world, event)
    assert told(world.organiser(event).get(SESSION))["eventStatus"] == "https://schema.org/EventCancelled"


def test_a_hybrid_event_is_in_both_places_and_its_online_room_in_one(world: World, visitor: Visitor) -> None:
    event = world.event(format="hybrid", venue=in_three("Cairo"))
    make_session(world, event, room_id=make_room(world, event, "Stream", is_online=True))
    publish(world, event)
    whole, part = told(visitor.get(HOME)), told(visitor.get(SESSION))
    assert (whole["eventAttendanceMode"], [one["@type"] for one in whole["location"]]) == (
        "https://schema.org/MixedEventAttendanceMode",
        ["Place", "VirtualLocation"],
    )
    assert (part["eventAttendanceMode"], part["location"]) == (
        "https://schema.org/OnlineEventAttendanceMode",
        [{"@type": "VirtualLocation", "url": f"{BASE}/agenda/D1-01"}],
    )


def test_a_text_in_another_language_than_the_page_says_which(world: World, visitor: Visitor) -> None:
    event = world.event(venue=Translated())
    make_session(world, event, title=only(FRENCH, "Ouverture"))
    publish(world, event)
    assert told(visitor.get(SESSION))["name"] == {"@value": "Ouverture", "@language": "fr"}
    assert told(visitor.get(SESSION.replace("/en/", "/fr/")))["name"] == "Ouverture"


@pytest.mark.parametrize("hostile", ["</script><script>alert(1)</script>", "<!--<script>", "]]>&\u2028\"'"])
def test_hostile_text_stays_text(world: World, visitor: Visitor, hostile: str) -> None:
    event = world.event(title=in_three(hostile))
    make_session(world, event)
    publish(world, event)
    with world.writing() as database:
        version = database.scalars(select(AgendaVersion)).one()
        data = dict(version.data)
        data["sessions"] = [{**data["sessions"][0], "title": in_three(hostile).to_json()}]
        version.data = data
        database.get_one(Event, event).public_revision += 1
    for address in (HOME, SESSION):
        page = visitor.get(address)
        assert len(page.all("script:not([src])")) == 1
        assert told(page).get("superEvent", told(page))["name"] == hostile


def test_a_rehearsal_and_a_draft_tell_nobody(world: World, visitor: Visitor) -> None:
    event = world.event(is_rehearsal=True)
    make_session(world, event)
    publish(world, event)
    assert [visitor.get(one).all(SCRIPT) for one in (HOME, SESSION)] == [[], []]
    with world.writing() as database:
        database.get_one(Event, event).publication = Publication.DRAFT
    page = world.organiser(event).get(HOME)
    assert (page.all("link[hreflang]"), named(page, "og:url")) == ([], [])


def test_an_events_page_tells_of_a_hundred_sessions_at_most(world: World, visitor: Visitor) -> None:
    event = world.event()
    full_agenda(world, event, 80)
    assert len(told(visitor.get(HOME))["subEvent"]) == 80


@pytest.mark.parametrize(
    ("address", "language", "url", "default"),
    [
        ("/ar/", "ar_AR", "/ar/", "/"),
        ("/fr/thamm-2021/about", "fr_FR", "/fr/thamm-2021/about", "/en/thamm-2021/about"),
        (
            "/en/thamm-2021/agenda?day=2021-07-05&tz=Africa/Cairo&view=grid",
            "en_GB",
            "/en/thamm-2021/agenda?day=2021-07-05",
            "/en/thamm-2021/agenda?day=2021-07-05",
        ),
    ],
)
def test_a_page_says_its_own_address_and_its_languages(
    world: World, visitor: Visitor, address: str, language: str, url: str, default: str
) -> None:
    event = world.event()
    make_session(world, event)
    publish(world, event)
    page = visitor.get(address)
    others = [one for one in ("en_GB", "fr_FR", "ar_AR") if one != language]
    assert (named(page, "og:locale"), named(page, "og:locale:alternate")) == ([language], others)
    assert named(page, "og:url") == [f"http://localhost{url}"]
    assert [one.get("href") for one in page.all("link[hreflang='x-default']")] == [f"http://localhost{default}"]
    canonical = [one.get("href") for one in page.all("link[rel=canonical]")]
    assert canonical == ([f"http://localhost{url}"] if "?" in address else [])
    assert (named(page, "og:type"), named(page, "og:image")) == (["website"], [])


def test_what_search_engines_leave_alone_is_not_described(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_session(world, event)
    publish(world, event)
    for address in ("/en/thamm-2021/agenda/zones", "/en/thamm-2021/agenda/none", "/en/nothing/"):
        page = visitor.get(address)
        assert list(page.all("meta[property]")) == []


def test_the_agenda_leads_programs_to_its_schedules(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_session(world, event)
    publish(world, event)
    links = [one.get("href") for one in visitor.get("/fr/thamm-2021/agenda").all("link[title^=schedule]")]
    assert links == ["/fr/thamm-2021/schedule.xml", "/fr/thamm-2021/schedule.json", "/thamm-2021/schedule2.json"]
    page = visitor.get("/fr/thamm-2021/calendar?language=ar")
    shown = [one.get("href") for one in page.all("main a") if "schedule" in one.get("href")]
    assert shown == ["/ar/thamm-2021/schedule.xml", "/ar/thamm-2021/schedule.json", "/thamm-2021/schedule2.json"]
    assert {visitor.get(one).status for one in links + shown} == {200}
