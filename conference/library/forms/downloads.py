"""The organisers' form on what is kept of downloads."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from conference.core.forms import Form, TickField


class DownloadRuleForm(Form):
    """Whether an event keeps who downloads its documents."""

    keeps_people = TickField(
        _l("Keep who downloaded which document"),
        hint=_l(
            "Only if the event’s privacy notice says so. Of people who are registered and signed in, the document, its "
            "language and the day are kept; the pages of documents tell them. Without it we count, and keep nothing of "
            "anybody. If you take it back, what was kept is deleted."
        ),
    )
