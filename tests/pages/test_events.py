"""The page of all events: the current one large, then what comes, then what was."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from conference.core.clock import at
from conference.core.languages import FRENCH
from conference.events.models import Publication
from tests.client import Page, Visitor
from tests.queries import count_queries
from tests.world import World, in_three, only

NOON = datetime(2023, 1, 15, 12, tzinfo=UTC)


def dated(world: World, slug: str, first: str, last: str | None = None, **changes: object) -> int:
    days = {"starts_on": date.fromisoformat(first), "ends_on": date.fromisoformat(last or first)}
    return world.event(slug, title=in_three(slug), **days, **changes)


def groups(page: Page) -> dict[str, list[str]]:
    found = {}
    for section in page.all("main section"):
        title = section.find("h2").text  # type: ignore[union-attr]
        found[str(title)] = ["".join(one.itertext()).strip() for one in section.iterfind(".//h3")]
    return found


def test_the_next_event_is_large_and_the_others_are_grouped(visitor: Visitor, world: World) -> None:
    dated(world, "first-2021", "2021-07-05", "2021-07-07")
    dated(world, "webinar-2021", "2021-02-25")
    dated(world, "second-2023", "2023-01-30", "2023-02-01")
    dated(world, "later-2023", "2023-06-01")
    dated(world, "rehearsal", "2023-01-14", "2023-01-16", is_rehearsal=True)
    dated(world, "draft", "2023-01-20", publication=Publication.DRAFT)
    with at(NOON):
        page = visitor.get("/en/")
    assert page.h1 == "Events"
    assert page.texts(".banner-title") == ["second-2023"]
    assert page.texts(".banner-facts") == ["30 January – 1 February 2023 · ILO · in English, French and Arabic"]
    assert groups(page) == {
        "Coming next": ["later-2023", "rehearsal"],
        "Past events": ["first-2021", "webinar-2021"],
    }
    assert page.texts(".badge--saffron") == ["Rehearsal"]
    assert [link.get("href") for link in page.all(".banner-actions a")] == [
        "/en/second-2023/register",
        "/en/second-2023/",
    ]


@pytest.mark.parametrize(
    ("instant", "current"),
    [
        (datetime(2023, 1, 29, 22, 59, tzinfo=UTC), "earlier"),
        (datetime(2023, 1, 30, 12, tzinfo=UTC), "event"),
        (datetime(2023, 2, 1, 22, 59, tzinfo=UTC), "event"),
        (datetime(2023, 2, 1, 23, 1, tzinfo=UTC), "event"),
    ],
)
def test_an_event_runs_by_the_days_of_its_own_zone(
    visitor: Visitor, world: World, instant: datetime, current: str
) -> None:
    dated(world, "earlier", "2023-01-29")
    dated(world, "event", "2023-01-30", "2023-02-01")
    with at(instant):
        page = visitor.get("/en/")
    assert page.texts(".banner-title") == [current]


def test_on_now_is_said_while_it_runs(visitor: Visitor, world: World) -> None:
    dated(world, "event", "2023-01-15")
    with at(NOON):
        assert visitor.get("/en/").texts(".banner-kind") == ["On now · Conference · Online"]
    with at(datetime(2023, 1, 17, tzinfo=UTC)):
        assert Visitor(world.app).get("/fr/").texts(".banner-kind") == ["Conférence · En ligne"]


def test_an_event_without_this_language_is_opened_in_its_source(visitor: Visitor, world: World) -> None:
    title = only(FRENCH, "Atelier")
    world.event("atelier", language_codes=["fr"], source_code="fr", title=title, registration_open=False)
    page = visitor.get("/ar/")
    link = page.one(".banner-title a")
    assert link.get("href") == "/fr/atelier/"
    assert visitor.get("/fr/atelier/").status == 200


def test_without_events_it_says_what_will_be_here(visitor: Visitor) -> None:
    page = visitor.get("/en/")
    assert page.status == 200
    assert page.texts(".empty h2") == ["No events yet"]


def test_administrators_find_the_way_to_a_new_event(world: World) -> None:
    administrator = world.signed_in(world.account(is_site_administrator=True))
    somebody = world.signed_in(world.account())
    assert len(administrator.get("/en/").all("a[href='/en/new-event']")) == 1
    assert somebody.get("/en/").all("a[href='/en/new-event']") == []


def test_it_asks_as_often_for_thirty_events_as_for_three(world: World) -> None:
    counted = []
    for many in (3, 27):
        for number in range(many):
            dated(world, f"event-{many}-{number}", "2021-07-05")
        with count_queries(world.app) as queries:
            assert Visitor(world.app).get(f"/en/?page={many}").status == 200
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 12
