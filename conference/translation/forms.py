"""Forms of the desk: one text side by side in its own feature's field, and a file of translations on its way in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms.validators import ValidationError

from conference.core import formatting
from conference.core.file_types import XLSX
from conference.core.forms import ChoiceField, Form, TickField
from conference.core.languages import LANGUAGES, Language
from conference.core.sent_bytes import FileRefused
from conference.core.text_fields import TextAreaField, TextField
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


class RemarkForm(Form):
    """A remark about a text."""

    words = TextAreaField(_l("Remark"), required=_l("Write what is to be said."), longest=1000)


class RulesForm(Form):
    """What the event asks of its translations."""

    needs_review = TickField(
        _l("A second person reviews each translation"),
        hint=_l("A language counts as complete only when somebody else than the translator has looked at its texts."),
    )
    promises = TickField(
        _l("Tell readers when all languages are complete"),
        hint=_l("The event’s home page says so as long as it is true, and falls silent when a text is missing."),
    )


class TermForm(Form):
    """A term of the glossary."""

    of = ChoiceField(_l("Language of the term"), required=_l("Choose the language of the term."))
    into = ChoiceField(_l("Language of the translation"), required=_l("Choose the language of the translation."))
    term = TextField(_l("Term"), required=_l("Enter the term."), longest=120)
    preferred = TextField(_l("Preferred translation"), required=_l("Enter the preferred translation."), longest=120)
    forbidden = TextAreaField(_l("Not to be used"), longest=1000, hint=_l("One wording on each line."))
    note = TextField(_l("Note"), longest=300)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for field in (self.of, self.into):
            field.offer((one.code, one.name_in(g.language)) for one in LANGUAGES)

    def validate_into(self, field: ChoiceField) -> None:
        if field.data and field.data == self.of.data:
            raise ValidationError(_("The two languages are the same. Choose another one."))

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, as `keep_term` takes it."""
        return {
            "of": Language.of(self.of.data),
            "into": Language.of(self.into.data),
            "words": self.term.data,
            "preferred": self.preferred.data,
            "forbidden": list(dict.fromkeys(line for one in self.forbidden.data.splitlines() if (line := one.strip()))),
            "note": self.note.data,
        }


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
