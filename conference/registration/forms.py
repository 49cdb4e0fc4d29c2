"""The registration form, and the form that sends a person their link again."""

from __future__ import annotations

import unicodedata
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from conference.core.forms import ChoiceField, Form, TickField, choices_of_countries
from conference.core.languages import Language
from conference.core.text_fields import EmailField, TextField
from conference.events.models import Event
from conference.registration.models import Category, Consent, Registration, Title
from conference.registration.service import Details
from conference.registration.words import category_words, consent_words, title_words


class RegistrationForm(Form):
    """What a person says about themselves, and the address that their personal link goes to."""

    title = ChoiceField(
        lazy_pgettext("person", "Title"),
        choices=lambda: [(title.value, title_words(title)) for title in Title],
        default=Title.NONE.value,
    )
    native_name = TextField(
        _l("Full name"),
        required=_l("Enter your full name."),
        hint=_l("In your own script, as it should stand on your certificate."),
        autocomplete="name",
    )
    latin_name = TextField(_l("Name in Latin script"), hint=_l("If your name above is in another script."))
    email = EmailField(_l("E-mail address"), hint=_l("Your personal link and the confirmation go to this address."))
    organisation = TextField(_l("Organisation"), required=_l("Enter your organisation."), autocomplete="organization")
    function = TextField(_l("Function"), autocomplete="organization-title")
    country = ChoiceField(
        _l("Country"), blank=_l("Choose a country"), choices=choices_of_countries, required=_l("Choose your country.")
    )
    category = ChoiceField(
        _l("You come from"),
        blank=_l("Choose a category"),
        choices=lambda: [(category.value, category_words(category)) for category in Category],
        required=_l("Choose the category that fits best."),
    )
    language_code = ChoiceField(
        _l("Language of our messages to you"),
        required=_l("Choose a language."),
        hint=_l("Your messages and your calendar will be in this language."),
    )
    participant_list = TickField(_l("My name, function and organisation may appear in the list of participants."))
    recording = TickField(_l("Photographs and recordings in which I appear may be published."))
    invitations = TickField(_l("You may invite me to later events and send me the programme’s news."))

    def __init__(self, *args: Any, event: Event, language: Language, **kwargs: Any) -> None:
        kwargs.setdefault("language_code", language.code)
        super().__init__(*args, **kwargs)
        self.language_code.offer((one.code, one.native_name) for one in event.languages)

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if self.native_name.data and not self.latin_name.data and not _is_latin(self.native_name.data):
            self.refuse(
                self.latin_name, _l("Enter your name in Latin letters too: lists in English and French need it.")
            )
            return False
        return valid

    @property
    def details(self) -> Details:
        return Details(
            title=self.title.data,
            native_name=self.native_name.data,
            latin_name=self.latin_name.data,
            organisation=self.organisation.data,
            function=self.function.data,
            country=self.country.data,
            category=self.category.data,
            language_code=self.language_code.data,
        )

    @property
    def consents(self) -> list[Consent]:
        return [consent for consent in Consent if self[consent.value].data]


class ChangeForm(RegistrationForm):
    """The same without the address, which the personal link has proved."""

    email = None  # type: ignore[assignment] # WTForms leaves the inherited field out


class ResendForm(Form):
    email = EmailField(_l("E-mail address"))


def details_of(registration: Registration) -> dict[str, Any]:
    """A registration as its form shows it."""
    shown = {name: getattr(registration, name) for name in Details.__dataclass_fields__}
    return shown | {consent.value: consent.value in registration.consents for consent in Consent}


def consent_sentences(registration: Registration) -> list[str]:
    return [consent_words(consent) for consent in Consent if consent.value in registration.consents]


def _is_latin(name: str) -> bool:
    return all(unicodedata.name(character, "LATIN").startswith("LATIN") for character in name if character.isalpha())
