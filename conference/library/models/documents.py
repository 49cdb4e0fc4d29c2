"""Documents, their language versions and the revisions of each."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, and_, false
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from conference.agenda.models import Presentation, Session
from conference.core import file_types
from conference.core.database import Base
from conference.core.file_types import FileType
from conference.core.languages import Language
from conference.core.libreoffice import PRINTED
from conference.core.page_pictures import Pictures
from conference.core.translated import Translated
from conference.events.models import Event
from conference.library.models.settings import OwnCategory


class DocumentCategory(StrEnum):
    """The categories that every event begins with; an event's own names, and further ones, are `OwnCategory` rows."""

    CONCEPT_NOTE = "concept_note"
    AGENDA = "agenda"
    DISCUSSION_PAPER = "discussion_paper"
    PRESENTATION = "presentation"
    STATEMENT = "statement"
    REPORT = "report"
    PARTICIPANTS = "participants"
    PRACTICAL = "practical"
    OTHER = "other"


class Visibility(StrEnum):
    """Who may see a document and its files, from everybody to the event's team alone.

    REGISTERED is whoever registered and was neither declined nor cancelled; CATEGORY are confirmed participants of the
    categories that the document names, SESSIONS whoever takes part in one of its sessions. `library.access` decides.
    """

    PUBLIC = "public"
    REGISTERED = "registered"
    CONFIRMED = "confirmed"
    CATEGORY = "category"
    SESSIONS = "sessions"
    ORGANISERS = "organisers"


class Part(StrEnum):
    """What a document is to the one that it belongs to: a new issue of it, an addition, a correction."""

    REVISION = "rev"
    ADDENDUM = "add"
    CORRIGENDUM = "corr"


class Stage(StrEnum):
    """How far the work on a language version is, as long as readers have none of it."""

    AWAITED = "awaited"
    DRAFT = "draft"
    IN_TRANSLATION = "in_translation"
    IN_REVIEW = "in_review"


class Document(Base):
    """An intellectual work with a symbol («THAMM/2021/3»). `slug` is its stable address, made from the symbol once.

    Its symbol may continue that of another document (`base`): «THAMM/2021/3/Add.1» is `part` "add", `part_number` 1.
    `language_codes` are the languages in which it is due, of all the event's where the list is empty; `visible_to` the
    codes of the categories of participants that may read it, where `visibility` asks for one. Until `embargo_until`
    nobody but the team has it; with `embargo_announced` those who will have it are told from when. What it is found by
    is in its `SearchEntry` of each language.
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
    issued_by: Mapped[Translated] = mapped_column(default=Translated, server_default="{}")
    issued_on: Mapped[date | None]
    original_code: Mapped[str] = mapped_column(String(2), default="", server_default="")
    licence: Mapped[str] = mapped_column(String(80), default="", server_default="")
    base_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="SET NULL"), index=True)
    part: Mapped[str] = mapped_column(String(4), default="", server_default="")
    part_number: Mapped[int | None]
    language_codes: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    visible_to: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    embargo_until: Mapped[datetime | None]
    embargo_announced: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]
    row_version: Mapped[int] = mapped_column(default=1)

    event: Mapped[Event] = relationship()
    versions: Mapped[list[LanguageVersion]] = relationship(back_populates="document", cascade="all, delete-orphan")
    sessions: Mapped[list[Session]] = relationship(secondary="document_session", order_by="Session.starts_at")
    presentations: Mapped[list[Presentation]] = relationship(secondary="document_presentation")
    base: Mapped[Document | None] = relationship(remote_side=lambda: Document.id, back_populates="parts")
    parts: Mapped[list[Document]] = relationship(back_populates="base", order_by="Document.position")
    own_category: Mapped[OwnCategory | None] = relationship(
        primaryjoin=lambda: and_(
            foreign(Document.event_id) == OwnCategory.event_id, foreign(Document.category) == OwnCategory.code
        ),
        viewonly=True,
        lazy="joined",
    )

    __mapper_args__ = {"version_id_col": row_version}

    @property
    def session_codes(self) -> list[str]:
        return [session.code for session in self.sessions]

    @property
    def presentation_keys(self) -> list[str]:
        """The ids of its presentations, as forms choose them."""
        return [str(presentation.id) for presentation in self.presentations]

    @property
    def languages_due(self) -> list[Language]:
        """The event's languages in which the document is to exist."""
        codes = self.language_codes
        return [language for language in self.event.languages if not codes or language.code in codes]

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


class DocumentPresentation(Base):
    """That a document belongs to a presentation."""

    __tablename__ = "document_presentation"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    presentation_id: Mapped[int] = mapped_column(
        ForeignKey("presentation.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class LanguageVersion(Base):
    """A document in one language. Its newest revision with `published_at` is what readers get.

    Withdrawn, it has no published revision until one is published again. `stage` is how far the work is that readers do
    not have yet, `stage_since` when it became that; who is responsible for it is a person with an address, who need not
    be on the team; `due_on` is a day of the event's zone, `reminded_at` when they were last asked for it.
    """

    __tablename__ = "language_version"
    __table_args__ = (UniqueConstraint("document_id", "language_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    language_code: Mapped[str] = mapped_column(String(2))
    withdrawn_at: Mapped[datetime | None]
    stage: Mapped[str] = mapped_column(String(16), default=Stage.AWAITED, server_default=Stage.AWAITED)
    responsible_name: Mapped[str] = mapped_column(String(200), default="", server_default="")
    responsible_email: Mapped[str] = mapped_column(String(254), default="", server_default="")
    stage_since: Mapped[datetime | None]
    due_on: Mapped[date | None]
    reminded_at: Mapped[datetime | None]

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

    @property
    def ready(self) -> Revision | None:
        """What is ready for readers and waits for the other languages; nothing once something newer is published."""
        found = next((one for one in reversed(self.revisions) if one.ready_at and not one.published_at), None)
        return found if found and (self.current is None or found.number > self.current.number) else None


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
    `pictures` is how far the pictures of its pages are, made once it is published, and `pages_drawn` their number.
    `ready_at` is when it was marked ready to be published together with the other languages.
    `examined` is what was found of a PDF's accessibility: "tagged", "language", "title" and "text"; empty before that.
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
    ready_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    text_state: Mapped[str] = mapped_column(String(12), default=TextState.WAITING, server_default=TextState.WAITING)
    attachments: Mapped[int] = mapped_column(default=0, server_default="0")
    text_tokens: Mapped[str] = mapped_column(Text, default="", server_default="", deferred=True)
    pictures: Mapped[str] = mapped_column(String(12), default=Pictures.WAITING, server_default=Pictures.WAITING)
    pages_drawn: Mapped[int] = mapped_column(default=0, server_default="0")
    examined: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")

    version: Mapped[LanguageVersion] = relationship(back_populates="revisions")

    @property
    def file_type(self) -> FileType:
        return file_types.ALL[self.ending]

    @property
    def can_be_drawn(self) -> bool:
        """Whether it has pages, as paper has."""
        return self.file_type == file_types.PDF or self.file_type in PRINTED

    @property
    def readable_pages(self) -> int:
        """How many pages can be read one by one: all of a PDF, of another file those that were printed and drawn."""
        return self.pages or 0 if self.file_type == file_types.PDF else self.pages_drawn

    def shows_page(self, number: int) -> bool:
        """Whether a page of the file's text, by its number, is the same as the page that is shown under that number.

        Slides that are hidden in a presentation are not printed.
        """
        is_same = self.file_type == file_types.PDF or self.pages == self.pages_drawn
        return is_same and 1 <= number <= self.readable_pages
