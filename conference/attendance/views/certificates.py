"""The organisers' certificates: who earned one and why, issuing them, their words, correcting and revoking one."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference.accounts.access import signed_in_account
from conference.attendance import service
from conference.attendance.certificate_list import (
    IN_ONE_FILE,
    certificate_by_id,
    good_certificates,
    is_being_issued,
    successor_of,
)
from conference.attendance.certificate_sheets import certificate_name, certificates_file, example_file
from conference.attendance.certificate_words import Word, column, word_meaning
from conference.attendance.earned import (
    NOTHING,
    Achieved,
    amount_words,
    has_earned,
    reason_words,
)
from conference.attendance.forms import EndForm, TermsForm
from conference.attendance.models import Certificate
from conference.attendance.views.blueprint import EVENT, Answer, blueprint
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.files import disposition
from conference.core.localization import current_language, speaking
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.translated_fields import Clashes
from conference.events.access import current_event, organiser
from conference.events.service import lock as lock_event
from conference.registration.models import RegistrationState
from conference.registration.queries import Filter, registrations, registrations_count

CERTIFICATES = f"{EVENT}/manage/certificates"
ONE = f"{CERTIFICATES}/<int(max=2147483647):certificate_id>"
PAGE_LENGTH = 50


@blueprint.get(CERTIFICATES)
@access(organiser)
@section("attendance.manage")
def certificates() -> str:
    private_page()
    event, database, words = current_event(), db.session(), request.args.get("q", "")[:200]
    at = service.standing(database, event)
    terms = at.terms
    wanted = Filter(words=words, state=RegistrationState.CONFIRMED)
    total = registrations_count(database, event.id, wanted)
    pages = max(1, -(-total // PAGE_LENGTH))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    listed = registrations(database, event.id, wanted, limit=PAGE_LENGTH, offset=(page - 1) * PAGE_LENGTH)
    return render_template(
        "attendance/certificates.html",
        the_event=event,
        terms=terms,
        rule=amount_words(terms.measure, terms.at_least),
        people=[(one, at.reached.get(one.id, NOTHING)) for one in listed],
        earned=lambda what: has_earned(terms, what),
        reason=lambda what: reason_words(terms, what),
        theirs=at.ledger.of_people,
        speakers=at.heard,
        of_speakers=at.ledger.of_speakers,
        owed=len(service.owed(database, event, at)),
        issued=at.ledger.good,
        files=-(-at.ledger.good // IN_ONE_FILE),
        is_busy=is_being_issued(database, event.id),
        words=words,
        page=page,
        pages=pages,
        page_url=lambda number: url_for("attendance.certificates", q=words or None, page=number),
    )


@blueprint.post(f"{CERTIFICATES}/issue")
@access(organiser)
def issue_certificates() -> Answer:
    """Let the worker issue what is owed; the page shows how far it is."""
    by = signed_in_account().id
    with write() as database:
        event = lock_event(database, current_event().id)
        if not is_being_issued(database, event.id):
            service.ask_to_issue(database, event, by=by)
    flash(_("The certificates are being issued and mailed. This page says how far it is."), "success")
    return redirect(url_for("attendance.certificates"))


@blueprint.get(f"{CERTIFICATES}/all/<int(max=9999):part>.pdf")
@access(organiser)
def certificates_pdf(part: int) -> Response:
    """Those that are good, to be printed; many make several files."""
    private_page()
    event = current_event()
    found = good_certificates(db.session(), event.id, part=part) if part else []
    if not found:
        abort(404)
    name = f"{event.slug}_certificates_{part}.pdf"
    return _pdf(certificates_file(event, found, spoken=current_language()), name)


def _pdf(file: bytes, name: str) -> Response:
    answer = Response(file, content_type="application/pdf")
    answer.headers["Content-Disposition"] = disposition(name)
    return answer


@blueprint.route(f"{CERTIFICATES}/terms", methods=["GET", "POST"])
@access(organiser)
@section("attendance.manage")
@form_view
def certificate_terms() -> Answer:
    """The rule and the words; a button makes an example of what is typed, before anything is saved."""
    private_page()
    event = current_event()
    form = TermsForm(event, service.terms_of(db.session(), event.id))
    if form.validate_on_submit():
        if "example" in request.form:
            return _example(form, "speaker_text" if request.form["example"] == "speaker" else "participant_text")
        by = signed_in_account().id
        try:
            with write() as database:
                service.change_terms(database, current_event(), rule=form.rule, edits=form.edits(), by=by)
        except Clashes as clashes:
            form.show_clashes(clashes)
        else:
            flash(_("The rule and the words are saved. They hold for certificates issued from now on."), "success")
            return redirect(url_for("attendance.certificates"))
    page = render_template(
        "attendance/certificate_terms.html",
        the_event=current_event(),
        form=form,
        placeholders=[(f"{{{one}}}", word_meaning(one)) for one in Word],
    )
    return page, 422 if form.errors else 200


def _example(form: TermsForm, field: str) -> Response:
    event, columns = current_event(), []
    for language in form.shown_in(event, current_language()):
        with speaking(language):
            name, organisation = _("Amina Haddad"), _("Ministry of Labour")
        columns.append(
            column(
                event,
                language,
                title=form.typed("title", language),
                body=form.typed(field, language),
                name=name,
                organisation=organisation,
                what=Achieved(12, 840, 3) if field == "participant_text" else None,
            )
        )
    return _pdf(example_file(event, columns, spoken=current_language()), f"{event.slug}_example.pdf")


@blueprint.get(ONE)
@access(organiser)
@section("attendance.manage")
def certificate(certificate_id: int) -> Answer:
    return _page(_certificate(certificate_id), EndForm())


def _certificate(certificate_id: int) -> Certificate:
    private_page()
    return certificate_by_id(db.session(), current_event().id, certificate_id) or abort(404)


def _page(found: Certificate, form: EndForm) -> Answer:
    page = render_template(
        "attendance/certificate.html",
        the_event=current_event(),
        certificate=found,
        successor=successor_of(db.session(), found),
        form=form,
    )
    return page, 422 if form.errors else 200


@blueprint.get(f"{ONE}/file.pdf")
@access(organiser)
def certificate_file(certificate_id: int) -> Response:
    found = _certificate(certificate_id)
    if not found.contents:
        abort(404)
    return _pdf(certificates_file(found.event, [found], spoken=current_language()), certificate_name(found))


@blueprint.post(f"{ONE}/<any(reissue, revoke):verb>")
@access(organiser)
@section("attendance.manage")
@form_view
def end_certificate(certificate_id: int, verb: str) -> Answer:
    """Issue a certificate anew with what is right now, or take it back."""
    form = EndForm()
    found = _certificate(certificate_id)
    if not form.validate():
        return _page(found, form)
    by, shown = signed_in_account().id, certificate_id
    try:
        with write() as database:
            lock_event(database, current_event().id)
            found = _certificate(certificate_id)
            if verb == "reissue":
                shown = service.reissue(database, found, reason=form.reason.data, by=by).id
            else:
                service.revoke(database, found, reason=form.reason.data, by=by)
    except service.AlreadyEnded:
        flash(_("Meanwhile this certificate was revoked or replaced. Nothing was changed."), "warning")
    except service.NotEarned:
        flash(_("The person is gone: nothing can be issued to them any more."), "warning")
    else:
        if verb == "reissue":
            flash(_("The certificate is issued anew. We write to the person now."), "success")
        else:
            flash(_("The certificate is revoked. Whoever checks it is told so."), "success")
    return redirect(url_for("attendance.certificate", certificate_id=shown))
