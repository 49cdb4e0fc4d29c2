"""One speaker's invitation and how they answered it, who else acts for them, and what they were reminded of."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.agenda.models import Speaker
from conference.core.database import Base
from conference.core.languages import Language
from conference.events.sent_files import SentFile


class InvitationState(StrEnum):
    """WITHDRAWN is what the organisers took back: its link opens nothing, and the speaker can be invited again."""

    INVITED = "invited"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


STANDING = frozenset({InvitationState.INVITED, InvitationState.CONFIRMED})
"""Something is still asked of whoever has such an invitation."""


class Invitation(Base):
    """One speaker's invitation. `link_secret` makes the link revocable: a new one ends the old links.

    `account_id` is the account whose owner opened the link and took the page among their own places.
    """

    __tablename__ = "speaker_invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speaker.id", ondelete="CASCADE"), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    link_secret: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10), default=InvitationState.INVITED)
    sent_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    speaker: Mapped[Speaker] = relationship()

    @property
    def is_withdrawn(self) -> bool:
        return self.state == InvitationState.WITHDRAWN


class Assistant(Base):
    """Somebody whom a speaker lets act for them, with a link of their own to the same page.

    One that was revoked stays, without a way in, so that the record of what they did can still be erased.
    """

    __tablename__ = "speaker_assistant"
    __table_args__ = (UniqueConstraint("invitation_id", "email_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("speaker_invitation.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), index=True)
    language_code: Mapped[str] = mapped_column(String(2))
    link_secret: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    invitation: Mapped[Invitation] = relationship()

    @property
    def language(self) -> Language:
        return Language.of(self.language_code)


class Matter(StrEnum):
    """What a speaker is reminded of: by rule an ANSWER or SLIDES, each once; BY_HAND all that is missing."""

    ANSWER = "answer"
    SLIDES = "slides"
    BY_HAND = "by_hand"


class SpeakerReminder(Base):
    """That a speaker was reminded, and when last. The constraint decides between two who would remind at once."""

    __tablename__ = "speaker_reminder"
    __table_args__ = (UniqueConstraint("invitation_id", "matter"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("speaker_invitation.id", ondelete="CASCADE"))
    matter: Mapped[str] = mapped_column(String(10))
    sent_at: Mapped[datetime]


class SpeakerList(SentFile, Base):
    """One XLSX file of people to invite, between its dry run and its taking over."""

    __tablename__ = "speaker_list"
