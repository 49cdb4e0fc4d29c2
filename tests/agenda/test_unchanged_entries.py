"""Calendar entries that a new version keeps are those that it would have built."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from conference.agenda import ics
from conference.agenda.models import Room, Speaker
from conference.agenda.published import PublishedAgenda
from conference.agenda.queries import latest_version
from conference.core import clock
from conference.core.languages import ENGLISH
from conference.events.models import Event
from tests.made.agenda import change, full_agenda, publish
from tests.world import World, in_three, only

FIRST, SECOND = datetime(2021, 6, 1, 8, tzinfo=UTC), datetime(2021, 6, 2, 8, tzinfo=UTC)
STAMPED = re.compile(r"^(?:DTSTAMP|LAST-MODIFIED|CREATED).*\r\n", re.MULTILINE)


def stored(world: World, event: int) -> dict[str, dict[str, str]]:
    with world.reading() as database:
        version = latest_version(database, event, with_calendar=True)
        assert version is not None
        entries: dict[str, dict[str, str]] = version.calendar["entries"]
        return entries


def built(world: World, event: int) -> dict[str, dict[str, str]]:
    """What the newest version's entries would be if all were built."""
    with world.reading() as database:
        version = latest_version(database, event)
        assert version is not None
        calendar: dict[str, Any] = ics.build(
            database.get_one(Event, event), PublishedAgenda.of(version), stamp=version.published_at
        )
        entries: dict[str, dict[str, str]] = calendar["entries"]
        return entries


def without_stamps(entries: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    return {
        code: {language: STAMPED.sub("", text) for language, text in by_language.items()}
        for code, by_language in entries.items()
    }


def stamped_anew(entries: dict[str, dict[str, str]]) -> list[str]:
    """The sessions whose entries say that they are of the second publication."""
    stamp = f"DTSTAMP:{SECOND:%Y%m%dT%H%M%SZ}"
    return [code for code, texts in entries.items() if all(stamp in one for one in texts.values())]


def change_session(world: World, event: int, ids: list[int]) -> None:
    change(world, ids[1], type="workshop")


def change_room(world: World, event: int, ids: list[int]) -> None:
    with world.writing() as database:
        database.query(Room).one().name = in_three("Great hall")


def change_person(world: World, event: int, ids: list[int]) -> None:
    with world.writing() as database:
        database.query(Speaker).filter_by(code="person-1").one().latin_name = "Another Name"


def change_event(name: str, value: Any) -> Callable[[World, int, list[int]], None]:
    def put(world: World, event: int, ids: list[int]) -> None:
        with world.writing() as database:
            setattr(database.get_one(Event, event), name, value)
        change(world, ids[1], type="workshop")

    return put


@pytest.mark.parametrize(
    ("put", "anew"),
    [
        (change_session, ["S1"]),
        (change_room, ["S0", "S1", "S2", "S3"]),
        (change_person, ["S0", "S2"]),
        (change_event("venue", only(ENGLISH, "Tunis")), ["S0", "S1", "S2", "S3"]),
        # Built anew, and found to say the same.
        (change_event("title", only(ENGLISH, "Another conference")), ["S1"]),
        (change_event("language_codes", ["en", "fr"]), ["S1"]),
    ],
)
def test_what_did_not_change_is_kept_and_is_what_would_be_built(
    world: World, put: Callable[[World, int, list[int]], None], anew: list[str]
) -> None:
    event = world.event()
    with clock.at(FIRST):
        ids = list(full_agenda(world, event, 4))
    before = stored(world, event)
    put(world, event, ids)
    with clock.at(SECOND):
        publish(world, event)
    after = stored(world, event)
    assert without_stamps(after) == without_stamps(built(world, event))
    assert stamped_anew(after) == anew
    same = [code for code in after if after[code].items() <= before[code].items()]
    assert same == [code for code in after if code not in anew]
