"""Enqueueing, and what organisers do with messages that did not arrive."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.core.clock import now
from conference.outbox.models import Message, MessageState


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

    A second message with the same `deduplication_key` is left out.
    """
    if deduplication_key is not None:
        known = select(Message.id).where(Message.deduplication_key == deduplication_key)
        if session.scalar(known) is not None:
            return
    session.add(
        Message(
            kind=kind,
            event_id=event_id,
            payload=dict(payload),
            deduplication_key=deduplication_key,
            recipient=recipient,
            created_at=now(),
            due_at=due_at or now(),
        )
    )


def retry(session: Session, message: Message) -> None:
    """Give a dead letter a new life: the same bytes, a fresh count of attempts. Raises NotFailed."""
    if message.state != MessageState.FAILED:
        raise NotFailed(message.id)
    message.state = MessageState.WAITING
    message.attempts = 0
    message.due_at = now()
    message.claim = None
