"""What somebody's calendar should hold, compared with what it was last told: the messages that it is owed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session as Database

from conference.agenda.models import AgendaVersion, SessionStatus, Speaker
from conference.core.clock import now
from conference.events.models import Event
from conference.feeds.claims import CANCEL, REQUEST, Claim, EventFacts, Reason
from conference.feeds.models import CalendarInvitation, EventEntry
from conference.feeds.queries import coming_speakers, entries_of_speaker, entries_of_speakers, event_holders, outdated
from conference.feeds.service.event_entry import event_entry
from conference.registration.models import Registration, RegistrationState


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A message that somebody's calendar is owed; `row` is what it was told before."""

    owner: Registration | Speaker
    row: CalendarInvitation | None
    entry_sequence: int
    claim: Claim

    def because(self, reason: Reason) -> Self:
        """The same message for another reason."""
        return replace(self, claim=replace(self.claim, reason=reason))


def due_to_holders(
    database: Database, event: Event, *which: ColumnElement[bool], at_most: int | None = None
) -> list[Due]:
    """Messages about the event itself to those who were sent it; `which` narrows it."""
    entry = event_entry(database, event)
    rows = event_holders(database, event.id, outdated(entry), *which, at_most=at_most)
    found = (due_to_registrant(entry, registration, row) for row, registration in rows)
    return [due for due in found if due is not None]


def due_to_registrant(entry: EventEntry, registration: Registration, row: CalendarInvitation | None) -> Due | None:
    """The message about the event itself, or None."""
    is_coming = registration.state == RegistrationState.CONFIRMED
    return _of_event(entry, registration, row, is_theirs=is_coming)


def due_to_moving(entry: EventEntry, registration: Registration, row: CalendarInvitation) -> Due | None:
    """The cancellation of the event for the address that somebody is about to leave, or None where nothing went."""
    due = _of_event(entry, registration, row, is_theirs=False)
    return due.because(Reason.MOVED) if due else None


def _of_event(
    entry: EventEntry, registration: Registration, row: CalendarInvitation | None, *, is_theirs: bool
) -> Due | None:
    facts = EventFacts(**entry.told)
    told = {"event_id": entry.event_id, "uid": entry.uid, "facts": facts, "registration_id": registration.id}
    return _due(registration, row, entry.sequence, is_on=facts.is_on, is_theirs=is_theirs, told=told)


def due_to_speakers(
    database: Database, event: Event, version: AgendaVersion, *, among: Collection[int] | None = None
) -> list[Due]:
    """Messages about sessions that are still to come, in the order of the agenda; only to speakers `among` these."""
    coming = {one.id: one for one in coming_speakers(database, event.id) if among is None or one.id in among}
    rows: dict[str, dict[int, CalendarInvitation]] = {}
    owners = dict(coming)
    for row, speaker in entries_of_speakers(database, event.id):
        if among is None or speaker.id in among:
            owners[speaker.id] = speaker
            rows.setdefault(row.uid, {})[speaker.id] = row
    if not owners:
        return []
    is_on = EventFacts(**event_entry(database, event).told).is_on
    return [
        due
        for session in version.data["sessions"]
        for due in _of_session(session, version, coming, owners, rows, is_on=is_on)
    ]


def due_to_leaver(
    database: Database, event: Event, version: AgendaVersion, speaker: Speaker, *, gone: Reason
) -> list[Due]:
    """Cancellations of the sessions, still to come, that were sent into a speaker's calendar; for the reason `gone`."""
    rows = {row.uid: {speaker.id: row} for row in entries_of_speaker(database, speaker.id)}
    if not rows:
        return []
    is_on = EventFacts(**event_entry(database, event).told).is_on
    found = (
        due
        for session in version.data["sessions"]
        for due in _of_session(session, version, {}, {speaker.id: speaker}, rows, is_on=is_on)
    )
    return [due.because(gone) if due.claim.reason == Reason.GONE else due for due in found]


def _of_session(
    session: Mapping[str, Any],
    version: AgendaVersion,
    coming: Mapping[int, Speaker],
    owners: Mapping[int, Speaker],
    rows: Mapping[str, Mapping[int, CalendarInvitation]],
    *,
    is_on: bool,
) -> Iterator[Due]:
    if datetime.fromisoformat(session["ends_at"]) <= now():
        return
    held = rows.get(session["uid"], {})
    speaking = speakers_of(session) & coming.keys()
    told = {"event_id": version.event_id, "uid": session["uid"], "code": session["code"], "version_id": version.id}
    for speaker_id in sorted(speaking | held.keys()):
        due = _due(
            owners[speaker_id],
            held.get(speaker_id),
            session["sequence"],
            is_on=is_on and session["status"] == SessionStatus.SCHEDULED,
            is_theirs=speaker_id in speaking,
            told=told,
        )
        if due is not None:
            yield due


def _due(
    owner: Registration | Speaker,
    row: CalendarInvitation | None,
    entry_sequence: int,
    *,
    is_on: bool,
    is_theirs: bool,
    told: Mapping[str, Any],
) -> Due | None:
    """The message that makes of what a calendar was told what is true, or None."""
    holds = row is not None and row.method == REQUEST
    if is_on and is_theirs:
        if row is not None and holds and row.entry_sequence >= entry_sequence:
            return None
        method, reason = REQUEST, Reason.CHANGED if holds else Reason.NEW
    elif holds:
        method, reason = CANCEL, Reason.GONE if is_on else Reason.OFF
    else:
        return None
    sequence = max(entry_sequence, row.sequence + 1) if row else entry_sequence
    claim = Claim(method=method, sequence=sequence, reason=reason, **told)
    return Due(owner=owner, row=row, entry_sequence=entry_sequence, claim=claim)


def is_left_alone(registration: Registration) -> bool:
    """Nobody who goes is written to, and no address gets the entries of several people."""
    gone = registration.erased_at is not None or registration.erasure_asked_at is not None
    return gone or registration.shares_address


def speakers_of(session: Mapping[str, Any]) -> set[int]:
    """The ids of the speakers of a session as a version holds it."""
    roles = [*session["roles"], *(role for talk in session["presentations"] for role in talk["roles"])]
    return {role["speaker"] for role in roles}
