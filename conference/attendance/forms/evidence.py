"""What an event decides about its evidence, how a row of it is corrected, and how a sealed list is checked."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from conference.attendance.models import Attendance, ListColumn
from conference.attendance.words import column_words
from conference.core.forms import ChoicesField, FileField, Form, RadiosField, TickField, TimeField, WholeNumberField
from conference.core.text_fields import TextField
from conference.events.models import Event

TEN_YEARS = 3653
MOST_LINES = 200
LONGEST_REASON = 300


class ListRulesForm(Form):
    """What lists say beside names, and how a sheet for signatures ends."""

    columns = ChoicesField(
        _l("Columns beside the name"),
        choices=lambda: [(str(one), column_words(one)) for one in ListColumn],
        hint=_l(
            "Signature is an empty box on lists for signature. E-mail addresses are better left out of what goes round."
        ),
    )
    empty_lines = WholeNumberField(
        _l("Empty lines at the end of a list for signature"),
        least=0,
        most=MOST_LINES,
        required=_l("Enter a number of lines."),
        hint=_l("For people who come without being registered."),
    )


class KeepingForm(Form):
    """How long evidence is kept, and the legal hold."""

    retention_days = WholeNumberField(
        _l("Days after the event until its evidence is erased"),
        least=1,
        most=TEN_YEARS,
        hint=_l(
            "Presences, sealed lists and reports of meetings, apart from the other personal data. Donors often ask for "
            "five years (1826 days). Leave it empty to keep them."
        ),
    )
    legal_hold = TickField(
        _l("Legal hold: no evidence is erased"),
        hint=_l("Only while an audit or a legal claim needs it."),
    )
    reason = TextField(_l("Reason for setting or lifting the hold"), longest=500)

    def refuse_without_reason(self) -> None:
        self.refuse(self.reason, _l("Write why the hold is set or lifted; the history keeps it."))


class CorrectionForm(Form):
    """What is true instead of a row of evidence."""

    what = RadiosField(
        _l("What is true"),
        required=_l("Choose what is true."),
        choices=lambda: [("there", _("They were there, at other hours")), ("absent", _("They were not there"))],
    )
    start = TimeField(_l("Present from"), hint=_l("On the day of the session, in the time of the event."))
    end = TimeField(_l("Present until"), hint=_l("Leave it empty if nobody saw them leave."))
    reason = TextField(
        _l("Reason"),
        required=_l("Write why: the correction stays on record beside what it corrects."),
        longest=LONGEST_REASON,
    )

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if self.what.data == "there" and self.start.data is None and not self.start.errors:
            self.refuse(self.start, _("Enter the hour from which they were there."))
            return False
        return valid

    def instants(self, event: Event, day: date, row: Attendance) -> tuple[datetime | None, datetime | None]:
        """From when to when, as UTC knows it; an hour left as it was shown keeps its seconds."""
        if self.what.data == "absent":
            return None, None
        start = _instant(event, day, self.start.data, row.from_at)
        end = _instant(event, day, self.end.data, row.to_at)
        if start is None or end is None or end >= start:
            return start, end
        # After midnight; an end that is simply wrong is no night.
        next_day = end + timedelta(days=1)
        return start, next_day if next_day - start < timedelta(hours=12) else end


def _instant(event: Event, day: date, hour: time | None, before: datetime | None) -> datetime | None:
    if hour is None:
        return None
    shown = before.astimezone(event.zone_info) if before else None
    if shown is not None and shown.time().replace(second=0, microsecond=0) == hour:
        return before
    return datetime.combine(day, hour, tzinfo=event.zone_info)


class CheckForm(Form):
    """What is printed on a list that somebody holds; asked by GET, as by its QR code: it changes nothing."""

    number = TextField(
        _l("Number of the list"),
        required=_l("Type the number that is printed on the list."),
        longest=12,
        direction="ltr",
        render_kw={"inputmode": "numeric"},
    )
    code = TextField(
        _l("Verification code"),
        required=_l("Type the code that is printed on the list."),
        longest=40,
        direction="ltr",
        hint=_l("Sixteen letters and digits."),
    )

    class Meta:
        csrf = False


class CheckFileForm(Form):
    file = FileField(
        _l("The PDF of the list"),
        accept=[".pdf"],
        required=_l("Choose a file."),
        hint=_l("It is compared and not kept."),
    )
