"""What the subjects of an event's history are called now, by two queries however many kinds there are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select, union_all
from sqlalchemy.orm import Session as Database

from conference.agenda.models import (
    AgendaImport,
    Presentation,
    Session,
    Speaker,
    SpeakerInSession,
)
from conference.attendance.models import Attendance, Device, SealedList
from conference.core.localization import current_language
from conference.core.translated import Translated
from conference.library import recording_history
from conference.library.models import Document, LanguageVersion, LibraryImport, OwnCategory, Revision
from conference.outbox.models import Message
from conference.registration.models import (
    Delegation,
    FieldChoice,
    FormField,
    FormSection,
    Organisation,
    ParticipantImport,
    Registration,
    RegistrationInvitation,
)
from conference.registration.words import erased_words
from conference.speakers.models import Assistant, Invitation, Slides, SpeakerList
from conference.speakers.models.early_access import EarlyAccess
from conference.translation.models import GlossaryTerm, TranslationImport

# A speaker may have a name in one script only.
_SPEAKER: ColumnElement[str] = func.coalesce(func.nullif(Speaker.latin_name, ""), Speaker.native_name)
# How to find what a subject is called, where that is the same in all languages.
NAMED: dict[str, Select[int, str]] = {
    "session": select(Session.id, Session.code),
    "presentation": select(Presentation.id, Session.code).join(Presentation.session),
    "speaker": select(Speaker.id, _SPEAKER),
    "session_speaker": select(SpeakerInSession.id, Session.code).join(SpeakerInSession.session),
    "document": select(Document.id, Document.symbol),
    "language_version": select(LanguageVersion.id, Document.symbol).join(LanguageVersion.document),
    "document_category": select(OwnCategory.id, OwnCategory.code),
    "revision": select(Revision.id, Document.symbol).join(Revision.version).join(LanguageVersion.document),
    **recording_history.NAMED,
    "registration": select(Registration.id, Registration.native_name),
    "registration_invitation": select(RegistrationInvitation.id, RegistrationInvitation.email),
    "speaker_invitation": select(Invitation.id, _SPEAKER).join(Invitation.speaker),
    "speaker_assistant": select(Assistant.id, _SPEAKER).join(Assistant.invitation).join(Invitation.speaker),
    "slides": select(Slides.id, _SPEAKER).join(Slides.speaker),
    "early_access": select(EarlyAccess.id, EarlyAccess.name),
    "attendance": select(Attendance.id, Registration.native_name).join(Attendance.registration),
    "desk_device": select(Device.id, Device.name),
    "sealed_list": select(SealedList.id, cast(SealedList.number, String)),
    "agenda_import": select(AgendaImport.id, AgendaImport.name),
    "library_import": select(LibraryImport.id, LibraryImport.name),
    "speaker_list": select(SpeakerList.id, SpeakerList.name),
    "translation_import": select(TranslationImport.id, TranslationImport.name),
    "glossary_term": select(GlossaryTerm.id, GlossaryTerm.term),
    "participant_import": select(ParticipantImport.id, ParticipantImport.file_name),
    "outbox_message": select(Message.id, Message.recipient),
}
# How to find what is called differently in each language.
WORDED: dict[str, Select[int, Translated]] = {
    "form_section": select(FormSection.id, FormSection.title),
    "form_field": select(FormField.id, FormField.label),
    "form_choice": select(FieldChoice.id, FieldChoice.label),
    "organisation": select(Organisation.id, Organisation.name),
    "delegation": select(Delegation.id, Organisation.name).join(Delegation.organisation),
}


def names(database: Database, subjects: Collection[str]) -> Mapping[str, str]:
    """The names of the subjects that still exist, by two queries however many kinds there are."""
    language = current_language()
    names = {subject: name or _nameless(subject) for subject, name in _found(database, NAMED, subjects)}
    for subject, words in _found(database, WORDED, subjects):
        names[subject] = words.text(language) or (words.text(words.source) if words.source else "")
    return names


def _found(
    database: Database, queries: Mapping[str, Select[int, Any]], subjects: Collection[str]
) -> Iterator[tuple[str, Any]]:
    wanted = []
    for table, query in queries.items():
        ids = [int(subject.partition(":")[2]) for subject in subjects if subject.startswith(f"{table}:")]
        if ids:
            row_id, _name = query.selected_columns
            wanted.append(query.where(row_id.in_(ids)).add_columns(literal(table)))
    if wanted:
        yield from ((f"{table}:{row_id}", name) for row_id, name, table in database.execute(union_all(*wanted)))


def _nameless(subject: str) -> str:
    kind = subject.partition(":")[0]
    return erased_words() if kind in ("registration", "attendance", "outbox_message") else ""
