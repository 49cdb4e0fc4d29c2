"""Certificates for those whose they are, and the page on which anybody who holds one sees that it is good."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference.agenda.models import Speaker
from conference.attendance import service
from conference.attendance.certificate_list import good_certificate, proved
from conference.attendance.certificate_sheets import certificate_name, certificates_file
from conference.attendance.forms import CheckForm
from conference.attendance.models import Certificate
from conference.attendance.views.blueprint import EVENT, Answer, blueprint
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.files import disposition
from conference.core.limits import PER_IP, limiter
from conference.core.localization import current_language
from conference.core.security import private_page
from conference.events.access import current_event, visitor
from conference.events.service import lock as lock_event
from conference.registration.models import Registration
from conference.registration.views.mine import mine
from conference.speakers.access import current_invitation, speaker_in_person

OWN = f"{EVENT}/registration/<token>/certificate"
SPEAKERS = f"{EVENT}/speak/<token>/certificate"
CHECK = f"{EVENT}/certificates"


@blueprint.get(f"{OWN}.pdf")
@access(visitor)
def own_certificate_file(token: str) -> Response:
    return _file(mine(token))


@blueprint.post(OWN)
@access(visitor)
def take_own_certificate(token: str) -> Answer:
    mine(token)
    try:
        with write() as database:
            event = lock_event(database, current_event().id)
            service.take_own(database, event, mine(token))
    except service.NotEarned:
        _tell_not_earned()
    return redirect(url_for("registration.show", token=token))


@blueprint.get(f"{SPEAKERS}.pdf")
@access(speaker_in_person)
def speakers_certificate_file(token: str) -> Response:
    private_page()
    return _file(current_invitation().speaker)


@blueprint.post(SPEAKERS)
@access(speaker_in_person)
def take_speakers_certificate(token: str) -> Answer:
    speaker_id = current_invitation().speaker_id
    try:
        with write() as database:
            event = lock_event(database, current_event().id)
            service.take_own(database, event, database.get_one(Speaker, speaker_id))
    except service.NotEarned:
        _tell_not_earned()
    return redirect(url_for("speakers.speak", token=token))


def _tell_not_earned() -> None:
    flash(_("No certificate can be issued to you here now. If you think that you earned one, write to us."), "warning")


def _file(owner: Registration | Speaker) -> Response:
    certificate = good_certificate(db.session(), owner)
    if certificate is None:
        abort(404)
    file = certificates_file(current_event(), [certificate], spoken=current_language())
    answer = Response(file, content_type="application/pdf")
    answer.headers["Content-Disposition"] = disposition(certificate_name(certificate))
    return answer


@blueprint.route(CHECK, methods=["GET", "POST"])
@limiter.limit(PER_IP)
@access(visitor)
@form_view
def certificate_checks() -> Answer:
    """Number and code typed by hand."""
    private_page()
    form = CheckForm()
    if not form.validate_on_submit():
        return _page(form, None), 422 if form.errors else 200
    found = proved(db.session(), current_event().id, form.number.data, form.code.data)
    return _page(form, found, is_unknown=found is None), 200 if found else 422


@blueprint.get(f"{CHECK}/<number>/<token>")
@limiter.limit(PER_IP)
@access(visitor)
def certificate_check(number: str, token: str) -> Answer:
    """Where the picture on a certificate leads; `token` is its code."""
    private_page()
    found = proved(db.session(), current_event().id, number, token)
    return _page(CheckForm(formdata=None), found, is_unknown=found is None), 200 if found else 404


def _page(form: CheckForm, found: Certificate | None, *, is_unknown: bool = False) -> str:
    """Number, name, event and whether it is good: nothing else of what is known."""
    return render_template(
        "attendance/certificate_check.html",
        the_event=current_event(),
        form=form,
        certificate=found,
        is_unknown=is_unknown,
    )
