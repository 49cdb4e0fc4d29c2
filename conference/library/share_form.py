"""The form by which organisers make a share link."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from conference.core.forms import ChoiceField, DateField, Form
from conference.core.languages import Language
from conference.core.text_fields import TextField
from conference.events.models import Event

LONGEST_LABEL = 120


class ShareLinkForm(Form):
    """Whom a link is for, in which language, and until when."""

    label = TextField(
        _l("Whom it is for"),
        required=_l("Enter whom the link is for, so that you know it again."),
        hint=_l("Only the team sees this, for example: translation agency, Ministry of Labour."),
        longest=LONGEST_LABEL,
    )
    language_code = ChoiceField(_l("Languages that it opens"), blank=_l("All languages"))
    until_on = DateField(_l("Opens until the end of"), hint=_l("Without a day it opens until you end it."))

    def __init__(self, event: Event, *, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today = today
        self.language_code.offer((one.code, one.name_in(g.language)) for one in event.languages)

    def validate_until_on(self, field: Any) -> None:
        if field.data and field.data < self.today:
            raise ValidationError(_("This day is over. Choose today or a later day."))

    @property
    def language(self) -> Language | None:
        return Language.of(self.language_code.data) if self.language_code.data else None
