"""Sending a file of an agenda, and choosing how it is taken over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from flask import g
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from conference.agenda.importing.reading import MOST_BYTES, read, recognise
from conference.agenda.importing.words import refusal_sentence
from conference.core import formatting
from conference.core.file_types import XLSX
from conference.core.forms import ChoiceField, Form, TickField
from conference.core.languages import CODES, Language
from conference.core.sent_bytes import FileRefused
from conference.core.uploads import UploadField, keep
from conference.events.models import Event


class AgendaField(UploadField):
    """schedule.xml, schedule.json or our template."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, types=[XLSX], **kwargs)
        limit = formatting.format_size(MOST_BYTES, g.language)
        self.render_kw = {**self.render_kw, "accept": ".xml,.json,.xlsx", "data-limit": limit}


class AgendaFileForm(Form):
    """An agenda as a file."""

    file = AgendaField(_l("Agenda (schedule.xml, schedule.json or our template)"))


@dataclass(frozen=True, slots=True)
class ReceivedAgenda:
    """A stored file, its format, and the language that its texts seem to be in."""

    sha256: str
    name: str
    format: str
    language: Language


def receive_agenda(form: AgendaFileForm, event: Event) -> ReceivedAgenda | None:
    """Store the file of a valid form; None after a sentence was put beside the field. Call it before `write()`."""
    sent = cast(FileStorage, form.file.data)
    stream = cast(Any, sent.stream)
    try:
        format_ = recognise(stream)
        agenda = read(stream, event, format=format_, language=event.source)
    except FileRefused as refused:
        form.refuse(form.file, refusal_sentence(refused))
        return None
    blob = keep(form, form.file, stream)
    if blob is None:
        return None
    spoken = [code for code, _count in agenda.spoken.most_common() if code in CODES and code in event.language_codes]
    language = Language.of(spoken[0]) if spoken else event.source
    return ReceivedAgenda(blob.sha256, sent.filename or "", format_, language)


class TakingOverForm(Form):
    """In which language the file's texts are, and what becomes of sessions that it lacks; asked for by address."""

    class Meta:
        csrf = False

    texts = ChoiceField(_l("Language of the texts in the file"))
    out = TickField(
        _l("Take out the sessions that the file lacks"),
        hint=_l("They lose their hours; those that visitors know are cancelled."),
    )

    def __init__(self, event: Event, chosen: Language, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, data={"texts": chosen.code}, **kwargs)
        self.texts.offer((one.code, one.name_in(g.language)) for one in event.languages)
