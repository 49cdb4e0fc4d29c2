"""An event's facts and texts."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from conference.accounts.access import signed_in_account
from conference.core.access import access, form_view
from conference.core.database import write
from conference.core.translated_fields import Clashes
from conference.events import service
from conference.events.access import current_event, organiser
from conference.events.forms import FactsForm
from conference.events.views.blueprint import MANAGE, Answer, blueprint


@blueprint.route(f"{MANAGE}/event", methods=["GET", "POST"])
@access(organiser)
@form_view
def settings() -> Answer:
    event, by = current_event(), signed_in_account()
    form = FactsForm(event)
    if not form.validate_on_submit():
        return _page(form)
    try:
        with write() as session:
            service.change_event(
                session,
                event,
                values=form.values,
                edits=form.edits(),
                by=by,
                seen=form.seen_values,
                zone_keeps=form.chosen_zone_keeps,
            )
    except Clashes as clashes:
        form.show_clashes(clashes)
        return _page(form)
    except service.EndsBeforeStart:
        form.refuse_order_of_days()
        return _page(form)
    except service.SourceMissing:
        form.refuse_source()
        return _page(form)
    except service.LanguageInUse as used:
        form.refuse(form.language_codes, _in_use(used))
        return _page(form)
    except service.ZoneUndecided as undecided:
        form.refuse(form.zone_keeps, _undecided(undecided))
        return _page(form)
    flash(_("The event is saved."), "success")
    stays = g.language in event.languages
    return redirect(url_for("events.settings", language=g.language if stays else event.source))


def _page(form: FactsForm) -> Answer:
    page = render_template("events/settings.html", form=form, the_event=current_event())
    return page, 422 if form.is_submitted() else 200


def _undecided(undecided: service.ZoneUndecided) -> str:
    return ngettext(
        "One session or deadline has hours in the old time zone. Choose what becomes of them, then save again.",
        "%(num)s sessions and deadlines have hours in the old time zone. Choose what becomes of them, then save again.",
        undecided.things,
    )


def _in_use(used: service.LanguageInUse) -> str:
    return ngettext(
        "One person gets their pages and mails in %(language)s: this language must stay.",
        "%(num)s people get their pages and mails in %(language)s: this language must stay.",
        used.people,
        language=used.language.name_in(g.language),
    )
