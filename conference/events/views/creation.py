"""A new event, made by a site administrator."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from conference.accounts.access import signed_in_account, site_administrator
from conference.core.access import access, form_view
from conference.core.database import write
from conference.core.localization import current_language
from conference.events import service
from conference.events.forms import NewEventForm
from conference.events.views.blueprint import Answer, blueprint


@blueprint.route("/<language:language>/new-event", methods=["GET", "POST"])
@access(site_administrator)
@form_view
def create() -> Answer:
    form, by = NewEventForm(), signed_in_account()
    if not form.validate_on_submit():
        return _page(form)
    event = form.event()
    language = current_language() if current_language() in event.languages else event.source
    try:
        with write() as session:
            service.create_event(session, event, by=by)
            slug = event.slug
    except service.SlugTaken:
        form.refuse_slug()
        return _page(form)
    except service.EndsBeforeStart:
        form.refuse_order_of_days()
        return _page(form)
    except service.SourceMissing:
        form.refuse_source()
        return _page(form)
    flash(_("The event exists as a draft: only its team sees it. Complete it here, then publish it."), "success")
    return redirect(url_for("events.settings", event=slug, language=language))


def _page(form: NewEventForm) -> Answer:
    return render_template("events/create.html", form=form), 422 if form.is_submitted() else 200
