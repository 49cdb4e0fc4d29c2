"""The read API: what everybody may know of published events, as JSON. Nobody's cookie changes an answer."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from flask import Blueprint, abort, current_app, g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference.agenda.filters import values_of
from conference.agenda.kept import agendas
from conference.agenda.published import PublishedAgenda, PublishedSession
from conference.agenda.queries import newest_heading, version_by_number
from conference.core.access import access, public
from conference.core.database import db
from conference.core.languages import CODES, ENGLISH, Language
from conference.core.limits import limiter
from conference.core.localization import site_name, speaking
from conference.events.models import Event, Publication
from conference.events.queries import event_by_slug, published_events
from conference.feeds.api import answers, openapi, shapes
from conference.feeds.api.answers import Told, part, resource
from conference.feeds.api.asking import PAGED, Asked, Day, OneOf, Reader, Whole, Words
from conference.feeds.api.telling import Teller, address, told_event
from conference.library.queries import document_by_slug, published_documents
from conference.library.reader import rights_for

blueprint = Blueprint("api", __name__, url_prefix=answers.ROOT)
EVENT = "/events/<slug:event>"
# A ministry is one IP, and a program that reads all of an event asks it hundreds of times.
PER_IP = "6000 per 10 minutes"

limiter.shared_limit(PER_IP, scope="api")(blueprint)
blueprint.after_request(answers.open_to_all)


@blueprint.before_request
def speak() -> None:
    g.language = answers.problem_language()


@blueprint.get("/", strict_slashes=False)
@access(public)
@resource(shapes.Index, summary="What there is")
def index(asked: Asked) -> Told:
    reader = Reader.of(request)
    with speaking(reader.language):
        title = site_name()
    return Told(shapes.Index(title=title, events=address("api.events"), openapi=address("api.document_of_api")), reader)


@blueprint.get("/openapi.json")
@access(public)
def document_of_api() -> Response:
    """The OpenAPI document, which is in English."""
    document = openapi.document(current_app, server=current_app.config["PUBLIC_URL"])
    return answers.written(msgspec.json.encode(document), [ENGLISH])


@blueprint.get("/events")
@access(public)
@resource(shapes.Events, summary="Published events, the latest first", parameters=PAGED)
def events(asked: Asked) -> Told:
    reader = Reader.of(request)
    rows, facts = part(published_events(db.session()), asked)
    return Told(shapes.Events(items=[told_event(one, Reader.of(request, one)) for one in rows], **facts), reader)


@blueprint.get(EVENT)
@access(public)
@resource(shapes.Event, summary="An event")
def event(asked: Asked) -> Told:
    found = _event()
    reader = Reader.of(request, found)
    return Told(told_event(found, reader), reader)


@blueprint.get(f"{EVENT}/sessions")
@access(public)
@resource(
    shapes.Sessions,
    summary="The sessions of the published agenda",
    parameters=(
        Day(name="day", meaning="Only sessions that start on this day, in the event's zone."),
        Whole(name="track", meaning="Only sessions of the track with this id."),
        Whole(name="room", meaning="Only sessions in the room with this id."),
        OneOf(name="language", values=CODES, meaning="Only sessions that can be heard in this language."),
        Whole(name="since", meaning="Only sessions that are new or changed since the version with this number."),
        *PAGED,
    ),
)
def sessions(asked: Asked) -> Told:
    one = _teller()
    earlier = _earlier(one.event, asked["since"]) if asked["since"] else {}
    rows, facts = part([row for row in one.sessions if _is_wanted(row, asked, one.event, earlier)], asked)
    return _of_agenda(one, shapes.Sessions(items=[one.session(row) for row in rows], version=one.version, **facts))


@blueprint.get(f"{EVENT}/sessions/<code>")
@access(public)
@resource(shapes.Session, summary="A session of the published agenda")
def session(asked: Asked, code: str) -> Told:
    one = _teller()
    found = one.agenda.session(code) if one.agenda else None
    return _of_agenda(one, one.session(found or abort(404)))


@blueprint.get(f"{EVENT}/speakers")
@access(public)
@resource(shapes.Speakers, summary="Everybody who appears in a session that takes place", parameters=PAGED)
def speakers(asked: Asked) -> Told:
    one = _teller()
    rows, facts = part([row for row in one.agenda.people if one.appears(row)] if one.agenda else (), asked)
    return _of_agenda(one, shapes.Speakers(items=[one.speaker(row) for row in rows], version=one.version, **facts))


@blueprint.get(f"{EVENT}/speakers/<code>")
@access(public)
@resource(shapes.Speaker, summary="A speaker of the published agenda")
def speaker(asked: Asked, code: str) -> Told:
    one = _teller()
    found = one.agenda.person(code) if one.agenda else None
    return _of_agenda(one, one.speaker(found or abort(404)))


@blueprint.get(f"{EVENT}/rooms")
@access(public)
@resource(shapes.Rooms, summary="The rooms of the published agenda", parameters=PAGED)
def rooms(asked: Asked) -> Told:
    one = _teller()
    rows, facts = part(one.agenda.rooms if one.agenda else (), asked)
    return _of_agenda(one, shapes.Rooms(items=[one.room(row) for row in rows], version=one.version, **facts))


@blueprint.get(f"{EVENT}/tracks")
@access(public)
@resource(shapes.Tracks, summary="The tracks of the published agenda", parameters=PAGED)
def tracks(asked: Asked) -> Told:
    one = _teller()
    rows, facts = part(one.agenda.tracks if one.agenda else (), asked)
    return _of_agenda(one, shapes.Tracks(items=[one.track(row) for row in rows], version=one.version, **facts))


@blueprint.get(f"{EVENT}/documents")
@access(public)
@resource(
    shapes.Documents,
    summary="The documents that everybody may read",
    parameters=(
        OneOf(name="language", values=CODES, meaning="Only documents that are there in this language."),
        Words(name="category", meaning="Only documents of the category with this code."),
        Words(name="session", meaning="Only documents of the session with this code."),
        *PAGED,
    ),
)
def documents(asked: Asked) -> Told:
    one = _teller()
    found = published_documents(db.session(), one.event.id, visible=rights_for(one.event, None))
    if asked["language"]:
        found = [row for row in found if row.is_published_in(Language.of(asked["language"]))]
    if asked["category"]:
        found = [row for row in found if row.category == asked["category"]]
    code = asked["session"]
    rows, facts = part([row for row in found if code is None or code in one.codes_of(row)], asked)
    return Told(shapes.Documents(items=[one.document(row) for row in rows], **facts), one.reader)


@blueprint.get(f"{EVENT}/documents/<slug>")
@access(public)
@resource(shapes.Document, summary="A document that everybody may read")
def document(asked: Asked, slug: str) -> Told:
    one = _teller()
    if not (slug.isascii() and slug.isprintable()):
        abort(404)  # it is no slug, and PostgreSQL refuses NUL
    found = document_by_slug(db.session(), one.event.id, slug, visible=rights_for(one.event, None))
    if found is None or not any(version.current for version in found.versions):
        abort(404)
    return Told(one.document(found), one.reader)


def _event() -> Event:
    """The published event of this request. Aborts with 404 for a draft too, whoever asks."""
    found = event_by_slug(db.session(), g.event_slug)
    return found if found is not None and found.publication == Publication.PUBLISHED else abort(404)


def _teller() -> Teller:
    """The published event of this request with its newest agenda, for its reader. Aborts with 404."""
    event, database = _event(), db.session()
    # Its heading first: an agenda published meanwhile is newer than what it is called, so that `since` loses nothing.
    heading = newest_heading(database, event.id)
    agenda = agendas().newest(database, event) if heading else None
    return Teller(event, Reader.of(request, event), agenda, heading)


def _of_agenda(one: Teller, body: msgspec.Struct) -> Told:
    return Told(body, one.reader, one.heading)


def _earlier(event: Event, number: int) -> Mapping[str, PublishedSession]:
    """The sessions of an earlier version by their uid. Aborts with 404 where there is no such version."""
    version = version_by_number(db.session(), event.id, number)
    if version is None:
        sentence = _("The agenda has no version %(number)s.", number=number)
        abort(answers.problem(404, _("This page does not exist"), sentence))
    return {session.uid: session for session in PublishedAgenda.of(version).sessions}


def _is_wanted(session: PublishedSession, asked: Asked, event: Event, earlier: Mapping[str, PublishedSession]) -> bool:
    """Whether a session passes the filters of the address."""
    day = asked["day"]
    if day is not None and session.day(event.zone) != day:
        return False
    for facet in ("track", "room", "language"):
        if asked[facet] is not None and str(asked[facet]) not in values_of(session, facet):
            return False
    return asked["since"] is None or earlier.get(session.uid) != session
