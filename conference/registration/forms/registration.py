"""The event's own form as WTForms, and the form that sends a person their link again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from conference.agenda.published import is_latin
from conference.core import formatting
from conference.core.forms import Form
from conference.core.rendering import shown
from conference.core.text_fields import EmailField
from conference.registration.asking import is_asked
from conference.registration.forms.fields import field_of
from conference.registration.forms.files import KeptFileField
from conference.registration.forms.offer import Offer, marked
from conference.registration.forms.organisation import OrganisationField
from conference.registration.forms.values import data_of, value_of
from conference.registration.models import Answer, FieldType, FormField, FormSection, Registration, StandardField
from conference.registration.queries import EventForm
from conference.registration.service import Details, Submission
from conference.registration.words import category_words


class RegistrationForm(Form):
    """What a person says about themselves, and the address that their personal link goes to.

    Its fields are those of `event_form`, by their keys; `registration_form` makes a class with them.
    """

    event_form: EventForm
    offer: Offer
    closed: Collection[str] = ()
    registration: Registration | None = None
    stored: Mapping[str, Any] = MappingProxyType({})

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        asked = {one.key for one in self.asked()}
        for one in self.event_form.fields:
            if one.key in self._fields and one.key not in asked:
                self[one.key].errors = []
                if isinstance(self[one.key], OrganisationField):
                    self[one.key].other.errors = []
        if StandardField.LATIN_NAME in asked:
            self._check_latin_name()
        self._check_overlaps()
        valid = not any(field.errors for field in self) and not self.form_errors
        files = [field for field in self if isinstance(field, KeptFileField) and field.name in asked]
        # Files are stored even where another field has to be corrected: a browser would not send them again.
        taken = [field.take(self) for field in files if not field.errors]
        return valid and all(taken)

    def asked(self) -> list[FormField]:
        """The fields that concern somebody who answers as this form says, and that are theirs to answer."""
        values = self.values()
        return [
            one for one in self.event_form.fields if one.key in self._fields and is_asked(self.event_form, one, values)
        ]

    def values(self) -> dict[str, Any]:
        """Every answer as it stands in the form, asked for or not; closed fields as they are stored."""
        stored = details_of(self.registration) if self.registration else {}
        return (
            dict(self.stored)
            | stored
            | {
                one.key: self[one.key].data if one.is_standard or one.is_consent else value_of(one, self[one.key])
                for one in self.event_form.fields
                if one.key in self._fields
            }
        )

    def sections(self) -> Iterator[tuple[FormSection, list[tuple[FormField, wtforms.Field]]]]:
        """The form as the page shows it: each section with its fields."""
        values = self.values()
        for section in self.event_form.sections:
            fields = [
                (one, self[one.key])
                for one in section.fields
                if one.retired_at is None and one.key in self._fields and self._can_come_up(one, values)
            ]
            if fields:
                yield section, fields

    def depends(self, one: FormField) -> tuple[Collection[str], str]:
        """The categories, and the key of the other field, on which it hangs here whether a field is asked.

        What the person cannot change in this form was decided before (`sections`), and does not count.
        """
        return (
            one.categories if StandardField.CATEGORY in self._fields else (),
            one.shown_if_key if one.shown_if_key in self._fields else "",
        )

    def condition(self, one: FormField) -> Markup:
        """In words, when a field needs an answer; empty for one that concerns everybody."""
        categories, key = self.depends(one)
        sentences = []
        if categories:
            words = formatting.join_words([category_words(category) for category in categories], self.offer.language)
            sentences.append(escape(_("Only for: %(categories)s.", categories=words)))
        other = self.event_form.field(key) if key else None
        if other is not None:
            answers = [escape(label) for value, label in _options(self[key]) if str(value) in one.shown_if_values]
            sentence = _("Only if your answer to “%(question)s” is: %(answers)s.")
            comma = formatting.listed(["", ""], self.offer.language)
            sentences.append(marked(sentence, question=shown(other.label), answers=escape(comma).join(answers)))
        return Markup(" ").join(sentences)

    def _can_come_up(self, one: FormField, values: Mapping[str, Any]) -> bool:
        """Whether what cannot be changed here leaves it open that a field is asked."""
        is_settled = StandardField.CATEGORY not in self._fields and bool(one.categories)
        if is_settled and values.get(StandardField.CATEGORY) not in one.categories:
            return False
        if not one.shown_if_key or one.shown_if_key in self._fields:
            return True
        return is_asked(self.event_form, one, values)

    @property
    def submission(self) -> Submission:
        """What the form says, for the service."""
        return Submission(
            details=self.details, answers=self.answers, consents=self.consents, language=self.offer.language
        )

    @property
    def details(self) -> Details:
        """The standard fields; one that is not in this form keeps what is stored, one that is not asked is empty."""
        stored = details_of(self.registration) if self.registration else {}
        asked = {one.key for one in self.asked()}
        given: dict[str, Any] = {
            name: stored.get(name, "") for name in Details.__dataclass_fields__ if name != "organisation_id"
        }
        given["organisation_id"] = self.registration.organisation_id if self.registration else None
        for key in StandardField:
            if key not in self._fields or key == StandardField.EMAIL:
                continue
            field = self[key]
            if isinstance(field, OrganisationField):
                organisation = field.organisation or {"organisation": None, "text": ""}
                given["organisation"], given["organisation_id"] = organisation["text"], organisation["organisation"]
            else:
                given[key] = field.data if key in asked and field.data else ""
                if key == StandardField.ORGANISATION:
                    given["organisation_id"] = None
        given["language_code"] = given["language_code"] or self.offer.language.code
        return Details(**given)

    @property
    def answers(self) -> dict[str, Mapping[str, Any] | None]:
        """The answers to fields of the event's own; None where a question was left open or does not concern them."""
        asked = {one.key for one in self.asked()}
        return {
            one.key: value_of(one, self[one.key]) if one.key in asked else None
            for one in self.event_form.fields
            if one.key in self._fields and one.is_question
        }

    @property
    def consents(self) -> list[str]:
        """The keys of the consents that stand after this form; those that are not in it stay as they are."""
        standing = set(self.registration.given) if self.registration else set()
        asked = {one.key for one in self.asked()}
        return [
            one.key
            for one in self.event_form.fields
            if one.is_consent
            and (one.key in asked and self[one.key].data if one.key in self._fields else one.key in standing)
        ]

    def refuse_full_choice(self, key: str, choice_id: int) -> None:
        """Say beside the field that somebody else took the last place meanwhile."""
        words = {str(value): label for value, label in _options(self[key])}
        sentence = _("The last place went to somebody else meanwhile: %(choice)s. Choose another.")
        self.refuse(self[key], marked(sentence, choice=words.get(str(choice_id), "")))

    def refuse_as_changed(self) -> None:
        """Say that the organisers changed the form meanwhile, and that what was typed is still here."""
        sentence = _("The form was changed while you filled it in. Look through it once more, then send it again.")
        self.form_errors.append(sentence)

    def _check_latin_name(self) -> None:
        native, latin = self._fields.get(StandardField.NATIVE_NAME), self._fields.get(StandardField.LATIN_NAME)
        if native is None or latin is None or not native.data or latin.data or latin.errors:
            return
        if not is_latin(native.data):
            self.refuse(latin, _l("Enter your name in Latin letters too: lists in English and French need it."))

    def _check_overlaps(self) -> None:
        for one in self.asked():
            if one.type == FieldType.SESSIONS and not self[one.key].errors:
                pair = self.offer.overlap([int(value) for value in self[one.key].data or ()], one)
                if pair:
                    self.refuse(
                        self[one.key],
                        _(
                            "These two overlap: %(first)s and %(second)s. Keep one of them.",
                            first=pair[0],
                            second=pair[1],
                        ),
                    )


