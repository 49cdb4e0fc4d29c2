"""The record of changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from conference.core.database import Base


class AuditEntry(Base):
    """One change: who made it, when, to what, and what it was before and after.

    `subject` names the thing as `kind:id`. `before` and `after` hold only what changed; personal data in them is
    erased with the person. Neither account nor event is a foreign key: the record outlives both.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "event_id", "at"), Index(None, "subject"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    account_id: Mapped[int | None]
    event_id: Mapped[int | None]
    verb: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(80))
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
