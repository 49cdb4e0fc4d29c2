"""The page of somebody with early access: their sessions, the files of these, and the ways into their meetings.

Whatever it does is a form, files too: a download is written down, and a mail scanner that follows links is no reader.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Response as FlaskResponse
from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from conference.core import formatting
from conference.core.access import access
from conference.core.archive import Archive, local_time, stored
from conference.core.clock import now
from conference.core.confined import ProgramFailed
from conference.core.database import db, write
from conference.core.files import archive_response, attachment
from conference.core.libreoffice import NoConverter
from conference.core.limits import PER_IP, limiter
from conference.core.localization import current_language
from conference.core.security import LEAVING_POLICY
from conference.core.watermark import NotMarked, ProtectedFromChanges, TooManyAtOnce
from conference.events.access import current_event
from conference.speakers.early_copies import Handed, file_name, handed, is_available
from conference.speakers.early_policy import current_early_access, early_reader
from conference.speakers.early_words import early_channel_words
from conference.speakers.models.early_access import EarlyAccess
from conference.speakers.queries.early_programme import (
    EarlyFile,
    EarlyProgramme,
    EarlySession,
    early_door,
    early_file,
    early_files,
    early_programme,
)
from conference.speakers.service.early_reading import mark_seen, note_downloads, set_digest
from conference.speakers.views.blueprint import EVENT, Answer, blueprint

EARLY = f"{EVENT}/early/<token>"


@blueprint.get(EARLY)
@access(early_reader)
def early(token: str) -> FlaskResponse:
    return _page(token)


@blueprint.route(f"{EARLY}/files/<any(slides, document):kind>/<int:file_id>", methods=["GET", "POST"])
@limiter.limit(PER_IP)
@access(early_reader)
def early_download(token: str, kind: str, file_id: int) -> Answer:
    """One file, on the person's terms. A marked copy is made before it is written down, for it may not be possible.

    Whoever comes without the form, as by the language switch after a refusal, is led to the page.
    """
    if request.method != "POST":
        return _to_page(token)
    reader, event = current_early_access(), current_event()
    programme = early_programme(db.session(), reader)
    file = early_file(early_files(db.session(), reader, programme), kind, file_id) or abort(404)
    try:
        given = handed(reader, event, file)
    except (NotMarked, ProgramFailed, NoConverter, TooManyAtOnce) as failure:
        sentence, status = _why(failure)
        return _page(token, problem=(file, sentence), status=status)
    _note(reader, [file])
    name = file_name(file, {one.session.id: one.session.code for one in programme.sessions}, given.file_type.ending)
    return _attachment(given, name)


@blueprint.post(f"{EARLY}/days/<day>.zip")
@limiter.limit(PER_IP)
@access(early_reader)
def early_day(token: str, day: str) -> FlaskResponse:
    """All files of a day as a ZIP, in the order of the sessions. Not for whoever's name stands across every page.

    Marked copies have no length before they are made, and all of a day at once are too much to make for one request.
    """
    reader, event = current_early_access(), current_event()
    programme = early_programme(db.session(), reader)
    sessions = next((theirs for one, theirs in programme.days.items() if one.isoformat() == day), ())
    listed = early_files(db.session(), reader, programme)
    files = list(dict.fromkeys(file for one in sessions for file in listed if one.session.id in file.session_ids))
    if reader.watermark or not files:
        abort(404)
    codes = {one.session.id: one.session.code for one in sessions}
    members = [
        stored(
            f"{number:02}_{file_name(file, codes, file.ending)}",
            sha256=file.sha256,
            size=file.size,
            at=local_time(file.at, event.zone_info),
        )
        for number, file in enumerate(files, 1)
    ]
    _note(reader, files)
    return archive_response(Archive(members), name=f"{event.slug}_{day}.zip")


@blueprint.route(f"{EARLY}/join/<code>/<channel>", methods=["GET", "POST"])
@limiter.limit(PER_IP)
@access(early_reader)
def early_join(token: str, code: str, channel: str) -> Answer:
    """To the meeting, whose address stands in no page; without the form, to our page."""
    if request.method != "POST":
        return _to_page(token)
    reader = current_early_access()
    programme = early_programme(db.session(), reader)
    found = programme.session(code) or abort(404)
    address = programme.meetings.get(found.session.id, {}).get(channel) or abort(404)
    if not early_door(reader, found.session, programme.zone).is_open(now()):
        return _page(token, status=409)
    # Without a body: the usual one of a redirect is a page with the address in it.
    return FlaskResponse(status=302, headers={"Location": address})


@blueprint.post(f"{EARLY}/seen")
@limiter.limit(PER_IP)
@access(early_reader)
def early_seen(token: str) -> Answer:
    """What stood on the page that was sent counts as seen, and nothing that came since."""
    access_id = current_early_access().id
    with suppress(ValueError):
        moment = datetime.fromisoformat(request.form.get("until", ""))
        if moment.tzinfo is not None:
            with write() as database:
                mark_seen(database.get_one(EarlyAccess, access_id), moment)
    return _to_page(token)


@blueprint.post(f"{EARLY}/digest/<any(on, off):choice>")
@limiter.limit(PER_IP)
@access(early_reader)
def early_digest(token: str, choice: str) -> Answer:
    access_id = current_early_access().id
    with write() as database:
        set_digest(database.get_one(EarlyAccess, access_id), choice == "on")
    flash(
        _("When new files arrive, a mail tells you of them, once a day at most.")
        if choice == "on"
        else _("We write to you no more about new files. This page still shows them."),
        "success",
    )
    return redirect(url_for("speakers.early", token=token, _anchor="digest"))


def _to_page(token: str) -> Answer:
    return redirect(url_for("speakers.early", token=token))


def _note(reader: EarlyAccess, files: list[EarlyFile]) -> None:
    access_id, watermarked = reader.id, reader.watermark
    with write() as database:
        note_downloads(database, database.get_one(EarlyAccess, access_id), files, watermarked=watermarked)


def _attachment(given: Handed, name: str) -> FlaskResponse:
    # Asked for by a form, it is never given in parts.
    return attachment(
        lambda _start, _stop: given.body,
        size=given.size,
        name=name,
        media_type=given.file_type.media_type,
        etag=secrets.token_hex(16),
    )


def _why(failure: Exception) -> tuple[str, int]:
    """Why a file cannot be handed out with a name across its pages; it never is without."""
    if isinstance(failure, ProtectedFromChanges):
        sentence = _(
            "This PDF is protected against changes, so your name cannot be written across it, and it is not handed "
            "out without. Ask the organisers for it."
        )
        return sentence, 409
    if isinstance(failure, NoConverter):
        return _("This file is not available with a watermark. Ask the organisers for it."), 409
    if isinstance(failure, TooManyAtOnce):
        return _("Many copies are being made at this moment. Try again in a minute."), 503
    sentence = _(
        "Your name could not be written across this file, and it is not handed out without. Ask the organisers."
    )
    return sentence, 409


def _page(token: str, *, problem: tuple[EarlyFile, str] | None = None, status: int = 200) -> FlaskResponse:
    event, reader = current_event(), current_early_access()
    programme = early_programme(db.session(), reader)
    files = early_files(db.session(), reader, programme)
    page = render_template(
        "speakers/early.html",
        the_event=event,
        reader=reader,
        token=token,
        programme=programme,
        files_of=lambda one: [file for file in files if one.session.id in file.session_ids],
        general=[file for file in files if not file.session_ids],
        with_archive=_days_with_archive(reader, programme, files),
        new={(file.kind, file.id) for file in files if file.at > reader.seen_at},
        ways_of=_ways(token, reader, programme),
        is_available=lambda file: is_available(reader, file),
        until=now().isoformat(),
        today=now().astimezone(ZoneInfo(programme.zone)).date(),
        zone=programme.zone,
        city=formatting.zone_city(programme.zone, current_language()),
        problem=problem,
    )
    response = make_response(page, status)
    response.headers["Content-Security-Policy"] = LEAVING_POLICY
    return response


def _days_with_archive(reader: EarlyAccess, programme: EarlyProgramme, files: Sequence[EarlyFile]) -> set[date]:
    """The days of which all files can be had at once."""
    filled = {one for file in files for one in file.session_ids}
    return {
        day
        for day, sessions in programme.days.items()
        if not reader.watermark and any(one.session.id in filled for one in sessions)
    }


def _ways(
    token: str, reader: EarlyAccess, programme: EarlyProgramme
) -> Callable[[EarlySession], list[tuple[str, str]]]:
    """For a session, an address of ours and words for each channel that can be entered now."""
    moment = now()

    def ways(one: EarlySession) -> list[tuple[str, str]]:
        if not early_door(reader, one.session, programme.zone).is_open(moment):
            return []
        return [
            (
                url_for("speakers.early_join", token=token, code=one.session.code, channel=channel),
                early_channel_words(one, channel),
            )
            for channel in programme.meetings.get(one.session.id, ())
        ]

    return ways
