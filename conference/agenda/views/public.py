"""A session and the speakers as everybody sees them: from the newest published version alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, current_app, g, render_template
from flask_babel import gettext as _

from conference.agenda.check_words import check_words
from conference.agenda.checks import by_check
from conference.agenda.hours import clocks_turn, ends_on
from conference.agenda.ics import spoken
from conference.agenda.linked_data import session_data
from conference.agenda.ports import Picture, session_panels, speaker_panels, speaker_pictures
from conference.agenda.published import Person, PublishedSession
from conference.agenda.views.asked import may_be_kept, zone
from conference.agenda.views.blueprint import (
    EVENT,
    PREVIEW,
    Answer,
    blueprint,
    is_preview,
    published_agenda,
    published_session,
    reader,
    somebody,
)
from conference.agenda.views.hours import hours_beside
from conference.agenda.views.own import chosen_here
from conference.agenda.words import mentions, role_words, type_words
from conference.core.access import access
from conference.core.honorifics import before_name
from conference.core.public_cache import keep_public
from conference.core.sections import section
from conference.events.access import current_event, visitor
from conference.events.models import Event


@blueprint.app_context_processor
def words() -> dict[str, Any]:
    """What the agenda's templates say in words; other features' panels may include them too."""
    return {
        "type_words": type_words,
        "role_words": role_words,
        "mentions": mentions,
        "before_name": before_name,
        "ends_on": ends_on,
        "clocks_turn": clocks_turn,
        "spoken": spoken,
        "check_words": check_words,
        "findings_by_check": by_check,
        "zone_info": ZoneInfo,
        "is_preview": is_preview(),
    }


@blueprint.get(f"{EVENT}/agenda/<code>")
@blueprint.get(f"{PREVIEW}/<code>")
@access(reader)
@section("agenda.day")
def session(code: str, token: str | None = None) -> Answer:
    event = current_event()
    agenda, session = published_session(code)
    found = [ask(event, session.code, session.id, somebody()) for ask in session_panels.all()]
    panels = [panel for panel in found if panel]
    if may_be_kept():
        keep_public(until=min((panel.until for panel in panels if panel.until), default=None))
    place = agenda.sessions.index(session)
    return render_template(
        "agenda/session.html",
        the_event=event,
        agenda=agenda,
        session=session,
        panels=panels,
        previous=next((one for one in reversed(agenda.sessions[:place]) if _is_stop(one)), None),
        following=next((one for one in agenda.sessions[place + 1 :] if _is_stop(one)), None),
        day=session.day(agenda.zone),
        chosen_here=chosen_here(),
        linked_data=None if is_preview() else session_data(event, session, g.language),
        **hours_beside(agenda.zone, zone()),
    )


def _is_stop(session: PublishedSession) -> bool:
    """Whether «previous» and «next» stop here: not at breaks, nor at what does not take place."""
    return not session.is_break and not session.is_cancelled


@blueprint.get(f"{EVENT}/speakers")
@access(visitor)
def speakers() -> Answer:
    event = current_event()
    keep_public()
    agenda = published_agenda()
    people = agenda.people_for(g.language) if agenda else []
    return render_template("agenda/speakers.html", people=people, agenda=agenda, pictures=_pictures(event, people))


@blueprint.get(f"{EVENT}/speakers/<code>")
@blueprint.get(f"{PREVIEW}/speakers/<code>")
@access(reader)
@section("agenda.speakers")
def speaker(code: str, token: str | None = None) -> Answer:
    event = current_event()
    agenda = published_agenda()
    person = agenda.person(code) if agenda else None
    if agenda is None or person is None:
        abort(404)
    found = [ask(event, person.code, person.id, somebody()) for ask in speaker_panels.all()]
    panels = [panel for panel in found if panel]
    if may_be_kept():
        keep_public(until=min((panel.until for panel in panels if panel.until), default=None))
    picture = _pictures(event, [person]).get(person.id)
    return render_template(
        "agenda/speaker.html",
        the_event=event,
        agenda=agenda,
        person=person,
        panels=panels,
        picture=picture,
        picture_address=current_app.config["PUBLIC_URL"] + picture.large if picture else "",
        sessions=agenda.sessions_with(person),
        heading=person.name_in(g.language) or _("Speaker"),
    )


def _pictures(event: Event, people: Iterable[Person]) -> Mapping[int, Picture]:
    """Their photographs by id. None in a preview: what it shows is not published, and so are they not."""
    codes = {person.id: person.code for person in people}
    if is_preview() or not codes:
        return {}
    return {id_: one for ask in speaker_pictures.all() for id_, one in ask(event, codes).items()}
