"""The badges that people were given: the one that opens doors now, and those that no longer do."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.core.database import Base
from conference.registration.models import Registration


class Badge(Base):
    """One badge of a registered person, numbered from 1 for each person; the code on it names that number.

    It is good until it is revoked, with a reason, and then stays so: who needs another one gets the next number. The
    keys allow one badge of a number, and one that is good, so that of two given at once one is refused. `issued_by`
    is an account's id, or None where the person got it without anybody's doing.

    `printed_at` is when it was last printed and `printed_as` the digest of what stood on it, so that a name corrected
    since calls for another print.
    """

    __tablename__ = "badge"
    __table_args__ = (
        UniqueConstraint("registration_id", "number"),
        Index(
            "uq_badge_registration_id",
            "registration_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    number: Mapped[int]
    issued_at: Mapped[datetime]
    issued_by: Mapped[int | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(300), default="", server_default="")
    printed_at: Mapped[datetime | None]
    printed_as: Mapped[str] = mapped_column(String(16), default="", server_default="")

    registration: Mapped[Registration] = relationship()
