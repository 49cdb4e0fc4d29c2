"""What a desk's app is given to keep: the least that lets it work without network, and what stands on the server."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import aliased, joinedload

from conference.agenda.models import Session
from conference.attendance.models import IN_THE_ROOM, Attendance, Device, Scan, in_force
from conference.registration.models import Registration

MOST_CLASHES = 50


def device_by_code(database: Database, event_id: int, code: str) -> Device | None:
    return database.scalar(select(Device).where(Device.event_id == event_id, Device.code == code))


def people_of_desk(database: Database, event_id: int) -> Sequence[Row[str, str, str, str, str]]:
    """Code, names, category and state of everybody who is registered, in the order of their names."""
    query = select(
        Registration.code,
        Registration.native_name,
        Registration.latin_name,
        Registration.category,
        Registration.state,
    ).where(Registration.event_id == event_id, Registration.erased_at.is_(None))
    return database.execute(query.order_by(Registration.sort_name, Registration.id)).all()


def inside(database: Database, event_id: int) -> Mapping[int, Collection[str]]:
    """The codes of those who are in the room, by the session's id: seen at its door, and not seen to go."""
    query = (
        select(Attendance.session_id, Registration.code)
        .join(Attendance.registration)
        .where(
            Registration.event_id == event_id,
            Registration.erased_at.is_(None),
            Attendance.how.in_(IN_THE_ROOM),
            Attendance.to_at.is_(None),
            in_force(),
        )
    )
    found: dict[int, set[str]] = defaultdict(set)
    for session_id, code in database.execute(query):
        found[session_id].add(code)
    return found


@dataclass(frozen=True, slots=True)
class Clash:
    """One person whom two devices let in to the same session; `first` is the entry that stands."""

    session: Session
    registration: Registration
    first: Scan
    second: Scan


def clashes_of(database: Database, device: Device) -> Sequence[Clash]:
    """The newest clashes in which a device has a part, be it the first or the second."""
    other = aliased(Scan)
    query = (
        select(Scan, Session, Registration)
        .join(other, Scan.other_id == other.id)
        .join(Session, Session.id == Scan.session_id)
        .join(Registration, Registration.id == Scan.registration_id)
        .where(or_(Scan.device_id == device.id, other.device_id == device.id), Registration.erased_at.is_(None))
        .options(joinedload(Scan.device), joinedload(Scan.other).joinedload(Scan.device))
        .order_by(Scan.id.desc())
        .limit(MOST_CLASHES)
    )
    found = []
    for scan, session, registration in database.execute(query):
        assert scan.other is not None
        first, second = sorted((scan, scan.other), key=lambda one: (one.at, one.id))
        found.append(Clash(session, registration, first, second))
    return found
