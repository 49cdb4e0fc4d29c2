"""How long an event keeps its evidence: the rule, the legal hold, and the list of what was erased."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from conference.accounts.access import signed_in_account
from conference.accounts.models import Account
from conference.attendance import service
from conference.attendance.evidence.found import due_on, erasures, evidence_rules
from conference.attendance.forms.evidence import KeepingForm
from conference.attendance.views.blueprint import EVENT, Answer, blueprint
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.sections import section
from conference.core.security import private_page
from conference.events.access import current_event, organiser
from conference.registration.queries import rules_of, today_at


@blueprint.route(f"{EVENT}/manage/attendance/keeping", methods=["GET", "POST"])
@access(organiser)
@section("attendance.manage")
@form_view
def keeping() -> Answer:
    private_page()
    event, by = current_event(), signed_in_account()
    rules = evidence_rules(db.session(), event.id)
    form = KeepingForm(retention_days=rules.retention_days, legal_hold=rules.legal_hold)
    if form.validate_on_submit():
        try:
            with write() as database:
                service.change_keeping(
                    database,
                    event.id,
                    retention_days=form.retention_days.data,
                    legal_hold=form.legal_hold.data,
                    reason=form.reason.data,
                    by=by,
                )
        except service.ReasonMissing:
            form.refuse_without_reason()
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("attendance.keeping"))
    rules = evidence_rules(db.session(), event.id)
    page = render_template(
        "attendance/keeping.html",
        the_event=event,
        form=form,
        rules=rules,
        held_by=db.session.get(Account, rules.hold_by) if rules.hold_by else None,
        also_held=rules_of(db.session(), event.id).legal_hold,
        due_on=due_on(event, rules),
        today=today_at(event),
        erasures=erasures(db.session(), event.id),
    )
    return page, 422 if form.is_submitted() else 200
