"""A speaker's photograph: three squares of it, and whether the public may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.agenda.models import Speaker
from conference.core.database import Base


@dataclass(frozen=True, slots=True)
class Square:
    """One size of a photograph, as stored: `side` in pixels, `size` in bytes."""

    side: int
    sha256: str
    size: int

    @property
    def digest(self) -> str:
        """What public addresses call it."""
        return self.sha256[:16]


class Photograph(Base):
    """One speaker's photograph, cut square, without anything that its camera wrote beside it; the original is not kept.

    `side` is how many pixels the largest square measures. `may_be_published` says that the person agreed to be shown
    on the event's pages; `uploaded_by` is the organiser's account, or None for the speaker.
    """

    __tablename__ = "photograph"

    speaker_id: Mapped[int] = mapped_column(ForeignKey("speaker.id", ondelete="CASCADE"), primary_key=True)
    side: Mapped[int]
    small_sha256: Mapped[str] = mapped_column(String(64))
    small_size: Mapped[int]
    middle_sha256: Mapped[str] = mapped_column(String(64))
    middle_size: Mapped[int]
    large_sha256: Mapped[str] = mapped_column(String(64))
    large_size: Mapped[int]
    may_be_published: Mapped[bool]
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))

    speaker: Mapped[Speaker] = relationship()

    @property
    def squares(self) -> Sequence[Square]:
        """The three sizes, the smallest first; a small photograph is not enlarged, so two may be as wide."""
        small, middle, large = (min(one, self.side) for one in SIDES)
        return (
            Square(small, self.small_sha256, self.small_size),
            Square(middle, self.middle_sha256, self.middle_size),
            Square(large, self.large_sha256, self.large_size),
        )

    def square(self, side: int) -> Square | None:
        """The one that is meant for `side` pixels, or None where that is none of `SIDES`."""
        return next((one for meant, one in zip(SIDES, self.squares, strict=True) if meant == side), None)


SIDES = (96, 240, 640)
"""How many pixels the three squares measure: for lists, for lists on fine screens and cards, for a page."""
