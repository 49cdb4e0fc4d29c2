"""A person's place at an event."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.core.database import Base
from conference.core.languages import Language
from conference.events.models import Event


class RegistrationState(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class Category(StrEnum):
    """The constituency that a person comes from."""

    GOVERNMENT = "government"
    EMPLOYERS = "employers"
    WORKERS = "workers"
    ACADEMIA = "academia"
    INTERNATIONAL = "international"
    DONOR = "donor"
    CIVIL_SOCIETY = "civil_society"
    MEDIA = "media"
    OTHER = "other"


class Title(StrEnum):
    """How a person wants to be addressed; NONE is a choice too."""

    NONE = ""
    MS = "ms"
    MR = "mr"
    DR = "dr"
    PROFESSOR = "professor"
    EXCELLENCY = "excellency"


class Consent(StrEnum):
    """What a person may agree to, each apart from the others (GDPR art. 7)."""

    PARTICIPANT_LIST = "participant_list"
    RECORDING = "recording"
    INVITATIONS = "invitations"


class Registration(Base):
    """One person's place at one event; unique by event and case-folded e-mail.

    `code` is what a desk types or scans. `link_secret` makes the person's link revocable: a new one ends the old
    links. `consents` holds, per Consent that was given, the instant it was given at (ISO 8601).
    """

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("event_id", "email_key"),
        UniqueConstraint("event_id", "code"),
        Index(None, "event_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    code: Mapped[str] = mapped_column(String(12))
    link_secret: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(12), default=RegistrationState.PENDING)
    title: Mapped[str] = mapped_column(String(12), default="")
    native_name: Mapped[str] = mapped_column(String(200))
    latin_name: Mapped[str] = mapped_column(String(200), default="")
    sort_name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254))
    organisation: Mapped[str] = mapped_column(String(200))
    function: Mapped[str] = mapped_column(String(200), default="")
    country: Mapped[str] = mapped_column(String(2))
    category: Mapped[str] = mapped_column(String(20))
    language_code: Mapped[str] = mapped_column(String(2))
    consents: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    event: Mapped[Event] = relationship()

    @property
    def language(self) -> Language:
        return Language.of(self.language_code)

    @property
    def is_active(self) -> bool:
        return self.state not in (RegistrationState.CANCELLED, RegistrationState.DECLINED)
