"""What the columns of another program's report hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from conference.attendance.reports.headings import Column
from conference.attendance.reports.mapped import NAMEABLE, Head
from conference.core import formatting
from conference.core.forms import ChoiceField, Form
from conference.core.text import isolated

_NONE = _l("None of the columns")
_LONGEST = 40


class ReportColumnsForm(Form):
    """One choice per thing that a column can hold."""

    name = ChoiceField(_l("Name"), blank=_NONE)
    email = ChoiceField(_l("E-mail address"), blank=_NONE)
    joined = ChoiceField(
        _l("When they came"),
        blank=_NONE,
        hint=_l("The day and the hour, or the hour alone. Without it nobody’s presence can be taken from the file."),
    )
    left = ChoiceField(_l("When they went"), blank=_NONE)
    minutes = ChoiceField(
        _l("How long they were there"),
        blank=_NONE,
        hint=_l("Minutes, or a duration such as 1h 20m. Beside both hours it is only compared."),
    )

    def offer(self, head: Head, chosen: Mapping[str, int]) -> None:
        """Offer the columns of a file, each with an example, and begin with those named before."""
        choices = [(str(number), _words(head, number)) for number in range(len(head.headings))]
        for column in NAMEABLE:
            field = self[column.value]
            field.offer(choices)
            if not self.is_submitted():
                field.data = str(chosen[column.value]) if column.value in chosen else ""

    def columns(self) -> dict[str, int]:
        return {column.value: int(self[column.value].data) for column in NAMEABLE if self[column.value].data}

    def is_complete(self) -> bool:
        """Whether the columns say who was there and when; puts a sentence beside what is missing."""
        chosen = self.columns()
        many = Counter(chosen.values())
        for name, number in chosen.items():
            if many[number] > 1:
                self.refuse(self[name], _("One column cannot hold two things. Choose another one."))
        if not {Column.NAME, Column.EMAIL} & chosen.keys():
            self.refuse(self.name, _("Say which column holds the name or the e-mail address."))
        if Column.JOINED not in chosen:
            self.refuse(
                self.joined,
                _(
                    "Say which column holds when they came. A file that says only how long people were there cannot "
                    "say when, and we make up no hours: mark these people by hand."
                ),
            )
        elif not {Column.LEFT, Column.MINUTES} & chosen.keys():
            self.refuse(self.left, _("Say which column holds when they went, or how long they were there."))
        return not self.errors


def _words(head: Head, number: int) -> str:
    heading = head.headings[number]
    called = isolated(heading[:_LONGEST]) if heading else _("Column %(number)s, without heading", number=number + 1)
    samples = [isolated(one[:_LONGEST]) for one in head.samples[number]]
    if not samples:
        return called
    return _("%(heading)s (for example %(words)s)", heading=called, words=formatting.listed(samples, g.language))
