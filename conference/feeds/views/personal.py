"""The calendar at an address of one person's own. Nothing of it is kept for anybody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import abort, current_app, g, request
from werkzeug.http import is_resource_modified
from werkzeug.wrappers import Response

from conference.agenda.ics import Heading, calendar_file, heading_of
from conference.agenda.kept import agendas
from conference.agenda.queries import latest_version
from conference.attendance.queries import meeting_channels
from conference.core.access import access, public
from conference.core.database import db
from conference.core.files import disposition, safe_name
from conference.core.localization import absolute_url
from conference.events.access import current_event
from conference.events.models import Event, Publication
from conference.feeds.models import CalendarFeed
from conference.feeds.own_calendar import Holding, entries, event_in, holding
from conference.feeds.queries import feed_by_token
from conference.feeds.views.blueprint import EVENT, blueprint, tag_of
from conference.feeds.views.calendars import MEDIA_TYPE, SHAPE


@blueprint.get(f"{EVENT}/calendar/<token>.ics")
@access(public)
def own(token: str) -> Response:
    """The calendar, or 304 where the asking program has it already: what it hangs on is read without building it.

    It answers also while the event is a draft: an error would leave in people's calendars what was there before.
    """
    event, database = current_event(), db.session()
    feed = feed_by_token(database, event.id, token) or abort(404)
    held = holding(database, feed)
    channels = meeting_channels(database, event.id) if held.opens else {}
    answer = Response(content_type=MEDIA_TYPE)
    answer.set_etag(_etag(event, feed, held, channels), weak=True)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    if not is_resource_modified(request.environ, etag=answer.headers["ETag"]):
        answer.status_code = 304
        return answer
    agenda = agendas().newest(database, event) if event.publication == Publication.PUBLISHED else None
    source = absolute_url("feeds.own", event=event.slug, token=token)
    version = latest_version(database, event.id, with_calendar=True) if agenda else None
    if agenda is None or version is None:
        # Programs go on asking: what is not published is a calendar without sessions.
        heading = Heading((event.short_title or event.title).resolve(g.language).text, source=source)
        own_event = [event_in(event, held.event_entry, g.language)] if held.event_entry else []
        answer.set_data(calendar_file(heading, own_event))
    else:
        page = absolute_url("agenda.day", event=event.slug)
        heading = heading_of(version, event, g.language, source=source, page=page)
        own_entries = entries(version, agenda, event, held, channels, alarm_minutes=feed.alarm_minutes)
        answer.set_data(calendar_file(heading, own_entries))
    name = safe_name(heading.name) or event.slug
    answer.headers["Content-Disposition"] = disposition(f"{name}.ics", plain=f"{event.slug}.ics", kind="inline")
    return answer


def _etag(event: Event, feed: CalendarFeed, held: Holding, channels: Mapping[int, Sequence[str]]) -> str:
    """What the bytes hang on, short: publishing raises the public revision, and so does whatever else readers see."""
    return tag_of(
        SHAPE,
        current_app.config["PUBLIC_URL"],
        event.public_revision,
        event.publication,
        g.language.code,
        feed.secret,
        feed.alarm_minutes,
        None if held.only is None else sorted(held.only),
        sorted(held.apart_from),
        held.opens,
        (held.event_entry.sequence, held.event_entry.entry.changed_at) if held.event_entry else None,
        [(one, *channels[one]) for one in sorted(channels)],
    )
