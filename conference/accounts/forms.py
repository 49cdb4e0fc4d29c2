"""The forms of signing in and of one's own account."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from conference.accounts.passwords import SHORTEST
from conference.core.forms import ChoiceField, Form, PasswordField, choices_of_zones
from conference.core.languages import LANGUAGES
from conference.core.text_fields import EmailField, TextField


class LinkForm(Form):
    email = EmailField(_l("E-mail address"))


class PasswordSignInForm(Form):
    email = EmailField(_l("E-mail address"), autocomplete="username", id="username")
    password = PasswordField(_l("Password"), required=_l("Enter your password."), autocomplete="current-password")


class ProfileForm(Form):
    native_name = TextField(
        _l("Full name"),
        hint=_l("In your own script, as it should stand on a certificate."),
        autocomplete="name",
    )
    latin_name = TextField(_l("Name in Latin script"))
    language = ChoiceField(
        _l("Language of pages and mails"),
        choices=[(language.code, language.native_name) for language in LANGUAGES],
    )
    zone = ChoiceField(_l("Time zone"), blank=_l("As the event"), choices=choices_of_zones)


class NewPasswordForm(Form):
    password = PasswordField(
        _l("New password"),
        required=_l("Enter a new password."),
        hint=_l("At least 12 characters. A sentence is easy to remember."),
        autocomplete="new-password",
    )

    def validate(self, extra_validators: object = None) -> bool:
        valid = super().validate(extra_validators)
        if self.password.data and len(self.password.data) < SHORTEST:
            self.refuse(self.password, _l("Use at least 12 characters."))
            return False
        return valid
