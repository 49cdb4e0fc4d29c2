"""The form of a file for one language of a document, and of the note with which it replaces what readers have."""

from __future__ import annotations

from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l

from conference.core.file_types import WRITTEN
from conference.core.forms import ChoiceField, Form
from conference.core.languages import Language
from conference.core.text_fields import TextField
from conference.core.uploads import UploadField
from conference.events.models import Event

LONGEST_NOTE = 500


class RevisionForm(Form):
    """A file for one language of a document."""

    language_code = ChoiceField(_l("Language of the file"), required=_l("Choose the language of the file."))
    file = UploadField(_l("File"), types=WRITTEN)
    note = TextField(
        _l("Note"),
        longest=LONGEST_NOTE,
        hint=_l("What changed, for readers of this language; with a first file, nothing."),
    )

    def __init__(self, event: Event, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.language_code.offer((one.code, one.name_in(g.language)) for one in event.languages)

    @property
    def language(self) -> Language:
        return Language.of(self.language_code.data)


class ReplacingForm(Form):
    """What readers are told when a published file is replaced."""

    note = TextField(
        _l("What changed"),
        required=_l("Tell readers what changed: what they have already is never replaced silently."),
        longest=LONGEST_NOTE,
        hint=_l("In the language of the file. Readers see it beside the file, with the earlier revisions."),
    )
