"""The public log of the agenda's versions, as a page and as a feed."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, g, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference.agenda import atom
from conference.agenda.difference import readable
from conference.agenda.models import AgendaVersion
from conference.agenda.queries import changes_of, newest_number, version_with_changes
from conference.agenda.views.blueprint import EVENT, Answer, blueprint
from conference.core import formatting
from conference.core.access import access
from conference.core.database import db
from conference.core.localization import absolute_url
from conference.core.public_cache import keep_public
from conference.core.sections import section
from conference.events.access import current_event, visitor
from conference.events.header import event_header
from conference.events.models import Event

PAGE_LENGTH = 10
FEED_LENGTH = 20


@blueprint.get(f"{EVENT}/agenda/changes")
@access(visitor)
@section("agenda.day")
def changes() -> Answer:
    event = current_event()
    if not request.args:
        keep_public()
    # Versions are numbered without a gap.
    newest = newest_number(db.session(), event.id)
    if not newest:
        return render_template("agenda/nothing_yet.html", actions=())
    pages = -(-newest // PAGE_LENGTH)
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= pages:
        abort(404)
    found = changes_of(db.session(), event.id, limit=PAGE_LENGTH, offset=(page - 1) * PAGE_LENGTH)
    return render_template(
        "agenda/changes.html",
        versions=[told_of(version, event) for version in found],
        newest=newest,
        page=page,
        pages=pages,
        page_url=lambda number: url_for("agenda.changes", page=number if number > 1 else None),
    )


@blueprint.get(f"{EVENT}/agenda/changes/<int:number>")
@access(visitor)
@section("agenda.day")
def change(number: int) -> Answer:
    """One version's changes, at an address that stays."""
    event = current_event()
    version = version_with_changes(db.session(), event.id, number)
    if version is None:
        abort(404)
    if not request.args:
        keep_public()
    newest = newest_number(db.session(), event.id)
    return render_template("agenda/changes.html", versions=[told_of(version, event)], newest=newest, page=0, pages=0)


def told_of(version: AgendaVersion, event: Event) -> dict[str, Any]:
    """A version as its readers are told of it: the note and the changes; the first one changed nothing."""
    return {
        "number": version.number,
        "published_at": version.published_at,
        "note": version.note,
        "changes": readable(version.difference["changes"]),
        "zone": event.zone,
    }


@blueprint.get(f"{EVENT}/agenda/changes.atom")
@access(visitor)
def changes_feed() -> Response:
    event = current_event()
    found = changes_of(db.session(), event.id, limit=FEED_LENGTH)
    if not found:
        abort(404)
    keep_public()
    header = event_header(event)
    feed = atom.Feed(
        key=f"{current_app.config['PUBLIC_URL']}/events/{event.id}/agenda/{g.language.code}",
        language=g.language,
        title=_("%(event)s: changes in the agenda", event=event.title.resolve(g.language).text),
        subtitle=header.dates_label,
        author=header.organisers_label or event.title.resolve(g.language).text,
        url=absolute_url("agenda.changes_feed", event=event.slug),
        page_url=absolute_url("agenda.changes", event=event.slug),
        others=[
            (language, absolute_url("agenda.changes_feed", event=event.slug, language=language))
            for language in event.languages
            if language != g.language
        ],
        entries=[_entry(version, event) for version in found],
    )
    response = Response(atom.to_xml(feed), content_type=f"{atom.MEDIA_TYPE}; charset=utf-8")
    response.last_modified = found[0].published_at
    # Whoever is signed in is not answered by the public cache, which has an ETag of its own.
    response.add_etag()
    return response.make_conditional(request)


def _entry(version: AgendaVersion, event: Event) -> atom.Entry:
    return atom.Entry(
        number=version.number,
        title=_("Version %(number)s, %(instant)s", number=version.number, instant=_instant(version, event)),
        url=absolute_url("agenda.change", event=event.slug, number=version.number),
        published_at=version.published_at,
        html=render_template("agenda/_entry.html", version=told_of(version, event)),
    )


def _instant(version: AgendaVersion, event: Event) -> str:
    return formatting.format_instant(version.published_at, event.zone, g.language, event.month_style)
