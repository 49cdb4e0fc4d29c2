"""What translators and organisers say to each other about a text."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from conference.core.database import Base


class TextComment(Base):
    """One remark about a text, which is known by kind, row and field; until `settled_at` it waits for somebody."""

    __tablename__ = "text_comment"
    __table_args__ = (Index("ix_text_comment_place", "event_id", "kind", "row", "field"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    row: Mapped[int]
    field: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    written_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))

    @property
    def text_id(self) -> str:
        """What the desk calls the text: «session.12.title»."""
        return f"{self.kind}.{self.row}.{self.field}"
