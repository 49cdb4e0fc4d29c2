"""Calendars of the published agenda, to subscribe to and to download, cheap to ask for again.

What decides whether a reader has a calendar already is known before it is joined: the version, which never changes, and
the public revision, which even taking an erased person out of a version raises.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, current_app, g, request
from werkzeug.http import is_resource_modified
from werkzeug.wrappers import Response

from conference.agenda.ics import calendar_file, heading_of, stored_entry
from conference.agenda.kept import agendas
from conference.agenda.queries import newest_heading, version_with_calendar
from conference.core.access import access
from conference.core.database import db
from conference.core.files import disposition, safe_name
from conference.core.localization import absolute_url
from conference.core.public_cache import keep_public
from conference.events.access import current_event, visitor
from conference.events.models import Event
from conference.feeds.parts import NoSuchPart, Part
from conference.feeds.views.blueprint import EVENT, blueprint, tag_of

MEDIA_TYPE = "text/calendar; charset=utf-8"
SHAPE = "1"
"""Which generation of calendars is joined here: another number where the same version gives other bytes than before."""


@blueprint.get(f"{EVENT}/calendar.ics", endpoint="event")
@access(visitor)
def event_calendar_file() -> Response:
    return _calendar(_asked())


@blueprint.get(f"{EVENT}/speakers/<code>.ics", endpoint="speaker")
@access(visitor)
def speaker_calendar_file(code: str) -> Response:
    return _calendar(_asked(speaker=code))


@blueprint.get(f"{EVENT}/agenda/<code>.ics", endpoint="session")
@access(visitor)
def session_calendar_file(code: str) -> Response:
    return _calendar(Part(session=code))


def _asked(*, speaker: str = "") -> Part:
    try:
        return Part.asked(request.args, speaker=speaker)
    except NoSuchPart:
        abort(404)


def _calendar(part: Part) -> Response:
    """The calendar of a part of the agenda, or 304 where the asking program has it already (RFC 9110 §13.2.2)."""
    event, wish = current_event(), _wish()
    known = newest_heading(db.session(), event.id) or abort(404)
    etag = _etag(event, known.number, part, wish)
    answer = Response(content_type=MEDIA_TYPE)
    answer.set_etag(etag, weak=True)
    answer.last_modified = known.published_at
    answer.headers["Cache-Control"] = "no-cache"
    if not is_resource_modified(request.environ, etag=answer.headers["ETag"], last_modified=answer.last_modified):
        answer.status_code = 304
        return answer
    version = version_with_calendar(db.session(), event.id, known.number) or abort(404)
    codes: Sequence[str] = version.calendar["order"]
    # All of it needs no agenda as objects, and parts take the one that pages have read already.
    agenda = agendas().newest(db.session(), event) if part else None
    name = ""
    if agenda is not None:
        chosen = {session.code for session in part.sessions(agenda, event.zone)}
        codes = [code for code in codes if code in chosen]
        name = part.name(agenda, g.language, event.month_style)
    if part.session and not codes:
        abort(404)
    heading = heading_of(
        version,
        event,
        g.language,
        part=name,
        source="" if wish else address(event, part),
        page=_page(event, part),
    )
    answer.set_data(calendar_file(heading, (stored_entry(version, code, g.language) for code in codes)))
    # In the language of its texts, and in plain letters for programs that read no others.
    plain = "-".join(word for word in (event.slug, *part.key) if word)
    answer.headers["Content-Disposition"] = disposition(
        f"{safe_name(heading.name) or plain}.ics", plain=f"{plain}.ics", kind="attachment" if wish else "inline"
    )
    if codes and request.args.to_dict(flat=False) == {name: [value] for name, value in (part.query | wish).items()}:
        keep_public()
    return answer


def _wish() -> dict[str, str]:
    """Whether a copy is asked for that stays as it is, as an address says it."""
    return {"download": "1"} if request.args.get("download") == "1" else {}


def _etag(event: Event, number: int, part: Part, wish: dict[str, str]) -> str:
    """What the bytes of a calendar hang on, short."""
    site = current_app.config["PUBLIC_URL"]
    return tag_of(SHAPE, site, event.id, number, event.public_revision, g.language.code, *part.key, *wish)


def address(event: Event, part: Part, **values: object) -> str:
    """Where the calendar of a part is read again and again; `values` as for `url_for`."""
    if part.session:
        return absolute_url("feeds.session", event=event.slug, code=part.session, **values)
    if part.speaker:
        return absolute_url("feeds.speaker", event=event.slug, code=part.speaker, **part.query, **values)
    return absolute_url("feeds.event", event=event.slug, **part.query, **values)


def _page(event: Event, part: Part) -> str:
    """Where people read the same."""
    if part.session:
        return absolute_url("agenda.session", event=event.slug, code=part.session)
    if part.speaker:
        return absolute_url("agenda.speaker", event=event.slug, code=part.speaker)
    return absolute_url("agenda.day", event=event.slug, **part.query)
