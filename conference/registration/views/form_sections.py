"""Sections of the form: added, reworded, moved and removed."""

from __future__ import annotations

from flask import flash, render_template
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from conference.accounts.access import signed_in_account
from conference.core.access import access, form_view
from conference.core.database import write
from conference.core.sections import section
from conference.core.translated import Translated
from conference.core.translated_fields import Clashes
from conference.events.access import current_event, organiser, translator
from conference.registration.forms.builder import SectionForm
from conference.registration.models import FormSection
from conference.registration.service import form as builder
from conference.registration.views.blueprint import Answer, blueprint
from conference.registration.views.form_parts import DIRECTION, FORM, attempt, back, refusal_of, the_section


@blueprint.route(f"{FORM}/sections/new", methods=["GET", "POST"])
@access(organiser)
@section("registration.manage")
@form_view
def new_section() -> Answer:
    event, by = current_event(), signed_in_account()
    form = SectionForm(event)
    if not form.validate_on_submit():
        return _page(form, None)
    source, event_id = event.source, event.id
    title, help = (Translated.of(source, field.texts, by=by.id) for field in (form.title, form.help))
    with write() as session:
        key = builder.add_section(session, event_id, title=title, help=help, by=by)
    flash(_("The section stands at the end of the form. Add its fields."), "success")
    return back(f"section-{key}")


@blueprint.route(f"{FORM}/sections/<key>", methods=["GET", "POST"])
@access(translator)
@section("registration.manage")
@form_view
def edit_section(key: str) -> Answer:
    event, by, part = current_event(), signed_in_account(), the_section(key)
    form = SectionForm(event, part)
    if not form.validate_on_submit():
        return _page(form, part)
    event_id = event.id
    try:
        with write() as session:
            builder.change_section(session, event_id, key, edits=form.edits(), by=by)
    except Clashes as clashes:
        form.show_clashes(clashes)
        return _page(form, part)
    except builder.NoSuchPart as gone:
        flash(refusal_of(gone), "warning")
    else:
        flash(_("Saved."), "success")
    return back(f"section-{key}")


def _page(form: SectionForm, part: FormSection | None) -> Answer:
    return render_template("registration/form_section.html", form=form, part=part), 422 if form.is_submitted() else 200


@blueprint.post(f"{FORM}/sections/<key>/{DIRECTION}")
@access(organiser)
def move_section(key: str, direction: str) -> Answer:
    event_id, by = current_event().id, signed_in_account()
    attempt(lambda session: builder.move_section(session, event_id, key, earlier=direction == "earlier", by=by))
    return back(f"section-{key}")


@blueprint.post(f"{FORM}/sections/<key>/remove")
@access(organiser)
def remove_section(key: str) -> Answer:
    event_id, by = current_event().id, signed_in_account()

    def work(session: Session) -> bool:
        builder.remove_section(session, event_id, key, by=by)
        return True

    if attempt(work):
        flash(_("Removed."), "success")
    return back()
