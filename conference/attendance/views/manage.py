"""The sessions by day with how many were there, and a day's presences as a table to take home."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from flask import abort, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference.agenda.models import SessionStatus
from conference.attendance.derived import Presence
from conference.attendance.evidence.scopes import Seen, day_of, seen_by_session
from conference.attendance.queries import placed_sessions, presences_of_day, present_counts
from conference.attendance.views.blueprint import EVENT, blueprint
from conference.attendance.words import how_words
from conference.core import formatting
from conference.core.access import access
from conference.core.csv_files import csv_response
from conference.core.database import db
from conference.core.formatting import country_name
from conference.core.localization import current_language
from conference.core.rendering import plain
from conference.core.security import private_page
from conference.events.access import current_event, desk, organiser, viewer
from conference.events.models import Event, Role
from conference.registration.queries import confirmed_count
from conference.registration.words import category_words, erased_words


@blueprint.get(f"{EVENT}/manage/attendance")
@access(desk)
def manage() -> str:
    private_page()
    event = current_event()
    present = present_counts(db.session(), event.id)
    sessions = [
        one
        for one in placed_sessions(db.session(), event.id)
        if one.status != SessionStatus.CANCELLED or one.id in present
    ]
    return render_template(
        "attendance/manage.html",
        the_event=event,
        days=[(day, list(those)) for day, those in groupby(sessions, lambda one: day_of(event, one))],
        present=present,
        confirmed=confirmed_count(db.session(), event.id),
        may_export=viewer().has(Role.ORGANISER),
    )


@blueprint.get(f"{EVENT}/manage/attendance/<day>.csv")
@access(organiser)
def day_csv(day: str) -> Response:
    private_page()
    event, found = current_event(), _asked_day(day)
    headers = [
        _("Session code"),
        _("Session"),
        _("Start"),
        _("Name"),
        _("Name in Latin script"),
        _("E-mail address"),
        _("Organisation"),
        _("Country code"),
        _("Country"),
        _("Category"),
        _("How it is known"),
        _("First seen"),
        _("Last seen"),
        _("Minutes"),
        _("Seen to leave"),
        _("Minutes of the day"),
    ]
    known = presences_of_day(db.session(), event, found)
    rows = (_row(event, one, of_day) for one, of_day in seen_by_session(known))
    return csv_response(f"{event.slug}-attendance-{found.isoformat()}.csv", headers, rows)


def _asked_day(typed: str) -> date:
    """The day in the address, written in one way only. Aborts with 404 for one on which the event is not."""
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        abort(404)
    event = current_event()
    if found.isoformat() != typed or not event.starts_on <= found <= event.ends_on:
        abort(404)
    return found


def _row(event: Event, seen: Seen, of_day: Presence) -> list[str]:
    """One person at one session, and the minutes of their whole day."""
    person, session = seen.person, seen.rows[0].session
    assert session.starts_at is not None
    return [
        session.code,
        plain(session.title),
        session.starts_at.astimezone(event.zone_info).isoformat(timespec="seconds"),
        person.native_name or erased_words(),
        person.latin_name,
        person.email,
        person.organisation,
        person.country,
        country_name(person.country, current_language()),
        category_words(person.category),
        formatting.listed(map(how_words, seen.how), current_language()),
        seen.presence.first_seen.astimezone(event.zone_info).isoformat(timespec="seconds"),
        seen.presence.last_seen.astimezone(event.zone_info).isoformat(timespec="seconds"),
        str(seen.presence.minutes),
        _("Yes") if seen.presence.is_measured else _("No"),
        str(of_day.minutes),
    ]
