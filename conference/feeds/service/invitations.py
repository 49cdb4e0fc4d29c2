"""Who is owed a new entry, a changed one or a cancellation, and the messages that bring it (docs/adr/0007).

What somebody's calendar should hold is compared with what it was last told; a message is written, and the row that
remembers it, in one transaction under the event's lock. So each happening is told once, whoever notices it first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session as Database

from conference.agenda.models import AgendaVersion, SessionStatus, Speaker
from conference.agenda.ports import Concerned
from conference.agenda.queries import latest_version, newest_number
from conference.core.clock import now
from conference.events.models import Event
from conference.events.service import lock
from conference.feeds.claims import CANCEL, REQUEST, Claim, EventFacts, Reason
from conference.feeds.models import CalendarInvitation, EventEntry
from conference.feeds.queries import (
    coming_speakers,
    entries_of_registration,
    entries_of_speakers,
    event_holders,
    holders_count,
    lost_places,
    outdated,
    these_places,
)
from conference.feeds.service.event_entry import event_entry
from conference.outbox.service import enqueue
from conference.registration.mail_values import addressed_as
from conference.registration.models import MailKind, Registration, RegistrationState
from conference.registration.queries import is_over
from conference.speakers.service import own_language

MAIL = "feeds.invitation"
RIGHTING = "feeds.righting"
AT_ONCE = 100
"""How many people the worker writes to in one transaction: the event is locked meanwhile."""
BRING_THE_EVENT = frozenset({MailKind.CONFIRMED, MailKind.REMINDER})
PUT_IT_RIGHT = BRING_THE_EVENT | {MailKind.CANCELLED, MailKind.DECLINED, MailKind.WAITLISTED, MailKind.CORRECTION}


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A message that somebody's calendar is owed; `row` is what it was told before."""

    owner: Registration | Speaker
    row: CalendarInvitation | None
    entry_sequence: int
    claim: Claim


def claim_for_letter(database: Database, registration: Registration, kind: MailKind) -> Claim | None:
    """What a letter to somebody carries: the first ones bring the event, later ones what became of it."""
    if kind not in PUT_IT_RIGHT or _is_left_alone(registration) or is_over(registration.event):
        return None
    row = next(iter(entries_of_registration(database, registration.id)), None)
    if row is None and not (kind in BRING_THE_EVENT and registration.state == RegistrationState.CONFIRMED):
        return None
    due = _due_to_registrant(event_entry(database, registration.event), registration, row)
    return _take(database, due) if due else None


def claim_for_news(
    database: Database, event: Event, version: AgendaVersion, people: Sequence[Concerned]
) -> Mapping[str, Claim]:
    """What the news of a publication carries, by the key of its reader: what they speak in first, else the event."""
    if is_over(event) or not people:
        return {}
    keys = {(name, number): one.key for one in people for name, number in one.about.items()}
    speakers = [number for name, number in keys if name == "speaker"]
    places = [number for name, number in keys if name == "registration"]
    claimed: dict[str, Claim] = {}
    for due in [
        *_due_to_speakers(database, event, version, among=speakers),
        *_due_to_holders(database, event, these_places(places)),
    ]:
        key = keys[_about(due.owner)]
        if key not in claimed:
            claimed[key] = _take(database, due)
    return claimed


def readers_of_changes(database: Database, event: Event, agenda: Mapping[str, Any]) -> int:
    """How many people are sent an entry because `agenda` gives the event another time or place, or is the first."""
    if is_over(event):
        return 0
    entry, facts = database.get(EventEntry, event.id), EventFacts.of(event, agenda)
    holders = 0
    if entry is not None:
        which = [outdated(entry)] if entry.told == asdict(facts) else []
        holders = holders_count(database, event.id, *which)
    if not facts.is_on or newest_number(database, event.id):
        return holders
    speaking = {one for session in agenda["sessions"] for one in _speakers(session)}
    return holders + sum(one.id in speaking for one in coming_speakers(database, event.id))


def put_right_later(database: Database, event: Event, *, cause: str) -> None:
    """Let the worker write to all whose calendars are wrong now; once for a `cause`."""
    key = f"{RIGHTING}:{event.id}:{cause}"
    enqueue(database, RIGHTING, {"event": event.id}, recipient="", deduplication_key=key)


