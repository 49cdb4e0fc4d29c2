"""The hour, rung once for all workers by a message that nobody receives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete

from conference.core.clock import now
from conference.core.database import write
from conference.outbox.models import Message
from conference.outbox.ports import hourly
from conference.outbox.service import enqueue

HOURLY = "outbox.hourly"
KEPT = timedelta(days=1)


def ring_hour() -> None:
    """Enqueue this hour's work, unless another worker did."""
    with write() as session:
        enqueue(session, HOURLY, {}, recipient="", deduplication_key=f"hourly:{now():%Y-%m-%dT%H}")


def do_hourly_work(_payload: Mapping[str, object]) -> None:
    """Let every feature do what became due, each in its own transaction, and forget the hours rung before."""
    for work in hourly.all():
        with write() as session:
            work(session)
    with write() as session:
        session.execute(
            delete(Message)
            .where(Message.kind == HOURLY, Message.created_at < now() - KEPT)
            .execution_options(synchronize_session=False)
        )


HANDLERS = {HOURLY: do_hourly_work}
