"""The organisers' page for the rules of registration."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from conference.accounts.access import signed_in_account
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.formatting import zone_city
from conference.core.localization import current_language
from conference.core.sections import section
from conference.core.translated_fields import Clashes
from conference.events.access import current_event, organiser
from conference.registration import service
from conference.registration.forms.rules import RulesForm, rules_form
from conference.registration.models import Category
from conference.registration.queries import counts, door_of
from conference.registration.views.blueprint import MANAGE, Answer, blueprint


@blueprint.route(f"{MANAGE}/rules", methods=["GET", "POST"])
@access(organiser)
@section("registration.manage")
@form_view
def rules() -> Answer:
    event, by = current_event(), signed_in_account()
    form = rules_form(event, service.rules_sheet(db.session(), event))
    if not form.validate_on_submit():
        return _page(form)
    waiting = counts(db.session(), event.id).get("waitlisted", 0)
    try:
        with write() as session:
            service.change_rules(session, event, values=form.values, seen=form.seen_values, by=by)
    except Clashes as clashes:
        form.show_clashes(clashes)
        return _page(form)
    except service.ClosesBeforeOpening:
        form.refuse_order()
        return _page(form)
    flash(_("The rules are saved."), "success")
    freed = waiting - counts(db.session(), current_event().id).get("waitlisted", 0)
    if freed > 0:
        sentence = ngettext(
            "%(num)s person of the waiting list has a place now.",
            "%(num)s people of the waiting list have a place now.",
            freed,
        )
        flash(sentence, "success")
    return redirect(url_for("registration.rules"))


def _page(form: RulesForm) -> Answer:
    event = current_event()
    places = service.places_of(db.session(), event)
    page = render_template(
        "registration/rules.html",
        the_event=event,
        form=form,
        door=door_of(db.session(), event),
        city=zone_city(event.zone, current_language()),
        taken=places.taken,
        categories=list(Category),
    )
    return page, 422 if form.is_submitted() else 200
