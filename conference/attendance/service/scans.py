"""Taking over what the devices of a desk read: each scan once, in any order, with the presence that follows from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session as Database

from conference.agenda.models import Session
from conference.attendance.models import (
    IN_THE_ROOM,
    Attendance,
    Device,
    Direction,
    How,
    Outcome,
    Refusal,
    Scan,
    in_force,
)
from conference.attendance.service.marking import present_from
from conference.attendance.service.reading import Read, people_read
from conference.attendance.settling import Inside, Seen, insides, outcome_of, stay_around
from conference.audit.service import record
from conference.core.clock import now
from conference.registration.models import Registration, RegistrationState

CLOCKS_AGREE = timedelta(seconds=5)
"""So far a device's clock may be off before it is corrected: what a slow line takes is not the clock's fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A scan as a device sends it. `at` is by the device's clock; `refusal` is what the person at the door chose."""

    nonce: str
    session: str
    read: str
    direction: Direction
    at: datetime
    refusal: Refusal | None = None


@dataclass(slots=True)
class _Door:
    """One person at one session: what was seen of them, and the rows that stand for it."""

    session: Session
    registration: Registration
    scans: list[Scan] = field(default_factory=list)
    rows: list[Attendance] = field(default_factory=list)

    def seen(self) -> list[Seen]:
        by_scans = [self.placed(one.at, Direction(one.direction)) for one in self.scans]
        starts = [Seen(one.since, Direction.IN) for one in self.rows]
        ends = [Seen(one.to_at, Direction.OUT) for one in self.rows if one.to_at is not None]
        return [*by_scans, *starts, *ends]

    def placed(self, moment: datetime, direction: Direction) -> Seen:
        """What counts of an instant: an entry as `present_from` says, an exit on another day at the session's end."""
        session = self.session
        assert session.starts_at is not None
        assert session.ends_at is not None
        if direction == Direction.IN:
            return Seen(present_from(session, moment), direction)
        zone = session.event.zone_info
        same_day = moment.astimezone(zone).date() == session.starts_at.astimezone(zone).date()
        return Seen(moment if same_day else session.ends_at, direction)


def take_scans(
    database: Database, device: Device, readings: Sequence[Reading], *, clock: datetime, by: int
) -> Mapping[str, Scan]:
    """Take over what a device read, and say by nonce what came of each; what was taken before is said again.

    `clock` is what the device's clock says now. Readings of sessions that the event has not are left out. People are
    locked in one order, so that desks that send the same people at once wait for each other.
    """
    moment, event_id = now(), device.event_id
    known = _known(database, device, readings)
    sessions = _sessions(database, event_id, {one.session for one in readings})
    fresh = {one.nonce: one for one in readings if one.nonce not in known and one.session in sessions}
    people = people_read(database, event_id, {one.read for one in fresh.values()})
    locked = _lock(database, {one.registration_id for one in people.values() if one.registration_id is not None})
    # Another request may have brought the same scans while this one waited for the people.
    known = {**known, **_known(database, device, list(fresh.values()))}
    fresh = {nonce: one for nonce, one in fresh.items() if nonce not in known}
    doors = _doors(database, [sessions[one.session] for one in fresh.values()], locked)
    behind = moment - clock
    correction = timedelta(seconds=round(behind.total_seconds())) if abs(behind) > CLOCKS_AGREE else timedelta()
    taken: dict[str, Scan] = {}
    made: list[Attendance] = []
    for one in sorted(fresh.values(), key=lambda reading: reading.at):
        session, read = sessions[one.session], people[one.read]
        person = locked.get(read.registration_id) if read.registration_id is not None else None
        scan = Scan(
            device=device,
            nonce=one.nonce,
            session_id=session.id,
            registration_id=person.id if person is not None else None,
            direction=one.direction,
            read=one.read[:300],
            device_at=one.at,
            correction=int(correction.total_seconds()),
            at=min(one.at + correction, moment),
            received_at=moment,
            received_by=by,
            outcome=Outcome.REFUSED,
            refusal="",
        )
        database.add(scan)
        refusal = one.refusal or _refusal(read, person, session, one.direction)
        if refusal is not None or person is None:
            scan.refusal = refusal or Refusal.UNKNOWN
        else:
            door = doors.setdefault((session.id, person.id), _Door(session, person))
            made += _pass(door, scan)
        taken[one.nonce] = scan
    database.add_all(made)
    # At once: record would flush row by row.
    database.flush()
    for row in made:
        _record(database, row, event_id=event_id, by=by)
    return {**known, **taken}


def forget_scans(database: Database, registration_ids: Collection[int]) -> None:
    """Delete the scans of people by which nobody came in, and empty what was read in the others."""
    theirs = Scan.registration_id.in_(registration_ids)
    unbound = {"synchronize_session": False}
    database.execute(delete(Scan).where(theirs, Scan.outcome == Outcome.REFUSED).execution_options(**unbound))
    database.execute(update(Scan).where(theirs).values(read="").execution_options(**unbound))


def _refusal(read: Read, person: Registration | None, session: Session, direction: Direction) -> Refusal | None:
    if read.refusal is not None:
        return read.refusal
    if person is None or person.erased_at is not None:
        return Refusal.UNKNOWN
    # Who is inside may leave, whatever became of the registration.
    if direction == Direction.IN and person.state != RegistrationState.CONFIRMED:
        return Refusal.NOT_CONFIRMED
    return None


