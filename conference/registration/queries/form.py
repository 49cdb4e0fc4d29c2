"""What an event's form asks, what somebody answered, and how many places of its choices are taken."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from conference.core.languages import Language
from conference.core.sorting import sort_key
from conference.events.models import Event
from conference.registration.default_form import default_form
from conference.registration.models import (
    Answer,
    AnswerChoice,
    FormField,
    FormSection,
    Organisation,
    Registration,
    RegistrationState,
)


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

    def field(self, key: str) -> FormField | None:
        return next((field for field in self.fields if field.key == key), None)


def event_form(session: Session, event: Event) -> EventForm:
    """The event's form with its fields and choices: three queries, however long it is."""
    query = (
        select(FormSection)
        .where(FormSection.event_id == event.id)
        .order_by(FormSection.position, FormSection.id)
        .options(selectinload(FormSection.fields).selectinload(FormField.choices))
    )
    stored = session.scalars(query).all()
    return EventForm(stored, is_stored=True) if stored else EventForm(default_form(event), is_stored=False)


def answers_of(session: Session, registration_ids: Collection[int]) -> dict[int, dict[str, Answer]]:
    """Answers with their fields and wordings, by registration and by the field's key: one query."""
    found: dict[int, dict[str, Answer]] = {registration_id: {} for registration_id in registration_ids}
    if not found:
        return found
    query = (
        select(Answer)
        .where(Answer.registration_id.in_(found))
        .options(joinedload(Answer.field), joinedload(Answer.wording))
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


def organisations(session: Session, event_id: int, language: Language) -> list[Organisation]:
    """The event's registry as forms offer it, in the order of the language."""
    query = select(Organisation).where(Organisation.event_id == event_id, Organisation.retired_at.is_(None))
    return sorted(session.scalars(query), key=lambda one: sort_key(one.name.resolve(language).text, language))
