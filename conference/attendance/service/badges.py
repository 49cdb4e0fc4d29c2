"""Giving people badges, and revoking one that was lost."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database

from conference.attendance.models import Badge
from conference.audit.service import record
from conference.core.clock import now
from conference.registration.models import Registration, RegistrationState


class NoBadge(Exception):
    """The person has no badge that is good."""


def give_badges(
    database: Database, registrations: Collection[Registration], *, by: int | None = None
) -> Mapping[int, Badge]:
    """The badge of each confirmed person, by the registration's id: the one that is good, else a new one.

    `by` is an account's id, or None where nobody decided it. Who is not confirmed gets none. The caller holds the
    event's lock; without it the database refuses the second of two badges given at once (IntegrityError). As many
    statements for many people as for one.
    """
    ids = [one.id for one in registrations if one.state == RegistrationState.CONFIRMED and one.erased_at is None]
    known = select(Badge).where(Badge.registration_id.in_(ids), Badge.revoked_at.is_(None))
    badges = {badge.registration_id: badge for badge in database.scalars(known)}
    lacking = [one for one in ids if one not in badges]
    if lacking:
        numbers = select(Badge.registration_id, func.max(Badge.number)).where(Badge.registration_id.in_(lacking))
        last = dict(database.execute(numbers.group_by(Badge.registration_id)).all())
        moment = now()
        for one in lacking:
            badge = Badge(registration_id=one, number=last.get(one, 0) + 1, issued_at=moment, issued_by=by)
            database.add(badge)
            badges[one] = badge
        database.flush()
    return badges


def revoke_badge(database: Database, registration: Registration, *, reason: str, by: int) -> Badge:
    """Make a person's badge open nothing any more, because it was lost, say; they can be given another one.

    The caller holds the event's lock. Raises NoBadge.
    """
    good = select(Badge).where(Badge.registration_id == registration.id, Badge.revoked_at.is_(None)).with_for_update()
    badge = database.scalars(good.execution_options(populate_existing=True)).one_or_none()
    if badge is None:
        raise NoBadge(registration.id)
    badge.revoked_at, badge.revoked_by, badge.reason = now(), by, reason
    told = {"registration": registration.id, "number": badge.number}
    record(
        database,
        "revoke badge",
        badge,
        by=by,
        event_id=registration.event_id,
        before=told,
        after={"revoked_at": badge.revoked_at.isoformat(), "reason": reason},
    )
    database.flush()
    return badge
