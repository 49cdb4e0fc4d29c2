"""The organisers' form builder: the whole form with what can be done to it, and its preview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from conference.core.access import access
from conference.core.database import db
from conference.core.languages import Language
from conference.core.localization import current_language
from conference.core.sections import section
from conference.core.security import private_page
from conference.events.access import current_event, translator
from conference.registration.field_words import field_type_words
from conference.registration.forms import offer_of, registration_form
from conference.registration.forms.builder import type_choices
from conference.registration.forms.condition import Sessions, asked_when
from conference.registration.models import CHOICE_TYPES, FormField, FormSection
from conference.registration.parity import Parity, parity, texts_of_field, texts_of_form, texts_of_section
from conference.registration.queries import EventForm, answered_fields, event_rules
from conference.registration.views.blueprint import blueprint
from conference.registration.views.form_parts import FORM, may_write, sessions_for, the_form


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field as the builder lists it. `lacks_choices`: nobody is asked it yet."""

    field: FormField
    facts: Sequence[str]
    condition: Markup
    parity: Mapping[Language, Parity]
    lacks_choices: bool


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section with its fields, and how complete its own words are."""

    section: FormSection
    parity: Mapping[Language, Parity]
    fields: Sequence[FieldRow]


@blueprint.get(FORM)
@access(translator)
@section("registration.manage")
def form() -> str:
    private_page()
    event, asked = current_event(), the_form()
    answered, sessions = answered_fields(db.session(), event.id), sessions_for(asked)
    return render_template(
        "registration/form.html",
        the_event=event,
        rows=[_section_row(asked, one, answered, sessions) for one in asked.sections],
        retired=[(one, _facts(one, answered)) for one in asked.retired],
        parity=parity(texts_of_form(asked), event.languages),
        types=type_choices(),
        may_write=may_write(),
    )


def _section_row(asked: EventForm, one: FormSection, answered: Mapping[str, int], sessions: Sessions) -> SectionRow:
    event = current_event()
    rows = [
        FieldRow(
            field=field,
            facts=_facts(field, answered),
            condition=asked_when(asked, field, event, sessions),
            parity=parity(texts_of_field(field), event.languages),
            lacks_choices=field.type in CHOICE_TYPES and not field.open_choices,
        )
        for field in one.fields
        if field.retired_at is None
    ]
    return SectionRow(one, parity(texts_of_section(one), event.languages), rows)


def _facts(field: FormField, answered: Mapping[str, int]) -> list[str]:
    """What a line says of a field: its type, whether it must be answered, and by how many people it was."""
    facts = [field_type_words(field.type), _("Required") if field.is_required else _("Optional")]
    if count := answered.get(field.key, 0):
        facts.append(ngettext("%(num)s answer", "%(num)s answers", count))
    return facts


@blueprint.get(f"{FORM}/preview")
@access(translator)
@section("registration.manage")
def form_preview() -> str:
    """The form as registrants see it at this moment; nothing can be sent."""
    private_page()
    event, asked = current_event(), the_form()
    categories = event_rules(db.session(), event.id).offered
    offer = offer_of(db.session(), event, asked, current_language(), categories=categories)
    return render_template("registration/form_preview.html", form=registration_form(asked, offer), the_event=event)
