"""Calendar files of the published agenda, cheap to ask for again."""

from __future__ import annotations

import re

from flask import abort, g, request
from werkzeug.wrappers import Response

from conference.agenda.ics import Heading, NotInCalendar, calendar_file, event_calendar, stored_entry
from conference.agenda.models import AgendaVersion
from conference.agenda.queries import latest_version
from conference.core.access import access
from conference.core.database import db
from conference.events.access import current_event, visitor
from conference.feeds.views.blueprint import EVENT, blueprint


@blueprint.get(f"{EVENT}/calendar.ics", endpoint="event")
@access(visitor)
def event_calendar_file() -> Response:
    event, version = current_event(), _version()
    return _answer(event_calendar(version, event, g.language), version, event.slug)


@blueprint.get(f"{EVENT}/agenda/<code>.ics", endpoint="session")
@access(visitor)
def session_calendar_file(code: str) -> Response:
    event, version = current_event(), _version()
    try:
        body = calendar_file(Heading(""), [stored_entry(version, code, g.language)])
    except NotInCalendar:
        abort(404)
    return _answer(body, version, f"{event.slug}-{code}")


def _version() -> AgendaVersion:
    version = latest_version(db.session(), current_event().id, with_calendar=True)
    return version or abort(404)


def _answer(body: bytes, version: AgendaVersion, name: str) -> Response:
    """A calendar file, or 304 where the asking calendar has it already (RFC 9110 §13)."""
    response = Response(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{re.sub("[^A-Za-z0-9-]", "", name)}.ics"'
    response.last_modified = version.published_at
    response.add_etag()
    return response.make_conditional(request)
