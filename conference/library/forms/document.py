"""The organisers' form of a document: what it is, in words and in facts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import ValidationError

from conference.core.forms import ChoiceField, ChoicesField, DateField
from conference.core.text import latin_digits
from conference.core.text_fields import TextField
from conference.core.translated_fields import TranslatedField
from conference.events.models import Event
from conference.library.forms.access import ACCESS, AccessForm
from conference.library.models import Document
from conference.library.queries import Category
from conference.library.words import LICENCES, category_choice, licence_words

LONGEST_SYMBOL, LONGEST_LICENCE = 80, 80
OTHER = "other"


def _has_letters(_form: Any, field: Any) -> None:
    if field.data and not any(character.isalnum() for character in field.data):
        raise ValidationError(_("Enter a symbol with letters or digits, for example THAMM/2021/3."))


class DocumentForm(AccessForm):
    """A document's texts side by side and its facts; a translator is shown the texts alone."""

    plain = (
        "symbol",
        "category",
        "issued_on",
        "original_code",
        "language_codes",
        "licence",
        "session_codes",
        "presentation_keys",
        *ACCESS,
    )
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
        required=_l("Choose a category."),
    )
    title = TranslatedField(_l("Title"), required=_l("Enter a title."))
    summary = TranslatedField(_l("Summary"), multiline=True, hint=_l("What it is about, in a few sentences."))
    issued_by = TranslatedField(
        _l("Issued by"), hint=_l("The bodies that issue it, for example the secretariat of the conference.")
    )
    issued_on = DateField(_l("Date of the document"), hint=_l("The day that stands on it."))
    original_code = ChoiceField(
        _l("Original language"),
        blank=_l("Not said"),
        hint=_l("The language in which it was written; the others are translations."),
    )
    language_codes = ChoicesField(
        _l("Languages in which it is due"),
        hint=_l("Tick none where it is due in all the languages of the event. Parity counts only those that are due."),
    )
    licence = ChoiceField(
        _l("Licence"),
        blank=_l("Not said"),
        choices=lambda: [*((one, licence_words(one)) for one in LICENCES), (OTHER, _("Another licence"))],
        hint=_l("What readers may do with it."),
    )
    licence_other = TextField(
        _l("Words of another licence"),
        longest=LONGEST_LICENCE,
        hint=_l("Only where you chose another licence above."),
    )
    session_codes = ChoicesField(_l("Sessions that it belongs to"))
    presentation_keys = ChoicesField(_l("Presentations that it belongs to"))
    proposed = HiddenField()

    def __init__(
        self,
        event: Event,
        *,
        categories: Iterable[Category] = (),
        sessions: Iterable[tuple[str, Any]] = (),
        presentations: Iterable[tuple[str, Any]] = (),
        document: Document | None = None,
        next_symbol: str = "",
        texts_only: bool = False,
        **kwargs: Any,
    ) -> None:
        """`next_symbol` is proposed for a new document, where the event has a pattern."""
        super().__init__(languages=event.languages, source=event.source, clocks=event.zone, obj=document, **kwargs)
        self.texts_only = texts_only
        if texts_only:
            self.seen.data = "{}"
            for name in (*self.plain, "licence_other", "proposed"):
                del self[name]
            return
        kept = document.category if document is not None else ""
        offered = [one for one in categories if not one.is_hidden or one.code == kept]
        self.category.offer((one.code, category_choice(one)) for one in offered)
        names = [(one.code, one.name_in(g.language)) for one in event.languages]
        self.original_code.offer(names)
        self.language_codes.offer(names)
        self.session_codes.offer(sessions)
        self.presentation_keys.offer(presentations)
        if not self.is_submitted():
            self._show(document, next_symbol)

    def _show(self, document: Document | None, next_symbol: str) -> None:
        """What a page shows before anything was typed: the proposed symbol, and a licence in words of its own."""
        if document is None:
            self.symbol.data = self.proposed.data = next_symbol
        elif document.licence and document.licence not in LICENCES:
            self.licence.data, self.licence_other.data = OTHER, document.licence

    def validate_licence(self, field: ChoiceField) -> None:
        if field.data == OTHER and not self.licence_other.data:
            raise ValidationError(_("Write the words of the other licence, or choose one of these."))

    @property
    def takes_next_symbol(self) -> bool:
        """Whether the symbol that was proposed was left as it was: it is then decided anew when it is saved."""
        return bool(self.proposed.data) and self.symbol.data == self.proposed.data

    @property
    def values(self) -> dict[str, Any]:
        """The facts that were typed; texts are in `edits()`."""
        if self.texts_only:
            return {}
        typed = super().values
        licence = self.licence_other.data if self.licence.data == OTHER else self.licence.data
        return typed | {"symbol": latin_digits(self.symbol.data), "licence": licence}
