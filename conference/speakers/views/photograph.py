"""The page on which speakers send their photograph, see it as readers will, and take it back."""

from __future__ import annotations

from contextlib import suppress

from flask import Response as FileResponse
from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from conference.core.access import access, form_view, takes_files
from conference.core.database import write
from conference.core.limits import PER_IP, limiter
from conference.core.uploads import arrived
from conference.events.access import current_event
from conference.speakers import service
from conference.speakers.access import current_assistant, current_invitation, speaker, speaker_in_person
from conference.speakers.forms import PhotographForm, PhotographOfSomebodyForm
from conference.speakers.views.blueprint import EVENT, Answer, blueprint
from conference.speakers.views.photograph_parts import VERBS, done, photograph_of, received, square_response

PHOTOGRAPH = f"{EVENT}/speak/<token>/photograph"


@blueprint.get(PHOTOGRAPH)
@access(speaker)
def own_photograph(token: str) -> str:
    return _page(token, _form()(formdata=None))


@blueprint.post(PHOTOGRAPH)
@limiter.limit(PER_IP)
@access(speaker)
@form_view
@takes_files
def send_photograph(token: str) -> Answer:
    """The picture is cut and stored first, then its row is written; whatever fails before leaves no row."""
    form, squares, status = received(_form())
    if squares is None:
        return _page(token, form), status
    with write() as database:
        service.keep_photograph(database, current_invitation().speaker, squares, by=None, assistant=current_assistant())
    flash(_("Your photograph is saved. This is how readers see it."), "success")
    return arrived(url_for("speakers.own_photograph", token=token))


@blueprint.post(f"{PHOTOGRAPH}/show")
@limiter.limit(PER_IP)
@access(speaker_in_person)
def show_own_photograph(token: str) -> Answer:
    """To agree again is the person's own word, as all that they allow: no assistant says it."""
    with suppress(service.NoPhotograph):
        with write() as database:
            service.show_photograph(database, current_invitation().speaker, by=None)
        flash(done("show"), "success")
    return redirect(url_for("speakers.own_photograph", token=token))


@blueprint.post(f"{PHOTOGRAPH}/<any(hide, remove):verb>")
@limiter.limit(PER_IP)
@access(speaker)
def change_own_photograph(token: str, verb: str) -> Answer:
    with suppress(service.NoPhotograph):
        with write() as database:
            VERBS[verb](database, current_invitation().speaker, by=None, assistant=current_assistant())
        flash(done(verb), "success")
    return redirect(url_for("speakers.own_photograph", token=token))


@blueprint.get(f"{PHOTOGRAPH}/<int(max=2000):side>.webp")
@access(speaker)
def own_photograph_file(token: str, side: int) -> FileResponse:
    """One of the sizes, as the speaker's own pages show it."""
    return square_response(photograph_of(current_invitation().speaker) or abort(404), side)


def _form() -> type[PhotographForm]:
    """An assistant says that the speaker agreed, as an organiser does."""
    return PhotographForm if current_assistant() is None else PhotographOfSomebodyForm


def _page(token: str, form: PhotographForm) -> str:
    person = current_invitation().speaker
    return render_template(
        "speakers/own_photograph.html",
        token=token,
        form=form,
        person=person,
        name=person.name,
        photograph=photograph_of(person),
        verb_url=lambda verb: (
            url_for("speakers.show_own_photograph", token=token)
            if verb == "show"
            else url_for("speakers.change_own_photograph", token=token, verb=verb)
        ),
        zone=current_event().zone,
        may_agree=current_assistant() is None,
    )
