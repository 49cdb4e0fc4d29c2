"""What search asks: the text of files by page, and what each document is found by."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from conference.core.database import Base


class PageText(Base):
    """The text of one page of a file. `tokens` are those of its words in their order, between spaces."""

    __tablename__ = "page_text"
    __table_args__ = (UniqueConstraint("revision_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    tokens: Mapped[str] = mapped_column(Text)


class SearchEntry(Base):
    """What a document is found by in one language; `searching.index` holds its tokens under the same id.

    `revision_id` is the file that readers have in this language, `head` the tokens of title, symbol, summary and
    sessions in their order, between spaces.
    """

    __tablename__ = "search_entry"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), index=True)
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id", ondelete="SET NULL"), index=True)
    head: Mapped[str] = mapped_column(Text)
