"""Keeping what people answered, with the words that they answered to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeAlias

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from conference.agenda.published import PublishedAgenda
from conference.agenda.queries import latest_version
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.translated import Translated, digest
from conference.registration.models import (
    CHOICE_TYPES,
    Answer,
    AnswerChoice,
    Consent,
    FieldType,
    FieldWording,
    FormField,
    Registration,
)
from conference.registration.queries import EventForm, answers_of, taken_places
from conference.registration.wording import Choices, words_digest

Wordings: TypeAlias = dict[tuple[int, str], int]


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
    form: EventForm,
    answers: Mapping[str, Mapping[str, Any] | None],
    *,
    language: Language,
    wordings: Wordings | None = None,
) -> None:
    """Keep answers by the keys of their fields; None takes one back, a key that is left out stays as it is.

    The caller holds the event's lock, under which the places of choices are counted. `language` is that of the page
    on which the questions were read. What a person holds already stays theirs, whether or not it is still offered.
    Whoever stores many answers in one transaction hands the same `wordings` on: each is then looked up once.
    Raises ChoiceFull and FormChanged.
    """
    wordings = {} if wordings is None else wordings
    before = answers_of(session, [registration.id])[registration.id]
    titles: Mapping[int, Translated] | None = None
    for key, value in answers.items():
        field, answer = form.field(key), before.get(key)
        if value is None:
            if answer is not None:
                session.delete(answer)
            continue
        if field is None or not field.is_question:
            raise FormChanged(key)
        taken = set(value["choices"]) if field.type in CHOICE_TYPES else set()
        held = {one.choice_id for one in answer.taken} if answer is not None else set()
        if not taken - held <= {choice.id for choice in field.open_choices}:
            raise FormChanged(key)
        _claim_places(session, registration, field, taken - held)
        if field.type == FieldType.SESSIONS and titles is None:
            titles = _session_titles(session, registration.event_id)
        wording_id = _wording_of(session, field, titles or {}, wordings)
        if answer is None:
            answer = Answer(registration_id=registration.id, field_id=field.id, taken=[], answered_at=now())
            session.add(answer)
        elif answer.value != value:
            answer.answered_at = now()
        answer.value, answer.wording_id, answer.language_code = dict(value), wording_id, language.code
        answer.taken = [one for one in answer.taken if one.choice_id in taken]
        kept = {one.choice_id for one in answer.taken}
        answer.taken += [AnswerChoice(choice_id=choice_id) for choice_id in sorted(taken - kept)]
    session.flush()


def _claim_places(session: Session, registration: Registration, field: FormField, taken: Collection[int]) -> None:
    limited = {choice.id: choice.places for choice in field.choices if choice.id in taken and choice.places is not None}
    counted = taken_places(session, limited, apart_from=registration.id)
    for choice_id, places in limited.items():
        if counted.get(choice_id, 0) >= places:
            raise ChoiceFull(field.key, choice_id)


def free_places(session: Session, registration: Registration) -> None:
    """Forget which choices somebody held: who comes back finds the places that are left now."""
    own = select(Answer.id).where(Answer.registration_id == registration.id)
    session.execute(delete(AnswerChoice).where(AnswerChoice.answer_id.in_(own)))


def _session_titles(session: Session, event_id: int) -> Mapping[int, Translated]:
    """What the sessions of the published agenda are called, cancelled ones too."""
    version = latest_version(session, event_id)
    return {one.id: one.title for one in PublishedAgenda.of(version).sessions} if version else {}


def _wording_of(session: Session, field: FormField, titles: Mapping[int, Translated], known: Wordings) -> int:
    """The id of the row that keeps a field's words of today, written by the first who answers to them.

    A session choice has no words of its own: it is called by the title of its session (`titles`, by the session's id).
    """
    words: Choices = {choice.id: titles.get(choice.session_id or 0, choice.label) for choice in field.choices}
    choices = {str(choice_id): label.to_json() for choice_id, label in words.items()}
    mark = words_digest(field.label, field.help, words)
    if (field.id, mark) not in known:
        query = select(FieldWording.id).where(FieldWording.field_id == field.id, FieldWording.digest == mark)
        found = session.scalar(query)
        if found is None:
            written = FieldWording(
                field_id=field.id, digest=mark, label=field.label, help=field.help, choices=choices, created_at=now()
            )
            session.add(written)
            session.flush()
            found = written.id
        known[field.id, mark] = found
    return known[field.id, mark]


def store_consents(
    session: Session,
    registration: Registration,
    form: EventForm,
    given: Collection[str],
    *,
    language: Language,
    untouched: Collection[str] = (),
) -> None:
    """Note which consents stand now, by the keys of their fields. Consents of fields that are no longer asked stay.

    So do those that are left `untouched`.

    One given to other words than today's is withdrawn and given anew, for the person has just read the new ones.
    """
    for field in form.fields:
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
