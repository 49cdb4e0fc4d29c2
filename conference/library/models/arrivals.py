"""Files that were brought and wait to be put in their place, and libraries that came as a whole."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from conference.core import file_types
from conference.core.database import Base
from conference.core.file_types import FileType
from conference.core.storage import Blob
from conference.events.sent_files import SentFile
from conference.library.models.documents import TextState

LONGEST_NAME = 255


class Arrival(Base):
    """A file that somebody brought for the library. It waits until somebody says which document it is, or drops it.

    `name` is what its sender's folder calls it; `language_code`, `symbol` and `title` are what the file says of itself,
    read by the worker (`text_state`), and empty where it says nothing; `symbol_from` is "page" or "name". `upload_code`
    is that of the upload in pieces that it came by, so that the same one is taken once.
    """

    __tablename__ = "arrival"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    ending: Mapped[str] = mapped_column(String(8))
    pages: Mapped[int | None]
    has_macros: Mapped[bool] = mapped_column(default=False)
    arrived_at: Mapped[datetime] = mapped_column(index=True)
    arrived_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    upload_code: Mapped[str | None] = mapped_column(String(64), unique=True)
    text_state: Mapped[str] = mapped_column(String(12), default=TextState.WAITING)
    language_code: Mapped[str] = mapped_column(String(2), default="")
    symbol: Mapped[str] = mapped_column(String(80), default="")
    symbol_from: Mapped[str] = mapped_column(String(4), default="")
    title: Mapped[str] = mapped_column(String(300), default="")

    @property
    def blob(self) -> Blob:
        return Blob(self.sha256, self.size)

    @property
    def file_type(self) -> FileType:
        return file_types.ALL[self.ending]

    @property
    def is_read(self) -> bool:
        return self.text_state != TextState.WAITING


class LibraryImport(SentFile, Base):
    """A library that somebody sent as a folder or a ZIP, between its dry run and the decision.

    `file_sha256` names its manifest; `files` holds per name in the manifest what is stored of that file already:
    "sha256", "size", "ending" and "pages". It is empty once somebody decided.
    """

    __tablename__ = "library_import"

    files: Mapped[dict[str, Any]] = mapped_column(default=dict)
