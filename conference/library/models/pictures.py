"""The pages of what readers have, as pictures."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from conference.core.database import Base


class PagePicture(Base):
    """One page of a published file in two sizes; `number` counts from 1, widths and heights are in pixels.

    `text` is what stands on the page where the file itself has no pages that could be told apart: on paper, as
    LibreOffice printed it. A PDF's is its `PageText`.
    """

    __tablename__ = "page_picture"
    __table_args__ = (UniqueConstraint("revision_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"))
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    small_sha256: Mapped[str] = mapped_column(String(64))
    small_size: Mapped[int]
    small_width: Mapped[int]
    small_height: Mapped[int]
    text: Mapped[str] = mapped_column(Text, default="", server_default="", deferred=True)
