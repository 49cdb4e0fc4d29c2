"""What somebody types who checks in by themselves: the room's code, and their badge's where we do not know them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from conference.core.forms import Form
from conference.core.text_fields import TextField


class CheckInForm(Form):
    code = TextField(
        _l("Code on the screen"),
        required=_l("Type the six digits that the screen shows."),
        hint=_l("Six digits, other ones every minute."),
        longest=20,
        direction="ltr",
        autocomplete="one-time-code",
        render_kw={"inputmode": "numeric"},
    )
    badge = TextField(
        _l("Code of your badge"),
        required=_l("Type the code that is printed on your badge."),
        longest=100,
        direction="ltr",
        autocomplete="off",
        render_kw={"autocapitalize": "characters", "spellcheck": "false"},
    )

    def __init__(self, *, is_known: bool, code: str) -> None:
        super().__init__(code=code)
        if is_known:
            del self.badge
