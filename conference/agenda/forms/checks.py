"""The form of an event's checks: what each of them weighs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l

from conference.agenda.check_words import check_hint, check_words, severity_choices
from conference.agenda.checks import Check
from conference.core.forms import ChoiceField, WholeNumberField
from conference.core.translated_fields import SharedForm
from conference.events.models import Event

MOST_CHANNELS = 100


class ChecksForm(SharedForm):
    plain = (*(str(check) for check in Check), "channel_limit")
    channel_limit = WholeNumberField(
        _l("Languages that the online platform interprets at once"),
        least=0,
        most=MOST_CHANNELS,
        hint=_l("Empty if you do not know it: then nothing is checked."),
    )

    def __init__(self, event: Event, stored: Any) -> None:
        super().__init__(languages=event.languages, source=event.source, obj=stored)
        for field in self.of_checks():
            field.label.text, field.description = check_words(field.short_name), check_hint(field.short_name)

    def of_checks(self) -> Iterator[wtforms.Field]:
        """The field of each check, in their order."""
        return (self[str(check)] for check in Check)


for _check in Check:
    setattr(ChecksForm, str(_check), ChoiceField("", choices=severity_choices, required=_l("Choose what this weighs.")))
