"""The least that is asked of somebody who comes to the door without a registration."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from conference.core.forms import ChoiceField, Form, TickField, choices_of_countries
from conference.core.text_fields import EmailField, TextField
from conference.events.models import Event
from conference.registration.models import Category
from conference.registration.queries import EventRules
from conference.registration.words import category_words


class WalkInForm(Form):
    """`beyond` is there only for those who may let in more people than there are places."""

    native_name = TextField(
        _l("Full name"), required=_l("Enter the person’s full name."), hint=_l("In the person’s own script.")
    )
    latin_name = TextField(_l("Name in Latin script"), hint=_l("If the name above is in another script."))
    email = EmailField(
        _l("E-mail address"), autocomplete="off", hint=_l("The confirmation goes there, with the personal link.")
    )
    organisation = TextField(_l("Organisation"), required=_l("Enter the organisation."))
    country = ChoiceField(
        _l("Country"), blank=_l("Choose a country"), choices=choices_of_countries, required=_l("Choose the country.")
    )
    category = ChoiceField(
        _l("Category"), blank=_l("Choose a category"), required=_l("Choose the category."), choices=[]
    )
    language_code = ChoiceField(_l("Language of our messages to this person"), required=_l("Choose a language."))
    beyond = TickField(_l("Let this person in beyond the places"))

    def __init__(self, event: Event, rules: EventRules, language: Any, *, may_exceed: bool) -> None:
        super().__init__(language_code=language.code)
        self.category.offer((one.value, category_words(one)) for one in Category if rules.offers(one))
        self.language_code.offer((one.code, one.name_in(language)) for one in event.languages)
        if not may_exceed:
            del self.beyond
