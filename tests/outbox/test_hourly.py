"""Work that only time causes: rung once an hour, however many workers there are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.core import clock
from conference.outbox.models import Message
from conference.outbox.ports import hourly
from conference.outbox.tasks import do_hourly_work, ring_hour
from tests.world import World

NOON = datetime(2021, 7, 5, 12, 0, tzinfo=UTC)


def ring_at(world: World, instant: datetime) -> None:
    with clock.at(instant), world.app.app_context():
        ring_hour()
        world.deliver()


def test_an_hour_rung_by_two_workers_is_one(world: World) -> None:
    done: list[datetime] = []
    hourly.plug(world.app, lambda _session: done.append(clock.now()))
    ring_at(world, NOON)
    ring_at(world, NOON + timedelta(minutes=59))
    ring_at(world, NOON + timedelta(minutes=60))
    assert done == [NOON, NOON + timedelta(minutes=60)]


def test_the_work_may_write_and_old_hours_are_forgotten(world: World) -> None:
    def write(session: Session) -> None:
        session.add(
            Message(kind="test.note", payload={}, created_at=clock.now(), due_at=clock.now() + timedelta(days=99))
        )

    hourly.plug(world.app, write)
    ring_at(world, NOON)
    ring_at(world, NOON + timedelta(days=2))
    with world.reading() as session:
        kinds = list(session.scalars(select(Message.kind).order_by(Message.id)))
    assert kinds == ["test.note", "outbox.hourly", "test.note"]


def test_a_feature_that_fails_keeps_no_other_from_its_work(world: World) -> None:
    done: list[str] = []

    def fails(_session: Session) -> None:
        raise RuntimeError("broken")

    hourly.plug(world.app, fails, lambda _session: done.append("worked"))
    with world.app.app_context(), pytest.raises(ExceptionGroup):
        do_hourly_work({})
    assert done == ["worked"]
