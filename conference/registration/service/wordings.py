"""The words that people answered to: written once by the first who answers to them, never changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.agenda.published import PublishedAgenda
from conference.agenda.queries import latest_version
from conference.core.clock import now
from conference.core.translated import Translated
from conference.registration.models import FieldType, FieldWording, FormField
from conference.registration.wording import Choices, words_digest

Wordings: TypeAlias = dict[tuple[int, str], int]


def wordings_for(session: Session, fields: Collection[FormField], known: Wordings) -> Mapping[int, int]:
    """The ids of the rows that keep the words of today, by the ids of their fields; `known` grows by what is looked up.

    However many fields: one query, one more where words are new, and one where sessions can be chosen.
    """
    titles = _session_titles(session, fields)
    words = {field.id: _choices(field, titles) for field in fields}
    marks = {field.id: words_digest(field.label, field.help, words[field.id]) for field in fields}
    if missing := set(marks.items()) - known.keys():
        query = select(FieldWording.field_id, FieldWording.digest, FieldWording.id).where(
            FieldWording.field_id.in_({field_id for field_id, _mark in missing}),
            FieldWording.digest.in_({mark for _field_id, mark in missing}),
        )
        known |= {(field_id, mark): wording_id for field_id, mark, wording_id in session.execute(query)}
    written = [
        FieldWording(
            field_id=field.id,
            digest=marks[field.id],
            label=field.label,
            help=field.help,
            choices={str(choice_id): label.to_json() for choice_id, label in words[field.id].items()},
            created_at=now(),
        )
        for field in fields
        if (field.id, marks[field.id]) not in known
    ]
    if written:
        session.add_all(written)
        session.flush()
        known |= {(one.field_id, one.digest): one.id for one in written}
    return {field_id: known[field_id, mark] for field_id, mark in marks.items()}


def _choices(field: FormField, titles: Mapping[int, Translated]) -> Choices:
    """A session choice has no words of its own: it is called by the title of its session (`titles`, by its id)."""
    return {choice.id: titles.get(choice.session_id or 0, choice.label) for choice in field.choices}


def _session_titles(session: Session, fields: Collection[FormField]) -> Mapping[int, Translated]:
    """What the sessions of the published agenda are called, cancelled ones too, where a field chooses from them."""
    chooses = next((field for field in fields if field.type == FieldType.SESSIONS), None)
    version = latest_version(session, chooses.event_id) if chooses else None
    return {one.id: one.title for one in PublishedAgenda.of(version).sessions} if version else {}
