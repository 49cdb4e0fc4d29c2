"""Changing texts by the verbs of the features that own them: their locks, records, search words and listeners."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.agenda import service as agenda
from conference.agenda.models import Presentation, Room, Session, Speaker, Track
from conference.core.translated_fields import Edits
from conference.events import service as events
from conference.events.models import Body, Contact, Event
from conference.library import service as library
from conference.library.models import Document, OwnCategory, Recording
from conference.registration import service as registration
from conference.registration.models import FieldChoice, FormField, FormSection, MailKind, MailText, Organisation
from conference.registration.service import form as builder
from conference.registration.service.organisations import change_organisation
from conference.translation.sources import BY_KIND, Kind

TextEdits = Mapping[str, Edits]


class TextGone(Exception):
    """What the text belongs to was taken away meanwhile."""


def change_texts(database: Database, event: Event, kind: Kind, row: int, edits: TextEdits, *, by: Account) -> None:
    """Change the texts of one thing of an event (`edits` by the names of its columns). Raises Clashes and TextGone.

    Whatever else a change of it means is done by its own feature. The caller has seen to it that `by` may do it.
    """
    model: type[Any] = BY_KIND[kind].model
    target = database.get(model, row)
    if target is None:
        raise TextGone(f"{kind}.{row}")
    try:
        _WRITERS[kind](database, event, target, edits, by)
    except builder.NoSuchPart:
        raise TextGone(f"{kind}.{row}") from None


def _session(database: Database, event: Event, session: Session, edits: TextEdits, by: Account) -> None:
    agenda.change_session(database, event, session, values={}, edits=edits, by=by.id)


def _presentation(database: Database, event: Event, talk: Presentation, edits: TextEdits, by: Account) -> None:
    agenda.change_presentation(database, event, talk, values={}, edits=edits, by=by.id)


def _speaker(database: Database, event: Event, speaker: Speaker, edits: TextEdits, by: Account) -> None:
    agenda.change_speaker(database, event, speaker, values={}, edits=edits, by=by.id)


def _place(database: Database, event: Event, place: Room | Track, edits: TextEdits, by: Account) -> None:
    agenda.change_place(database, event, place, values={}, edits=edits, by=by.id)


def _document(database: Database, _event: Event, document: Document, edits: TextEdits, by: Account) -> None:
    library.change_document(database, document, values={}, edits=edits, by=by)


def _category(database: Database, event: Event, category: OwnCategory, edits: TextEdits, by: Account) -> None:
    try:
        library.name_category(database, event, category.code, edits, by=by)
    except library.CategoryUnknown:
        raise TextGone(category.code) from None


def _recording(database: Database, _event: Event, recording: Recording, edits: TextEdits, by: Account) -> None:
    library.change_recording(database, recording, values={}, edits=edits, seen={}, by=by)


def _section(database: Database, event: Event, section: FormSection, edits: TextEdits, by: Account) -> None:
    builder.change_section(database, event.id, section.key, edits=edits, by=by)


def _field(database: Database, event: Event, field: FormField, edits: TextEdits, by: Account) -> None:
    builder.change_field(database, event.id, field.key, edits=edits, values={}, seen={}, by=by)


def _choice(database: Database, event: Event, choice: FieldChoice, edits: TextEdits, by: Account) -> None:
    key = choice.field.key
    builder.change_choice(database, event.id, key, choice.id, edits=edits, values={}, seen={}, by=by)


def _mail(database: Database, event: Event, own: MailText, edits: TextEdits, by: Account) -> None:
    registration.change_mail_text(database, event, MailKind(own.kind), edits=edits, by=by)


def _event(database: Database, event: Event, _same: Event, edits: TextEdits, by: Account) -> None:
    events.change_event(database, event, values={}, edits=edits, by=by)


def _part(database: Database, event: Event, part: Body | Contact, edits: TextEdits, by: Account) -> None:
    events.change_part(database, event, part, edits=edits, by=by)


def _organisation(database: Database, event: Event, organisation: Organisation, edits: TextEdits, by: Account) -> None:
    change_organisation(database, event, organisation, edits=edits, values={}, seen={}, by=by)


_WRITERS: Mapping[Kind, Callable[[Database, Event, Any, TextEdits, Account], None]] = {
    Kind.SESSION: _session,
    Kind.PRESENTATION: _presentation,
    Kind.SPEAKER: _speaker,
    Kind.ROOM: _place,
    Kind.TRACK: _place,
    Kind.DOCUMENT: _document,
    Kind.DOCUMENT_CATEGORY: _category,
    Kind.RECORDING: _recording,
    Kind.SECTION: _section,
    Kind.FIELD: _field,
    Kind.CHOICE: _choice,
    Kind.MAIL: _mail,
    Kind.EVENT: _event,
    Kind.BODY: _part,
    Kind.CONTACT: _part,
    Kind.ORGANISATION: _organisation,
}
