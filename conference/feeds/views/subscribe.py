"""The page that says how to have the agenda in one's own calendar: which part of it, in which language, and how."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from conference.agenda.kept import agendas
from conference.agenda.published import PublishedAgenda
from conference.core.access import access
from conference.core.database import db
from conference.core.languages import Language
from conference.core.public_cache import keep_public
from conference.core.sections import section
from conference.events.access import current_event, visitor
from conference.events.models import Event
from conference.feeds.parts import NoSuchPart, Part
from conference.feeds.views.blueprint import EVENT, blueprint
from conference.feeds.views.calendars import address

ASKED = ("day", "track", "language", "speaker", "session")


@blueprint.get(f"{EVENT}/calendar")
@access(visitor)
@section("agenda.day")
def subscribe() -> str | Response:
    event = current_event()
    if not all(request.args.values()):
        # A form sends its empty fields too: the same wishes have one address.
        wishes = {name: request.args[name] for name in ASKED if request.args.get(name)}
        return redirect(url_for("feeds.subscribe") + (f"?{urlencode(wishes)}" if wishes else ""))
    agenda = agendas().newest(db.session(), event)
    if agenda is None:
        return render_template("feeds/not_yet.html")
    part, language = _part(agenda, event), _language(event)
    given = [name for name, _value in request.args.items(multi=True)]
    if set(given) <= set(ASKED) and len(set(given)) == len(given):
        keep_public()
    title = (event.short_title or event.title).resolve(language).text
    names = (title, part.name(agenda, language, event.month_style))
    subscription = address(event, part, language=language)
    return render_template(
        "feeds/subscribe.html",
        part=part,
        language=language,
        languages_of_event=event.languages,
        days=agenda.days(event.zone),
        tracks=agenda.tracks,
        person=agenda.person(part.speaker) if part.speaker else None,
        session=agenda.session(part.session) if part.session else None,
        name=" – ".join(word for word in names if word),
        subscription=subscription,
        opening="webcal:" + subscription.partition(":")[2],
        copy=address(event, part, language=language, download=1),
    )


def _part(agenda: PublishedAgenda, event: Event) -> Part:
    """The part that the address asks for. Aborts with 404 for what the agenda lacks: nobody begins with that."""
    speaker, session = request.args.get("speaker", ""), request.args.get("session", "")
    try:
        asked = Part.asked(request.args, speaker=speaker, session=session)
    except NoSuchPart:
        abort(404)
    has_all = (
        asked.day in (None, *agenda.days(event.zone))
        and asked.track in (None, *(track.id for track in agenda.tracks))
        and (not speaker or agenda.person(speaker))
        and (not session or agenda.session(session))
    )
    return asked if has_all else abort(404)


def _language(event: Event) -> Language:
    """The language of the calendar: the page's, or another of the event's. Aborts with 404 for others."""
    code = request.args.get("language", g.language.code)
    return next((one for one in event.languages if one.code == code), None) or abort(404)
