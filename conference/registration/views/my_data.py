"""What we hold about a person, behind their link: seen, downloaded, allowed, and erased."""

from __future__ import annotations

import json

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.files import disposition, file_response
from conference.core.honorifics import title_words
from conference.core.localization import current_language
from conference.core.security import private_page
from conference.core.storage import BlobMissing
from conference.events.access import current_event, visitor
from conference.registration import service
from conference.registration.forms.consents import consents_form
from conference.registration.models import FieldType
from conference.registration.personal_data import as_file, held
from conference.registration.queries import (
    all_due_on,
    answers_of,
    event_form,
    is_over,
    rules_of,
    sensitive_due_on,
    was_erased,
)
from conference.registration.views.blueprint import EVENT, Answer, blueprint
from conference.registration.views.mine import mine
from conference.registration.words import category_words, sex_words, state_words

DATA = f"{EVENT}/registration/<token>/data"


@blueprint.get(DATA)
@access(visitor)
def my_data(token: str) -> str:
    registration, event = mine(token), current_event()
    rules = rules_of(db.session(), event.id)
    answers = answers_of(db.session(), [registration.id])[registration.id].values()
    return render_template(
        "registration/my_data.html",
        registration=registration,
        the_event=event,
        token=token,
        held=held(db.session(), registration, answers),
        files=[answer for answer in answers if answer.field.type == FieldType.FILE],
        rules=rules,
        sensitive_due_on=sensitive_due_on(event, rules),
        all_due_on=all_due_on(event, rules),
        state_words=state_words,
        category_words=category_words,
        sex_words=sex_words,
        title_words=title_words,
    )


@blueprint.get(f"{DATA}.json")
@access(visitor)
def my_data_file(token: str) -> Response:
    """The right to take one's data along in a form that machines read (GDPR art. 20)."""
    registration = mine(token)
    body = json.dumps(as_file(db.session(), registration), ensure_ascii=False, indent=2)
    response = Response(f"{body}\n", content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = disposition(f"{current_event().slug}-{registration.code}.json")
    return response


@blueprint.get(f"{DATA}/<field_key>")
@access(visitor)
def my_file(token: str, field_key: str) -> Response:
    """A file that the person sent with an answer."""
    registration = mine(token)
    answer = answers_of(db.session(), [registration.id])[registration.id].get(field_key)
    if answer is None or answer.field.type != FieldType.FILE:
        abort(404)
    file = answer.value["file"]
    try:
        return file_response(sha256=file["sha256"], size=file["size"], name=file["name"], media_type=file["media_type"])
    except BlobMissing:
        abort(404)


@blueprint.route(f"{EVENT}/registration/<token>/consents", methods=["GET", "POST"])
@access(visitor)
@form_view
def consents(token: str) -> Answer:
    registration, language = mine(token), current_language()
    if registration.erasure_asked_at is not None:
        return redirect(url_for("registration.my_data", token=token))
    asked = event_form(db.session(), current_event())
    answers = answers_of(db.session(), [registration.id])[registration.id]
    form = consents_form(asked, registration, answers, language)
    if not form.validate_on_submit():
        page = render_template("registration/consents.html", form=form, registration=registration, token=token)
        return page, 422 if form.is_submitted() else 200
    offered, given = form.offered, form.given
    try:
        with write() as session:
            service.change_consents(session, registration, offered=offered, given=given, language=language)
    except service.NotPossible:
        return redirect(url_for("registration.my_data", token=token))
    flash(_("What you allow is saved."), "success")
    return redirect(url_for("registration.my_data", token=token))


@blueprint.route(f"{EVENT}/registration/<token>/erase", methods=["GET", "POST"])
@access(visitor)
def erase(token: str) -> Answer:
    private_page()
    if was_erased(db.session(), current_event(), token):
        # Pressed twice, or opened again: the link itself is no longer good for anything.
        return redirect(url_for("registration.erased"))
    registration, event = mine(token), current_event()
    if request.method == "GET":
        return render_template(
            "registration/erase.html",
            registration=registration,
            token=token,
            rules=rules_of(db.session(), event.id),
            gives_place_back=registration.is_active and not is_over(event),
        )
    try:
        with write() as session:
            service.erase(session, registration, by=None)
    except service.HeldByLaw:
        with write() as session:
            service.ask_erasure(session, registration)
        return redirect(url_for("registration.my_data", token=token))
    return redirect(url_for("registration.erased"))


@blueprint.get(f"{EVENT}/registration/erased")
@access(visitor)
def erased() -> str:
    """The same for everybody, and without anybody's name: there is none any more."""
    current_event()
    return render_template("registration/erased.html")
