"""How complete an event's form is in each of its languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from conference.core.languages import Language
from conference.core.translated import State, Translated
from conference.registration.models import FieldType, FormField, FormSection
from conference.registration.queries import EventForm


@dataclass(frozen=True, slots=True)
class Parity:
    """How many of `total` texts a language lacks, and how many of its translations are out of date."""

    total: int
    missing: int
    out_of_date: int

    @property
    def complete(self) -> int:
        """How many texts stand in the language as they should."""
        return self.total - self.missing - self.out_of_date


def parity(texts: Iterable[Translated], languages: Iterable[Language]) -> Mapping[Language, Parity]:
    """Per language; texts that exist in no language count for none."""
    written = [text for text in texts if text]
    states = {language: [text.state(language) for text in written] for language in languages}
    return {
        language: Parity(len(written), found.count(State.MISSING), found.count(State.OUT_OF_DATE))
        for language, found in states.items()
    }


def texts_of_field(field: FormField) -> list[Translated]:
    """What registrants read of a field; sessions have the words of the agenda."""
    choices = () if field.type == FieldType.SESSIONS else field.open_choices
    return [field.label, field.help, *(choice.label for choice in choices)]


def texts_of_section(section: FormSection) -> list[Translated]:
    """The words of a section itself."""
    return [section.title, section.help]


def texts_of_form(form: EventForm) -> list[Translated]:
    """Everything that registrants read of a form."""
    texts = [text for section in form.sections for text in texts_of_section(section)]
    return texts + [text for field in form.fields for text in texts_of_field(field)]
