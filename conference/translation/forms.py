"""Forms of the desk: one text side by side in its own feature's field, and a file of translations on its way in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

from flask import g
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from conference.core import formatting
from conference.core.file_types import XLSX
from conference.core.forms import Form
from conference.core.languages import Language
from conference.core.sent_bytes import FileRefused
from conference.core.translated_fields import TranslatedForm
from conference.core.uploads import UploadField, keep
from conference.events.models import Event
from conference.registration.forms.mail_texts import MailTextForm
from conference.registration.models import MailKind, MailText
from conference.translation.handover.reading import MOST_BYTES, read, recognise
from conference.translation.handover.words import refusal_sentence
from conference.translation.limits import field_of
from conference.translation.queries import StoredText


def text_form(event: Event, text: StoredText, languages: Sequence[Language]) -> TranslatedForm:
    """A form for one text in some languages, with the rules of the feature that owns it."""
    made = type("TextForm", (TranslatedForm,), {text.field: field_of(text)})
    shown = SimpleNamespace(**{text.field: text.text})
    return cast(TranslatedForm, made(obj=shown, languages=languages, source=text.language))


def mail_form(event: Event, own: MailText, field: str) -> TranslatedForm:
    """The same for a text of a mail, which may be the usual wording in some languages."""
    form = MailTextForm(event, MailKind(own.kind), own)
    for other in [one.short_name for one in form if one.short_name in ("subject", "body")]:
        if other != field:
            del form[other]
    return form


class HandoverField(UploadField):
    """XLIFF or our workbook."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, types=[XLSX], **kwargs)
        limit = formatting.format_size(MOST_BYTES, g.language)
        self.render_kw = {**self.render_kw, "accept": ".xlf,.xliff,.xlsx", "data-limit": limit}


class HandoverForm(Form):
    """Translations as a file."""

    file = HandoverField(_l("Translated file (XLIFF or our workbook)"))


@dataclass(frozen=True, slots=True)
class ReceivedTranslations:
    """A stored file and its format."""

    sha256: str
    name: str
    format: str


def receive_translations(form: HandoverForm, event: Event) -> ReceivedTranslations | None:
    """Store the file of a valid form; None after a sentence was put beside the field. Call it before `write()`."""
    sent = cast(FileStorage, form.file.data)
    stream = cast(Any, sent.stream)
    try:
        format_ = recognise(stream)
        read(stream, event, format=format_)
    except FileRefused as refused:
        form.refuse(form.file, refusal_sentence(refused))
        return None
    blob = keep(form, form.file, stream)
    return ReceivedTranslations(blob.sha256, sent.filename or "", format_) if blob else None
