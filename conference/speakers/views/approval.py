"""What organisers decide about files before readers have them: the room's approval, the language, all at once."""

from __future__ import annotations

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from conference.accounts.access import signed_in_account
from conference.core.access import access
from conference.core.database import db, write
from conference.core.languages import Language, UnknownLanguage
from conference.core.localization import is_local_path
from conference.events.access import current_event, organiser
from conference.speakers import service
from conference.speakers.queries.room_files import sessions_for_room
from conference.speakers.views.blueprint import Answer, blueprint
from conference.speakers.views.manage import MANAGE, SLIDES, back, slides_here


@blueprint.post(f"{SLIDES}/<any(approve, disapprove):verb>")
@access(organiser)
def approve(slides_id: int, verb: str) -> Answer:
    slides, by = slides_here(slides_id), signed_in_account()
    code = slides.speaker.code
    try:
        with write() as database:
            if verb == "approve":
                service.approve_slides(database, slides, by=by)
            else:
                service.disapprove_slides(database, slides, by=by)
    except service.AlreadyApproved:
        flash(_("Somebody approved this file before you."), "warning")
    except service.NotApproved:
        flash(_("This file is not approved any more."), "warning")
    except service.AlreadyPublished:
        flash(_("Readers have this file. Withdraw it first."), "warning")
    else:
        flash(
            _("The file is approved: it goes into the room, and you can publish it.")
            if verb == "approve"
            else _("The approval is taken back."),
            "success",
        )
    return back(code)


@blueprint.post(f"{SLIDES}/language")
@access(organiser)
def slides_language(slides_id: int) -> Answer:
    """Correct in which language a file will be published."""
    slides, by, event = slides_here(slides_id), signed_in_account(), current_event()
    code, languages = slides.speaker.code, event.languages
    try:
        language = Language.of(request.form.get("language_code", ""))
    except UnknownLanguage:
        language = None
    if language not in languages or language is None:
        flash(_("Choose a language of the event."), "warning")
        return back(code)
    try:
        with write() as database:
            service.change_slides_language(database, slides, language, by=by)
    except service.AlreadyPublished:
        flash(_("Readers have this file. Withdraw it first."), "warning")
    else:
        flash(
            _("This file will be published in this language: %(language)s.", language=language.name_in(g.language)),
            "success",
        )
    return back(code)


@blueprint.post(f"{MANAGE}/publish-approved")
@access(organiser)
def publish_approved() -> Answer:
    """Give readers every approved file of a session, or of the event where the form names none."""
    event, by = current_event(), signed_in_account()
    session_id = request.form.get("session", "")
    ids = [
        one.id
        for one in sessions_for_room(db.session(), event, day=None, room_id=None)
        if session_id in ("", str(one.id))
    ]
    with write() as database:
        outcome = service.publish_approved(database, event, ids, by=by)
    count, not_allowed = outcome.count, outcome.not_allowed
    if count:
        flash(
            ngettext(
                "%(num)s approved file is with readers now.", "%(num)s approved files are with readers now.", count
            ),
            "success",
        )
    if not_allowed:
        flash(
            ngettext(
                "%(num)s approved file is not published: its speaker has not allowed it.",
                "%(num)s approved files are not published: their speakers have not allowed it.",
                not_allowed,
            ),
            "warning",
        )
    if not count and not not_allowed:
        flash(_("No approved file waits to be published here."), "warning")
    asked = request.form.get("next", "")
    return redirect(asked if is_local_path(asked) else url_for("speakers.board"))
