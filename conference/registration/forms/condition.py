"""On which answers a field may hang, in words, and the form that sets it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import wtforms
from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from conference.core import formatting
from conference.core.forms import ChoicesField, choices_of_countries
from conference.core.honorifics import Title, title_words
from conference.core.rendering import shown
from conference.core.translated_fields import SharedForm
from conference.events.models import Event
from conference.registration.forms.offer import OfferedSession, marked
from conference.registration.models import FieldType, FormField, Sex, StandardField
from conference.registration.queries import EventForm
from conference.registration.words import category_words, sex_words

TYPES = frozenset({FieldType.YES_NO, FieldType.CHOICE, FieldType.CHOICES, FieldType.SESSIONS, FieldType.COUNTRY})
KEYS = frozenset({StandardField.TITLE, StandardField.COUNTRY, StandardField.SEX, StandardField.LANGUAGE})
Sessions = Mapping[int, OfferedSession]


def can_decide(field: FormField) -> bool:
    """Whether the answers to a field are few and known, so that others may hang on them."""
    return field.type in TYPES or (field.is_standard and field.key in KEYS)


def deciders(form: EventForm, field: FormField) -> list[FormField]:
    """The fields that a field may hang on: those that are asked before it."""
    asked = form.fields
    return [one for one in asked[: asked.index(field)] if can_decide(one)]


def answers_to(field: FormField, event: Event, sessions: Sessions) -> list[tuple[str, Any]]:
    """The answers that a field may be given, as conditions name them and in words."""
    kind = field.key if field.is_standard else field.type
    if kind == FieldType.YES_NO:
        return [("yes", _("Yes")), ("no", _("No"))]
    if kind == FieldType.COUNTRY:
        return list(choices_of_countries())
    if kind == StandardField.TITLE:
        return [(one.value, title_words(one)) for one in Title if one]
    if kind == StandardField.SEX:
        return [(one.value, sex_words(one)) for one in Sex]
    if kind == StandardField.LANGUAGE:
        return [(one.code, one.native_name) for one in event.languages]
    listed = []
    for choice in field.open_choices:
        session = sessions.get(choice.session_id or 0)
        listed.append((str(choice.id), session.words if session else shown(choice.label)))
    return listed


def asked_when(form: EventForm, field: FormField, event: Event, sessions: Sessions) -> Markup:
    """In words, of whom a field is asked; empty where of everybody."""
    sentences = []
    if field.categories:
        words = formatting.join_words([category_words(one) for one in field.categories], g.language)
        sentences.append(escape(_("Only for: %(categories)s.", categories=words)))
    other = form.field(field.shown_if_key) if field.shown_if_key else None
    if other is not None:
        words_of = dict(answers_to(other, event, sessions))
        answers = [escape(words_of[value]) for value in field.shown_if_values if value in words_of]
        sentence = _("Only if the answer to “%(question)s” is: %(answers)s.")
        comma = escape(formatting.listed(["", ""], g.language))
        sentences.append(marked(sentence, question=shown(other.label), answers=comma.join(answers)))
    return Markup(" ").join(sentences)


class ConditionForm(SharedForm):
    """Which answers to another question make a field come up."""

    plain = ("shown_if_key", "shown_if_values")
    shown_if_key = wtforms.HiddenField()
    shown_if_values = ChoicesField(_l("It is asked if the answer is one of these"))

    def __init__(self, event: Event, field: FormField, other: FormField | None, answers: Sequence[tuple[str, Any]]):
        super().__init__(languages=event.languages, source=event.source, obj=field)
        self.other = other
        self.shown_if_values.offer(answers)
        # Nobody is told that it can be left empty: `validate` says why not.
        self.shown_if_values.flags.required = True
        if not self.is_submitted():
            self.shown_if_values.data = list(field.shown_if_values) if self._is_of(field) else []
            self.shown_if_key.data = other.key if other is not None else ""

    def _is_of(self, field: FormField) -> bool:
        return self.other is not None and self.other.key == field.shown_if_key

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if valid and self.shown_if_key.data and not self.shown_if_values.data:
            self.refuse(self.shown_if_values, _("Tick at least one answer, or ask everybody."))
            return False
        return valid

    def in_words(self, name: str, value: Any) -> str:
        if name == "shown_if_key":
            return _("another question") if value else _("asked of everybody")
        return super().in_words(name, value)
