"""The organisations that an event knows, and the delegations that their focal points nominate."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.core.database import Base
from conference.core.languages import Language
from conference.core.translated import Translated
from conference.events.models import Event


class Organisation(Base):
    """An organisation of the event's registry: named per language, offered in forms, able to send a delegation."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    name: Mapped[Translated] = mapped_column(default=Translated)
    acronym: Mapped[Translated] = mapped_column(default=Translated)
    country: Mapped[str] = mapped_column(String(2), default="")
    category: Mapped[str] = mapped_column(String(20), default="")
    retired_at: Mapped[datetime | None]
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}


class Delegation(Base):
    """The registrations that a focal point nominates for one organisation, by a revocable link.

    `quotas` holds how many people each category may send ({"government": 2, "employers": 1, "workers": 1} is the
    ILO's rule); a category that it does not name may send none, and an empty one sets no limit. The letter is the
    note verbale or letter of nomination. After `closes_at` the focal point can look but not change.
    """

    __tablename__ = "delegation"
    __table_args__ = (Index(None, "event_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    focal_name: Mapped[str] = mapped_column(String(200))
    focal_email: Mapped[str] = mapped_column(String(254))
    focal_email_key: Mapped[str] = mapped_column(String(254))
    language_code: Mapped[str] = mapped_column(String(2))
    link_secret: Mapped[str] = mapped_column(String(64))
    quotas: Mapped[dict[str, Any]]
    closes_at: Mapped[datetime | None]
    invited_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    letter_sha256: Mapped[str] = mapped_column(String(64), default="")
    letter_name: Mapped[str] = mapped_column(String(300), default="")
    letter_size: Mapped[int] = mapped_column(default=0)
    letter_type: Mapped[str] = mapped_column(String(100), default="")
    letter_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    row_version: Mapped[int] = mapped_column(default=1)

    event: Mapped[Event] = relationship()
    organisation: Mapped[Organisation] = relationship()

    __mapper_args__ = {"version_id_col": row_version}

    @property
    def language(self) -> Language:
        return Language.of(self.language_code)
