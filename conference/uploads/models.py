"""An upload on its way, and the pieces that have arrived of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.core.database import Base

LONGEST_NAME = 500


class Upload(Base):
    """A file on its way. `received` of its `length` bytes are here, whatever any process remembers.

    `owner` names who may see it, in words of the feature that takes the file («speaker 12»); `code` is its address.
    """

    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    owner: Mapped[str] = mapped_column(String(60), index=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    length: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    pieces: Mapped[list[Piece]] = relationship(order_by="Piece.start", viewonly=True)

    @property
    def is_whole(self) -> bool:
        return self.received == self.length


class Piece(Base):
    """Bytes of an upload from `start` on, kept in the store under `key`. No two begin at the same place."""

    __tablename__ = "upload_piece"
    __table_args__ = (UniqueConstraint("upload_id", "start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"))
    start: Mapped[int] = mapped_column(BigInteger)
    size: Mapped[int]
    key: Mapped[str] = mapped_column(String(160))
