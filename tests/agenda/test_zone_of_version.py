"""After a change of the event's zone, readers see the published hours on the clocks they were published in."""

from __future__ import annotations

import pytest

from tests.client import Visitor, words
from tests.made.agenda import let_a_second_pass, make_session, publish
from tests.world import World

AGENDA = "/en/thamm-2021/agenda"
PAGES = (AGENDA, f"{AGENDA}?view=grid", f"{AGENDA}/print", f"{AGENDA}/D1-01", "/en/thamm-2021/")


def hours(visitor: Visitor, path: str) -> list[tuple[str, str]]:
    """The hours of a page, each with the zone whose clocks show it."""
    found = [(words(one), one.get("data-zone")) for one in visitor.get(path).all("time[data-zone]")]
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(
    ("keeps", "then"),
    # In July Tunis is one hour ahead of UTC, and Cairo was two.
    [("hours", ["09:00", "10:30"]), ("instants", ["10:00", "11:30"])],
)
def test_published_hours_stay_on_their_clocks_until_the_next_version(
    world: World, visitor: Visitor, keeps: str, then: list[str]
) -> None:
    event = world.event()
    make_session(world, event)
    publish(world, event)
    before = [("09:00", "Africa/Tunis"), ("10:30", "Africa/Tunis")]
    assert [hours(visitor, page) for page in PAGES] == [before] * len(PAGES)
    organiser = world.organiser(event)
    asked = organiser.get("/en/thamm-2021/manage/event").submit(zone="Africa/Cairo")
    assert asked.submit(zone_keeps=keeps).status == 302
    let_a_second_pass(world.app)
    assert [hours(visitor, page) for page in PAGES] == [before] * len(PAGES)
    assert visitor.get(AGENDA).texts(".zone-note")[0].startswith("Times in Tunis")
    assert visitor.get("/en/thamm-2021/").text.count("Times in Tunis") == 1
    publish(world, event)
    let_a_second_pass(world.app)
    after = [(one, "Africa/Cairo") for one in then]
    assert [hours(visitor, page) for page in PAGES] == [after] * len(PAGES)
    assert visitor.get(AGENDA).texts(".zone-note")[0].startswith("Times in Cairo")


def test_the_day_is_the_one_on_the_clocks_of_the_version(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_session(world, event, hours=("23:15", "23:45"))  # already the sixth in Cairo
    publish(world, event)
    organiser = world.organiser(event)
    organiser.get("/en/thamm-2021/manage/event").submit(zone="Africa/Cairo").submit(zone_keeps="instants")
    let_a_second_pass(world.app)
    assert hours(visitor, f"{AGENDA}?day=2021-07-05") == [("23:15", "Africa/Tunis"), ("23:45", "Africa/Tunis")]
    assert visitor.get(f"{AGENDA}?day=2021-07-06").status == 404
