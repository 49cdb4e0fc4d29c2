"""The organisers' forms of what an event decides for its library: its rules, and the name of a category."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from conference.core.forms import Form, RadiosField, TickField, WholeNumberField
from conference.core.text_fields import TextField
from conference.core.translated_fields import TranslatedField, TranslatedForm
from conference.events.models import Event
from conference.library.models import LibrarySettings
from conference.library.service import PatternUnfit, Rules, check_pattern

EACH, TOGETHER = "each", "together"
LONGEST_PATTERN = 60


class RulesForm(Form):
    """How symbols are made, how languages are published, and when people are reminded."""

    symbol_pattern = TextField(
        _l("Pattern of symbols"),
        longest=LONGEST_PATTERN,
        direction="ltr",
        hint=_l(
            "For example THAMM/2021/{number}: the next number is proposed for each new document. Leave it empty and every symbol is typed."  # noqa: E501
        ),
    )
    publishing = RadiosField(
        _l("How languages are published"),
        choices=lambda: [
            (EACH, _("Each language when it is ready")),
            (TOGETHER, _("All languages together, once the last one that is due is ready")),
        ],
        required=_l("Choose how languages are published."),
    )
    reminder_days = WholeNumberField(
        _l("Remind this many days before a version is due"),
        least=1,
        most=120,
        hint=_l("Whoever is responsible gets one mail for it. Leave it empty for none."),
    )
    reminds_overdue = TickField(_l("Remind on the morning after the day, if the version is not here"))

    def __init__(self, settings: LibrarySettings, **kwargs: Any) -> None:
        publishing = TOGETHER if settings.publishes_together else EACH
        super().__init__(obj=settings, data={"publishing": publishing}, **kwargs)

    def validate_symbol_pattern(self, field: TextField) -> None:
        try:
            check_pattern(field.data)
        except PatternUnfit:
            sentence = _("Write {number} once where the number stands, and no other braces.")
            raise ValidationError(sentence) from None

    @property
    def rules(self) -> Rules:
        return Rules(
            symbol_pattern=self.symbol_pattern.data,
            publishes_together=self.publishing.data == TOGETHER,
            reminder_days=self.reminder_days.data,
            reminds_overdue=bool(self.reminds_overdue.data),
        )


class CategoryForm(TranslatedForm):
    """The name of a category in the languages of the event; a built-in one needs none of its own."""

    name = TranslatedField(_l("Name"), longest=80)

    def __init__(self, event: Event, *, needs_name: bool, **kwargs: Any) -> None:
        super().__init__(languages=event.languages, source=event.source, **kwargs)
        self.needs_name, self.source = needs_name, event.source

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if self.needs_name and not self.name.texts.get(self.source):
            entry = next(one for one in self.name.entries_by_language if one.language == self.source)
            entry.text.errors = [*entry.text.errors, _("Enter a name.")]
            self.name.errors = entry.text.errors
            return False
        return valid
