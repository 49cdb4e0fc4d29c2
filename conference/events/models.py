"""Events, the bodies that organise them, whom to contact, and who may do what."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.accounts.models import Account
from conference.core.database import Base
from conference.core.languages import Language
from conference.core.translated import Translated


class Kind(StrEnum):
    CONFERENCE = "conference"
    WORKSHOP = "workshop"
    WEBINAR = "webinar"
    TRAINING = "training"
    MEETING = "meeting"


class Format(StrEnum):
    ONLINE = "online"
    IN_PERSON = "in_person"
    HYBRID = "hybrid"


class Publication(StrEnum):
    """DRAFT is seen by the event's team alone."""

    DRAFT = "draft"
    PUBLISHED = "published"


class ZoneKeeps(StrEnum):
    """What stays when an event's zone changes: what clocks show, or the instants themselves."""

    HOURS = "hours"
    INSTANTS = "instants"


class Role(StrEnum):
    ORGANISER = "organiser"
    TRANSLATOR = "translator"
    DESK = "desk"


class Event(Base):
    """One meeting with its own dates, languages, team and site.

    `zone` is the IANA zone of its hours; `starts_on` and `ends_on` are days there. `public_revision` grows with
    every change that a visitor could see, in the same transaction; stored pages hang on it.
    `places` limits the confirmed registrations; None is no limit.
    """

    __tablename__ = "event"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(20), default=Kind.CONFERENCE)
    format: Mapped[str] = mapped_column(String(20), default=Format.ONLINE)
    publication: Mapped[str] = mapped_column(String(20), default=Publication.DRAFT)
    is_rehearsal: Mapped[bool] = mapped_column(default=False)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    zone: Mapped[str] = mapped_column(String(60))
    language_codes: Mapped[list[str]]
    source_code: Mapped[str] = mapped_column(String(2))
    month_style: Mapped[str] = mapped_column(String(10), default="maghreb")
    title: Mapped[Translated] = mapped_column(default=Translated)
    short_title: Mapped[Translated] = mapped_column(default=Translated)
    summary: Mapped[Translated] = mapped_column(default=Translated)
    venue: Mapped[Translated] = mapped_column(default=Translated)
    agenda_note: Mapped[Translated] = mapped_column(default=Translated)
    donor_line: Mapped[Translated] = mapped_column(default=Translated)
    disclaimer: Mapped[Translated] = mapped_column(default=Translated)
    registration_open: Mapped[bool] = mapped_column(default=True)
    places: Mapped[int | None]
    join_minutes: Mapped[int] = mapped_column(default=15)
    public_revision: Mapped[int] = mapped_column(default=1)
    row_version: Mapped[int] = mapped_column(default=1)

    bodies: Mapped[list[Body]] = relationship(
        order_by="Body.position", cascade="all, delete-orphan", back_populates="event"
    )
    contacts: Mapped[list[Contact]] = relationship(
        order_by="Contact.position", cascade="all, delete-orphan", back_populates="event"
    )

    __mapper_args__ = {"version_id_col": row_version}

    @property
    def languages(self) -> tuple[Language, ...]:
        return tuple(Language.of(code) for code in self.language_codes)

    @property
    def source(self) -> Language:
        return Language.of(self.source_code)

    @property
    def zone_info(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


class Body(Base):
    """An organisation that organises the event: a name and an acronym per language (ILO is OIT in French)."""

    __tablename__ = "event_body"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[Translated] = mapped_column(default=Translated)
    acronym: Mapped[Translated] = mapped_column(default=Translated)

    event: Mapped[Event] = relationship(back_populates="bodies")


class Contact(Base):
    """Whom to write to; `country` (ISO 3166-1) where a focal point answers for one country."""

    __tablename__ = "event_contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[Translated] = mapped_column(default=Translated)
    country: Mapped[str] = mapped_column(String(2), default="")
    email: Mapped[str] = mapped_column(String(254))

    event: Mapped[Event] = relationship(back_populates="contacts")


class EventRole(Base):
    """What an account may do at one event."""

    __tablename__ = "event_role"
    __table_args__ = (UniqueConstraint("event_id", "account_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]

    account: Mapped[Account] = relationship()
    event: Mapped[Event] = relationship()


class RoleInvitation(Base):
    """A role that waits for its owner: it becomes an EventRole when somebody proves the address by signing in."""

    __tablename__ = "role_invitation"
    __table_args__ = (UniqueConstraint("event_id", "email_key", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), index=True)
    role: Mapped[str] = mapped_column(String(20))
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    at: Mapped[datetime]

    event: Mapped[Event] = relationship()
