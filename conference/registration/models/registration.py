"""A person's place at an event, and what they agreed to."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false, text
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


class Sex(StrEnum):
    """As donors ask for it, never required; UNSAID is an answer, the empty string is none."""

    FEMALE = "female"
    MALE = "male"
    UNSAID = "unsaid"


class ConsentPurpose(StrEnum):
    """What the platform does with a consent; OTHER is the organisers' own affair."""

    PARTICIPANT_LIST = "participant_list"
    RECORDING = "recording"
    INVITATIONS = "invitations"
    OTHER = "other"


class Registration(Base):
    """One person's place at one event; unique by event and case-folded e-mail.

    The nominees of a delegation may share their focal point's address (`shares_address`). At most one of them is its
    head (`is_head`), those counted who gave up their place: they keep the rank until somebody else gets it. `code` is
    what a desk types or scans. `link_secret` makes the person's link revocable: a new one ends the old links.

    `waits_since` orders the waiting list. `offer_ends_at` is set while a place is kept for somebody on it, until they
    accept; `offers_missed` counts the offers that they let pass. `awaits_person` says that somebody else entered the
    data, and the person has still to confirm them and their consents. `correction` is what the organisers asked the
    person to correct, empty once it was sent; then `corrected_at` says when, until somebody decides.
    `erased_at`: nothing personal is left in the row or in what hangs on it. `erasure_asked_at`: the person asked for
    that while a legal hold forbade it; it is done once the hold is lifted.
    """

    __tablename__ = "registration"
    __table_args__ = (
        Index(
            "uq_registration_event_id_email_key",
            "event_id",
            "email_key",
            unique=True,
            sqlite_where=text("NOT shares_address"),
            postgresql_where=text("NOT shares_address"),
        ),
        Index(
            "uq_registration_delegation_id",
            "delegation_id",
            unique=True,
            sqlite_where=text("is_head"),
            postgresql_where=text("is_head"),
        ),
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
    email_key: Mapped[str] = mapped_column(String(254), index=True)
    shares_address: Mapped[bool] = mapped_column(default=False, server_default=false())
    organisation: Mapped[str] = mapped_column(String(200))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="SET NULL"), index=True)
    function: Mapped[str] = mapped_column(String(200), default="")
    country: Mapped[str] = mapped_column(String(2))
    category: Mapped[str] = mapped_column(String(20))
    sex: Mapped[str] = mapped_column(String(10), default="", server_default="")
    language_code: Mapped[str] = mapped_column(String(2))
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id", ondelete="SET NULL"), index=True)
    is_head: Mapped[bool] = mapped_column(default=False, server_default=false())
    awaits_person: Mapped[bool] = mapped_column(default=False, server_default=false())
    waits_since: Mapped[datetime | None]
    offer_ends_at: Mapped[datetime | None]
    offers_missed: Mapped[int] = mapped_column(default=0, server_default="0")
    correction: Mapped[str] = mapped_column(Text, default="", server_default="")
    corrected_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    erasure_asked_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    consents: Mapped[list[Consent]] = relationship(
        back_populates="registration", order_by="Consent.id", cascade="all, delete-orphan"
    )

    @property
    def language(self) -> Language:
        return Language.of(self.language_code)

    @property
    def is_active(self) -> bool:
        """Neither declined nor cancelled, and not waiting to be erased."""
        gone = self.state in (RegistrationState.CANCELLED, RegistrationState.DECLINED)
        return not gone and self.erasure_asked_at is None

    def has_offer_at(self, moment: datetime) -> bool:
        """Whether a place is kept for this person, who has still to accept it."""
        return self.offer_ends_at is not None and self.offer_ends_at > moment

    @property
    def given(self) -> dict[str, Consent]:
        """The consents that stand, by the key of their field."""
        return {consent.key: consent for consent in self.consents if consent.withdrawn_at is None}

    def allows(self, purpose: ConsentPurpose) -> bool:
        return any(consent.purpose == purpose for consent in self.given.values())


class Consent(Base):
    """That a person agreed to a sentence, in the words and the language in which they read it (GDPR art. 7).

    A withdrawn consent stays as a row with `withdrawn_at`; giving it again is a new one. `version` is the digest of
    `wording`, so that equal words are one version. `key` is the form field's; the evidence outlives the field.
    """

    __tablename__ = "registration_consent"
    __table_args__ = (
        Index(
            "uq_registration_consent_registration_id_key",
            "registration_id",
            "key",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(40))
    purpose: Mapped[str] = mapped_column(String(20))
    wording: Mapped[str] = mapped_column(Text)
    version: Mapped[str] = mapped_column(String(16))
    language_code: Mapped[str] = mapped_column(String(2))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    registration: Mapped[Registration] = relationship(back_populates="consents")
