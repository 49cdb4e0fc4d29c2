"""Documents, their language versions and the revisions of each."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.agenda.models import Session
from conference.core import file_types
from conference.core.database import Base
from conference.core.file_types import FileType
from conference.core.languages import Language
from conference.core.translated import Translated
from conference.events.models import Event


class DocumentCategory(StrEnum):
    CONCEPT_NOTE = "concept_note"
    AGENDA = "agenda"
    DISCUSSION_PAPER = "discussion_paper"
    PRESENTATION = "presentation"
    STATEMENT = "statement"
    REPORT = "report"
    PRACTICAL = "practical"
    OTHER = "other"


class Visibility(StrEnum):
    """Who may see a document and its files: everybody, confirmed registrations, or the event's team."""

    PUBLIC = "public"
    REGISTERED = "registered"
    ORGANISERS = "organisers"


class Document(Base):
    """An intellectual work with a symbol («THAMM/2021/3»). `slug` is its stable address, made from the symbol once.

    What it is found by is in its `SearchEntry` of each language.
    """

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("event_id", "slug"), UniqueConstraint("event_id", "symbol"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(String(80))
    symbol: Mapped[str] = mapped_column(String(80))
    position: Mapped[int] = mapped_column(default=0)
    category: Mapped[str] = mapped_column(String(20), default=DocumentCategory.OTHER)
    visibility: Mapped[str] = mapped_column(String(12), default=Visibility.PUBLIC)
    title: Mapped[Translated] = mapped_column(default=Translated)
    summary: Mapped[Translated] = mapped_column(default=Translated)
    created_at: Mapped[datetime]
    row_version: Mapped[int] = mapped_column(default=1)

    event: Mapped[Event] = relationship()
    versions: Mapped[list[LanguageVersion]] = relationship(back_populates="document", cascade="all, delete-orphan")
    sessions: Mapped[list[Session]] = relationship(secondary="document_session", order_by="Session.starts_at")

    __mapper_args__ = {"version_id_col": row_version}

    @property
    def session_codes(self) -> list[str]:
        return [session.code for session in self.sessions]

    def version_in(self, language: Language) -> LanguageVersion | None:
        return next((version for version in self.versions if version.language_code == language.code), None)

    def is_published_in(self, language: Language) -> bool:
        version = self.version_in(language)
        return version is not None and version.current is not None


class DocumentSession(Base):
    """That a document belongs to a session."""

    __tablename__ = "document_session"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), primary_key=True, index=True)


class LanguageVersion(Base):
    """A document in one language. Its newest revision with `published_at` is what readers get.

    Withdrawn, it has no published revision until one is published again.
    """

    __tablename__ = "language_version"
    __table_args__ = (UniqueConstraint("document_id", "language_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    language_code: Mapped[str] = mapped_column(String(2))
    withdrawn_at: Mapped[datetime | None]

    document: Mapped[Document] = relationship(back_populates="versions")
    revisions: Mapped[list[Revision]] = relationship(
        back_populates="version", cascade="all, delete-orphan", order_by="Revision.number"
    )

    @property
    def language(self) -> Language:
        return Language.of(self.language_code)

    @property
    def newest(self) -> Revision | None:
        """The revision uploaded last, published or not."""
        return self.revisions[-1] if self.revisions else None

    @property
    def published(self) -> list[Revision]:
        """What readers may have, the newest last."""
        return [revision for revision in self.revisions if revision.published_at is not None]

    @property
    def current(self) -> Revision | None:
        """What readers are given."""
        return self.published[-1] if self.published else None


class TextState(StrEnum):
    """What is known of a file's text: not looked at yet, read, none (a scan), locked, not readable, never read."""

    WAITING = "waiting"
    READ = "read"
    NONE = "none"
    PROTECTED = "protected"
    FAILED = "failed"
    UNREAD = "unread"


class Revision(Base):
    """One uploaded file of a language version: numbered from 1, never changed once published.

    `sha256` names the blob, `ending` the sniffed type, `size` is in bytes, `pages` is None where nothing counts them.
    `attachments` is how many files a PDF carries with it, `text_tokens` what its text is found by, between spaces.
    """

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("version_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("language_version.id", ondelete="CASCADE"))
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    ending: Mapped[str] = mapped_column(String(8))
    pages: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[int | None]
    published_at: Mapped[datetime | None]
    text_state: Mapped[str] = mapped_column(String(12), default=TextState.WAITING, server_default=TextState.WAITING)
    attachments: Mapped[int] = mapped_column(default=0, server_default="0")
    text_tokens: Mapped[str] = mapped_column(Text, default="", server_default="", deferred=True)

    version: Mapped[LanguageVersion] = relationship(back_populates="revisions")

    @property
    def file_type(self) -> FileType:
        return file_types.ALL[self.ending]


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
