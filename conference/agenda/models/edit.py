"""What was done in the editor, so that it can be undone."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from conference.core.database import Base


class EditKind(StrEnum):
    MOVE = "move"
    UNPLACE = "unplace"
    COPY = "copy"
    SPLIT = "split"
    SHIFT = "shift"
    BREAK = "break"


class AgendaEdit(Base):
    """One step of an organiser in the editor: a move, a copy, a break across all rooms.

    `before` and `after` hold by session id what the step changed; None stands for a session that was not there.
    `undone_at` is when it was taken back, or passed over where that could not be done any more.
    """

    __tablename__ = "agenda_edit"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    undone_at: Mapped[datetime | None]
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
