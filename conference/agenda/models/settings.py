"""How an event's agenda is checked before it is published, and by which link its draft can be seen."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from conference.core.database import Base


class AgendaSettings(Base):
    """What an event sets about its agenda; an event without a row has the defaults.

    `severities` holds, by the name of a check, how much it weighs where that is not the check's own default.
    `channel_limit` is how many languages the meeting's platform interprets at once; None is no limit known.
    `preview_secret` is the part of the address that shows the draft to whoever has it; empty, there is none.
    """

    __tablename__ = "agenda_settings"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    severities: Mapped[dict[str, Any]] = mapped_column(default=dict)
    channel_limit: Mapped[int | None]
    preview_secret: Mapped[str] = mapped_column(String(64), default="")
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}
