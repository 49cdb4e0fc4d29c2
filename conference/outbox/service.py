"""Enqueueing, and what organisers do with messages that did not arrive."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from conference.core.clock import now
from conference.core.database import insert_unless_known
from conference.outbox.models import FORGOTTEN, Message, MessageState


class NotFailed(Exception):
    """Only a message that failed for good can be tried again by hand."""


def enqueue(
    session: Session,
    kind: str,
    payload: Mapping[str, Any],
    *,
    recipient: str,
    event_id: int | None = None,
    deduplication_key: str | None = None,
    due_at: datetime | None = None,
) -> None:
    """Write a message into the transaction that causes it; the worker sends it after the commit.

    A second message with the same `deduplication_key` is left out, also when two transactions write it at once.
    """
    values = {
        "kind": kind,
        "event_id": event_id,
        "payload": dict(payload),
        "deduplication_key": deduplication_key,
        "recipient": recipient,
        "created_at": now(),
        "due_at": due_at or now(),
    }
    if deduplication_key is None:
        session.add(Message(**values))
    else:
        insert_unless_known(session, Message, values, by=("deduplication_key",))


def retry(session: Session, message: Message) -> None:
    """Give a dead letter a new life: the same bytes, a fresh count of attempts. Raises NotFailed.

    `message` is locked by the caller: otherwise a worker that took it up meanwhile would lose its claim.
    """
    if message.state != MessageState.FAILED:
        raise NotFailed(message.id)
    message.state = MessageState.WAITING
    message.attempts = 0
    message.due_at = now()
    message.claim = None


def retry_all(session: Session, event_id: int) -> int:
    """Give all dead letters of an event a new life, and say how many there were."""
    failed = select(Message).where(Message.event_id == event_id, Message.state == MessageState.FAILED)
    messages = session.scalars(failed.order_by(Message.id).with_for_update()).all()
    for message in messages:
        retry(session, message)
    return len(messages)


def forget(session: Session, wanted: ColumnElement[bool]) -> None:
    """Erase the personal data of messages: what was sent keeps its kind and instants, anything else is not sent.

    A worker that holds one of them loses its claim, and writes nothing back.
    """
    session.execute(
        delete(Message).where(wanted, Message.state != MessageState.SENT).execution_options(synchronize_session=False)
    )
    session.execute(
        update(Message)
        .where(wanted)
        .values(**FORGOTTEN, last_error="", deduplication_key=None)
        .execution_options(synchronize_session=False)
    )
