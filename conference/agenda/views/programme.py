"""The printed programme: choosing its languages, and the file."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, abort, g, render_template, request

from conference.agenda.programme import programme_file
from conference.agenda.queries import latest_version
from conference.agenda.views.blueprint import EVENT, blueprint
from conference.core.access import access
from conference.core.database import db
from conference.core.files import disposition
from conference.core.languages import Language
from conference.core.public_cache import keep_public
from conference.core.sections import section
from conference.events.access import current_event, visitor
from conference.events.models import Event


@blueprint.get(f"{EVENT}/agenda/programme")
@access(visitor)
@section("agenda.day")
def programme() -> str:
    event = current_event()
    version = latest_version(db.session(), event.id) or abort(404)
    if not request.args:
        keep_public()
    return render_template("agenda/programme.html", the_event=event, version=version, languages=_in_order(event))


@blueprint.get(f"{EVENT}/agenda/programme.pdf", endpoint="programme_file")
@access(visitor)
def programme_pdf() -> Response:
    """The programme in the languages that the address names (`language`, several times), or in the page's."""
    event = current_event()
    version = latest_version(db.session(), event.id) or abort(404)
    asked = request.args.getlist("language")
    languages = [language for language in _in_order(event) if language.code in asked]
    if len(languages) < len(set(asked)):
        abort(404)
    # One address for one file: others would only fill the store of public pages.
    is_asked_once = [language.code for language in languages] == asked and set(request.args) <= {"language"}
    languages = languages or [g.language]
    codes = "-".join(language.code for language in languages)
    answer = Response(programme_file(event, version, languages), content_type="application/pdf")
    answer.headers["Content-Disposition"] = disposition(f"{event.slug}_programme_{version.number}_{codes}.pdf")
    if is_asked_once:
        keep_public()
    return answer


def _in_order(event: Event) -> Sequence[Language]:
    """The event's languages, the page's first: it leads the programme."""
    return sorted(event.languages, key=lambda language: language != g.language)
