"""One WTForms field for each field of an event's form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import phonenumbers
import wtforms
from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext
from wtforms.validators import StopValidation, ValidationError

from conference.core.forms import (
    ChoiceField,
    ChoicesField,
    DateField,
    RadiosField,
    TickField,
    WholeNumberField,
    choices_of_countries,
)
from conference.core.honorifics import Title, title_choices
from conference.core.languages import Language
from conference.core.rendering import shown
from conference.core.text_fields import LONG, SHORT, EmailField, Sentence, TextAreaField, TextField
from conference.registration.forms.files import KeptFileField
from conference.registration.forms.offer import Offer, marked
from conference.registration.forms.organisation import OrganisationField
from conference.registration.models import (
    FieldType,
    FormField,
    Sex,
    StandardField,
)
from conference.registration.words import category_words, sex_words

MOST_RADIOS = 6
MOST = 1_000_000
# What an empty field of its own asks for; others ask in general words.
NEEDED: Mapping[str, Sentence] = {
    StandardField.NATIVE_NAME: _l("Enter your full name."),
    StandardField.LATIN_NAME: _l("Enter your name in Latin letters too: lists in English and French need it."),
    StandardField.ORGANISATION: _l("Enter your organisation."),
    StandardField.FUNCTION: _l("Enter your function."),
    StandardField.COUNTRY: _l("Choose your country."),
    StandardField.CATEGORY: _l("Choose the category that fits best."),
    StandardField.LANGUAGE: _l("Choose a language."),
}
ANSWER = _l("Answer this question.")
TICK = _l("Tick this box to go on.")


def field_of(one: FormField, offer: Offer) -> Any:
    """The unbound WTForms field that asks `one`."""
    label: Any = shown(one.label)
    common: dict[str, Any] = {"hint": shown(one.help)}
    if one.type == FieldType.STANDARD:
        return _standard(StandardField(one.key), one, label, common, offer)
    required = ANSWER if one.is_required else None
    return _OWN[FieldType(one.type)](one, label, common | {"required": required}, offer)


def _standard(key: StandardField, one: FormField, label: Any, common: dict[str, Any], offer: Offer) -> Any:
    needed = NEEDED.get(key, ANSWER) if one.is_required else None
    if key == StandardField.TITLE:
        return ChoiceField(label, choices=title_choices(), default=Title.NONE.value, **common)
    if key == StandardField.EMAIL:
        return EmailField(label, **common)
    if key == StandardField.ORGANISATION:
        return organisation_field(label, common | {"required": needed}, offer, autocomplete="organization")
    if key == StandardField.COUNTRY:
        blank = _l("Choose a country")
        return ChoiceField(label, blank=blank, choices=choices_of_countries, required=needed, **common)
    if key == StandardField.CATEGORY:
        choices = [(category, category_words(category)) for category in offer.categories]
        return ChoiceField(label, blank=_l("Choose a category"), choices=choices, required=needed, **common)
    if key == StandardField.SEX:
        choices = [(sex.value, sex_words(sex)) for sex in Sex]
        return ChoiceField(label, blank=lazy_pgettext("sex", "No answer"), choices=choices, **common)
    if key == StandardField.LANGUAGE:
        choices = [(one.code, one.native_name) for one in offer.event.languages]
        return ChoiceField(label, choices=choices, required=needed, default=offer.language.code, **common)
    autocomplete = {StandardField.NATIVE_NAME: "name", StandardField.FUNCTION: "organization-title"}.get(key)
    return TextField(label, required=needed, autocomplete=autocomplete, **common)


def organisation_field(label: Any, common: dict[str, Any], offer: Offer, *, autocomplete: str | None = None) -> Any:
    """A choice from the registry with a way to name another; plain text where the event keeps no registry."""
    if not offer.organisations:
        return TextField(label, autocomplete=autocomplete, **common)
    return OrganisationField(label, organisations=offer.organisations, **common)


def _text(one: FormField, label: Any, common: dict[str, Any], _offer: Offer) -> Any:
    return TextField(label, longest=one.most or SHORT, validators=[_so_long(one.least)], **common)


def _long_text(one: FormField, label: Any, common: dict[str, Any], _offer: Offer) -> Any:
    return TextAreaField(label, longest=one.most or LONG, validators=[_so_long(one.least)], **common)


def _number(one: FormField, label: Any, common: dict[str, Any], _offer: Offer) -> Any:
    return WholeNumberField(label, least=one.least or 0, most=MOST if one.most is None else one.most, **common)


def _date(_one: FormField, label: Any, common: dict[str, Any], _offer: Offer) -> Any:
    return DateField(label, **common)


def _yes_no(_one: FormField, label: Any, common: dict[str, Any], _offer: Offer) -> Any:
    return OfferedRadiosField(label, choices=[("yes", _("Yes")), ("no", _("No"))], blank=_blank(common), **common)


def _choice(one: FormField, label: Any, common: dict[str, Any], offer: Offer) -> Any:
    offered = offer.offered(one)
    if len(offered) <= MOST_RADIOS:
        choices = [(str(choice.id), offer.words(choice)) for choice in offered]
        return OfferedRadiosField(label, choices=choices, blank=_blank(common), checks=[_has_room(offer)], **common)
    # The options of a list hold no marks: one in another language carries its language itself.
    listed = [(str(choice.id), offer.words(choice).striptags()) for choice in offered]
    languages = {str(choice.id): choice.label.resolve(offer.language).language for choice in offered}
    return OfferedChoiceField(
        label, choices=listed, languages=languages, blank=_l("Choose"), checks=[_has_room(offer)], **common
    )


def _blank(common: Mapping[str, Any]) -> Sentence | None:
    """A radio button cannot be taken back: an optional question has one that says nothing."""
    return None if common["required"] else _l("No answer")


def _choices(one: FormField, label: Any, common: dict[str, Any], offer: Offer) -> Any:
    choices = [(str(choice.id), offer.words(choice)) for choice in offer.offered(one)]
    checks = [_has_room(offer), _so_many(one.least, one.most)]
    return OfferedChoicesField(label, choices=choices, checks=checks, **common)


def _email(_one: FormField, label: Any, common: dict[str, Any], _offer: Offer) -> Any:
    return EmailField(label, autocomplete="off", **common)


def _phone(_one: FormField, label: Any, common: dict[str, Any], _offer: Offer) -> Any:
    return PhoneField(label, **common)


def _country(_one: FormField, label: Any, common: dict[str, Any], _offer: Offer) -> Any:
    return ChoiceField(label, blank=_l("Choose a country"), choices=choices_of_countries, **common)


def _organisation(_one: FormField, label: Any, common: dict[str, Any], offer: Offer) -> Any:
    return organisation_field(label, common, offer)


def _file(_one: FormField, label: Any, common: dict[str, Any], _offer: Offer) -> Any:
    return KeptFileField(label, **common)


def _consent(_one: FormField, label: Any, common: dict[str, Any], _offer: Offer) -> Any:
    return TickField(label, hint=common["hint"], required=TICK if common["required"] else None)


_OWN = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _long_text,
    FieldType.NUMBER: _number,
    FieldType.DATE: _date,
    FieldType.YES_NO: _yes_no,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.SESSIONS: _choices,
    FieldType.EMAIL: _email,
    FieldType.PHONE: _phone,
    FieldType.COUNTRY: _country,
    FieldType.ORGANISATION: _organisation,
    FieldType.FILE: _file,
    FieldType.CONSENT: _consent,
}


class _Checked:
    """Choices with checks that run once they are known to be among those offered."""

    def __init__(self, label: Sentence, *, checks: Sequence[Callable[[Any, Any], None]] = (), **kwargs: Any) -> None:
        super().__init__(label, **kwargs)  # type: ignore[call-arg]
        self.checks = checks

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        for check in () if validation_stopped else self.checks:
            check(form, self)


class OfferedChoiceField(_Checked, ChoiceField):
    """One of many choices, each in one of `languages`, by its value."""

    def __init__(self, label: Sentence, *, languages: Mapping[str, Language], **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        for option in self.choices:
            language = languages.get(str(option.value))
            if language is not None and language != g.language:
                option.render_kw = {"lang": language.code, "dir": language.direction}


class OfferedRadiosField(_Checked, RadiosField):
    """One of a few choices."""


class OfferedChoicesField(_Checked, ChoicesField):
    """Several choices."""


class PhoneField(TextField):
    """A telephone number, kept as E.164; without a country's code it is one of the country that the person chose."""

    widget = wtforms.widgets.TelInput()

    def __init__(self, label: Sentence, **kwargs: Any) -> None:
        super().__init__(
            label, longest=40, direction="ltr", validators=[_possible_number], autocomplete="tel", **kwargs
        )


