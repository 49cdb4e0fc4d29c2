"""Links that open one document to whoever has them, without an account or a registration."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.core.database import Base
from conference.core.languages import Language
from conference.library.models.documents import Document


class ShareLink(Base):
    """One link to a document, in one language or in all (`language_code` is empty).

    The secret in its address is kept as a digest alone: the address is shown once, when it is made. It opens until the
    end of `until_on`, a day of the event's zone, and not once it was ended (`ended_at`). `uses` counts the files that
    were taken by it, the last of them on `used_on`; by whom is not kept. `label` says for the team whom it was for.
    """

    __tablename__ = "share_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), index=True)
    language_code: Mapped[str] = mapped_column(String(2), default="")
    label: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    until_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    uses: Mapped[int] = mapped_column(default=0)
    used_on: Mapped[date | None]

    document: Mapped[Document] = relationship()

    @property
    def language(self) -> Language | None:
        return Language.of(self.language_code) if self.language_code else None

    def opens(self, language: Language) -> bool:
        """Whether it is for files in a language."""
        return self.language_code in ("", language.code)

    def is_over(self, today: date) -> bool:
        """Whether it opens nothing on a day in the event's zone."""
        return self.ended_at is not None or (self.until_on is not None and today > self.until_on)
