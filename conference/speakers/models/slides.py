"""The files that speakers send, the pictures of their pages, and until when they may be sent."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.agenda.models import Presentation, Session, Speaker
from conference.core.database import Base
from conference.core.page_pictures import Pictures
from conference.core.translated import Translated
from conference.library.models import Document


class Slides(Base):
    """A file that a speaker sent for a session or for one presentation in it; each upload is a row of its own.

    `name` is the file's name as the speaker knows it, shown only to them and to organisers. A newer file that replaces
    an older one names the first of them in `first_id`: together they are the revisions of one file. Publishing makes
    or revises the library's document `document_id`. `upload_code` is the upload it came by, so that a form sent again
    makes no second row. `approved_at` is when an organiser looked at this revision and let it into the room; a newer
    one is looked at anew. `sent_by` is the organiser's account that sent the file on the speaker's behalf.
    """

    __tablename__ = "slides"

    id: Mapped[int] = mapped_column(primary_key=True)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speaker.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), index=True)
    presentation_id: Mapped[int | None] = mapped_column(ForeignKey("presentation.id", ondelete="SET NULL"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="SET NULL"))
    first_id: Mapped[int | None] = mapped_column(ForeignKey("slides.id", ondelete="SET NULL"), index=True)
    language_code: Mapped[str] = mapped_column(String(2))
    name: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    ending: Mapped[str] = mapped_column(String(8))
    pages: Mapped[int | None]
    has_macros: Mapped[bool] = mapped_column(default=False, server_default=false())
    pictures: Mapped[str] = mapped_column(String(12), default=Pictures.WAITING, server_default=Pictures.NONE)
    upload_code: Mapped[str | None] = mapped_column(String(64), unique=True)
    received_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))

    speaker: Mapped[Speaker] = relationship()
    session: Mapped[Session] = relationship()
    presentation: Mapped[Presentation | None] = relationship()
    document: Mapped[Document | None] = relationship()

    @property
    def title(self) -> Translated:
        """What the place is called that the file is for."""
        return self.session.title_of(self.presentation)

    @property
    def series(self) -> int:
        """The id that all revisions of one file have in common."""
        return self.first_id or self.id


class SlidesPage(Base):
    """The picture of one page, as the room will see it; `number` counts from 1, width and height are in pixels."""

    __tablename__ = "slides_page"
    __table_args__ = (UniqueConstraint("slides_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slides_id: Mapped[int] = mapped_column(ForeignKey("slides.id", ondelete="CASCADE"))
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]


class SlidesOpening(Base):
    """A speaker who may send slides also after the deadline, since an organiser said so."""

    __tablename__ = "slides_opening"

    speaker_id: Mapped[int] = mapped_column(ForeignKey("speaker.id", ondelete="CASCADE"), primary_key=True)
    opened_at: Mapped[datetime]


class SlidesSettings(Base):
    """What an event's organisers ask of speakers until the end of which days, in its zone, and when we remind of it.

    Slides are not taken after `due_on`; the two other days bind nobody. `answer_reminder_days` are counted from the
    invitation, `slides_reminder_days` back from `due_on`, or from the event's first day. None is no day, no reminder.
    """

    __tablename__ = "slides_settings"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    due_on: Mapped[date | None]
    answers_due_on: Mapped[date | None]
    profiles_due_on: Mapped[date | None]
    answer_reminder_days: Mapped[int | None]
    slides_reminder_days: Mapped[int | None]
