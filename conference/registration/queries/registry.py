"""The event's registry of organisations, as organisers keep it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conference.core.languages import Language
from conference.core.sorting import sort_key
from conference.registration.models import Answer, Delegation, FieldType, FormField, Organisation, Registration


@dataclass(frozen=True, slots=True)
class Uses:
    """How often an organisation is named: by registrations, by delegations, and in answers to further questions."""

    people: int
    delegations: int
    answers: int

    def __bool__(self) -> bool:
        return bool(self.people or self.delegations or self.answers)


def registry(session: Session, event_id: int, language: Language) -> list[Organisation]:
    """All organisations of the event, those that forms offer first, each part in the order of the language."""
    listed = session.scalars(select(Organisation).where(Organisation.event_id == event_id))
    return sorted(
        listed,
        key=lambda one: (one.retired_at is not None, sort_key(one.name.resolve(language).text, language), one.id),
    )


def organisation_by_id(session: Session, event_id: int, organisation_id: int) -> Organisation | None:
    """One organisation of the event's registry."""
    query = select(Organisation).where(Organisation.id == organisation_id, Organisation.event_id == event_id)
    return session.scalar(query)


def uses_of(session: Session, event_id: int) -> dict[int, Uses]:
    """Who names each organisation of the event, by its id: three queries, however many there are."""
    people = Counter(_counted(session, event_id, Registration))
    delegations = Counter(_counted(session, event_id, Delegation))
    named = Answer.value["organisation"].as_integer()
    answered = (
        select(named, func.count())
        .join(FormField, FormField.id == Answer.field_id)
        .where(FormField.event_id == event_id, FormField.type == FieldType.ORGANISATION, named.is_not(None))
        .group_by(named)
    )
    answers = Counter[int](dict(iter(session.execute(answered))))
    return {
        one: Uses(people[one], delegations[one], answers[one])
        for one in people.keys() | delegations.keys() | answers.keys()
    }


def _counted(session: Session, event_id: int, model: type[Registration] | type[Delegation]) -> dict[int, int]:
    query = (
        select(model.organisation_id, func.count())
        .where(model.event_id == event_id, model.organisation_id.is_not(None))
        .group_by(model.organisation_id)
    )
    return {one: count for one, count in session.execute(query) if one is not None}


def same_name(listed: Sequence[Organisation], name: str) -> Organisation | None:
    """The first organisation that has this name or acronym in one of its languages; case and spacing do not count."""
    wanted = name_key(name)
    for one in listed:
        texts = [text.text(language) for text in (one.name, one.acronym) for language in text]
        if wanted in map(name_key, texts):
            return one
    return None


def name_key(name: str) -> str:
    """By what two names are the same."""
    return " ".join(name.split()).casefold()
