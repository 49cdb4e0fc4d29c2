"""Where a speaker is written to."""

from __future__ import annotations

from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l

from conference.core.forms import ChoiceField, Form
from conference.core.languages import Language
from conference.core.text_fields import EmailField
from conference.events.models import Event


class AddressForm(Form):
    """Where a speaker is written to."""

    email = EmailField(_l("E-mail address"), hint=_l("Never shown to the public."), autocomplete="off")
    language_code = ChoiceField(
        _l("Language of our messages to the speaker"),
        required=_l("Choose a language."),
        hint=_l("The speaker’s page opens in this language, and the biography is asked for in it."),
    )

    def __init__(self, event: Event, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.language_code.offer((one.code, one.name_in(g.language)) for one in event.languages)

    @property
    def language(self) -> Language:
        return Language.of(self.language_code.data)
