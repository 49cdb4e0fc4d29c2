"""Schedules for programs: of one language, and of all in one file, at an address without a language."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, current_app, g, request
from werkzeug.wrappers import Response

from conference.agenda.queries import Heading, newest_heading
from conference.core.access import Access, access
from conference.core.database import db
from conference.core.files import disposition, safe_name
from conference.core.localization import absolute_url
from conference.core.public_cache import keep_public
from conference.events.access import current_event, visitor
from conference.events.models import Event
from conference.events.queries import event_by_slug
from conference.feeds.schedules import (
    read_schedule,
    to_schedule2_json,
    to_schedule_json,
    to_schedule_xml,
)
from conference.feeds.schedules.reading import Schedule
from conference.feeds.views.blueprint import EVENT, blueprint, tag_of
from conference.library.reader import opened_at

SHAPE = "1"
"""Which generation of schedules is written here: another number where the same agenda gives other bytes than before."""
XML, JSON = "application/xml; charset=utf-8", "application/json"


def _require_visitor() -> None:
    """A visitor of the event, in its source language: the address has none, and nobody's wish changes the file."""
    event = event_by_slug(db.session(), g.get("event_slug", "")) or abort(404)
    g.language = event.source
    visitor.check()


in_all_languages = Access("visitor", _require_visitor)


@blueprint.get(f"{EVENT}/schedule.xml", endpoint="schedule_xml")
@access(visitor)
def schedule_xml() -> Response:
    address = absolute_url("feeds.schedule_xml", event=current_event().slug)
    return _file("schedule.xml", XML, lambda schedule: to_schedule_xml(schedule, g.language, address=address))


@blueprint.get(f"{EVENT}/schedule.json", endpoint="schedule_json")
@access(visitor)
def schedule_json() -> Response:
    return _file("schedule.json", JSON, lambda schedule: to_schedule_json(schedule, g.language))


@blueprint.get("/<slug:event>/schedule2.json", endpoint="schedule2_json")
@access(in_all_languages)
def schedule2_json() -> Response:
    return _file("schedule2.json", JSON, to_schedule2_json)


def _file(name: str, media_type: str, write: Callable[[Schedule], bytes]) -> Response:
    """The file, or 304 where the asking program has it already (RFC 9110 §13.2.2).

    It has no date: a document that is withdrawn changes the file, and no instant in it is newer then.
    """
    event = current_event()
    known = newest_heading(db.session(), event.id) or abort(404)
    answer = Response(content_type=media_type)
    answer.set_etag(_etag(event, known, name), weak=True)
    answer.headers["Cache-Control"] = "no-cache"
    if request.if_none_match.contains_weak(answer.get_etag()[0] or ""):
        answer.status_code = 304
        return answer
    schedule = read_schedule(db.session(), event, known)
    answer.headers["Content-Disposition"] = _disposition(event, name)
    answer.set_data(write(schedule))
    if not request.query_string:
        keep_public()
    return answer


def _etag(event: Event, version: Heading, name: str) -> str:
    """What the bytes of a schedule hang on, short. Documents and what an organiser changes raise the revision.

    The end of a document's embargo changes nothing but what time it is.
    """
    site = current_app.config["PUBLIC_URL"]
    return tag_of(SHAPE, site, event.id, version.number, event.public_revision, opened_at(event), g.language.code, name)


def _disposition(event: Event, name: str) -> str:
    """Named after the event in the language of its texts, and plainly for programs that read no other name."""
    title = safe_name((event.short_title or event.title).resolve(g.language).text)
    return disposition(f"{title or event.slug}-{name}", plain=f"{event.slug}-{name}", kind="inline")
