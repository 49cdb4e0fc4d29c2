"""Files of a speaker: sent whole or in pieces, looked at page by page, replaced by newer ones."""

from __future__ import annotations

from dataclasses import replace

from flask import Response as FlaskResponse
from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _

from conference.core import file_types, page_pictures
from conference.core.access import access, form_view, takes_files
from conference.core.database import db, write
from conference.core.files import file_response, safe_name
from conference.core.languages import Language
from conference.core.limits import PER_IP, limiter
from conference.core.uploads import Received
from conference.events.access import current_event
from conference.speakers import service
from conference.speakers.access import current_assistant, current_invitation, speaker
from conference.speakers.forms import ReplacementForm, SlidesForm
from conference.speakers.models import InvitationState, Slides
from conference.speakers.queries import (
    page_of,
    pages_of,
    revisions_of,
    slides_by_id,
    slides_expected,
    with_readers,
)
from conference.speakers.views.blueprint import Answer, blueprint
from conference.speakers.views.page import SPEAK, places_here, speaker_page
from conference.speakers.views.taking import Sender, sent, take
from conference.uploads import tus

FILE = f"{SPEAK}/slides/<int(max=2147483647):slides_id>"


@blueprint.route(f"{SPEAK}/uploads", methods=["OPTIONS", "POST"])
@limiter.limit(PER_IP)
@access(speaker)
def uploads(token: str) -> FlaskResponse:
    """Where a file in pieces begins."""
    return tus.collection(
        event_id=current_event().id,
        owner=_owner(),
        address=lambda code: url_for("speakers.upload", token=token, code=code),
    )


@blueprint.route(f"{SPEAK}/uploads/<code>", methods=["OPTIONS", "HEAD", "PATCH", "DELETE"])
@access(speaker)
@takes_files
def upload(token: str, code: str) -> FlaskResponse:
    """A file in pieces on its way. Not limited per IP: a piece is work only for an upload that was counted."""
    return tus.resource(event_id=current_event().id, owner=_owner(), code=code)


@blueprint.post(f"{SPEAK}/slides")
@limiter.limit(PER_IP)
@access(speaker)
@form_view
@takes_files
def send_slides(token: str) -> Answer:
    event, invitation, places = current_event(), current_invitation(), places_here()
    person = invitation.speaker
    if invitation.state == InvitationState.DECLINED or not places:
        return redirect(url_for("speakers.speak", token=token))

    def page(form: SlidesForm, status: int) -> Answer:
        return speaker_page(token, slides_form=form), status

    def keep(form: SlidesForm, received: Received, code: str) -> Slides:
        place = form.chosen_place(places)
        session_id, presentation_id = place.session.id, place.presentation.id if place.presentation else None
        file = replace(sent(received, form.language, code), assistant=current_assistant())
        with write() as database:
            return service.receive_slides(
                database, person, file, session_id=session_id, presentation_id=presentation_id
            )

    return take(_sender(token), lambda data: SlidesForm(places, person, event, formdata=data), page, keep)


@blueprint.get(FILE)
@access(speaker)
def slides_page(token: str, slides_id: int) -> str:
    return _file_page(token, _slides(slides_id), ReplacementForm(formdata=None))


@blueprint.post(FILE)
@limiter.limit(PER_IP)
@access(speaker)
@form_view
@takes_files
def replace_slides(token: str, slides_id: int) -> Answer:
    replaced = _slides(slides_id)
    if current_invitation().state == InvitationState.DECLINED:
        return redirect(url_for("speakers.speak", token=token))

    def page(form: ReplacementForm, status: int) -> Answer:
        return _file_page(token, _slides(slides_id), form), status

    def keep(_form: ReplacementForm, received: Received, code: str) -> Slides:
        file = replace(sent(received, Language.of(replaced.language_code), code), assistant=current_assistant())
        with write() as database:
            return service.replace_slides(database, replaced, file)

    return take(_sender(token), lambda data: ReplacementForm(formdata=data), page, keep)


@blueprint.get(f"{FILE}/file")
@access(speaker)
def own_slides_file(token: str, slides_id: int) -> FlaskResponse:
    slides = _slides(slides_id)
    stem = safe_name(slides.name.removesuffix(f".{slides.ending}"))[:120] or "slides"
    return file_response(
        sha256=slides.sha256,
        size=slides.size,
        name=f"{stem}.{slides.ending}",
        media_type=file_types.ALL[slides.ending].media_type,
        language=Language.of(slides.language_code),
    )


@blueprint.get(f"{FILE}/pages/<int(max=2147483647):number>")
@access(speaker)
def slides_picture(token: str, slides_id: int, number: int) -> FlaskResponse:
    """One page as a picture."""
    picture = page_of(db.session(), _slides(slides_id).id, number) or abort(404)
    return file_response(
        sha256=picture.sha256, size=picture.size, name=f"page-{number}.webp", media_type=page_pictures.MEDIA_TYPE
    )


def _sender(token: str) -> Sender:
    """The speaker whose link opened this request."""
    return Sender(
        owner=_owner(),
        speaker_id=current_invitation().speaker_id,
        receipt=lambda slides_id: url_for("speakers.speak", token=token, receipt=slides_id, _anchor="receipt"),
        not_theirs=_("The agenda changed: you are no longer part of this. Choose again."),
    )


def _owner() -> str:
    """How uploads name the speaker whose link opened this request."""
    return f"speaker {current_invitation().speaker_id}"


def _slides(slides_id: int) -> Slides:
    """A file of this request's speaker. Aborts with 404."""
    slides = slides_by_id(db.session(), current_event().id, slides_id)
    if slides is None or slides.speaker_id != current_invitation().speaker_id:
        abort(404)
    return slides


def _file_page(token: str, slides: Slides, form: ReplacementForm) -> str:
    event, revisions = current_event(), revisions_of(db.session(), slides)
    given = with_readers(db.session(), revisions)
    return render_template(
        "speakers/slides.html",
        the_event=event,
        token=token,
        slides=slides,
        newest=revisions[0],
        revisions=[(one, given.state(one)) for one in revisions],
        pages=pages_of(db.session(), slides.id),
        expected=slides_expected(db.session(), event, slides.speaker_id),
        declined=current_invitation().state == InvitationState.DECLINED,
        form=form,
    )
