"""What attendance gives to the features below: the way to join, on a session's page and on a person's own."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy.orm import Session as Database

from conference.agenda.models import Session, Speaker
from conference.agenda.ports import Panel
from conference.agenda.published import PublishedAgenda, PublishedSession
from conference.agenda.queries import latest_version
from conference.attendance.joining import Door, joining
from conference.attendance.queries import evidence_count, meeting_url, online_sessions
from conference.core.clock import now
from conference.core.database import db
from conference.events.access import Viewer
from conference.events.models import Event
from conference.registration.models import Registration, RegistrationState


def join_panel(event: Event, session_code: str, session_id: int, viewer: Viewer | None) -> Panel | None:
    """The way to join an online session, the same for everybody: the page that it leads to knows who may."""
    if not meeting_url(db.session(), session_id):
        return None
    version = latest_version(db.session(), event.id)
    session = PublishedAgenda.of(version).session(session_code) if version else None
    if session is None:
        return None
    way = joining(event, session, now())
    if way.door in (Door.OVER, Door.CANCELLED):
        return None
    return Panel(
        "attendance/_join.html",
        {
            "url": url_for("attendance.join", code=session.code),
            "opens_at": way.opens_at,
            "is_open": way.door == Door.OPEN,
            "zone": event.zone,
        },
        until=session.ends_at if way.door == Door.OPEN else way.opens_at,
    )


def todays_joins(registration: Registration, token: str) -> Panel | None:
    """The online sessions that a confirmed person can still join today, with links that need no sign-in."""
    if registration.state != RegistrationState.CONFIRMED:
        return None
    event, moment = registration.event, now()
    version = latest_version(db.session(), event.id)
    if version is None:
        return None
    today = moment.astimezone(event.zone_info).date()
    sessions = [one for one in PublishedAgenda.of(version).on(today, event.zone) if not one.is_break]
    online = online_sessions(db.session(), event.id) if sessions else ()
    ways = [_way(event, one, token) for one in sessions if one.id in online]
    shown = [way for way in ways if way["door"] in (Door.EARLY, Door.OPEN)]
    return Panel("attendance/_today.html", {"ways": shown, "zone": event.zone}) if shown else None


def _way(event: Event, session: PublishedSession, token: str) -> dict[str, Any]:
    way = joining(event, session, now())
    return {
        "session": session,
        "door": way.door,
        "opens_at": way.opens_at,
        "url": url_for("attendance.join", code=session.code, registration=token),
    }


def evidence_of(database: Database, target: Session | Speaker) -> int:
    """How often somebody was marked present at a session, taken back or not."""
    return evidence_count(database, target.id) if isinstance(target, Session) else 0
