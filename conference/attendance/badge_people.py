"""Who has which badge, and whose was never printed or says something else by now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.orm import Session as Database

from conference.attendance.models import Badge
from conference.registration.models import Registration, RegistrationState

_SAID = (
    Registration.native_name,
    Registration.latin_name,
    Registration.title,
    Registration.function,
    Registration.organisation,
    Registration.country,
    Registration.category,
)


class Holder(NamedTuple):
    """A confirmed person, and whether what their badge says was never printed."""

    registration_id: int
    category: str
    is_new: bool


def holders(database: Database, event_id: int) -> Sequence[Holder]:
    """Everybody who is confirmed, in alphabetical order; one query that reads a line for each."""
    query = (
        select(Registration.id, Badge.number, Badge.printed_as, *_SAID)
        .outerjoin(Badge, and_(Badge.registration_id == Registration.id, Badge.revoked_at.is_(None)))
        .where(
            Registration.event_id == event_id,
            Registration.state == RegistrationState.CONFIRMED,
            Registration.erased_at.is_(None),
        )
        .order_by(Registration.sort_name, Registration.id)
    )
    return [
        Holder(row.id, row.category, row.number is None or row.printed_as != _digest([row.number, *row[3:]]))
        for row in database.execute(query)
    ]


def good_badges(database: Database, registration_ids: Collection[int]) -> Mapping[int, Badge]:
    """The badges that open doors, by the registration's id."""
    query = select(Badge).where(Badge.registration_id.in_(registration_ids), Badge.revoked_at.is_(None))
    return {badge.registration_id: badge for badge in database.scalars(query)}


def badges_of(database: Database, registration_id: int) -> Sequence[Badge]:
    """All that somebody was ever given, the newest first."""
    query = select(Badge).where(Badge.registration_id == registration_id)
    return database.scalars(query.order_by(Badge.number.desc())).all()


def face_of(registration: Registration, badge: Badge) -> str:
    """The digest of what a badge says about its person: another one calls for another print."""
    return _digest([badge.number, *(getattr(registration, column.key) for column in _SAID)])


def _digest(facts: Sequence[Any]) -> str:
    return sha256("\x1f".join(map(str, facts)).encode()).hexdigest()[:16]
