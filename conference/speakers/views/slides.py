"""Files of a speaker: sent whole or in pieces, looked at page by page, replaced by newer ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Response as FlaskResponse
from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import RequestEntityTooLarge

from conference.core import file_types, page_pictures
from conference.core.access import access, form_view, takes_files
from conference.core.database import db, write
from conference.core.files import file_response, safe_name
from conference.core.languages import Language
from conference.core.limits import PER_IP, limiter
from conference.core.uploads import Received, UploadField, arrived, receive
from conference.events.access import current_event
from conference.speakers import service
from conference.speakers.access import current_assistant, current_invitation, speaker
from conference.speakers.forms import ReplacementForm, SlidesForm, kept_name
from conference.speakers.models import InvitationState, Slides
from conference.speakers.queries import (
    page_of,
    pages_of,
    revisions_of,
    slides_by_id,
    slides_expected,
    slides_of_upload,
    with_readers,
)
from conference.speakers.views.blueprint import EVENT, Answer, blueprint
from conference.speakers.views.page import places_here, speaker_page
from conference.uploads import tus
from conference.uploads.arriving import Arriving, arriving, give_up

SPEAK = f"{EVENT}/speak/<token>"
FILE = f"{SPEAK}/slides/<int(max=2147483647):slides_id>"
AnyForm = TypeVar("AnyForm", SlidesForm, ReplacementForm)


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
    """A file is examined and stored first, then its row is written; whatever fails before leaves no row."""
    event, invitation, places = current_event(), current_invitation(), places_here()
    person = invitation.speaker
    if invitation.state == InvitationState.DECLINED or not places:
        return redirect(url_for("speakers.speak", token=token))

    def page(form: SlidesForm, status: int) -> Answer:
        return speaker_page(token, slides_form=form), status

    def keep(form: SlidesForm, received: Received, code: str) -> Slides:
        place = form.chosen_place(places)
        session_id, presentation_id = place.session.id, place.presentation.id if place.presentation else None
        sent = _sent(received, form.language, code)
        with write() as database:
            return service.receive_slides(
                database, person, sent, session_id=session_id, presentation_id=presentation_id
            )

    return _take(token, lambda data: SlidesForm(places, person, event, formdata=data), page, keep)


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

    def page(form: ReplacementForm, status: int) -> Answer:
        return _file_page(token, _slides(slides_id), form), status

    def keep(_form: ReplacementForm, received: Received, code: str) -> Slides:
        sent = _sent(received, Language.of(replaced.language_code), code)
        with write() as database:
            return service.replace_slides(database, replaced, sent)

    return _take(token, lambda data: ReplacementForm(formdata=data), page, keep)


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


def _take(
    token: str,
    form_of: Callable[[object], AnyForm],
    page: Callable[[AnyForm, int], Answer],
    keep: Callable[[AnyForm, Received, str], Slides],
) -> Answer:
    """Take the file of a form, or show the form again with what speaks against it."""
    event_id, owner = current_event().id, _owner()
    try:
        known = slides_of_upload(db.session(), current_invitation().speaker_id, request.form.get("upload", ""))
        if known is not None:
            return arrived(_receipt(token, known.id))
        with arriving(event_id=event_id, owner=owner) as came:
            form = form_of(came.data)
            slides_id = _examined(form, form.file, came, keep)
    except RequestEntityTooLarge:
        form = form_of(None)
        limit = f"\u2068{form.file.render_kw['data-limit']}\u2069"
        form.refuse(form.file, _("This file is too large: at most %(limit)s can be sent.", limit=limit))
        return page(form, 413)
    if slides_id is None:
        if form.file.data is not None and form.file.errors:
            give_up(event_id=event_id, owner=owner, code=came.code)
        return page(form, 422)
    give_up(event_id=event_id, owner=owner, code=came.code)
    return arrived(_receipt(token, slides_id))


def _examined(
    form: AnyForm, field: UploadField, came: Arriving, keep: Callable[[AnyForm, Received, str], Slides]
) -> int | None:
    """The id of the slides that came of a form; None after a sentence was put beside a field."""
    received = receive(form, field) if form.validate_on_submit() else None
    if received is None:
        return None
    try:
        return keep(form, received, came.code).id
    except IntegrityError:
        # The same form was sent twice at once; the other request has written the row.
        known = slides_of_upload(db.session(), current_invitation().speaker_id, came.code)
        if known is None:
            raise
        return known.id
    except service.NotTheirs:
        if isinstance(form, SlidesForm):
            form.refuse(form.place, _("The agenda changed: you are no longer part of this. Choose again."))
    except service.NotExpected:
        form.refuse(field, _("The time for sending slides is over. Ask the organisers to open it for you again."))
    return None


def _sent(received: Received, language: Language, code: str) -> service.Sent:
    return service.Sent(
        name=kept_name(received.name, received.file_type),
        blob=received.blob,
        file_type=received.file_type,
        pages=received.pages,
        language=language,
        has_macros=received.has_macros,
        assistant=current_assistant(),
        upload_code=code,
    )


def _receipt(token: str, slides_id: int) -> str:
    return url_for("speakers.speak", token=token, receipt=slides_id, _anchor="receipt")


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