def _possible_number(form: Any, field: wtforms.Field) -> None:
    if not field.data:
        return
    try:
        number = phonenumbers.parse(field.data, form.values().get(StandardField.COUNTRY) or None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise StopValidation(
            _("Enter a complete telephone number with the country’s code, for example +216 71 123 456.")
        )
    field.data = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _has_room(offer: Offer) -> Any:
    """Refuses choices without places left. What a person holds already counts as theirs (`Offer.left`)."""

    def check(_form: Any, field: wtforms.Field) -> None:
        taken = field.data if isinstance(field.data, list) else [field.data]
        full = [int(one) for one in taken if one and str(one).isdigit() and offer.is_full(int(one))]
        if full:
            words = {str(option.value): option.label for option in field.choices}
            sentence = _("No place is left here: %(choice)s. Choose another.")
            raise ValidationError(marked(sentence, choice=words[str(full[0])]))

    return check


def _so_long(least: int | None) -> Any:
    def check(_form: Any, field: wtforms.Field) -> None:
        length = len(field.data or "")
        if least is not None and 0 < length < least:
            raise ValidationError(
                ngettext(
                    "Write at least %(least)s characters: this text has %(num)s.",
                    "Write at least %(least)s characters: this text has %(num)s.",
                    length,
                    least=least,
                )
            )

    return check


def _so_many(least: int | None, most: int | None) -> Any:
    def check(_form: Any, field: wtforms.Field) -> None:
        count = len(field.data or ())
        if least is not None and 0 < count < least:
            raise ValidationError(ngettext("Choose at least %(num)s.", "Choose at least %(num)s.", least))
        if most is not None and count > most:
            raise ValidationError(ngettext("Choose at most %(num)s.", "Choose at most %(num)s.", most))

    return check
