"""Who may act for a speaker."""

from __future__ import annotations

from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l

from conference.core.forms import ChoiceField, Form
from conference.core.languages import Language
from conference.core.text_fields import EmailField, TextField
from conference.events.models import Event


class AssistantForm(Form):
    """A person whom a speaker gives access to their page."""

    name = TextField(_l("Name of the assistant"), required=_l("Enter the name of the person."), autocomplete="off")
    email = EmailField(
        _l("Their e-mail address"),
        hint=_l("We send their own link there. Never shown to the public."),
        autocomplete="off",
    )
    language_code = ChoiceField(_l("Language of our messages to them"), required=_l("Choose a language."))

    def __init__(self, event: Event, language: Language, **kwargs: Any) -> None:
        super().__init__(prefix="assistant-", language_code=language.code, **kwargs)
        self.language_code.offer((one.code, one.name_in(g.language)) for one in event.languages)

    @property
    def language(self) -> Language:
        return Language.of(self.language_code.data)
