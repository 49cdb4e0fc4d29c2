"""The field in which each text is edited by its own feature: how long it may be, and whether it has several lines.

A text keeps the same rules wherever it is edited: on its feature's page, at the desk, or in a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conference.agenda.forms import PresentationForm, RoomForm, SessionForm, SpeakerForm, TrackForm
from conference.core.text_fields import LONG, SHORT
from conference.events.forms import BodyForm, ContactForm, FactsForm
from conference.library.forms import CategoryForm, DocumentForm
from conference.library.recording_form import RecordingForm
from conference.registration.forms.builder import ChoiceForm, ConsentFieldForm, FieldForm, SectionForm
from conference.registration.forms.mail_texts import MailTextForm
from conference.registration.forms.organisations import OrganisationForm
from conference.registration.models import FieldType
from conference.translation.queries import StoredText
from conference.translation.sources import Kind

FORMS: Mapping[Kind, type[Any]] = {
    Kind.SESSION: SessionForm,
    Kind.PRESENTATION: PresentationForm,
    Kind.SPEAKER: SpeakerForm,
    Kind.ROOM: RoomForm,
    Kind.TRACK: TrackForm,
    Kind.DOCUMENT: DocumentForm,
    Kind.DOCUMENT_CATEGORY: CategoryForm,
    Kind.RECORDING: RecordingForm,
    Kind.SECTION: SectionForm,
    Kind.FIELD: FieldForm,
    Kind.CHOICE: ChoiceForm,
    Kind.MAIL: MailTextForm,
    Kind.EVENT: FactsForm,
    Kind.BODY: BodyForm,
    Kind.CONTACT: ContactForm,
    Kind.ORGANISATION: OrganisationForm,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a text may be, in characters, and whether it may have more than one line."""

    longest: int
    multiline: bool


def field_of(text: StoredText) -> Any:
    """The field of its feature's form, not bound to a form yet."""
    form = FORMS[text.kind]
    if text.kind == Kind.FIELD and text.parent == FieldType.CONSENT:
        form = ConsentFieldForm
    return getattr(form, text.field)


def limits_of(text: StoredText) -> Limits:
    given = field_of(text).kwargs
    multiline = bool(given.get("multiline"))
    return Limits(given.get("longest") or (LONG if multiline else SHORT), multiline)
