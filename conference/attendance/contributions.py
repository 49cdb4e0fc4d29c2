"""What attendance gives to the features below: the way to join, and what is known of a person's presence."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for
from sqlalchemy import Select
from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.agenda.models import Session, Speaker
from conference.agenda.ports import Panel
from conference.agenda.published import PublishedAgenda, PublishedSession
from conference.agenda.queries import latest_version
from conference.attendance.evidence.found import events_with_evidence_due
from conference.attendance.joining import Door, joining
from conference.attendance.queries import evidence_count, meeting_addresses, online_sessions, sessions_attended
from conference.attendance.service import erase_evidence_due
from conference.core.clock import now
from conference.core.database import db
from conference.events.access import Viewer
from conference.events.models import Event
from conference.events.ports import Standing
from conference.outbox.ports import HourlyWork
from conference.registration.models import Registration, RegistrationState
from conference.speakers.ports import WayIn

WORK_OF_THE_HOUR = (HourlyWork("erase evidence", events_with_evidence_due, erase_evidence_due),)
"""Evidence whose time to be kept is over."""


def join_panel(event: Event, session_code: str, session_id: int, viewer: Viewer | None) -> Panel | None:
    """The way to join an online session, the same for everybody: the page that it leads to knows who may."""
    if not meeting_addresses(db.session(), session_id):
        return None
    version = latest_version(db.session(), event.id)
    agenda = PublishedAgenda.of(version) if version else None
    session = agenda.session(session_code) if agenda else None
    if agenda is None or session is None:
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
            "zone": agenda.zone,
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
    agenda = PublishedAgenda.of(version)
    today = moment.astimezone(ZoneInfo(agenda.zone)).date()
    sessions = [one for one in agenda.on(today, agenda.zone) if not one.is_break]
    online = online_sessions(db.session(), event.id) if sessions else ()
    ways = [_way(event, one, token) for one in sessions if one.id in online]
    shown = [way for way in ways if way["door"] in (Door.EARLY, Door.OPEN)]
    return Panel("attendance/_today.html", {"ways": shown, "zone": agenda.zone}) if shown else None


def speakers_ways_in(database: Database, event: Event, token: str, session_ids: Collection[int]) -> Mapping[int, WayIn]:
    """The meetings that a speaker can join or will be able to, of these sessions, by the agenda that people read."""
    online = set(session_ids) & set(online_sessions(database, event.id)) if session_ids else set()
    version = latest_version(database, event.id) if online else None
    if version is None:
        return {}
    found = {}
    for session in PublishedAgenda.of(version).sessions:
        way = joining(event, session, now())
        if session.id in online and way.door in (Door.EARLY, Door.OPEN):
            url = url_for("attendance.join_as_speaker", token=token, code=session.code)
            found[session.id] = WayIn(url, way.opens_at, is_open=way.door == Door.OPEN)
    return found


def _way(event: Event, session: PublishedSession, token: str) -> dict[str, Any]:
    way = joining(event, session, now())
    return {
        "session": session,
        "door": way.door,
        "opens_at": way.opens_at,
        "url": url_for("attendance.join", code=session.code, registration=token),
    }


def takes_part(event: Event, account: Account, standing: Standing | None) -> Select[int]:
    """The sessions at which a confirmed participant was seen, though they had not chosen them."""
    return sessions_attended(standing.registration_id if standing is not None and standing.is_confirmed else None)


def evidence_of(database: Database, target: Session | Speaker) -> int:
    """How often somebody was marked present at a session, taken back or not."""
    return evidence_count(database, target.id) if isinstance(target, Session) else 0
