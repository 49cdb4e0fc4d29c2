"""Recordings as participants find them: all of an event by session, and the file of each."""

from __future__ import annotations

from flask import Response, abort, render_template

from conference.core.access import access
from conference.core.database import db
from conference.core.files import file_response, safe_name
from conference.core.public_cache import keep_public
from conference.core.sections import section
from conference.events.access import current_event, viewer, visitor
from conference.library.models import Recording
from conference.library.playing import Playable, playable, transcript_ids
from conference.library.queries import audiences_of, published_documents, readable_recording, readable_recordings
from conference.library.views.blueprint import EVENT, blueprint, is_anonymous, published_sessions, visible

RECORDINGS = f"{EVENT}/recordings"
ONE = f"{RECORDINGS}/<int(max=2147483647):recording_id>"


@blueprint.get(RECORDINGS)
@access(visitor)
@section("library.documents")
def recordings() -> str:
    """Whatever sessions have recordings that this reader may have, in the order of the published agenda."""
    event = current_event()
    if is_anonymous():
        keep_public()
    found = readable_recordings(db.session(), event.id, audiences=audiences_of(viewer()))
    ids = transcript_ids(found)
    transcripts = published_documents(db.session(), event.id, visible=visible(), ids=ids) if ids else ()
    by_session: dict[int, list[Playable]] = {}
    for one in playable(found, transcripts):
        by_session.setdefault(one.recording.session_id, []).append(one)
    return render_template(
        "library/recordings.html",
        the_event=event,
        sessions=[(one, by_session[one.id]) for one in published_sessions() if one.id in by_session],
    )


@blueprint.get(f"{ONE}/file")
@access(visitor)
def recording_file(recording_id: int) -> Response:
    """The file of a recording, whole or the part that a player asks for."""
    audiences = audiences_of(viewer())
    found = readable_recording(db.session(), current_event().id, recording_id, audiences=audiences)
    return recording_response(found or abort(404))


def recording_response(recording: Recording) -> Response:
    """The bytes of a recording. Aborts with 404 for one that is elsewhere."""
    if recording.sha256 is None or recording.size is None or recording.media_type is None:
        abort(404)
    return file_response(
        sha256=recording.sha256,
        size=recording.size,
        name=f"{safe_name(recording.session.code)}_{recording.channel}.{recording.ending}",
        media_type=recording.media_type.media_type,
        language=recording.language,
    )
