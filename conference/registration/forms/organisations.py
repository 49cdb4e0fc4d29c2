"""The organisers' forms for the registry of organisations: one of them, or many lines at once."""

from __future__ import annotations

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from conference.core.forms import ChoiceField, Form, choices_of_countries
from conference.core.languages import Language
from conference.core.text_fields import TextAreaField
from conference.core.translated_fields import SharedForm, TranslatedField
from conference.events.models import Event
from conference.registration.models import Category
from conference.registration.service import NewOrganisation
from conference.registration.words import category_words

LONGEST_NAME, LONGEST_ACRONYM = 200, 40


def category_choices() -> list[tuple[str, str]]:
    return [(category.value, category_words(category)) for category in Category]


def _country_field() -> ChoiceField:
    return ChoiceField(_l("Country"), blank=_l("None, or several"), choices=choices_of_countries)


def _category_field() -> ChoiceField:
    return ChoiceField(_l("Category"), blank=_l("None, or several"), choices=category_choices)


class OrganisationForm(SharedForm):
    """One organisation, with its name and acronym in every language of the event."""

    plain = ("country", "category")

    name = TranslatedField(_l("Name"), longest=LONGEST_NAME, required=_l("Enter the name in the source language."))
    acronym = TranslatedField(
        _l("Acronym"), longest=LONGEST_ACRONYM, hint=_l("As it is known in each language: ILO is OIT in French.")
    )
    country = _country_field()
    category = _category_field()


class OrganisationLinesForm(Form):
    """Many organisations, one to a line."""

    lines = TextAreaField(
        _l("Organisations, one to a line"),
        longest=30_000,
        required=_l("Paste at least one line."),
        hint=_l("The name, and after a semicolon or a tab the acronym if there is one."),
    )
    language_code = ChoiceField(_l("Language of these names"))
    country = _country_field()
    category = _category_field()

    def __init__(self, event: Event) -> None:
        super().__init__(language_code=g.language.code)
        self.language_code.offer((one.code, one.name_in(g.language)) for one in event.languages)

    def validate(self, extra_validators: object = None) -> bool:
        valid = super().validate(extra_validators)
        for number, name, acronym in self._split() if valid else ():
            if len(name) > LONGEST_NAME or len(acronym) > LONGEST_ACRONYM:
                self.refuse(
                    self.lines,
                    _(
                        "Line %(number)s is too long: a name has at most %(name)s characters, an acronym %(acronym)s.",
                        number=number,
                        name=LONGEST_NAME,
                        acronym=LONGEST_ACRONYM,
                    ),
                )
                return False
        return valid

    @property
    def language(self) -> Language:
        return Language.of(self.language_code.data)

    @property
    def organisations(self) -> list[NewOrganisation]:
        return [NewOrganisation(name=name, acronym=acronym) for _number, name, acronym in self._split()]

    def _split(self) -> list[tuple[int, str, str]]:
        """The lines that say something, with their numbers."""
        found = []
        for number, line in enumerate((self.lines.data or "").splitlines(), 1):
            name, _separator, rest = line.replace("\t", ";").partition(";")
            if name.strip():
                found.append((number, " ".join(name.split()), " ".join(rest.replace(";", " ").split())))
        return found
