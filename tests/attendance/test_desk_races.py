"""Desks that send the same people at once: every scan once, every person once, whichever database decides it."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from conference.attendance.models import Outcome, Scan
from conference.events.models import Role
from tests.made.agenda import make_session
from tests.made.attendance import presences
from tests.made.desk import DeskDevice, scan
from tests.made.registration import add, registration
from tests.world import World

pytestmark = pytest.mark.databases
START = datetime(2021, 7, 5, 8, 0, tzinfo=UTC)


def together(*works: Any) -> None:
    """Do several things at once; what one of them raises ends the test."""
    failed: list[BaseException] = []
    gate = threading.Barrier(len(works))

    def run(work: Any) -> None:
        try:
            gate.wait()
            work()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []


@pytest.fixture
def devices(world: World) -> list[DeskDevice]:
    event = world.event()
    make_session(world, event)
    return [
        DeskDevice(world.signed_in(world.account(f"desk{one}@example.org", event=event, roles=(Role.DESK,))), f"{one}")
        for one in range(3)
    ]


def test_three_desks_that_send_the_same_people_in_other_orders(world: World, devices: list[DeskDevice]) -> None:
    people = [add(world, 1, f"person{one}@example.org") for one in range(6)]
    codes = [registration(world, one).code for one in people]
    batches = [
        [scan(code, START + timedelta(seconds=10 * number + place)) for place, code in enumerate(order)]
        for number, order in enumerate((codes, codes[::-1], codes[3:] + codes[:3]))
    ]
    # Each desk sends its batch twice, as it does when the answer was lost on the way.
    together(
        *(
            lambda desk=desk, batch=batch: desk.results(*batch)
            for desk, batch in zip(devices, batches, strict=True)
            for _time in range(2)
        )
    )
    rows = presences(world)
    corrected = {one.corrects_id for one in rows}
    standing = [one for one in rows if one.id not in corrected]
    assert sorted(one.registration_id for one in standing) == people
    with world.reading() as database:
        kept = list(database.scalars(select(Scan)))
        assert len(kept) == 18
        earliest = {person: min(one.at for one in kept if one.registration_id == person) for person in people}
        assert Counter(one.outcome for one in kept).keys() <= {Outcome.IN, Outcome.AGAIN}
    assert {one.registration_id: one.from_at for one in standing} == earliest


def test_of_one_scan_sent_by_two_tabs_at_once_one_is_kept(world: World, devices: list[DeskDevice]) -> None:
    code = registration(world, add(world, 1, "leila@example.org")).code
    desk, unknown = devices[0], scan("ZZZZ9999", START)
    known = scan(code, START)
    together(*(lambda: desk.results(known, unknown) for _tab in range(4)))
    assert (len(presences(world)), world.count(Scan)) == (1, 2)


def test_an_entry_and_an_exit_at_once_make_one_stay(world: World, devices: list[DeskDevice]) -> None:
    code = registration(world, add(world, 1, "leila@example.org")).code
    going = scan(code, START + timedelta(minutes=30), direction="out")
    together(lambda: devices[0].results(scan(code, START)), lambda: devices[1].results(going))
    rows = presences(world)
    corrected = {one.corrects_id for one in rows}
    assert [(one.from_at, one.to_at) for one in rows if one.id not in corrected] == [
        (START, START + timedelta(minutes=30))
    ]
