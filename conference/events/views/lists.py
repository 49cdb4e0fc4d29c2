"""The bodies that organise an event, and whom to write to: each has a page, and buttons that work without scripts."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference.accounts.access import signed_in_account
from conference.core.access import access, form_view
from conference.core.database import write
from conference.core.sections import section
from conference.core.translated import Translated
from conference.core.translated_fields import Clashes, TranslatedField
from conference.events import service
from conference.events.access import current_event, organiser
from conference.events.forms import BodyForm, ContactForm
from conference.events.models import Body, Contact
from conference.events.views.blueprint import MANAGE, Answer, blueprint

LIST = "<any(bodies, contacts):kind>"


def _part(kind: str, part_id: int) -> Body | Contact:
    event = current_event()
    listed: list[Body] | list[Contact] = event.bodies if kind == "bodies" else event.contacts
    found = next((part for part in listed if part.id == part_id), None)
    if found is None:
        abort(404)
    return found


def _form(kind: str, part: Body | Contact | None) -> BodyForm | ContactForm:
    event = current_event()
    form_class = BodyForm if kind == "bodies" else ContactForm
    return form_class(obj=part, languages=event.languages, source=event.source)


def _page(kind: str, form: BodyForm | ContactForm, part: Body | Contact | None) -> Answer:
    page = render_template("events/part.html", kind=kind, form=form, part=part)
    return page, 422 if form.is_submitted() else 200


def _back(kind: str) -> Response:
    return redirect(url_for("events.settings", _anchor=kind))


@blueprint.route(f"{MANAGE}/event/{LIST}/new", methods=["GET", "POST"])
@access(organiser)
@section("events.settings")
@form_view
def new_part(kind: str) -> Answer:
    event, by = current_event(), signed_in_account()
    form = _form(kind, None)
    if not form.validate_on_submit():
        return _page(kind, form, None)
    texts = {
        field.short_name: Translated.of(event.source, field.texts, by=by.id)
        for field in form
        if isinstance(field, TranslatedField)
    }
    part = Body(**texts) if kind == "bodies" else Contact(**texts, **form.values)
    with write() as session:
        service.add_part(session, event, part, by=by)
    flash(_("Added at the end of the list."), "success")
    return _back(kind)


@blueprint.route(f"{MANAGE}/event/{LIST}/<int:part_id>", methods=["GET", "POST"])
@access(organiser)
@section("events.settings")
@form_view
def edit_part(kind: str, part_id: int) -> Answer:
    event, by, part = current_event(), signed_in_account(), _part(kind, part_id)
    form = _form(kind, part)
    if not form.validate_on_submit():
        return _page(kind, form, part)
    try:
        with write() as session:
            service.change_part(
                session, event, part, edits=form.edits(), values=form.values, seen=form.seen_values, by=by
            )
    except Clashes as clashes:
        form.show_clashes(clashes)
        return _page(kind, form, part)
    flash(_("Saved."), "success")
    return _back(kind)


@blueprint.post(f"{MANAGE}/event/{LIST}/<int:part_id>/<any(earlier, later):direction>")
@access(organiser)
def move_part(kind: str, part_id: int, direction: str) -> Answer:
    event, by, part = current_event(), signed_in_account(), _part(kind, part_id)
    with write() as session:
        service.move_part(session, event, part, earlier=direction == "earlier", by=by)
    return _back(kind)


@blueprint.post(f"{MANAGE}/event/{LIST}/<int:part_id>/remove")
@access(organiser)
def remove_part(kind: str, part_id: int) -> Answer:
    event, by, part = current_event(), signed_in_account(), _part(kind, part_id)
    with write() as session:
        service.remove_part(session, event, part, by=by)
    flash(_("Removed."), "success")
    return _back(kind)
