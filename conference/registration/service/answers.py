"""Keeping what people answered, with the words that they answered to, and the places of their choices."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from conference.core.clock import now
from conference.core.languages import Language
from conference.core.translated import digest
from conference.registration.models import CHOICE_TYPES, Answer, AnswerChoice, Consent, FormField, Registration
from conference.registration.queries import answers_of, taken_places
from conference.registration.service.wordings import Wordings, wordings_for


class ChoiceFull(Exception):
    """The last place of a choice went to somebody else: which field, and which of its choices."""

    def __init__(self, key: str, choice_id: int) -> None:
        super().__init__(f"{key}: {choice_id}")
        self.key, self.choice_id = key, choice_id


class FormChanged(Exception):
    """The form no longer asks what was answered: the organisers took out this field, or one of its choices."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def store_answers(
    session: Session,
    registration: Registration,
    fields: Mapping[str, FormField],
    answers: Mapping[str, Mapping[str, Any] | None],
    *,
    before: Mapping[str, Answer] | None = None,
    language: Language,
    wordings: Wordings | None = None,
) -> None:
    """Keep answers by the keys of their fields; None takes one back, a key that is left out stays as it is.

    The caller holds the event's lock, under which the places of choices are counted. `fields` are those that are
    asked now, `before` what the person answered so far, looked up where the caller does not know it. `language` is
    that of the page on which the questions were read. What a person holds already stays theirs, whether or not it is
    still offered. Whoever stores many answers in one transaction hands the same `wordings` on: each is then looked up
    once. Raises ChoiceFull and FormChanged.
    """
    if before is None:
        before = answers_of(session, [registration.id])[registration.id]
    given = {key: value for key, value in answers.items() if value is not None}
    newly: dict[str, set[int]] = {}
    for key, value in given.items():
        field = fields.get(key)
        if field is None or not field.is_question:
            raise FormChanged(key)
        newly[key] = _chosen(field, value) - _held(field, before.get(key))
        if not newly[key] <= {choice.id for choice in field.open_choices}:
            raise FormChanged(key)
    _claim_places(session, registration, {key: fields[key] for key in given}, newly)
    words = wordings_for(session, [fields[key] for key in given], {} if wordings is None else wordings)
    for key in (answers.keys() - given.keys()) & before.keys():
        session.delete(before[key])
    for key, value in given.items():
        field, answer = fields[key], before.get(key)
        if answer is None:
            answer = Answer(registration_id=registration.id, field_id=field.id, taken=[], answered_at=now())
            session.add(answer)
        elif answer.value != value:
            answer.answered_at = now()
        answer.value, answer.wording_id, answer.language_code = dict(value), words[field.id], language.code
        if field.type in CHOICE_TYPES:
            chosen = _chosen(field, value)
            kept = [one for one in answer.taken if one.choice_id in chosen]
            new = chosen - {one.choice_id for one in kept}
            answer.taken = [*kept, *(AnswerChoice(choice_id=choice_id) for choice_id in sorted(new))]
    session.flush()


def _chosen(field: FormField, value: Mapping[str, Any]) -> set[int]:
    return set(value["choices"]) if field.type in CHOICE_TYPES else set()


def _held(field: FormField, answer: Answer | None) -> set[int]:
    """The choices whose places an answer of before takes."""
    return {one.choice_id for one in answer.taken} if answer is not None and field.type in CHOICE_TYPES else set()


def _claim_places(
    session: Session,
    registration: Registration,
    fields: Mapping[str, FormField],
    newly: Mapping[str, Collection[int]],
) -> None:
    limited = {
        choice.id: (key, choice.places)
        for key, field in fields.items()
        if newly[key]
        for choice in field.choices
        if choice.id in newly[key] and choice.places is not None
    }
    counted = taken_places(session, limited, apart_from=registration.id)
    for choice_id, (key, places) in limited.items():
        if counted.get(choice_id, 0) >= places:
            raise ChoiceFull(key, choice_id)


def free_places(session: Session, registration: Registration) -> None:
    """Forget which choices somebody held: who comes back finds the places that are left now."""
    own = select(Answer.id).where(Answer.registration_id == registration.id)
    session.execute(delete(AnswerChoice).where(AnswerChoice.answer_id.in_(own)))


def store_consents(
    session: Session,
    registration: Registration,
    fields: Mapping[str, FormField],
    given: Collection[str],
    *,
    language: Language,
    untouched: Collection[str] = (),
) -> None:
    """Note which consents stand now, by the keys of their fields. Consents that are not among `fields` stay.

    `fields` are those that are asked now, by their keys. So do those that are left `untouched`.

    One given to other words than today's is withdrawn and given anew, for the person has just read the new ones.
    """
    for field in fields.values():
        if not field.is_consent or field.key in untouched:
            continue
        resolved = field.label.resolve(language)
        standing = registration.given.get(field.key)
        if standing is not None and (field.key not in given or standing.version != digest(resolved.text)):
            standing.withdrawn_at = now()
            standing = None
            session.flush()
        if field.key in given and standing is None:
            registration.consents.append(
                Consent(
                    key=field.key,
                    purpose=field.purpose,
                    wording=resolved.text,
                    version=digest(resolved.text),
                    language_code=resolved.language.code,
                    given_at=now(),
                )
            )
    session.flush()
