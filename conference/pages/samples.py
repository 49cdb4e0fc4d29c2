"""A form with one field of each kind, some with errors, for the page that shows the look."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from conference.core.forms import (
    ChoiceField,
    ChoicesField,
    DateField,
    FileField,
    Form,
    PasswordField,
    TickField,
    TimeField,
    WholeNumberField,
    choices_of_countries,
)
from conference.core.languages import LANGUAGES
from conference.core.text_fields import EmailField, TextAreaField, TextField


class SampleForm(Form):
    """Every label is one that the platform's own forms use."""

    native_name = TextField(_l("Full name"), required=_l("Enter your full name."))
    email = EmailField(_l("E-mail address"), hint=_l("We send you a link that signs you in once."))
    summary = TextAreaField(_l("Summary"))
    password = PasswordField(_l("Password"), autocomplete="off")
    starts_on = DateField(_l("First day"), required=_l("Enter the first day."))
    starts_at = TimeField(_l("Starts at"))
    places = WholeNumberField(_l("Places"))
    country = ChoiceField(_l("Country"), blank=_l("Choose a country"), choices=choices_of_countries)
    language_codes = ChoicesField(
        _l("Languages"), choices=[(language.code, language.native_name) for language in LANGUAGES]
    )
    file = FileField(_l("File"), accept=(".pdf", ".pptx"))
    recording = TickField(_l("Photographs and recordings in which I appear may be published."))


def sample_form() -> SampleForm:
    """The form with the errors that it gives when it is sent empty."""
    form = SampleForm(formdata=None)
    form.validate()
    return form
