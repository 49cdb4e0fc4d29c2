"""Fields of the form: added, changed, moved, retired, brought back, and when they are asked."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from conference.accounts.access import signed_in_account
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.languages import Language
from conference.core.sections import section
from conference.core.translated import Translated
from conference.core.translated_fields import Clashes
from conference.events.access import current_event, organiser, translator
from conference.registration.field_words import field_type_words
from conference.registration.forms.builder import OWN_TYPES, FieldForm, TypeForm, field_form
from conference.registration.forms.condition import ConditionForm, answers_to, asked_when, deciders
from conference.registration.models import FieldType, FormField
from conference.registration.queries import (
    EventForm,
    answered_fields,
    chosen_choices,
    consent_wordings,
    wordings_of,
)
from conference.registration.service import form as builder
from conference.registration.views.blueprint import Answer, blueprint
from conference.registration.views.form_gone import field_gone
from conference.registration.views.form_parts import (
    DIRECTION,
    FORM,
    attempt,
    back,
    may_write,
    refusal_of,
    sessions_for,
    the_field,
    the_form,
    the_section,
)
from conference.registration.wording import words_digest


@blueprint.route(f"{FORM}/sections/<key>/fields/new", methods=["GET", "POST"])
@access(organiser)
@section("registration.manage")
@form_view
def new_field(key: str) -> Answer:
    event, by, part = current_event(), signed_in_account(), the_section(key)
    kind = request.args.get("type", "")
    if kind not in {one.value for one in OWN_TYPES}:
        kind = FieldType.TEXT.value
    form = field_form(event, kind)
    if not form.validate_on_submit():
        page = render_template(
            "registration/form_field.html", form=form, part=part, field=None, kind_words=field_type_words(kind)
        )
        return page, 422 if form.is_submitted() else 200
    event_id, source = event.id, event.source
    label, help = (Translated.of(source, one.texts, by=by.id) for one in (form.label, form.help))
    try:
        with write() as session:
            made = builder.add_field(
                session,
                event_id,
                key,
                type=FieldType(kind),
                label=label,
                help=help,
                values=form.values,
                choices=form.choices,
                by=by,
            )
    except builder.NoSuchPart as gone:
        flash(refusal_of(gone), "warning")
        return back()
    if kind == FieldType.SESSIONS:
        flash(_("The field is saved. Now tick the sessions that people choose from."), "success")
        return redirect(url_for("registration.field_sessions", key=made))
    flash(_("The field stands at the end of its section."), "success")
    return back(f"field-{made}")


@blueprint.route(f"{FORM}/fields/<key>", methods=["GET", "POST"])
@access(translator)
@section("registration.manage")
@form_view
def edit_field(key: str) -> Answer:
    event, by, asked = current_event(), signed_in_account(), the_form()
    # Sent from the page that `field_gone` shows: a field that somebody retired meanwhile comes back with it.
    comes_back = may_write() and request.form.get("again") == "1"
    field = asked.any_field(key) if comes_back else asked.field(key)
    if field is None:
        return field_gone(key)
    form = field_form(event, field.type, field=field, sections=asked.sections, texts_only=not may_write())
    if not form.validate_on_submit():
        return _shown_again(form, key, status=422 if form.is_submitted() else 200)
    event_id = event.id
    place = form.section_key.data if "section_key" in form else None
    try:
        with write() as session:
            if comes_back:
                builder.restore_field(session, event_id, key, by=by)
            builder.change_field(
                session,
                event_id,
                key,
                edits=form.edits(),
                values=form.values,
                seen=form.seen_values,
                section_key=place,
                by=by,
            )
    except Clashes as clashes:
        form.show_clashes(clashes)
        return _shown_again(form, key, status=422)
    except builder.AskedTooLate as refused:
        form.refuse(form.section_key, refusal_of(refused))
        return _shown_again(form, key, status=422)
    except builder.OtherNotAsked as refused:
        form.form_errors.append(refusal_of(refused))
        return field_gone(key, form)
    except builder.NoSuchPart:
        return field_gone(key)
    flash(_("Saved."), "success")
    return back(f"field-{key}")


def _shown_again(form: FieldForm, key: str, *, status: int) -> Answer:
    asked = the_form()
    field = asked.field(key)
    return _page(form, asked, field, status=status) if field is not None else field_gone(key, form)


def _page(form: FieldForm, asked: EventForm, field: FormField, *, status: int, types: TypeForm | None = None) -> Answer:
    event = current_event()
    sessions = sessions_for(asked)
    answered = answered_fields(db.session(), event.id).get(field.key, 0)
    page = render_template(
        "registration/form_field.html",
        form=form,
        part=field.section,
        field=field,
        the_event=event,
        kind_words=field_type_words(field.type),
        answered=answered,
        types=types or TypeForm(formdata=None, data={"type": field.type}),
        condition=asked_when(asked, field, event, sessions),
        can_depend=not field.is_fixed and bool(deciders(asked, field)),
        taken=chosen_choices(db.session(), field) if field.id is not None else {},
        sessions=sessions,
        earlier=_earlier_words(field),
        may_write=may_write(),
    )
    return page, status


def _earlier_words(field: FormField) -> list[dict[str, Any]]:
    """The other words than today's that people answered to, and how many did."""
    if field.id is None or field.is_standard:
        return []
    if field.is_consent:
        return [
            {"consent": wording, "language": Language.of(code), "count": count}
            for wording, code, count in consent_wordings(db.session(), field.event_id, field.key)
            if wording != field.label.text(Language.of(code))
        ]
    today = words_digest(field.label, field.help, {one.id: one.label for one in field.choices})
    return [
        {
            "label": wording.label,
            "help": wording.help,
            "choices": [Translated.from_json(one) for one in wording.choices.values()],
            "count": count,
        }
        for wording, count in wordings_of(db.session(), field)
        if field.type != FieldType.SESSIONS and wording.digest != today
    ]


