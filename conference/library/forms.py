"""The organisers' forms: what a document is, and a file for one of its languages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from conference.core.file_types import WRITTEN
from conference.core.forms import ChoiceField, ChoicesField, Form
from conference.core.languages import Language
from conference.core.text import latin_digits
from conference.core.text_fields import TextField
from conference.core.translated_fields import TranslatedField
from conference.core.uploads import UploadField
from conference.events.models import Event
from conference.library.access_fields import ACCESS, AccessForm
from conference.library.models import Document, DocumentCategory
from conference.library.words import category_words

LONGEST_SYMBOL = 80


def _has_letters(_form: Any, field: Any) -> None:
    if field.data and not any(character.isalnum() for character in field.data):
        raise ValidationError(_("Enter a symbol with letters or digits, for example THAMM/2021/3."))


class DocumentForm(AccessForm):
    """A document's texts side by side and its facts; a translator is shown the texts alone."""

    plain = ("symbol", "category", "session_codes", *ACCESS)
    symbol = TextField(
        _l("Symbol"),
        required=_l("Enter the symbol, for example THAMM/2021/3."),
        hint=_l("What the document is cited by. Its address is made from it once and stays."),
        longest=LONGEST_SYMBOL,
        direction="ltr",
        validators=[_has_letters],
    )
    category = ChoiceField(
        _l("Category"),
        blank=_l("Choose a category"),
        choices=lambda: [(one.value, category_words(one)) for one in DocumentCategory],
        required=_l("Choose a category."),
    )
    title = TranslatedField(_l("Title"), required=_l("Enter a title."))
    summary = TranslatedField(_l("Summary"), multiline=True, hint=_l("What it is about, in a few sentences."))
    session_codes = ChoicesField(_l("Sessions that it belongs to"))

    def __init__(
        self,
        event: Event,
        *,
        sessions: Iterable[tuple[str, Any]] = (),
        document: Document | None = None,
        texts_only: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(languages=event.languages, source=event.source, clocks=event.zone, obj=document, **kwargs)
        self.texts_only = texts_only
        self.session_codes.offer(sessions)
        if texts_only:
            self.seen.data = "{}"
            for name in self.plain:
                del self[name]

    @property
    def values(self) -> dict[str, Any]:
        """The facts that were typed; texts are in `edits()`."""
        if self.texts_only:
            return {}
        return super().values | {"symbol": latin_digits(self.symbol.data)}


class RevisionForm(Form):
    """A file for one language of a document."""

    language_code = ChoiceField(_l("Language of the file"), required=_l("Choose the language of the file."))
    file = UploadField(_l("File"), types=WRITTEN)
    note = TextField(
        _l("Note"), longest=500, hint=_l("What changed, for readers of this language; with a first file, nothing.")
    )

    def __init__(self, event: Event, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.language_code.offer((one.code, one.name_in(g.language)) for one in event.languages)

    @property
    def language(self) -> Language:
        return Language.of(self.language_code.data)
