"""What organisers see of the outbox."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from conference.outbox.models import Message


def messages(session: Session, *, event_id: int, state: str | None, limit: int, offset: int = 0) -> Sequence[Message]:
    """An event's messages, newest first."""
    query = select(Message).where(Message.event_id == event_id)
    if state:
        query = query.where(Message.state == state)
    return session.scalars(
        query.order_by(Message.created_at.desc(), Message.id.desc()).limit(limit).offset(offset)
    ).all()


def message_of(session: Session, *, event_id: int, message_id: int, lock: bool = False) -> Message | None:
    """One message of an event with its stored bytes; with `lock`, held until the end of the transaction."""
    query = select(Message).where(Message.event_id == event_id, Message.id == message_id)
    if lock:
        query = query.with_for_update()
    return session.scalar(query.options(undefer(Message.mime)))


def counts(session: Session, *, event_id: int) -> dict[str, int]:
    """How many messages of an event are in each state."""
    rows = session.execute(
        select(Message.state, func.count()).where(Message.event_id == event_id).group_by(Message.state)
    )
    return dict(rows.all())


def known_keys(session: Session, *, event_id: int, kind: str) -> frozenset[str]:
    """The deduplication keys of an event's messages of one kind."""
    query = select(Message.deduplication_key).where(
        Message.event_id == event_id, Message.kind == kind, Message.deduplication_key.is_not(None)
    )
    return frozenset(key for key in session.scalars(query) if key is not None)
