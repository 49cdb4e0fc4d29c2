"""The glossary of the installation: how its organisations say things in each language."""

from __future__ import annotations

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from conference.core.database import Base


class GlossaryTerm(Base):
    """A term of one language and how it is said in another: `preferred`, and the `forbidden` ways, one or none.

    A term is written once for each pair of languages; `note` says why.
    """

    __tablename__ = "glossary_term"
    __table_args__ = (UniqueConstraint("source_code", "target_code", "term"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_code: Mapped[str] = mapped_column(String(2))
    target_code: Mapped[str] = mapped_column(String(2))
    term: Mapped[str] = mapped_column(String(120))
    preferred: Mapped[str] = mapped_column(String(120))
    forbidden: Mapped[list[str]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(String(300), default="")
