"""The organisers' page of privacy: how long data are kept, what people allow, who took copies, and erasing somebody."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from conference.accounts.access import signed_in_account
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.text import isolated
from conference.core.translated_fields import Clashes
from conference.events.access import current_event, organiser
from conference.registration import service
from conference.registration.export_words import export_words
from conference.registration.forms.privacy import PrivacyForm
from conference.registration.models import Registration, RegistrationRules
from conference.registration.queries import (
    Filter,
    all_due_on,
    erased_count,
    exports,
    is_over,
    purposes,
    registrations,
    registrations_count,
    rules_of,
    sensitive_due_on,
    today_at,
    waiting_wishes_count,
    wordings,
)
from conference.registration.views.blueprint import MANAGE, Answer, blueprint
from conference.registration.words import consent_words, state_tone, state_words

AT_MOST = 20
MOST_EXPORTS = 50


@blueprint.route(f"{MANAGE}/privacy", methods=["GET", "POST"])
@access(organiser)
@section("registration.manage")
@form_view
def privacy() -> Answer:
    private_page()
    event, by = current_event(), signed_in_account()
    rules = rules_of(db.session(), event.id)
    form = PrivacyForm(event, rules)
    if not form.validate_on_submit():
        return _page(form, rules)
    values, seen, reason = form.values, form.seen_values, form.reason.data
    try:
        with write() as session:
            service.change_privacy(session, event, values=values, reason=reason, by=by, seen=seen)
    except Clashes as clashes:
        form.show_clashes(clashes)
        return _page(form, rules_of(db.session(), event.id))
    except service.ReasonMissing:
        form.refuse_without_reason()
        return _page(form, rules_of(db.session(), event.id))
    flash(_("The rules of privacy are saved."), "success")
    return redirect(url_for("registration.privacy"))


def _page(form: PrivacyForm, rules: RegistrationRules) -> Answer:
    session, event = db.session(), current_event()
    words = request.args.get("q", "")[:200]
    page = render_template(
        "registration/privacy.html",
        the_event=event,
        form=form,
        rules=rules,
        today=today_at(event),
        sensitive_due_on=sensitive_due_on(event, rules),
        all_due_on=all_due_on(event, rules),
        erased=erased_count(session, event.id),
        waiting_wishes=waiting_wishes_count(session, event.id),
        purposes=purposes(session, event.id),
        wordings=wordings(session, event.id),
        exports=[(one, export_words(one.entry)) for one in exports(session, event.id, limit=MOST_EXPORTS)],
        words=words,
        found=registrations(session, event.id, Filter(words=words), limit=AT_MOST) if words else (),
        found_count=registrations_count(session, event.id, Filter(words=words)) if words else 0,
        consent_words=consent_words,
        state_words=state_words,
        state_tone=state_tone,
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route(f"{MANAGE}/<int(max=2147483647):registration_id>/erase", methods=["GET", "POST"])
@access(organiser)
@section("registration.manage")
def erase_person(registration_id: int) -> Answer:
    private_page()
    event, by = current_event(), signed_in_account()
    registration = db.session.get(Registration, registration_id)
    if registration is None or registration.event_id != event.id or registration.erased_at is not None:
        abort(404)
    if request.method == "GET":
        return render_template(
            "registration/erase_person.html",
            the_event=event,
            registration=registration,
            rules=rules_of(db.session(), event.id),
            gives_place_back=registration.is_active and not is_over(event),
            state_words=state_words,
            state_tone=state_tone,
        )
    name = isolated(registration.native_name)
    try:
        with write() as session:
            service.erase(session, registration, by=by)
    except service.HeldByLaw:
        flash(_("A legal hold is set: nobody of this event can be erased until it is lifted."), "warning")
    else:
        flash(_("%(name)s is erased. We write to them a last time.", name=name), "success")
    return redirect(url_for("registration.privacy"))
