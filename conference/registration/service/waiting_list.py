"""The waiting list: it promotes by itself, in order, whenever a place is freed, and takes back what nobody accepted.

Whoever lets a first offer pass goes to the end of the list; after a second silence the registration is cancelled, so
that no place travels for ever between people who no longer read their mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from conference.audit.service import record
from conference.core.clock import now
from conference.core.localization import speaking
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.registration.models import MailKind, Registration, RegistrationState
from conference.registration.queries import EventRules, rules_of
from conference.registration.service.admission import Places, counted_places, places_of
from conference.registration.service.letters import lock, write_to

SHORTEST_OFFER = timedelta(hours=1)
MOST_OFFERS = 2
PASSED_ON = _l(
    "You did not accept the place in time, so it went to the next person. You wait at the end of the list now."
)
GIVEN_UP = _l(
    "We offered you a place twice and had no answer, so your registration is cancelled. "
    "If you still want to come, register again."
)


class OfferOver(Exception):
    """There is no offer to accept: it ended, or there was none."""


def fill_places(session: Session, event: Event) -> Sequence[Registration]:
    """Take back the offers that ended, and give every free place to the next who fits; returns who got one.

    The caller holds the event's lock, and has flushed what freed the places. A category without places keeps nobody
    else waiting. Once the event is over nobody is promoted, and nobody is told that an offer ended.
    """
    if now().astimezone(event.zone_info).date() > event.ends_on:
        return []
    lapsed = _lapse(session, event)
    promoted = _promote(session, event)
    chosen = {one.id for one in promoted}
    for one in lapsed:
        if one.state == RegistrationState.CANCELLED:
            _say(session, one, MailKind.CANCELLED, GIVEN_UP)
        elif one.id not in chosen:
            _say(session, one, MailKind.WAITLISTED, PASSED_ON)
    session.flush()
    return promoted


def refill(session: Session, event: Event, rules: EventRules) -> Places:
    """The places that are left for a newcomer: who waits comes first where an offer ended, or there are more places.

    The caller holds the event's lock.
    """
    places = counted_places(session, event, rules)
    if not places.waiting:
        return places
    fill_places(session, event)
    return counted_places(session, event, rules)


def events_with_waiting(session: Session) -> Sequence[int]:
    """The events where somebody waits for a place."""
    ids = select(Registration.event_id).where(Registration.state == RegistrationState.WAITLISTED).distinct()
    return sorted(session.scalars(ids))


def fill_event(session: Session, event_id: int) -> None:
    """Fill the places of an event: for the hour that is rung."""
    fill_places(session, lock_event(session, event_id))


def accept_offer(session: Session, registration: Registration) -> None:
    """Take the place that is kept. Raises OfferOver from the instant on at which the offer ends."""
    lock_event(session, registration.event_id)
    lock(session, registration)
    if registration.state != RegistrationState.WAITLISTED or not registration.has_offer_at(now()):
        raise OfferOver(registration.id)
    _confirm(session, registration, "accept offer")


def _promote(session: Session, event: Event) -> Sequence[Registration]:
    query = select(Registration.id, Registration.category).where(
        *_waiting(event.id), Registration.offer_ends_at.is_(None)
    )
    waiting = session.execute(
        query.order_by(func.coalesce(Registration.waits_since, Registration.created_at), Registration.id)
    ).all()
    if not waiting:
        return []
    places, next_ones = places_of(session, event), []
    for registration_id, category in waiting:
        if not places.are_free:
            break
        if places.is_free(category):
            places.take(category)
            next_ones.append(registration_id)
    until = _offer_end(session, event) if next_ones else None
    found = session.scalars(
        select(Registration)
        .where(Registration.id.in_(next_ones))
        .order_by(Registration.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    promoted = sorted(found, key=lambda one: next_ones.index(one.id))
    for one in promoted:
        if until is None:
            _confirm(session, one, "promote")
        else:
            one.offer_ends_at = until
            one.changed_at = now()
            before, after = ({"state": one.state, "offer_ends_at": at} for at in (None, until))
            record(session, "offer place", one, by=None, event_id=event.id, before=before, after=after)
            write_to(session, one, MailKind.PROMOTED, until=until)
    return promoted


def _offer_end(session: Session, event: Event) -> datetime | None:
    """Until when a place is kept; None where it is given at once, as also shortly before the event and during it."""
    hours = rules_of(session, event.id).accept_hours
    begins = datetime.combine(event.starts_on, time(), tzinfo=event.zone_info).astimezone(UTC)
    if not hours or begins - now() < SHORTEST_OFFER:
        return None
    return min(now() + timedelta(hours=hours), begins)


def _lapse(session: Session, event: Event) -> Sequence[Registration]:
    query = select(Registration).where(*_waiting(event.id), Registration.offer_ends_at <= now())
    ended = session.scalars(
        query.order_by(Registration.offer_ends_at, Registration.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for one in ended:
        before = {"state": one.state, "offer_ends_at": one.offer_ends_at}
        one.offer_ends_at = None
        one.offers_missed += 1
        one.changed_at = one.waits_since = now()
        if one.offers_missed >= MOST_OFFERS:
            one.state, one.waits_since = RegistrationState.CANCELLED, None
        after = {"state": one.state, "offer_ends_at": None}
        record(session, "let offer pass", one, by=None, event_id=event.id, before=before, after=after)
    session.flush()
    return ended


def _confirm(session: Session, registration: Registration, verb: str) -> None:
    before = {"state": str(registration.state)}
    registration.state = RegistrationState.CONFIRMED
    registration.offer_ends_at = registration.waits_since = None
    registration.offers_missed = 0
    registration.changed_at = now()
    after = {"state": RegistrationState.CONFIRMED.value}
    record(session, verb, registration, by=None, event_id=registration.event_id, before=before, after=after)
    write_to(session, registration, MailKind.CONFIRMED)


def _say(session: Session, registration: Registration, kind: MailKind, sentence: LazyString) -> None:
    with speaking(registration.language):
        words = str(sentence)
    write_to(session, registration, kind, message=words)


def _waiting(event_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Registration.event_id == event_id, Registration.state == RegistrationState.WAITLISTED