def put_right(database: Database, event_id: int) -> int:
    """Write to the next people whose calendars are wrong; how many they were, at most AT_ONCE."""
    event = lock(database, event_id)
    if is_over(event):
        return 0
    version = latest_version(database, event_id)
    due = _due_to_holders(database, event, at_most=AT_ONCE)
    if version is not None and len(due) < AT_ONCE:
        due += _due_to_speakers(database, event, version)
    for one in due[:AT_ONCE]:
        _write(database, event, one)
    return min(len(due), AT_ONCE)


def follow_places(database: Database, event_id: int) -> None:
    """Write to those whose place changed without a letter: for the hour that is rung. Nothing else is put right."""
    event = lock(database, event_id)
    if not is_over(event):
        for due in _due_to_holders(database, event, lost_places()):
            _write(database, event, due)


def tell_speaker(database: Database, speaker: Speaker) -> None:
    """Write to somebody who confirmed that they speak, or declined, about each of their sessions."""
    event = database.get_one(Event, speaker.event_id)
    version = latest_version(database, event.id)
    if version is not None and not is_over(event):
        for due in _due_to_speakers(database, event, version, among=[speaker.id]):
            _write(database, event, due)


def forget_address(database: Database, speaker: Speaker) -> None:
    """A speaker has another address, whose calendar holds nothing yet."""
    rows = update(CalendarInvitation).where(CalendarInvitation.speaker_id == speaker.id).values(method=CANCEL)
    database.execute(rows.execution_options(synchronize_session=False))
    tell_speaker(database, speaker)


def _due_to_holders(
    database: Database, event: Event, *which: ColumnElement[bool], at_most: int | None = None
) -> list[Due]:
    """Messages about the event itself to those who were sent it; `which` narrows it."""
    entry = event_entry(database, event)
    rows = event_holders(database, event.id, outdated(entry), *which, at_most=at_most)
    found = (_due_to_registrant(entry, registration, row) for row, registration in rows)
    return [due for due in found if due is not None]


def _due_to_registrant(entry: EventEntry, registration: Registration, row: CalendarInvitation | None) -> Due | None:
    facts = EventFacts(**entry.told)
    is_coming = registration.state == RegistrationState.CONFIRMED
    told = {"event_id": entry.event_id, "uid": entry.uid, "facts": facts}
    return _due(registration, row, entry.sequence, is_on=facts.is_on, is_theirs=is_coming, told=told)


def _due_to_speakers(
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
    speaking = _speakers(session) & coming.keys()
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


def _take(database: Database, due: Due) -> Claim:
    """Remember that the message is on its way."""
    claim = due.claim
    row = due.row
    if row is None:
        name, number = _about(due.owner)
        row = CalendarInvitation(event_id=claim.event_id, uid=claim.uid, **{f"{name}_id": number})
        database.add(row)
    row.method, row.sequence = claim.method, claim.sequence
    row.entry_sequence, row.sent_at = due.entry_sequence, now()
    return claim


def _write(database: Database, event: Event, due: Due) -> None:
    """A mail of its own."""
    claim, owner = _take(database, due), due.owner
    name, number = _about(owner)
    language = owner.language if isinstance(owner, Registration) else own_language(owner, event)
    called = addressed_as(owner, language) if isinstance(owner, Registration) else owner.native_name or owner.latin_name
    enqueue(
        database,
        MAIL,
        {
            "entry": claim.to_json(),
            "email": owner.email,
            "name": called,
            "language": language.code,
            name: number,
        },
        recipient=owner.email,
        event_id=event.id,
        deduplication_key=f"{MAIL}:{name}:{number}:{claim.uid}:{claim.sequence}",
    )


def _about(owner: Registration | Speaker) -> tuple[str, int]:
    """How messages name somebody, so that they are found and erased with them."""
    return ("registration" if isinstance(owner, Registration) else "speaker"), owner.id


def _is_left_alone(registration: Registration) -> bool:
    """Nobody who goes is written to, and no address gets the entries of several people."""
    gone = registration.erased_at is not None or registration.erasure_asked_at is not None
    return gone or registration.shares_address


def _speakers(session: Mapping[str, Any]) -> set[int]:
    roles = [*session["roles"], *(role for talk in session["presentations"] for role in talk["roles"])]
    return {role["speaker"] for role in roles}