class ResendForm(Form):
    email = EmailField(_l("E-mail address"))


def registration_form(event_form: EventForm, offer: Offer, *, prefix: str = "", **data: Any) -> RegistrationForm:
    """The form for a newcomer; `prefix` tells several on one page apart."""
    return _class(event_form, offer)(data=data, prefix=prefix)


def change_form(
    event_form: EventForm,
    offer: Offer,
    registration: Registration,
    answers: Mapping[str, Answer],
    *,
    closed: Collection[str] = (),
) -> RegistrationForm:
    """The form with what somebody answered before: without the address, which their link proved, and what is closed.

    `closed` are keys of fields that keep what is stored.
    """
    hidden = {StandardField.EMAIL.value, *closed}
    data = details_of(registration)
    stored = {key: answer.value for key, answer in answers.items()}
    data |= {key: key in registration.given for key in (one.key for one in event_form.fields) if key not in data}
    for one in event_form.fields:
        if one.is_question:
            answer = answers.get(one.key)
            value = answer.value if answer else None
            data[one.key] = data_of(one, value, has_registry=bool(offer.organisations))
    if offer.organisations:
        data["organisation"] = {"organisation": registration.organisation_id, "text": registration.organisation}
    return _class(event_form, offer, registration=registration, hidden=hidden, stored=stored)(data=data)


def _class(
    event_form: EventForm,
    offer: Offer,
    *,
    registration: Registration | None = None,
    hidden: Collection[str] = (),
    stored: Mapping[str, Any] = MappingProxyType({}),
) -> type[RegistrationForm]:
    fields = {
        one.key: field_of(one, offer) for one in event_form.fields if one.key not in hidden and offer.can_ask(one)
    }
    facts = {
        "event_form": event_form,
        "offer": offer,
        "closed": hidden,
        "registration": registration,
        "stored": stored,
    }
    return type("EventRegistrationForm", (RegistrationForm,), fields | facts)


def details_of(registration: Registration) -> dict[str, Any]:
    """The standard fields of a registration as a form shows them."""
    names = [name for name in Details.__dataclass_fields__ if name != "organisation_id"]
    return {name: getattr(registration, name) for name in names}


def _options(field: wtforms.Field) -> list[tuple[Any, Any]]:
    return [(option.value, option.label) for option in getattr(field, "choices", ())]
