"""The organisers' page of a speaker's photograph: sent on the speaker's behalf, hidden, removed."""

from __future__ import annotations

from flask import Response as FileResponse
from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from conference.accounts.access import signed_in_account
from conference.agenda.models import Speaker
from conference.core.access import access, form_view, takes_files
from conference.core.database import write
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.uploads import arrived
from conference.events.access import current_event, organiser, team
from conference.speakers import service
from conference.speakers.forms import PhotographForm, PhotographOfSomebodyForm
from conference.speakers.views.blueprint import Answer, blueprint
from conference.speakers.views.manage import MANAGE, speaker_here
from conference.speakers.views.photograph_parts import VERBS, done, photograph_of, received, square_response

PHOTOGRAPH = f"{MANAGE}/<code>/photograph"


@blueprint.get(PHOTOGRAPH)
@access(organiser)
@section("speakers.manage")
def photograph(code: str) -> str:
    return _page(speaker_here(code), PhotographOfSomebodyForm(formdata=None))


@blueprint.post(PHOTOGRAPH)
@access(organiser)
@section("speakers.manage")
@form_view
@takes_files
def send_photograph_of(code: str) -> Answer:
    form, squares, status = received(PhotographOfSomebodyForm)
    if squares is None:
        return _page(speaker_here(code), form), status
    by = signed_in_account()
    with write() as database:
        service.keep_photograph(database, speaker_here(code), squares, by=by)
    flash(_("The photograph is saved. This is how readers see it."), "success")
    return arrived(url_for("speakers.photograph", code=code))


@blueprint.post(f"{PHOTOGRAPH}/<any(hide, remove):verb>")
@access(organiser)
def change_photograph(code: str, verb: str) -> Answer:
    """Organisers hide and remove; who withdrew an agreement is the one who can give it again."""
    by = signed_in_account()
    try:
        with write() as database:
            VERBS[verb](database, speaker_here(code), by=by)
    except service.NoPhotograph:
        pass
    else:
        flash(done(verb), "success")
    return redirect(url_for("speakers.photograph", code=code))


@blueprint.get(f"{PHOTOGRAPH}/<int(max=2000):side>.webp")
@access(team)
def photograph_file(code: str, side: int) -> FileResponse:
    """One of the sizes, as the team's pages show it, also while the public may not see it."""
    private_page()
    return square_response(photograph_of(speaker_here(code)) or abort(404), side)


def _page(speaker: Speaker, form: PhotographForm) -> str:
    private_page()
    return render_template(
        "speakers/photograph.html",
        speaker=speaker,
        form=form,
        photograph=photograph_of(speaker),
        verb_url=lambda verb: url_for("speakers.change_photograph", code=speaker.code, verb=verb),
        zone=current_event().zone,
        may_agree=False,
    )
