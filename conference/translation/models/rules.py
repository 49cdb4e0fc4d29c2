"""What an event asks of its translations."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from conference.core.database import Base


class TranslationRules(Base):
    """Whether a second person looks at each translation, and whether readers are told that all languages are complete.

    An event without a row asks neither.
    """

    __tablename__ = "translation_rules"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    needs_review: Mapped[bool] = mapped_column(default=False)
    promises: Mapped[bool] = mapped_column(default=False)
