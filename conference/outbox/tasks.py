"""The hour, rung once for all workers by a message that nobody receives."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from datetime import timedelta

from sqlalchemy import and_, delete

from conference.core.clock import now
from conference.core.database import db, write
from conference.outbox.models import Message, MessageState
from conference.outbox.ports import HourlyWork, hourly
from conference.outbox.service import enqueue, forget

logger = logging.getLogger(__name__)
HOURLY = "outbox.hourly"
KEPT = timedelta(days=1)


def ring_hour() -> None:
    """Enqueue this hour's work, unless another worker did."""
    with write() as session:
        enqueue(session, HOURLY, {}, recipient="", deduplication_key=f"hourly:{now():%Y-%m-%dT%H}")


def do_hourly_work(_payload: Mapping[str, object]) -> None:
    """Let every feature do what became due, each event in its own transaction; forget old hours and old dead letters.

    What fails for one event keeps neither the others nor another feature from their work; it is raised at the end, so
    that the hour is tried again.
    """
    failures = [failure for work in hourly.all() for failure in _failures_of(work)]
    with write() as session:
        session.execute(
            delete(Message)
            .where(Message.kind == HOURLY, Message.created_at < now() - KEPT)
            .execution_options(synchronize_session=False)
        )
        # What belongs to no event and could not be delivered has had its day to be looked into.
        dead = (Message.event_id.is_(None), Message.state == MessageState.FAILED, Message.due_at < now() - KEPT)
        forget(session, and_(*dead))
    if failures:
        raise ExceptionGroup("work of the hour", failures)


def _failures_of(work: HourlyWork) -> Iterator[Exception]:
    """Do one feature's work for every event that has some; what was raised is logged, and answered."""
    try:
        due = work.due(db.session())
    except Exception as failure:
        logger.exception("work of the hour failed: %s", work.name)
        yield failure
        return
    for event_id in due:
        try:
            with write() as session:
                work.do(session, event_id)
        except Exception as failure:
            logger.exception("work of the hour failed: %s, event %d", work.name, event_id)
            failure.add_note(f"{work.name}, event {event_id}")
            yield failure


HANDLERS = {HOURLY: do_hourly_work}