def _pass(door: _Door, scan: Scan) -> Sequence[Attendance]:
    """Let a person through as the scan says; the new rows, with which those in force say what follows."""
    before = door.seen()
    new = door.placed(scan.at, Direction(scan.direction))
    stays = insides([*before, new])
    scan.outcome = outcome_of(new, before)
    if new.direction == Direction.IN:
        scan.other = _clash(door, scan, stay_around(new.at, stays))
    door.scans.append(scan)
    # Who is refused on the way out changes nothing; the scan stays for the entry that another desk has still to send.
    return _settle(door, stays, scan) if scan.outcome != Outcome.OUTSIDE else ()


def _clash(door: _Door, scan: Scan, stay: Inside | None) -> Scan | None:
    """The entry, read by another device, of the stay that this entry belongs to as well: the earliest of them."""
    if stay is None:
        return None
    others = [
        one
        for one in door.scans
        if one.direction == Direction.IN
        and one.device is not scan.device
        and stay_around(door.placed(one.at, Direction.IN).at, [stay]) is not None
    ]
    return min(others, key=lambda one: one.at, default=None)


def _settle(door: _Door, stays: Sequence[Inside], scan: Scan) -> Sequence[Attendance]:
    """The rows to add, some of which correct others, so that those in force are the stays."""
    wanted, wrong, made = list(stays), [], []
    for row in door.rows:
        stands = Inside(row.since, row.to_at)
        if stands in wanted:
            wanted.remove(stands)
        else:
            wrong.append(row)
    wrong.sort(key=lambda row: row.since)
    for number, stay in enumerate(wanted):
        corrected = wrong[number] if number < len(wrong) else None
        row = Attendance(
            session_id=door.session.id,
            registration_id=door.registration.id,
            how=corrected.how if corrected is not None else How.DESK,
            from_at=stay.start,
            to_at=stay.end,
            recorded_at=scan.received_at,
            recorded_by=scan.received_by,
            corrects=corrected,
            scan=scan,
        )
        if corrected is not None:
            door.rows.remove(corrected)
        door.rows.append(row)
        made.append(row)
    return made


def _record(database: Database, row: Attendance, *, event_id: int, by: int) -> None:
    told = {"session": row.session_id, "registration": row.registration_id, "from": row.since.isoformat()}
    if row.to_at is not None:
        told["to"] = row.to_at.isoformat()
    verb = "mark present" if row.to_at is None else "mark left"
    record(database, verb, row, by=by, event_id=event_id, before={}, after=told)


def _known(database: Database, device: Device, readings: Sequence[Reading]) -> dict[str, Scan]:
    query = select(Scan).where(Scan.device_id == device.id, Scan.nonce.in_([one.nonce for one in readings]))
    return {one.nonce: one for one in database.scalars(query)}


def _sessions(database: Database, event_id: int, codes: Iterable[str]) -> dict[str, Session]:
    query = select(Session).where(
        Session.event_id == event_id,
        Session.code.in_(codes),
        Session.starts_at.is_not(None),
        Session.ends_at.is_not(None),
    )
    return {one.code: one for one in database.scalars(query)}


def _lock(database: Database, ids: Iterable[int]) -> dict[int, Registration]:
    """People held until the end of the transaction, always in the same order."""
    query = select(Registration).where(Registration.id.in_(ids)).order_by(Registration.id).with_for_update()
    return {one.id: one for one in database.scalars(query.execution_options(populate_existing=True))}


def _doors(
    database: Database, sessions: Sequence[Session], people: Mapping[int, Registration]
) -> dict[tuple[int, int], _Door]:
    """What is known of people at sessions: rows that stand, and scans since one was last taken back or corrected."""
    by_id = {one.id: one for one in sessions}
    these = Attendance.session_id.in_(by_id), Attendance.registration_id.in_(people), Attendance.how.in_(IN_THE_ROOM)
    decided: dict[tuple[int, int], datetime] = {}
    for session_id, person_id, at in database.execute(
        select(Attendance.session_id, Attendance.registration_id, Attendance.recorded_at).where(
            *these,
            Attendance.corrects_id.is_not(None),
            or_(Attendance.from_at.is_(None), Attendance.how == How.HAND),
        )
    ):
        pair = session_id, person_id
        decided[pair] = max(at, decided.get(pair, at))
    doors: dict[tuple[int, int], _Door] = {}

    def door(session_id: int, person_id: int) -> _Door:
        return doors.setdefault((session_id, person_id), _Door(by_id[session_id], people[person_id]))

    for row in database.scalars(select(Attendance).where(*these, in_force()).order_by(Attendance.id)):
        door(row.session_id, row.registration_id).rows.append(row)
    passed = select(Scan).where(
        Scan.session_id.in_(by_id), Scan.registration_id.in_(people), Scan.outcome != Outcome.REFUSED
    )
    for scan in database.scalars(passed.order_by(Scan.id)):
        assert scan.registration_id is not None
        since = decided.get((scan.session_id, scan.registration_id))
        if since is None or scan.received_at > since:
            door(scan.session_id, scan.registration_id).scans.append(scan)
    return doors
