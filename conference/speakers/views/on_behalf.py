"""Files that an organiser sends for a speaker: the speaker's own form and pieces, also after the deadline."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response as FlaskResponse
from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from conference.accounts.access import signed_in_account
from conference.agenda.models import Speaker
from conference.core.access import access, form_view, takes_files
from conference.core.database import db, write
from conference.core.languages import Language
from conference.core.limits import PER_IP, limiter
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.uploads import Received
from conference.events.access import current_event, organiser
from conference.speakers import service
from conference.speakers.forms import Place, ReplacementForm, SlidesForm
from conference.speakers.models import Slides
from conference.speakers.queries import (
    appearances_of,
    newest_of,
    revisions_of,
    slides_expected,
    slides_of,
    with_readers,
)
from conference.speakers.views.blueprint import Answer, blueprint
from conference.speakers.views.manage import MANAGE, SLIDES, slides_here, speaker_here
from conference.speakers.views.taking import Sender, sent, take
from conference.uploads import tus


@blueprint.route(f"{MANAGE}/<code>/uploads", methods=["OPTIONS", "POST"])
@limiter.limit(PER_IP)
@access(organiser)
def uploads_for(code: str) -> FlaskResponse:
    """Where a file in pieces for a speaker begins."""
    return tus.collection(
        event_id=current_event().id,
        owner=_owner(speaker_here(code)),
        address=lambda upload: url_for("speakers.upload_for", code=code, upload=upload),
    )


@blueprint.route(f"{MANAGE}/<code>/uploads/<upload>", methods=["OPTIONS", "HEAD", "PATCH", "DELETE"])
@access(organiser)
@takes_files
def upload_for(code: str, upload: str) -> FlaskResponse:
    return tus.resource(event_id=current_event().id, owner=_owner(speaker_here(code)), code=upload)


@blueprint.get(f"{MANAGE}/<code>/slides")
@access(organiser)
@section("speakers.manage")
def slides_for(code: str) -> str:
    return _page(speaker_here(code))


@blueprint.post(f"{MANAGE}/<code>/slides")
@limiter.limit(PER_IP)
@access(organiser)
@section("speakers.manage")
@form_view
@takes_files
def send_slides_for(code: str) -> Answer:
    event, person, by = current_event(), speaker_here(code), signed_in_account()
    places = _places(person)
    if not places:
        return redirect(url_for("speakers.slides_for", code=code))

    def page(form: SlidesForm, status: int) -> Answer:
        return _page(person, form), status

    def keep(form: SlidesForm, received: Received, upload: str) -> Slides:
        place = form.chosen_place(places)
        session_id, presentation_id = place.session.id, place.presentation.id if place.presentation else None
        file = sent(received, form.language, upload)
        with write() as database:
            return service.receive_slides_for(
                database, person, file, session_id=session_id, presentation_id=presentation_id, by=by
            )

    return take(_sender(person), lambda data: SlidesForm(places, person, event, formdata=data), page, keep)


@blueprint.get(f"{SLIDES}/newer")
@access(organiser)
@section("speakers.manage")
def newer_slides(slides_id: int) -> str:
    return _newer_page(slides_here(slides_id), ReplacementForm(formdata=None))


@blueprint.post(f"{SLIDES}/newer")
@limiter.limit(PER_IP)
@access(organiser)
@section("speakers.manage")
@form_view
@takes_files
def send_newer_slides(slides_id: int) -> Answer:
    replaced, by = slides_here(slides_id), signed_in_account()

    def page(form: ReplacementForm, status: int) -> Answer:
        return _newer_page(slides_here(slides_id), form), status

    def keep(_form: ReplacementForm, received: Received, upload: str) -> Slides:
        file = sent(received, Language.of(replaced.language_code), upload)
        with write() as database:
            return service.replace_slides_for(database, replaced, file, by=by)

    return take(_sender(replaced.speaker), lambda data: ReplacementForm(formdata=data), page, keep)


def _owner(person: Speaker) -> str:
    """How uploads name an organiser who sends for a speaker."""
    return f"organiser {signed_in_account().id} for speaker {person.id}"


def _sender(person: Speaker) -> Sender:
    code = person.code
    return Sender(
        owner=_owner(person),
        speaker_id=person.id,
        receipt=lambda slides_id: url_for("speakers.slides_for", code=code, receipt=slides_id, _anchor="receipt"),
        not_theirs=_("The agenda changed: this speaker is no longer part of this. Choose again."),
    )


def _places(person: Speaker) -> Sequence[Place]:
    return Place.of(appearances_of(db.session(), [person.id]))


def _page(person: Speaker, form: SlidesForm | None = None) -> str:
    """A speaker's files, and the form that sends one for them."""
    private_page()
    event, places = current_event(), _places(person)
    listed = slides_of(db.session(), [person.id])
    given = with_readers(db.session(), listed)
    receipt = request.args.get("receipt", "")
    return render_template(
        "speakers/on_behalf.html",
        the_event=event,
        person=person,
        places=places,
        form=form or SlidesForm(places, person, event, formdata=None),
        slides=[(one, given.state(one)) for one in newest_of(listed)],
        expected=slides_expected(db.session(), event, person.id),
        receipt=next((one for one in listed if str(one.id) == receipt), None),
    )


def _newer_page(slides: Slides, form: ReplacementForm) -> str:
    private_page()
    return render_template(
        "speakers/newer_on_behalf.html",
        the_event=current_event(),
        slides=slides,
        newest=revisions_of(db.session(), slides)[0],
        person=slides.speaker,
        form=form,
    )
