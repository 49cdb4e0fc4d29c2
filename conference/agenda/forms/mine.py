"""The address to which somebody sends the link of their own agenda."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from conference.core.forms import Form
from conference.core.text_fields import EmailField


class SendForm(Form):
    email = EmailField(_l("Your e-mail address"))
