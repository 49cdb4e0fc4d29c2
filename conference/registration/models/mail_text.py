"""The organisers' own words for a mail about registrations."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from conference.core.database import Base
from conference.core.translated import Translated


class MailKind(StrEnum):
    """The mails that a person may get about their registration or delegation, each with a text of its own.

    RECEIVED is for a registration that the organisers examine; who comes in at once gets CONFIRMED, or WAITLISTED.
    INVITATION goes to an address that has no registration yet, DELEGATION_INVITED to a delegation's focal point.
    """

    RECEIVED = "received"
    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    PROMOTED = "promoted"
    DECLINED = "declined"
    CORRECTION = "correction"
    FINISH = "finish"
    REMINDER = "reminder"
    CANCELLED = "cancelled"
    LINK = "link"
    INVITATION = "invitation"
    DELEGATION_INVITED = "delegation_invited"
    NOMINATED = "nominated"
    NOMINATION_WITHDRAWN = "nomination_withdrawn"


class MailText(Base):
    """What an event writes in one kind of mail; a kind without this row, or a language without text, has our words.

    `subject` and `body` hold named placeholders in braces; a blank line begins a new paragraph.
    """

    __tablename__ = "registration_mail_text"
    __table_args__ = (UniqueConstraint("event_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[Translated] = mapped_column(default=Translated)
    body: Mapped[Translated] = mapped_column(default=Translated)
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}
