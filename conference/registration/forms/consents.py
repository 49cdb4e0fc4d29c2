"""One box for each consent that a person gave or may give, whatever else of their registration is closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup, escape

from conference.core import formatting
from conference.core.forms import Form, TickField
from conference.core.languages import Language
from conference.core.rendering import month_style, shown
from conference.core.translated import digest
from conference.registration.asking import is_asked
from conference.registration.forms.registration import details_of
from conference.registration.models import Answer, Consent, FormField, Registration
from conference.registration.queries import EventForm


class ConsentsForm(Form):
    """Its fields are named by the keys of the consents; `consents_form` makes a class with them."""

    offered: tuple[str, ...] = ()

    @property
    def given(self) -> list[str]:
        """The keys of those that are ticked."""
        return [key for key in self.offered if self[key].data]


def consents_form(
    event_form: EventForm, registration: Registration, answers: Mapping[str, Answer], language: Language
) -> ConsentsForm:
    """The consents that concern the person, and those that stand though they are no longer asked for.

    None is required here: a consent can be taken back whenever its owner wants, whatever the form once asked.
    """
    standing = registration.given
    known = details_of(registration) | {key: answer.value for key, answer in answers.items()}
    known |= dict.fromkeys(standing, True)
    fields: dict[str, Any] = {
        one.key: TickField(shown(one.label), hint=_hint(standing.get(one.key), one, registration, language))
        for one in event_form.fields
        if one.is_consent and (one.key in standing or is_asked(event_form, one, known))
    }
    for key, consent in standing.items():
        if key not in fields:
            words = Markup('<span lang="{}" dir="auto">{}</span>').format(consent.language_code, consent.wording)
            hint = _("This is no longer asked for. You can withdraw it; then it cannot be given again.")
            fields[key] = TickField(words, hint=hint)
    made = type("OwnConsentsForm", (ConsentsForm,), fields | {"offered": tuple(fields)})
    return made(data={key: key in standing for key in fields})


def _hint(consent: Consent | None, field: FormField, registration: Registration, language: Language) -> str | Markup:
    """When it was given, and to which words where those on the page are others."""
    if consent is None:
        return ""
    zone = registration.event.zone
    when = Markup("<bdi>{}</bdi>").format(formatting.format_instant(consent.given_at, zone, language, month_style()))
    if consent.version == digest(field.label.resolve(language).text):
        return escape(_("Given on %(when)s.")) % {"when": when}
    words = Markup('<span lang="{}" dir="auto">{}</span>').format(consent.language_code, consent.wording)
    sentence = _("Given on %(when)s in other words: “%(words)s”. Saving replaces them.")
    return escape(sentence) % {"when": when, "words": words}
