"""What an event's form asks, what somebody answered, and how many places of its choices are taken."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from conference.core.languages import Language
from conference.core.sorting import sort_key
from conference.events.models import Event
from conference.registration.default_form import default_form
from conference.registration.models import (
    Answer,
    AnswerChoice,
    Consent,
    FieldChoice,
    FieldType,
    FieldWording,
    FormField,
    FormSection,
    Organisation,
    Registration,
    RegistrationState,
)
from conference.registration.queries.imports import import_blobs


@dataclass(frozen=True, slots=True)
class EventForm:
    """An event's sections in order. `is_stored` is False while the event still has the form that all begin with."""

    sections: Sequence[FormSection]
    is_stored: bool

    @property
    def fields(self) -> list[FormField]:
        """The fields that are asked now, in order."""
        return [field for section in self.sections for field in section.fields if field.retired_at is None]

    @property
    def retired(self) -> list[FormField]:
        """The fields that were asked once; their answers stay."""
        return [field for section in self.sections for field in section.fields if field.retired_at is not None]

    @property
    def asked(self) -> dict[str, FormField]:
        """The fields that are asked now, in order, by their keys."""
        return {field.key: field for field in self.fields}

    def field(self, key: str) -> FormField | None:
        """The field of this key, if it is asked now."""
        return next((field for field in self.fields if field.key == key), None)

    def any_field(self, key: str) -> FormField | None:
        """The field of this key, retired or not."""
        return next((field for field in (*self.fields, *self.retired) if field.key == key), None)

    def hanging_on(self, field: FormField) -> list[FormField]:
        """The fields, retired ones too, that are shown only by an answer to this one."""
        return [one for one in (*self.fields, *self.retired) if one.shown_if_key == field.key]


def event_form(session: Session, event: Event) -> EventForm:
    """The event's form with its fields and choices: two queries, however long it is."""
    query = (
        select(FormSection)
        .where(FormSection.event_id == event.id)
        .order_by(FormSection.position, FormSection.id)
        .options(joinedload(FormSection.fields).selectinload(FormField.choices))
    )
    stored = session.scalars(query).unique().all()
    return EventForm(stored, is_stored=True) if stored else EventForm(default_form(event), is_stored=False)


def asked_fields(session: Session, event_id: int, keys: Collection[str]) -> dict[str, FormField]:
    """Of the fields that are asked now those of these keys and all consents, with their choices, by key: one query."""
    query = (
        select(FormField)
        .outerjoin(FormField.choices)
        .where(
            FormField.event_id == event_id,
            FormField.retired_at.is_(None),
            or_(FormField.key.in_(keys), FormField.type == FieldType.CONSENT),
        )
        .options(contains_eager(FormField.choices))
        .order_by(FormField.id, FieldChoice.position)
    )
    return {field.key: field for field in session.scalars(query).unique()}


def answers_of(session: Session, registration_ids: Collection[int]) -> dict[int, dict[str, Answer]]:
    """Answers with fields and wordings, by registration and by the field's key, in the form's order: one query."""
    found: dict[int, dict[str, Answer]] = {registration_id: {} for registration_id in registration_ids}
    if not found:
        return found
    query = (
        select(Answer)
        .join(Answer.field)
        .join(FormField.section)
        .where(Answer.registration_id.in_(found))
        .options(contains_eager(Answer.field), joinedload(Answer.wording))
        .order_by(FormSection.position, FormSection.id, FormField.position, FormField.id)
    )
    for answer in session.scalars(query):
        found[answer.registration_id][answer.field.key] = answer
    return found


def taken_places(session: Session, choice_ids: Collection[int], *, apart_from: int | None = None) -> Mapping[int, int]:
    """How many active registrations take each choice, not counting that of id `apart_from`."""
    if not choice_ids:
        return {}
    query = (
        select(AnswerChoice.choice_id, func.count())
        .join(Answer, Answer.id == AnswerChoice.answer_id)
        .join(Registration, Registration.id == Answer.registration_id)
        .where(
            AnswerChoice.choice_id.in_(choice_ids),
            Registration.state.not_in((RegistrationState.CANCELLED, RegistrationState.DECLINED)),
        )
        .group_by(AnswerChoice.choice_id)
    )
    if apart_from is not None:
        query = query.where(Registration.id != apart_from)
    return dict(session.execute(query).all())


