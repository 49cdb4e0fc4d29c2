"""The box at a desk: a name, an organisation or a code."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from conference.core.forms import Form
from conference.core.text_fields import TextField


class DeskForm(Form):
    words = TextField(
        _l("Name, organisation or code"),
        required=_l("Type a name, an organisation or a code."),
        hint=_l("A whole code marks the person present at once."),
        render_kw={"autofocus": True, "autocapitalize": "none", "spellcheck": "false", "enterkeyhint": "go"},
        autocomplete="off",
    )