@blueprint.post(f"{FORM}/fields/<key>/type")
@access(organiser)
@section("registration.manage")
@form_view
def change_type(key: str) -> Answer:
    event, by = current_event(), signed_in_account()
    asked, field = the_field(key)
    types = TypeForm()
    if not types.validate_on_submit():
        return _type_refused(asked, field, types)
    event_id, kind = event.id, FieldType(types.type.data)
    try:
        with write() as session:
            builder.change_type(session, event_id, key, kind, by=by)
    except (builder.FieldAnswered, builder.Needed, builder.FieldFixed) as refused:
        types.refuse(types.type, refusal_of(refused))
        return _type_refused(*the_field(key), types)
    except builder.NoSuchPart as gone:
        flash(refusal_of(gone), "warning")
        return back()
    flash(_("The field asks for another type of answer now. Look through its rules."), "success")
    return redirect(url_for("registration.edit_field", key=key))


def _type_refused(asked: EventForm, field: FormField, types: TypeForm) -> Answer:
    event = current_event()
    form = field_form(event, field.type, field=field, sections=asked.sections)
    return _page(form, asked, field, status=422, types=types)


@blueprint.route(f"{FORM}/fields/<key>/condition", methods=["GET", "POST"])
@access(organiser)
@section("registration.manage")
@form_view
def condition(key: str) -> Answer:
    """When a field is asked: a question of those before it, then the answers that make it come up."""
    event, by = current_event(), signed_in_account()
    asked, field = the_field(key)
    if field.is_fixed:
        abort(404)
    possible = {one.key: one for one in deciders(asked, field)}
    wanted = request.form.get("shown_if_key") if request.method == "POST" else request.args.get("other")
    other = possible.get(field.shown_if_key if wanted is None else wanted)
    answers = answers_to(other, event, sessions_for(asked)) if other is not None else []
    form = ConditionForm(event, field, other, answers)
    if form.validate_on_submit():
        # A question that cannot decide any more is none: nothing is saved that nobody sees.
        if form.shown_if_key.data and other is None:
            flash(_("That question cannot decide this any more. Choose another."), "warning")
            return redirect(url_for("registration.condition", key=key))
        event_id = event.id
        values = {"shown_if_key": other.key if other else "", "shown_if_values": form.shown_if_values.data or []}
        try:
            with write() as session:
                builder.set_condition(session, event_id, key, values=values, seen=form.seen_values, by=by)
        except Clashes as clashes:
            form.show_clashes(clashes)
        except (builder.AskedTooLate, builder.NoSuchPart) as refused:
            flash(refusal_of(refused), "warning")
            return back(f"field-{key}")
        else:
            flash(_("Saved."), "success")
            return back(f"field-{key}")
        asked, field = the_field(key)
        possible = {one.key: one for one in deciders(asked, field)}
        other = possible.get(form.shown_if_key.data or "")
    page = render_template(
        "registration/form_condition.html", form=form, field=field, possible=possible.values(), other=other
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post(f"{FORM}/fields/<key>/{DIRECTION}")
@access(organiser)
def move_field(key: str, direction: str) -> Answer:
    event_id, by = current_event().id, signed_in_account()
    attempt(lambda session: builder.move_field(session, event_id, key, earlier=direction == "earlier", by=by))
    return back(f"field-{key}")


@blueprint.post(f"{FORM}/fields/<key>/remove")
@access(organiser)
def remove_field(key: str) -> Answer:
    event_id, by = current_event().id, signed_in_account()
    done = attempt(lambda session: builder.remove_field(session, event_id, key, by=by))
    if done == builder.Removal.DELETED:
        flash(_("Removed."), "success")
    elif done == builder.Removal.RETIRED:
        flash(
            _("The field is no longer asked. What people answered stays, and you can bring it back below."), "success"
        )
    return back("retired" if done == builder.Removal.RETIRED else None)


@blueprint.post(f"{FORM}/fields/<key>/restore")
@access(organiser)
def restore_field(key: str) -> Answer:
    event_id, by = current_event().id, signed_in_account()
    attempt(lambda session: builder.restore_field(session, event_id, key, by=by))
    return back(f"field-{key}")
