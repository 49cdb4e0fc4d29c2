"""Choices of a field, with their places; and the sessions that people choose from."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference.accounts.access import signed_in_account
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.localization import current_language
from conference.core.sections import section
from conference.core.translated_fields import Clashes
from conference.events.access import current_event, organiser, translator
from conference.registration.forms.builder import ChoiceForm, ChoicesForm
from conference.registration.forms.offer import sessions_on_offer
from conference.registration.forms.session_choices import names_of, sessions_form
from conference.registration.models import FieldType, FormField
from conference.registration.queries import chosen_choices
from conference.registration.service import form as builder
from conference.registration.views.blueprint import Answer, blueprint
from conference.registration.views.form_parts import (
    CHOICE,
    DIRECTION,
    FORM,
    attempt,
    back,
    may_write,
    refusal_of,
    the_field,
)


def _field_with_choices(key: str) -> FormField:
    _form, field = the_field(key)
    return field if field.type in (FieldType.CHOICE, FieldType.CHOICES) else abort(404)


def _back_to(key: str) -> Response:
    return redirect(url_for("registration.edit_field", key=key, _anchor="choices"))


@blueprint.route(f"{FORM}/fields/<key>/choices/new", methods=["GET", "POST"])
@access(organiser)
@section("registration.manage")
@form_view
def new_choices(key: str) -> Answer:
    event, by, field = current_event(), signed_in_account(), _field_with_choices(key)
    form = ChoicesForm(event)
    if not form.validate_on_submit():
        page = render_template("registration/form_choice.html", form=form, field=field, choice=None)
        return page, 422 if form.is_submitted() else 200
    event_id = event.id
    try:
        with write() as session:
            builder.add_choices(session, event_id, key, form.labels, by=by)
    except builder.NoSuchPart as gone:
        flash(refusal_of(gone), "warning")
        return back()
    flash(_("Added at the end of the list."), "success")
    return _back_to(key)


@blueprint.route(f"{FORM}/fields/<key>/choices/{CHOICE}", methods=["GET", "POST"])
@access(translator)
@section("registration.manage")
@form_view
def edit_choice(key: str, choice_id: int) -> Answer:
    event, by, field = current_event(), signed_in_account(), _field_with_choices(key)
    choice = next((one for one in field.choices if one.id == choice_id), None) or abort(404)
    form = ChoiceForm(event, choice, texts_only=not may_write())
    if form.validate_on_submit():
        event_id = event.id
        try:
            with write() as session:
                builder.change_choice(
                    session,
                    event_id,
                    key,
                    choice_id,
                    edits=form.edits(),
                    values=form.values,
                    seen=form.seen_values,
                    by=by,
                )
        except Clashes as clashes:
            form.show_clashes(clashes)
            field = _field_with_choices(key)
            choice = next((one for one in field.choices if one.id == choice_id), None) or abort(404)
        except builder.NoSuchPart as gone:
            flash(refusal_of(gone), "warning")
            return back()
        else:
            flash(_("Saved."), "success")
            return _back_to(key)
    page = render_template("registration/form_choice.html", form=form, field=field, choice=choice)
    return page, 422 if form.is_submitted() else 200


@blueprint.post(f"{FORM}/fields/<key>/choices/{CHOICE}/{DIRECTION}")
@access(organiser)
def move_choice(key: str, choice_id: int, direction: str) -> Answer:
    event_id, by = current_event().id, signed_in_account()
    earlier = direction == "earlier"
    attempt(lambda session: builder.move_choice(session, event_id, key, choice_id, earlier=earlier, by=by))
    return _back_to(key)


@blueprint.post(f"{FORM}/fields/<key>/choices/{CHOICE}/remove")
@access(organiser)
def remove_choice(key: str, choice_id: int) -> Answer:
    event_id, by = current_event().id, signed_in_account()
    done = attempt(lambda session: builder.remove_choice(session, event_id, key, choice_id, by=by))
    if done == builder.Removal.DELETED:
        flash(_("Removed."), "success")
    elif done == builder.Removal.RETIRED:
        flash(
            _("The choice is no longer offered. Whoever took it keeps it, and you can bring it back below."), "success"
        )
    return _back_to(key)


@blueprint.post(f"{FORM}/fields/<key>/choices/{CHOICE}/restore")
@access(organiser)
def restore_choice(key: str, choice_id: int) -> Answer:
    event_id, by = current_event().id, signed_in_account()
    attempt(lambda session: builder.restore_choice(session, event_id, key, choice_id, by=by))
    return _back_to(key)


@blueprint.route(f"{FORM}/fields/<key>/sessions", methods=["GET", "POST"])
@access(organiser)
@section("registration.manage")
@form_view
def field_sessions(key: str) -> Answer:
    """Which sessions of the published agenda people choose from, with the places of each."""
    event, by = current_event(), signed_in_account()
    _form, field = the_field(key)
    if field.type != FieldType.SESSIONS:
        abort(404)
    offered = {
        session_id: one
        for session_id, one in sessions_on_offer(db.session(), event, current_language()).items()
        if one.takes_place
    }
    counts = chosen_choices(db.session(), field) if field.id is not None else {}
    taken = {one.session_id: counts.get(one.id, 0) for one in field.choices if one.session_id is not None}
    names = names_of(offered)
    form = sessions_form(event, offered, builder.sessions_offered(field, list(offered)), taken=taken, names=names)
    if form.validate_on_submit():
        event_id = event.id
        try:
            with write() as session:
                builder.offer_sessions(
                    session, event_id, key, list(offered), values=form.values, seen=form.seen_values, by=by
                )
        except Clashes as clashes:
            form.show_clashes(clashes)
        except builder.Needed as refused:
            form.form_errors.append(refusal_of(refused))
        except builder.NoSuchPart as gone:
            flash(refusal_of(gone), "warning")
            return back()
        else:
            flash(_("Saved."), "success")
            return _back_to(key)
        _form, field = the_field(key)
    page = render_template("registration/form_sessions.html", form=form, field=field, session_ids=list(offered))
    return page, 422 if form.is_submitted() else 200
