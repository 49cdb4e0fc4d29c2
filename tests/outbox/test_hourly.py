"""Work that only time causes: rung once an hour, however many workers there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.core import clock
from conference.outbox.models import Message
from conference.outbox.ports import HourlyWork, hourly
from conference.outbox.tasks import do_hourly_work, ring_hour
from tests.world import World

NOON = datetime(2021, 7, 5, 12, 0, tzinfo=UTC)


def ring_at(world: World, instant: datetime) -> None:
    with clock.at(instant), world.app.app_context():
        ring_hour()
        world.deliver()


def work(do: Callable[[Session, int], object], *due: int) -> HourlyWork:
    """Work for one made-up event, or for those whose ids are `due`."""

    def done(session: Session, event_id: int) -> None:
        do(session, event_id)

    return HourlyWork("test", lambda _session: due or (1,), done)


def test_an_hour_rung_by_two_workers_is_one(world: World) -> None:
    done: list[datetime] = []
    hourly.plug(world.app, work(lambda _session, _event: done.append(clock.now())))
    ring_at(world, NOON)
    ring_at(world, NOON + timedelta(minutes=59))
    ring_at(world, NOON + timedelta(minutes=60))
    assert done == [NOON, NOON + timedelta(minutes=60)]


def test_the_work_may_write_and_old_hours_are_forgotten(world: World) -> None:
    def write(session: Session, _event_id: int) -> None:
        session.add(
            Message(kind="test.note", payload={}, created_at=clock.now(), due_at=clock.now() + timedelta(days=99))
        )

    hourly.plug(world.app, work(write))
    ring_at(world, NOON)
    ring_at(world, NOON + timedelta(days=2))
    with world.reading() as session:
        kinds = list(session.scalars(select(Message.kind).order_by(Message.id)))
    assert kinds == ["test.note", "outbox.hourly", "test.note"]


def test_a_feature_that_fails_keeps_no_other_from_its_work(world: World) -> None:
    done: list[str] = []

    def fails(_session: Session) -> Sequence[int]:
        raise RuntimeError("broken")

    broken = HourlyWork("broken", fails, lambda _session, _event: None)
    hourly.plug(world.app, broken, work(lambda _session, _event: done.append("worked")))
    with world.app.app_context(), pytest.raises(ExceptionGroup):
        do_hourly_work({})
    assert done == ["worked"]


def test_an_event_that_fails_keeps_no_other_from_its_work_and_is_reported(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    def note(session: Session, event_id: int) -> None:
        session.add(Message(kind=f"test.{event_id}", payload={}, created_at=NOON, due_at=NOON))
        session.flush()
        if event_id == 2:
            raise RuntimeError("broken")

    hourly.plug(world.app, work(note, 1, 2, 3))
    with world.app.app_context(), pytest.raises(ExceptionGroup) as raised:
        do_hourly_work({})
    with world.reading() as session:
        assert list(session.scalars(select(Message.kind).order_by(Message.id))) == ["test.1", "test.3"]
    assert [failure.__notes__ for failure in raised.value.exceptions] == [["test, event 2"]]
    assert [one.getMessage() for one in caplog.records] == ["work of the hour failed: test, event 2"]
