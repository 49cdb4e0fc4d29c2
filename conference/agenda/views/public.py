"""The agenda and the speakers as everybody sees them: from the newest published version alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, g, render_template, request, url_for
from flask_babel import gettext as _

from conference.agenda.check_words import check_words
from conference.agenda.checks import by_check
from conference.agenda.hours import clocks_turn, ends_on
from conference.agenda.ics import spoken
from conference.agenda.ports import Note, agenda_actions, session_notes, session_panels
from conference.agenda.published import PublishedAgenda, PublishedSession
from conference.agenda.queries import newest_heading
from conference.agenda.timetable import differs, first_day_to_show, hours_there, next_midnight, offered_zones, slots
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
from conference.agenda.words import mentions, role_words, type_words
from conference.core import formatting
from conference.core.access import access
from conference.core.clock import now
from conference.core.database import db
from conference.core.honorifics import before_name
from conference.core.public_cache import keep_public
from conference.core.rendering import month_style
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


@blueprint.get(f"{EVENT}/agenda")
@blueprint.get(PREVIEW)
@access(reader)
def day(token: str | None = None) -> Answer:
    event = current_event()
    actions = [action for action in (ask(event) for ask in agenda_actions.all()) if action]
    agenda = published_agenda()
    changing = [action.until for action in actions if action.until]
    if agenda is None:
        keep_public(until=min(changing, default=None))
        return render_template("agenda/nothing_yet.html", actions=actions)
    days = agenda.days(event.zone)
    today = now().astimezone(event.zone_info).date()
    chosen = _chosen_day(days) or first_day_to_show(event, days, today)
    sessions = [one for one in agenda.on(chosen, event.zone) if _is_wanted(one, agenda)]
    notes, until = _notes(event)
    until += changing
    if "day" not in request.args and today <= event.ends_on:
        until.append(next_midnight(event, today))
    keep_public(until=min(until, default=None))
    zone = _chosen_zone()
    return render_template(
        "agenda/day.html",
        the_event=event,
        agenda=agenda,
        actions=actions,
        chosen=chosen,
        day_tabs=[_tab(one, one == chosen) for one in days],
        slots=slots(agenda, sessions),
        notes=notes,
        version=newest_heading(db.session(), event.id),
        zone=zone,
        zones=[(name, city) for name, city in offered_zones(zone, g.language) if name != event.zone],
        cities=dict(offered_zones("", g.language)),
        is_filtered=bool(request.args.get("track") or request.args.get("room")),
        hours_there=lambda slot: hours_there(slot.starts_at, slot.ends_at, event.zone, zone, g.language),
        differs=differs,
        format_offset=formatting.format_offset,
        zone_city=lambda name: formatting.zone_city(name, g.language),
    )


def _chosen_day(days: Sequence[date]) -> date | None:
    """The day that the address asks for. Aborts with 404 where there is nothing on it."""
    asked = request.args.get("day", "")
    if not asked:
        return None
    found = next((day for day in days if day.isoformat() == asked), None)
    return found or abort(404)


def _is_wanted(session: PublishedSession, agenda: PublishedAgenda) -> bool:
    """Whether a session passes the filters; one that belongs to all rooms or tracks (a break) always does."""
    for name, place, known in (("track", session.track, agenda.tracks), ("room", session.room, agenda.rooms)):
        asked = request.args.get(name, "")
        if asked and asked not in {str(one.id) for one in known}:
            abort(404)
        if asked and not session.is_break and (place is None or str(place.id) != asked):
            return False
    return True


def _chosen_zone() -> str:
    """The zone whose hours are shown beside the event's, if the address names one that exists."""
    asked = request.args.get("tz", "")
    return asked if asked in formatting.zones() else ""


def _notes(event: Event) -> tuple[dict[int, list[Note]], list[datetime]]:
    """The other features' notes by session, and the instants at which they stop being true."""
    notes: dict[int, list[Note]] = {}
    for find in session_notes.all():
        for session_id, found in find(event, somebody()).items():
            notes.setdefault(session_id, []).extend(found)
    return notes, [note.until for found in notes.values() for note in found if note.until]


def _tab(day: date, is_current: bool) -> dict[str, Any]:
    kept: dict[str, Any] = {
        name: value for name, value in request.args.items() if name in ("tz", "track", "room") and value
    }
    style = month_style()
    return {
        "url": url_for("agenda.day", day=day.isoformat(), **kept),
        "weekday": formatting.format_date(day, g.language, style, "EEE"),
        "number": day.day,
        "month": formatting.format_date(day, g.language, style, "MMMM"),
        "current": is_current,
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
        day=session.day(event.zone),
        format_offset=formatting.format_offset,
        zone_city=lambda name: formatting.zone_city(name, g.language),
    )


def _is_stop(session: PublishedSession) -> bool:
    """Whether «previous» and «next» stop here: not at breaks, nor at what does not take place."""
    return not session.is_break and not session.is_cancelled


@blueprint.get(f"{EVENT}/speakers")
@access(visitor)
def speakers() -> Answer:
    current_event()
    keep_public()
    agenda = published_agenda()
    people = agenda.people_for(g.language) if agenda else []
    return render_template("agenda/speakers.html", people=people, agenda=agenda)


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
    keep_public()
    return render_template(
        "agenda/speaker.html",
        the_event=event,
        person=person,
        sessions=agenda.sessions_with(person),
        heading=person.name_in(g.language) or _("Speaker"),
    )
