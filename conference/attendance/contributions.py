"""What attendance gives to the features below: the way to join, and what is known of a person's presence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from flask import g, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session as Database

from conference.agenda.models import Session, Speaker
from conference.agenda.ports import Panel
from conference.agenda.published import PublishedAgenda, PublishedSession
from conference.agenda.queries import latest_version
from conference.attendance.desk_words import outcome_words, refusal_words
from conference.attendance.evidence.found import events_with_evidence_due
from conference.attendance.joining import Door, joining
from conference.attendance.models import Attendance, Outcome, Refusal, Scan
from conference.attendance.queries import evidence_count, meeting_addresses, online_sessions, presences_of_person
from conference.attendance.service import erase_evidence_due, forget_scans, forget_withdrawn
from conference.attendance.words import how_words
from conference.core.clock import now
from conference.core.database import db
from conference.core.rendering import shown
from conference.events.access import Viewer
from conference.events.models import Event
from conference.outbox.ports import HourlyWork
from conference.registration.held import instant_shown, instant_stored
from conference.registration.models import Registration, RegistrationState
from conference.registration.ports import Held, HeldRow
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


def evidence_of(database: Database, target: Session | Speaker) -> int:
    """How often somebody was marked present at a session, taken back or not."""
    return evidence_count(database, target.id) if isinstance(target, Session) else 0


class Presences:
    """What attendance holds about a person: the sessions at which they were seen, and what desks read of them."""

    def show(self, session: Database, registration: Registration) -> Held:
        return Held(
            key="attendance",
            heading=_("Sessions that you attended"),
            explained=_(
                "At which sessions you were marked present, from which instant, and how it is known; also where a desk "
                "read your badge or code and nothing changed, or you were not let in."
            ),
            headers=[_("Session"), _("Present from"), _("How it is known")],
            rows=list(self._rows(session, registration)),
        )

    def _rows(self, session: Database, registration: Registration) -> Iterator[HeldRow]:
        for row, scan in presences_of_person(session, registration.id):
            if row is not None:
                yield _presence(registration, row, scan)
            elif scan is not None:
                yield _scan(registration, scan)

    def erase(self, session: Database, registration_ids: Collection[int]) -> None:
        """That somebody was there stays as evidence, by a registration without a name; mistakes and refusals go."""
        forget_withdrawn(session, registration_ids)
        forget_scans(session, registration_ids)


def _presence(registration: Registration, one: Attendance, scan: Scan | None) -> HeldRow:
    known = how_words(one.how)
    return HeldRow(
        {
            "session": one.session.code,
            "title": one.session.title.resolve(g.language).text,
            "how": one.how,
            "present_from": instant_stored(one.since),
            "present_to": instant_stored(one.to_at) if one.to_at else None,
            "recorded_at": instant_stored(one.recorded_at),
            "withdrawn_at": instant_stored(one.correction.recorded_at) if one.correction else None,
            "scan": _read(scan) if scan else None,
        },
        [
            shown(one.session.title),
            instant_shown(registration, one.since),
            _("%(how)s (taken back)", how=known) if one.correction and one.correction.from_at is None else known,
        ],
    )


def _scan(registration: Registration, scan: Scan) -> HeldRow:
    """A scan that changed nothing."""
    refused = scan.outcome == Outcome.REFUSED
    return HeldRow(
        {
            "session": scan.session.code,
            "title": scan.session.title.resolve(g.language).text,
            "how": None,
            "present_from": None,
            "present_to": None,
            "recorded_at": instant_stored(scan.received_at),
            "withdrawn_at": None,
            "scan": _read(scan),
        },
        [
            shown(scan.session.title),
            instant_shown(registration, scan.at),
            refusal_words(Refusal(scan.refusal)) if refused else outcome_words(Outcome(scan.outcome)),
        ],
    )


def _read(scan: Scan) -> dict[str, str | None]:
    return {
        "read": scan.read,
        "at": instant_stored(scan.at),
        "direction": scan.direction,
        "device": scan.device.name,
        "outcome": scan.outcome,
        "refusal": scan.refusal or None,
    }
