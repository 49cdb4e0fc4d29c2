"""The organisers' pages of recordings: which there are, who does not allow them, sending, publishing, removing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response as FlaskResponse
from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Database
from werkzeug.exceptions import RequestEntityTooLarge

from conference.accounts.access import signed_in_account
from conference.agenda.models import SessionType
from conference.agenda.queries import sessions_of
from conference.core.access import access, form_view, takes_files
from conference.core.database import db, write
from conference.core.limits import PER_IP, limiter
from conference.core.rendering import shown
from conference.core.sections import section
from conference.core.translated import Translated
from conference.core.translated_fields import Clashes
from conference.core.uploads import arrived
from conference.events.access import current_event, organiser
from conference.library import service
from conference.library.models import Recording
from conference.library.playing import playable
from conference.library.queries import (
    documents_on_board,
    recording_by_id,
    recording_of_upload,
    recordings_of_event,
    standings,
)
from conference.library.recording_form import NewRecordingForm, RecordingForm, transcript_choices
from conference.library.views.blueprint import EVENT, Answer, blueprint
from conference.library.views.recordings import recording_response
from conference.library.words import audience_words, recording_words
from conference.uploads import tus
from conference.uploads.arriving import Arriving, arriving, give_up

BOARD = f"{EVENT}/manage/recordings"
ONE = f"{BOARD}/<int(max=2147483647):recording_id>"
VERBS: dict[str, Callable[..., None]] = {
    "publish": service.publish_recording,
    "withdraw": service.withdraw_recording,
    "remove": service.remove_recording,
}


@blueprint.get(BOARD)
@access(organiser)
@section("library.manage")
def manage_recordings() -> str:
    event, database = current_event(), db.session()
    found = recordings_of_event(database, event.id)
    return render_template(
        "library/manage_recordings.html",
        the_event=event,
        recordings=playable(found, ()),
        standings=standings(database, {one.session_id for one in found}),
        recording_words=recording_words,
        audience_words=audience_words,
    )


@blueprint.route(f"{BOARD}/uploads", methods=["OPTIONS", "POST"])
@limiter.limit(PER_IP)
@access(organiser)
def recording_uploads() -> FlaskResponse:
    """Where a file in pieces begins."""
    return tus.collection(
        event_id=current_event().id,
        owner=_owner(),
        address=lambda code: url_for("library.recording_upload", upload=code),
    )


@blueprint.route(f"{BOARD}/uploads/<upload>", methods=["OPTIONS", "HEAD", "PATCH", "DELETE"])
@access(organiser)
@takes_files
def recording_upload(upload: str) -> FlaskResponse:
    return tus.resource(event_id=current_event().id, owner=_owner(), code=upload)


@blueprint.route(f"{BOARD}/new", methods=["GET", "POST"])
@access(organiser)
@section("library.manage")
@takes_files
@form_view
def new_recording() -> Answer:
    """A file is examined and stored first, then its row is written; whatever fails before leaves no row."""
    event_id, owner = current_event().id, _owner()
    if request.method == "GET":
        return _new_page(_new_form(session_id=request.args.get("session", "")), 200)
    try:
        if recording_of_upload(db.session(), event_id, request.form.get("upload", "")) is not None:
            return _arrived()
        with arriving(event_id=event_id, owner=owner) as came:
            form = _new_form(formdata=came.data)
            is_taken = form.validate_on_submit() and form.says_where() and _keep(form, came)
    except RequestEntityTooLarge:
        form = _new_form(formdata=None)
        limit = f"\u2068{form.file.render_kw['data-limit']}\u2069"
        form.refuse(form.file, _("This file is too large: at most %(limit)s can be sent.", limit=limit))
        return _new_page(form, 413)
    if is_taken:
        give_up(event_id=event_id, owner=owner, code=came.code)
        return _arrived()
    if form.file.data is not None and form.file.errors and not form.file.may_be_sent_again:
        give_up(event_id=event_id, owner=owner, code=came.code)
    return _new_page(form, 422)


@blueprint.route(ONE, methods=["GET", "POST"])
@access(organiser)
@section("library.manage")
@form_view
def edit_recording(recording_id: int) -> Answer:
    event, found = current_event(), _recording(db.session(), recording_id)
    form = RecordingForm(event, transcripts=_transcripts(), recording=found)
    if form.validate_on_submit():
        account = signed_in_account()
        try:
            with write() as database:
                service.change_recording(
                    database,
                    _recording(database, recording_id),
                    values=form.values,
                    edits=form.edits(),
                    seen=form.seen_values,
                    by=account,
                )
        except Clashes as clashes:
            form.show_clashes(clashes)
        else:
            flash(_("The recording is saved."), "success")
            return redirect(url_for("library.manage_recordings"))
        found = _recording(db.session(), recording_id)
    page = render_template("library/recording.html", form=form, one=playable([found], ())[0], the_event=event)
    return page, 422 if form.errors else 200


@blueprint.get(f"{ONE}/file")
@access(organiser)
def manage_recording_file(recording_id: int) -> FlaskResponse:
    """The file as the team hears it before anybody else does."""
    return recording_response(_recording(db.session(), recording_id))


@blueprint.post(f"{ONE}/<any(publish, withdraw, remove):verb>")
@access(organiser)
def do_with_recording(recording_id: int, verb: str) -> Answer:
    account = signed_in_account()
    try:
        with write() as database:
            VERBS[verb](database, _recording(database, recording_id), by=account)
    except service.NotAllowed as refused:
        flash(" ".join(recording_words(refused.standing)), "error")
    except service.StandsAlready:
        flash(_("Somebody else did this already."), "warning")
    else:
        flash(_done(verb), "success")
    return redirect(url_for("library.manage_recordings"))


def _done(verb: str) -> str:
    return {
        "publish": _("The recording is published."),
        "withdraw": _("Readers no longer have this recording."),
        "remove": _("The recording is removed."),
    }[verb]


def _keep(form: NewRecordingForm, came: Arriving) -> bool:
    """Write the row of what was sent; False after a sentence was put beside a field."""
    event, account = current_event(), signed_in_account()
    file = None
    if form.file.data is not None:
        received = form.received()
        if received is None:
            return False
        file = service.Kept(*received, came.code)
    try:
        with write() as database:
            service.add_recording(
                database,
                event,
                session_id=int(form.session_id.data),
                channel=form.channel.data,
                title=Translated.of(event.source, form.title.texts, by=account.id),
                link=form.link.data or "",
                file=file,
                by=account,
                **form.values,
            )
    except IntegrityError:
        # The same form was sent twice at once; the other request has written the row.
        if recording_of_upload(db.session(), event.id, came.code) is None:
            raise
    return True


def _arrived() -> Answer:
    flash(_("The recording has arrived. Readers have it once you publish it."), "success")
    return arrived(url_for("library.manage_recordings"))


def _new_form(**kwargs: Any) -> NewRecordingForm:
    listed = [one for one in sessions_of(db.session(), current_event().id) if one.type != SessionType.BREAK]
    sessions = [(str(one.id), Markup("<bdi>{}</bdi> {}").format(one.code, shown(one.title))) for one in listed]
    return NewRecordingForm(current_event(), sessions=sessions, transcripts=_transcripts(), **kwargs)


def _new_page(form: NewRecordingForm, status: int) -> Answer:
    return render_template("library/new_recording.html", form=form, the_event=current_event()), status


def _transcripts() -> list[tuple[str, str]]:
    return transcript_choices(documents_on_board(db.session(), current_event().id))


def _owner() -> str:
    """How uploads name the organiser who sends them."""
    return f"recordings {signed_in_account().id}"


def _recording(database: Database, recording_id: int) -> Recording:
    return recording_by_id(database, current_event().id, recording_id) or abort(404)
