"""How long an event keeps what people said, and the confirmation that somebody is erased."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from conference.core.forms import TickField, WholeNumberField
from conference.core.text_fields import TextField
from conference.core.translated_fields import SharedForm
from conference.events.models import Event
from conference.registration.models import RegistrationRules

REASON_NEEDED = _l("Write why the hold is set or lifted; the history keeps it.")
TEN_YEARS = 3653


class PrivacyForm(SharedForm):
    """The part of an event's rules that is about keeping data; others change the rest of the same row."""

    plain = ("sensitive_days", "retention_days", "legal_hold")

    sensitive_days = WholeNumberField(
        _l("Days after the event until sensitive answers are erased"),
        least=1,
        most=TEN_YEARS,
        required=_l("Enter a number of days."),
        hint=_l("Dietary needs, accessibility and whatever else the form marks as sensitive."),
    )
    retention_days = WholeNumberField(
        _l("Days after the event until all personal data are erased"),
        least=1,
        most=TEN_YEARS,
        hint=_l("Names, addresses, answers and messages go; anonymous numbers stay. Leave it empty to keep them."),
    )
    legal_hold = TickField(
        _l("Legal hold: nothing is erased"),
        hint=_l(
            "Only while the data are needed for a legal claim. People who ask to be erased are told that it waits."
        ),
    )
    reason = TextField(_l("Reason for setting or lifting the hold"), longest=500)

    def __init__(self, event: Event, rules: RegistrationRules) -> None:
        super().__init__(obj=rules, languages=event.languages, source=event.source)
        self._is_held = rules.legal_hold

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if self.legal_hold.data != self._is_held and not self.reason.data:
            self.refuse_without_reason()
            return False
        return valid

    def refuse_without_reason(self) -> None:
        self.refuse(self.reason, REASON_NEEDED)
