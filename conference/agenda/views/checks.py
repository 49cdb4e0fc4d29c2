"""The organisers' page on which they set what each check of the draft weighs."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from conference.accounts.access import signed_in_account
from conference.agenda import service
from conference.agenda.forms import ChecksForm
from conference.agenda.queries import settings_of
from conference.agenda.views.blueprint import MANAGE, Answer, blueprint
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.sections import section
from conference.core.translated_fields import Clashes
from conference.events.access import current_event, organiser


@blueprint.route(f"{MANAGE}/checks", methods=["GET", "POST"])
@access(organiser)
@section("agenda.manage")
@form_view
def checks() -> Answer:
    event = current_event()
    form = ChecksForm(event, service.weights_of(settings_of(db.session(), event.id)))
    if form.validate_on_submit():
        by = signed_in_account().id
        try:
            with write() as database:
                service.change_checks(database, event, values=form.values, seen=form.seen_values, by=by)
        except Clashes as clashes:
            form.show_clashes(clashes)
        else:
            flash(_("The checks are saved."), "success")
            return redirect(url_for("agenda.manage"))
    return render_template("agenda/checks.html", form=form), 422 if form.errors else 200
