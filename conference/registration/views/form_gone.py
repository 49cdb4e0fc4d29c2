"""The page of a field that somebody took out of the form while another was changing it: nothing typed is lost."""

from __future__ import annotations

from flask import abort, render_template, request, url_for

from conference.events.access import current_event
from conference.registration.field_words import field_type_words
from conference.registration.forms.builder import OWN_TYPES, FieldForm, field_form
from conference.registration.views.blueprint import Answer
from conference.registration.views.form_parts import may_write, the_form


def field_gone(key: str, form: FieldForm | None = None) -> Answer:
    """What was typed for a field that is not asked any more, with a way to keep it; `form` where that was refused.

    One that is retired can be brought back with it, one that is deleted added anew. Aborts with 404 where nothing
    was typed.
    """
    event, asked = current_event(), the_form()
    retired = asked.any_field(key)
    kind = retired.type if retired is not None else request.form.get("kind", "")
    if request.method != "POST" or (retired is None and kind not in {one.value for one in OWN_TYPES}):
        abort(404)
    if retired is not None:
        typed = form or field_form(event, kind, field=retired, sections=asked.sections, texts_only=not may_write())
        action = url_for("registration.edit_field", key=key)
    else:
        typed = field_form(event, kind, texts_only=not may_write())
        place = request.form.get("section_key")
        part = next((one for one in asked.sections if one.key == place), asked.sections[0])
        action = url_for("registration.new_field", key=part.key, type=kind)
    page = render_template(
        "registration/form_field_gone.html",
        form=typed,
        action=action,
        retired=retired,
        kind=kind,
        kind_words=field_type_words(kind),
        may_write=may_write(),
    )
    return page, 409
