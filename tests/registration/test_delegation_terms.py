"""What an organiser settles about a delegation: until when, how many, and what happens when two settle it at once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from conference.audit.models import AuditEntry
from conference.registration.models import Delegation
from tests.made.delegations import make_delegation
from tests.world import World

MANAGE = "/en/thamm-2021/manage/registrations/delegations"
CHANGE = f"{MANAGE}/1/change"


@pytest.fixture
def event(world: World) -> int:
    return world.event()


def stored(world: World) -> Delegation:
    with world.reading() as session:
        return session.scalars(select(Delegation)).one()


def changes(world: World) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    with world.reading() as session:
        found = session.scalars(select(AuditEntry).where(AuditEntry.verb == "change delegation"))
        return [(one.before, one.after) for one in found]


def test_nominations_close_at_an_hour_of_the_events_clocks(world: World, event: int) -> None:
    make_delegation(world, event)
    organiser = world.organiser(event)
    form = organiser.get(CHANGE)
    assert "Hours as clocks show them in Tunis." in form.text
    assert form.submit(closes_at="٢٠٣١-٠٦-٢٠T18:30").status == 302
    assert stored(world).closes_at == datetime(2031, 6, 20, 17, 30, tzinfo=UTC)
    assert organiser.get(CHANGE).values()["closes_at"] == "2031-06-20T18:30"
    assert organiser.get(CHANGE).submit(closes_at="").status == 302
    assert stored(world).closes_at is None


@pytest.mark.parametrize(
    ("zone", "typed", "sentence"),
    [
        ("Africa/Tunis", "2031-06-20", "Enter a day and an hour, for example 2021-07-05 09:30."),
        (
            "Europe/Brussels",
            "2031-03-30T02:30",
            "Clocks are put forward at this hour, so that it does not exist. Choose another.",
        ),
    ],
)
def test_an_hour_that_cannot_be_read_or_does_not_exist_is_refused_and_stays_typed(
    world: World, zone: str, typed: str, sentence: str
) -> None:
    event = world.event(zone=zone)
    make_delegation(world, event)
    page = world.organiser(event).get(CHANGE).submit(closes_at=typed)
    assert (page.status, page.errors, page.values()["closes_at"]) == (422, [sentence], typed)
    assert stored(world).closes_at is None


def test_saving_what_stands_there_changes_nothing_and_is_on_no_record(world: World, event: int) -> None:
    make_delegation(world, event, closes_at=datetime(2031, 6, 20, 17, 30, tzinfo=UTC))
    before = stored(world).row_version
    assert world.organiser(event).get(CHANGE).submit().status == 302
    assert (stored(world).row_version, changes(world)) == (before, [])


def test_two_editors_keep_each_others_numbers_and_meet_in_what_both_changed(world: World, event: int) -> None:
    make_delegation(world, event)
    first, second = world.organiser(event), world.organiser(event, "second@example.org")
    mine, theirs = first.get(CHANGE), second.get(CHANGE)
    sent = theirs.submit(quota_government="5", quota_media="1", closes_at="2031-06-20T18:30", language_code="ar")
    assert sent.status == 302
    clash = mine.submit(quota_government="3", quota_employers="2", closes_at="2031-06-21T18:30", language_code="fr")
    assert clash.status == 422
    assert sorted(clash.errors) == [
        "Somebody else set this to 20 June 2031, 18:30 while you edited. Choose what is right, then save again.",
        "Somebody else set this to 5 while you edited. Choose what is right, then save again.",
        "Somebody else set this to Arabic while you edited. Choose what is right, then save again.",
    ]
    assert stored(world).quotas == {"government": 5, "employers": 1, "workers": 1, "media": 1}
    assert clash.submit(quota_government="4").status == 302
    delegation = stored(world)
    assert delegation.quotas == {"government": 4, "employers": 2, "workers": 1, "media": 1}
    assert (delegation.language_code, delegation.closes_at) == ("fr", datetime(2031, 6, 21, 17, 30, tzinfo=UTC))


def test_the_record_tells_of_what_was_changed_alone(world: World, event: int) -> None:
    make_delegation(world, event)
    assert world.organiser(event).get(CHANGE).submit(quota_workers="").status == 302
    (told,) = changes(world)
    assert told == (
        {"quotas": {"government": 2, "employers": 1, "workers": 1}},
        {"quotas": {"government": 2, "employers": 1}},
    )
