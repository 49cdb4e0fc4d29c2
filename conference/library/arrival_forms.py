"""Bringing many files at once, and saying of each what it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from conference.core.file_types import WRITTEN
from conference.core.forms import ChoiceField, Form, TickField
from conference.core.languages import Language
from conference.core.text import latin_digits
from conference.core.text_fields import TextAreaField, TextField
from conference.core.uploads import UploadField
from conference.events.models import Event
from conference.library.models import Arrival, DocumentCategory
from conference.library.queries import Category
from conference.library.words import category_choice

LONGEST_SYMBOL = 80
LONGEST_TITLE = 300


class FilesForm(Form):
    """Any number of files; each is looked at by itself, as if it had come alone."""

    file = UploadField(_l("Files"), types=WRITTEN)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.file.render_kw = {**self.file.render_kw, "multiple": "multiple", "class": "drop"}


class PlacesForm(Form):
    """The page's own form: what is ticked in its rows stands in a form of each."""


def _has_letters(_form: Any, field: Any) -> None:
    if field.data and not any(character.isalnum() for character in field.data):
        raise ValidationError(_("Enter a symbol with letters or digits, for example THAMM/2021/3."))


class PlaceForm(Form):
    """What one file is: the language it is in, and the document that it belongs to."""

    class Meta:
        csrf = False

    take = TickField(_l("Put it in its place"))
    language_code = ChoiceField(
        _l("Language"), blank=_l("Choose a language"), required=_l("Choose the language of the file.")
    )
    symbol = TextField(
        _l("Symbol"),
        required=_l("Enter the symbol, for example THAMM/2021/3."),
        longest=LONGEST_SYMBOL,
        direction="ltr",
        validators=[_has_letters],
    )
    title = TextAreaField(_l("Title"), longest=LONGEST_TITLE, render_kw={"rows": 2})
    category = ChoiceField(_l("Category"))

    def __init__(
        self,
        event: Event,
        arrival: Arrival,
        categories: Sequence[Category],
        *,
        sent: Any = None,
        ticked: bool = False,
    ) -> None:
        found = {
            "take": ticked,
            "language_code": arrival.language_code,
            "symbol": arrival.symbol,
            "title": arrival.title,
            "category": DocumentCategory.OTHER.value,
        }
        super().__init__(formdata=sent, data=found, prefix=f"file-{arrival.id}-")
        self.arrival = arrival
        self.language_code.offer((one.code, one.name_in(g.language)) for one in event.languages)
        self.category.offer((one.code, category_choice(one)) for one in categories if not one.is_hidden)

    @property
    def language(self) -> Language:
        return Language.of(self.language_code.data)

    @property
    def written_title(self) -> str:
        """The title in one line, however its field broke it."""
        return " ".join(self.title.data.split())

    @property
    def written_symbol(self) -> str:
        return latin_digits(self.symbol.data)