def answered_fields(session: Session, event_id: int) -> Mapping[str, int]:
    """How many people answered each field, or ever gave its consent, by its key: two queries."""
    answers = (
        select(FormField.key, func.count(Answer.id))
        .join(Answer, Answer.field_id == FormField.id)
        .where(FormField.event_id == event_id)
        .group_by(FormField.key)
    )
    consents = (
        select(Consent.key, func.count(Consent.registration_id.distinct()))
        .join(Registration, Registration.id == Consent.registration_id)
        .where(Registration.event_id == event_id)
        .group_by(Consent.key)
    )
    return dict(session.execute(answers).all()) | dict(session.execute(consents).all())


def chosen_choices(session: Session, field: FormField) -> Mapping[int, int]:
    """How many answers name each choice of a field, those of cancelled registrations too."""
    query = (
        select(AnswerChoice.choice_id, func.count())
        .join(FieldChoice, FieldChoice.id == AnswerChoice.choice_id)
        .where(FieldChoice.field_id == field.id)
        .group_by(AnswerChoice.choice_id)
    )
    return dict(session.execute(query).all())


def offered_together(session: Session, event_id: int) -> Sequence[tuple[FormField, int, int | None, int]]:
    """Which sessions people choose from now, and who chose which two of them: one query.

    For each field a row per pair of sessions in it, the lower id first, with how many active registrations chose
    both; a session that no higher one stands beside has a row alone.
    """
    earlier, later, one, other = (
        aliased(FieldChoice),
        aliased(FieldChoice),
        aliased(AnswerChoice),
        aliased(AnswerChoice),
    )
    is_active = Registration.state.not_in((RegistrationState.CANCELLED, RegistrationState.DECLINED))
    query = (
        select(FormField, earlier.session_id, later.session_id, func.count(Registration.id))
        .join(earlier, earlier.field_id == FormField.id)
        .outerjoin(
            later,
            (later.field_id == FormField.id) & (later.session_id > earlier.session_id) & later.retired_at.is_(None),
        )
        .outerjoin(one, one.choice_id == earlier.id)
        .outerjoin(other, (other.choice_id == later.id) & (other.answer_id == one.answer_id))
        .outerjoin(Answer, Answer.id == other.answer_id)
        .outerjoin(Registration, (Registration.id == Answer.registration_id) & is_active)
        .where(
            FormField.event_id == event_id,
            FormField.type == FieldType.SESSIONS,
            FormField.retired_at.is_(None),
            earlier.session_id.is_not(None),
            earlier.retired_at.is_(None),
        )
        .group_by(FormField.id, earlier.session_id, later.session_id)
        .order_by(FormField.id, earlier.session_id, later.session_id)
    )
    return session.execute(query).all()  # type: ignore[return-value]


def wordings_of(session: Session, field: FormField) -> Sequence[tuple[FieldWording, int]]:
    """The words under which a field was answered, and how many answers stand under each; the newest first."""
    query = (
        select(FieldWording, func.count(Answer.id))
        .join(Answer, Answer.wording_id == FieldWording.id)
        .where(FieldWording.field_id == field.id)
        .group_by(FieldWording.id)
        .order_by(FieldWording.id.desc())
    )
    return [(wording, count) for wording, count in session.execute(query)]


def consent_wordings(session: Session, event_id: int, key: str) -> Sequence[tuple[str, str, int]]:
    """The sentences to which people's standing consents were given: wording, code of its language, how many people."""
    query = (
        select(Consent.wording, Consent.language_code, func.count())
        .join(Registration, Registration.id == Consent.registration_id)
        .where(Registration.event_id == event_id, Consent.key == key, Consent.withdrawn_at.is_(None))
        .group_by(Consent.version, Consent.wording, Consent.language_code)
        .order_by(func.max(Consent.given_at).desc())
    )
    return [(wording, code, count) for wording, code, count in session.execute(query)]


def known_blobs(session: Session) -> set[str]:
    """The SHA-256 of every file that an answer or an import holds, for the sweep."""
    query = select(Answer.value).join(Answer.field).where(FormField.type == FieldType.FILE)
    return {value["file"]["sha256"] for value in session.scalars(query)} | import_blobs(session)


def organisations(session: Session, event_id: int, language: Language) -> list[Organisation]:
    """The event's registry as forms offer it, in the order of the language."""
    query = select(Organisation).where(Organisation.event_id == event_id, Organisation.retired_at.is_(None))
    return sorted(session.scalars(query), key=lambda one: sort_key(one.name.resolve(language).text, language))
