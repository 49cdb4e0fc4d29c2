"""Giving people badges, and revoking one that was lost."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import select, update
from sqlalchemy.orm import Session as Database

from conference.attendance.models import Badge
from conference.audit.service import record, redact
from conference.core.clock import now
from conference.outbox.service import enqueue
from conference.registration.models import Registration, RegistrationState

REPLACED = "attendance.badge"
"""The kind of the message that tells somebody their new code."""


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
    known = database.scalars(select(Badge).where(Badge.registration_id.in_(ids)).order_by(Badge.number)).all()
    badges = {badge.registration_id: badge for badge in known if badge.revoked_at is None}
    last = {badge.registration_id: badge.number for badge in known}
    lacking = [one for one in ids if one not in badges]
    if lacking:
        moment = now()
        for one in lacking:
            badge = Badge(registration_id=one, number=last.get(one, 0) + 1, issued_at=moment, issued_by=by)
            database.add(badge)
            badges[one] = badge
        database.flush()
    return badges


def replace_badge(database: Database, registration: Registration, *, reason: str, by: int) -> Badge:
    """Revoke a person's badge, give them another one, and tell them its code. Raises NoBadge."""
    revoke_badge(database, registration, reason=reason, by=by)
    badge = give_badges(database, [registration], by=by)[registration.id]
    payload = {"registration": registration.id, "email": registration.email}
    enqueue(database, REPLACED, payload, recipient=registration.email, event_id=registration.event_id)
    return badge


def mark_printed(database: Database, faces: Mapping[int, str]) -> None:
    """Remember what was printed on which badge (its id), so that the next print can leave it out."""
    moment = now()
    for badge in database.scalars(select(Badge).where(Badge.id.in_(faces))):
        badge.printed_at, badge.printed_as = moment, faces[badge.id]


def forget_badges(database: Database, registration_ids: Collection[int]) -> None:
    """Take out of the badges of erased people whatever may tell of them, also in the record of changes."""
    theirs = select(Badge.id).where(Badge.registration_id.in_(registration_ids))
    redact(database, [f"badge:{one}" for one in database.scalars(theirs)])
    database.execute(
        update(Badge)
        .where(Badge.registration_id.in_(registration_ids))
        .values(reason="")
        .execution_options(synchronize_session=False)
    )


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
