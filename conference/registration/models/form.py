"""What an event's registration form asks, in which words, and what people answered."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from secrets import token_hex
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.core.database import Base
from conference.core.translated import Translated
from conference.registration.models.registration import Registration


class FieldType(StrEnum):
    """What kind of answer a field takes. STANDARD fills a column of the registration, named by the field's key."""

    STANDARD = "standard"
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    EMAIL = "email"
    PHONE = "phone"
    COUNTRY = "country"
    ORGANISATION = "organisation"
    FILE = "file"
    SESSIONS = "sessions"
    CONSENT = "consent"


CHOICE_TYPES = frozenset({FieldType.CHOICE, FieldType.CHOICES, FieldType.SESSIONS})


class StandardField(StrEnum):
    """The fields that the platform itself needs or understands: columns of the registration."""

    TITLE = "title"
    NATIVE_NAME = "native_name"
    LATIN_NAME = "latin_name"
    EMAIL = "email"
    ORGANISATION = "organisation"
    FUNCTION = "function"
    COUNTRY = "country"
    CATEGORY = "category"
    SEX = "sex"
    LANGUAGE = "language_code"


STANDARD_NEEDED = frozenset(
    {
        StandardField.NATIVE_NAME,
        StandardField.EMAIL,
        StandardField.ORGANISATION,
        StandardField.COUNTRY,
        StandardField.CATEGORY,
        StandardField.LANGUAGE,
    }
)
"""What no form can do without; asked of everybody, always required."""


def new_key() -> str:
    """A key that no other part of a form has, and that says nothing: words change, keys do not."""
    return f"f{token_hex(6)}"


class FormSection(Base):
    """A part of the form under a heading of its own. `key` names it before the form is stored and after."""

    __tablename__ = "form_section"
    __table_args__ = (UniqueConstraint("event_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(40), default=new_key)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[Translated] = mapped_column(default=Translated)
    help: Mapped[Translated] = mapped_column(default=Translated)
    row_version: Mapped[int] = mapped_column(default=1)

    fields: Mapped[list[FormField]] = relationship(
        back_populates="section", order_by="FormField.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": row_version}


class FormField(Base):
    """One question of the form.

    `key` names it in the form that is sent and never changes; custom fields get a random one. The type never
    changes once it was answered, and a field that was answered is not deleted but retired (`retired_at`): its answers
    stay what they were. `categories` are those that it is shown to, empty for all. If `shown_if_key` is set, it is
    shown only while that field has one of `shown_if_values` (ids of choices, «yes» or «no», codes of countries or
    categories). Answers that are `is_sensitive` are seen by `seen_by` (event roles) alone and erased after the event.
    `stays_open`: the person may change the answer after confirmation. `least` and `most` bound a number, the length
    of a text in characters, or how many choices may be taken. `purpose` belongs to consents.
    """

    __tablename__ = "form_field"
    __table_args__ = (UniqueConstraint("event_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    section_id: Mapped[int] = mapped_column(ForeignKey("form_section.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    key: Mapped[str] = mapped_column(String(40))
    type: Mapped[str] = mapped_column(String(20))
    label: Mapped[Translated] = mapped_column(default=Translated)
    help: Mapped[Translated] = mapped_column(default=Translated)
    is_required: Mapped[bool] = mapped_column(default=False)
    categories: Mapped[list[str]] = mapped_column(default=list)
    shown_if_key: Mapped[str] = mapped_column(String(40), default="")
    shown_if_values: Mapped[list[str]] = mapped_column(default=list)
    is_sensitive: Mapped[bool] = mapped_column(default=False)
    seen_by: Mapped[list[str]] = mapped_column(default=list)
    stays_open: Mapped[bool] = mapped_column(default=True)
    least: Mapped[int | None]
    most: Mapped[int | None]
    purpose: Mapped[str] = mapped_column(String(20), default="")
    retired_at: Mapped[datetime | None]
    row_version: Mapped[int] = mapped_column(default=1)

    section: Mapped[FormSection] = relationship(back_populates="fields")
    choices: Mapped[list[FieldChoice]] = relationship(
        back_populates="field", order_by="FieldChoice.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": row_version}

    @property
    def is_standard(self) -> bool:
        """Whether it fills a column of the registration."""
        return self.type == FieldType.STANDARD

    @property
    def is_consent(self) -> bool:
        return self.type == FieldType.CONSENT

    @property
    def is_question(self) -> bool:
        """Whether its answer is a row of its own: neither a column of the registration nor a consent."""
        return not self.is_standard and not self.is_consent

    @property
    def is_fixed(self) -> bool:
        """Whether no form can do without it: asked of everybody, always, in words that may be changed."""
        return self.is_standard and self.key in STANDARD_NEEDED

    @property
    def section_key(self) -> str:
        """The key of the section that it stands in."""
        return self.section.key

    @property
    def open_choices(self) -> list[FieldChoice]:
        """The choices that are offered now."""
        return [choice for choice in self.choices if choice.retired_at is None]


class FieldChoice(Base):
    """One choice of a field; `places` limits how many may take it. Retired, not deleted, once somebody took it.

    A session choice names the agenda's session by `session_id`; its words and hours are those of the published
    agenda, and `label` stays empty.
    """

    __tablename__ = "form_choice"

    id: Mapped[int] = mapped_column(primary_key=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("form_field.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[Translated] = mapped_column(default=Translated)
    places: Mapped[int | None]
    session_id: Mapped[int | None] = mapped_column(ForeignKey("session.id", ondelete="SET NULL"), index=True)
    retired_at: Mapped[datetime | None]

    field: Mapped[FormField] = relationship(back_populates="choices")


class FieldWording(Base):
    """The words of a field as somebody answered them: written once, never changed.

    `digest` is over label, help and choices in all languages. `choices` holds the words of each by its id. An answer
    given to other words than today's says so.
    """

    __tablename__ = "form_wording"
    __table_args__ = (UniqueConstraint("field_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("form_field.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(16))
    label: Mapped[Translated] = mapped_column(default=Translated)
    help: Mapped[Translated] = mapped_column(default=Translated)
    choices: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class Answer(Base):
    """What one person answered to one field, under which wording and in which language of the page.

    `value` by type: {"text"}, {"number"}, {"date"} (ISO 8601), {"yes"} (bool), {"choices": [ids]}, {"country"} (ISO
    3166-1), {"organisation": id or null, "text"}, {"file": {"sha256", "name", "size", "media_type"}}. Choices
    stand in `AnswerChoice` too, where places are counted.
    """

    __tablename__ = "form_answer"
    __table_args__ = (UniqueConstraint("registration_id", "field_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    field_id: Mapped[int] = mapped_column(ForeignKey("form_field.id", ondelete="CASCADE"), index=True)
    wording_id: Mapped[int] = mapped_column(ForeignKey("form_wording.id", ondelete="CASCADE"))
    language_code: Mapped[str] = mapped_column(String(2))
    value: Mapped[dict[str, Any]]
    answered_at: Mapped[datetime]

    registration: Mapped[Registration] = relationship()
    field: Mapped[FormField] = relationship()
    wording: Mapped[FieldWording] = relationship()
    taken: Mapped[list[AnswerChoice]] = relationship(cascade="all, delete-orphan")


class AnswerChoice(Base):
    """That an answer takes one of a choice's places."""

    __tablename__ = "form_answer_choice"

    answer_id: Mapped[int] = mapped_column(ForeignKey("form_answer.id", ondelete="CASCADE"), primary_key=True)
    choice_id: Mapped[int] = mapped_column(
        ForeignKey("form_choice.id", ondelete="CASCADE"), primary_key=True, index=True
    )
