"""Reminders that only time causes: to finish what was asked for, and that the event is near; each once.

A mark of each stays in the outbox as the key of its message, so that hours rung twice remind nobody twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from conference.core.clock import now
from conference.core.translated import digest
from conference.events.models import Event, Publication
from conference.events.service import lock as lock_event
from conference.outbox.queries import known_keys
from conference.registration.models import MailKind, Registration, RegistrationState
from conference.registration.queries import is_over, rules_of
from conference.registration.service.letters import write_to, write_to_all

MORNING, NOON = time(8), time(12)
# Whoever came in this recently was told everything a moment ago.
NEWCOMERS = timedelta(days=1)


def awaits_answer(registration: Registration) -> bool:
    """Whether something is left for the person to do: confirm what others entered, correct, or accept a place."""
    if registration.erased_at is not None or not registration.is_active:
        return False
    is_asked = registration.state == RegistrationState.PENDING and bool(registration.correction)
    return registration.awaits_person or is_asked or registration.has_offer_at(now())


def events_to_remind(session: Session) -> Sequence[int]:
    """The published events that are not over."""
    # A day's grace: what the calendar says where the event is held decides for each of them.
    yesterday = (now() - timedelta(days=1)).date()
    query = select(Event.id).where(Event.publication == Publication.PUBLISHED, Event.ends_on >= yesterday)
    return session.scalars(query.order_by(Event.id)).all()


def remind(session: Session, event_id: int) -> None:
    """Enqueue the reminders of an event that became due, unless it is over."""
    event, rules = lock_event(session, event_id), rules_of(session, event_id)
    if is_over(event):
        return
    if rules.finish_days is not None:
        _remind_to_finish(session, event, timedelta(days=rules.finish_days))
    if rules.reminder_days is not None:
        _remind_of_event(session, event, rules.reminder_days)


def _remind_to_finish(session: Session, event: Event, patience: timedelta) -> None:
    query = select(Registration).where(
        Registration.event_id == event.id,
        Registration.erased_at.is_(None),
        Registration.state.not_in((RegistrationState.CANCELLED, RegistrationState.DECLINED)),
        # People who came in with a list, and whom nobody wrote to, are not reminded of what they never heard of.
        or_(
            and_(Registration.awaits_person, Registration.delegation_id.is_not(None)),
            Registration.correction != "",
            Registration.offer_ends_at > now(),
        ),
        or_(Registration.changed_at <= now() - patience, Registration.offer_ends_at > now()),
    )
    waiting = [
        one
        for one in session.scalars(query.order_by(Registration.id))
        if awaits_answer(one) and _waited_long(one, patience)
    ]
    keyed = [(one, f"registration.finish:{one.id}:{_request(one)}") for one in waiting]
    for one, key in _not_yet(session, event, MailKind.FINISH, keyed):
        until = one.offer_ends_at if one.has_offer_at(now()) else None
        write_to(session, one, MailKind.FINISH, message=one.correction, until=until, deduplication_key=key)


def _waited_long(registration: Registration, patience: timedelta) -> bool:
    """Whether the request has stood for long enough; an offer that ends sooner is half over then."""
    if registration.has_offer_at(now()) and registration.offer_ends_at is not None:
        patience = min(patience, (registration.offer_ends_at - registration.changed_at) / 2)
    return registration.changed_at <= now() - patience


def _remind_of_event(session: Session, event: Event, days: int) -> None:
    """From the morning of that day on until noon of the first day, at most; an event that is put off reminds anew."""
    if not _at(event, MORNING, days_before=days) <= now() < _at(event, NOON, days_before=0):
        return
    query = select(Registration).where(
        Registration.event_id == event.id,
        Registration.erased_at.is_(None),
        Registration.state == RegistrationState.CONFIRMED,
        Registration.created_at <= now() - NEWCOMERS,
    )
    coming = session.scalars(query.order_by(Registration.id)).all()
    keyed = [(one, f"registration.reminder:{one.id}:{event.starts_on}") for one in coming]
    write_to_all(session, _not_yet(session, event, MailKind.REMINDER, keyed), MailKind.REMINDER)


def _request(registration: Registration) -> str:
    """What tells one request from another: whoever is asked something else later is reminded of that as well."""
    if registration.correction:
        return digest(registration.correction)
    if registration.offer_ends_at is not None:
        return digest(registration.offer_ends_at.isoformat())
    return digest(registration.link_secret)


def _not_yet(
    session: Session, event: Event, kind: MailKind, keyed: Sequence[tuple[Registration, str]]
) -> Sequence[tuple[Registration, str]]:
    """Those who were not reminded before: one query however many there are. Two at once meet at the key itself."""
    known = known_keys(session, event_id=event.id, kind=f"registration.{kind}") if keyed else frozenset()
    return [(one, key) for one, key in keyed if key not in known]


def _at(event: Event, hour: time, *, days_before: int) -> datetime:
    """An hour of a day before the event's first one, in the event's zone."""
    day = event.starts_on - timedelta(days=days_before)
    return datetime.combine(day, hour, tzinfo=event.zone_info).astimezone(UTC)
