"""What organisers see of the outbox."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conference.outbox.models import Message


def messages(session: Session, *, event_id: int, state: str | None, limit: int, offset: int = 0) -> Sequence[Message]:
    """An event's messages, newest first."""
    query = select(Message).where(Message.event_id == event_id)
    if state:
        query = query.where(Message.state == state)
    return session.scalars(
        query.order_by(Message.created_at.desc(), Message.id.desc()).limit(limit).offset(offset)
    ).all()


def counts(session: Session, *, event_id: int) -> dict[str, int]:
    """How many messages of an event are in each state."""
    rows = session.execute(
        select(Message.state, func.count()).where(Message.event_id == event_id).group_by(Message.state)
    )
    return dict(rows.all())
