"""The outbox: one row per message, from the transaction that causes it to its delivery or its dead letter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from conference.core.database import Base


class MessageState(StrEnum):
    """WAITING until it is due or claimed; SENDING while a worker holds it; then SENT, or FAILED for good."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class Message(Base):
    """One message to one person.

    `kind` names the handler that renders it and `payload` holds ids and the values frozen at enqueueing. `mime` is
    what was rendered at the first delivery: retries send the same bytes under the same Message-ID.
    `claim` is the token of the worker that holds the row until `lease_until`.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (Index(None, "state", "due_at"), Index(None, "event_id", "created_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    event_id: Mapped[int | None]
    payload: Mapped[dict[str, Any]]
    deduplication_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    state: Mapped[str] = mapped_column(String(10), default=MessageState.WAITING)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    claim: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(Text, default="")
    recipient: Mapped[str] = mapped_column(String(320), default="")
    subject: Mapped[str] = mapped_column(Text, default="")
    mime: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)


FORGOTTEN: Mapping[str, Any] = MappingProxyType({"payload": {}, "mime": None, "recipient": "", "subject": ""})
"""The values of a message of which only its kind and its instants are left."""
