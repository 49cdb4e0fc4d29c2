"""The organisers' page for what is asked of speakers until when, and for those who may send slides afterwards."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from conference.accounts.access import signed_in_account
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.sorting import sort_key
from conference.events.access import current_event, organiser
from conference.speakers import service
from conference.speakers.forms import DeadlineForm
from conference.speakers.queries import asked_of_speakers, speakers_with_openings
from conference.speakers.views.blueprint import Answer, blueprint
from conference.speakers.views.manage import MANAGE, speaker_here


@blueprint.route(f"{MANAGE}/deadline", methods=["GET", "POST"])
@access(organiser)
@form_view
@section("speakers.manage")
def deadline() -> Answer:
    private_page()
    event, by = current_event(), signed_in_account()
    form = DeadlineForm(obj=asked_of_speakers(db.session(), event.id))
    if not form.validate_on_submit():
        speakers = speakers_with_openings(db.session(), event.id)
        page = render_template(
            "speakers/deadline.html",
            form=form,
            speakers=sorted(speakers, key=lambda one: sort_key(one[0].latin_name or one[0].native_name, g.language)),
        )
        return page, 422 if form.is_submitted() else 200
    with write() as database:
        service.ask_of_speakers(database, event, service.Asked(**form.asked), by=by)
    flash(_("The days are saved. Speakers see them on their page."), "success")
    return redirect(url_for("speakers.deadline"))


@blueprint.post(f"{MANAGE}/<code>/slides/<any(open, close):verb>")
@access(organiser)
def open_slides(code: str, verb: str) -> Answer:
    speaker, by = speaker_here(code), signed_in_account()
    with write() as database:
        if verb == "open":
            service.open_slides(database, speaker, by=by)
        else:
            service.close_slides(database, speaker, by=by)
    flash(
        _("This speaker can send slides also after the day.")
        if verb == "open"
        else _("This speaker can send slides until the day, as all others."),
        "success",
    )
    return redirect(url_for("speakers.deadline", _anchor=f"speaker-{code}"))
