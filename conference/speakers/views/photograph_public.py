"""Photographs as everybody sees them: of published speakers who agreed, at addresses that change with the picture."""

from __future__ import annotations

from flask import Response as FileResponse
from flask import abort

from conference.agenda.kept import agendas
from conference.core.access import access
from conference.core.database import db
from conference.core.files import file_response
from conference.core.square_pictures import MEDIA_TYPE
from conference.events.access import current_event, visitor
from conference.speakers.queries import public_photographs
from conference.speakers.views.blueprint import EVENT, blueprint

LIVES = 30 * 24 * 60 * 60
"""Seconds. The address names the bytes, so they never change; a copy in a browser ends in a month all the same."""


@blueprint.get(f"{EVENT}/speakers/<code>/<digest>.webp")
@access(visitor)
def public_photograph(code: str, digest: str) -> FileResponse:
    """404 where the speaker is not in the published agenda, has not agreed, or has another photograph by now."""
    event = current_event()
    agenda = agendas().newest(db.session(), event)
    person = agenda.person(code) if agenda else None
    found = public_photographs(db.session(), [person.id]).get(person.id) if person else None
    square = next((one for one in found.squares if one.digest == digest), None) if found else None
    if square is None:
        abort(404)
    answer = file_response(sha256=square.sha256, size=square.size, name=f"{code}.webp", media_type=MEDIA_TYPE)
    answer.headers["Cache-Control"] = f"public, max-age={LIVES}, immutable"
    return answer
