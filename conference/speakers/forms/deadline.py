"""What is asked of speakers until when, and when they are reminded of it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from conference.core.forms import DateField, Form, WholeNumberField

LONGEST = 120


class DeadlineForm(Form):
    """The days of an event's speakers, and the days after or before which we remind them."""

    due_on = DateField(
        _l("Slides can be sent until the end of"),
        hint=_l("In the event’s time. Leave it empty and slides can be sent at any time."),
    )
    answers_due_on = DateField(
        _l("We ask for an answer to the invitation until"),
        hint=_l("Speakers see this day. They can still answer afterwards."),
    )
    profiles_due_on = DateField(
        _l("We ask for the profile until"), hint=_l("Speakers see this day. They can still change it afterwards.")
    )
    answer_reminder_days = WholeNumberField(
        _l("Remind of the answer after this many days"),
        least=1,
        most=LONGEST,
        hint=_l("Counted from the invitation; each person gets one such reminder. Leave it empty for none."),
    )
    slides_reminder_days = WholeNumberField(
        _l("Remind of slides this many days before"),
        least=1,
        most=LONGEST,
        hint=_l(
            "Counted back from the last day for slides, or from the first day of the event if there is none; each person gets one such reminder. Leave it empty for none."  # noqa: E501
        ),
    )

    @property
    def asked(self) -> dict[str, Any]:
        """What was typed, by the names of `service.Asked`."""
        return {name: value for name, value in self.data.items() if name != "csrf_token"}
