"""What organisers decide about registrations, one at a time or many at once; every person is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.accounts.models import Account
from conference.audit.service import record
from conference.core.clock import now
from conference.events.service import lock as lock_event
from conference.registration.models import MailKind, Registration, RegistrationState
from conference.registration.service.admission import Places, has_place_for, places_of
from conference.registration.service.coming_back import LostChoice, message_with, take_choices_again
from conference.registration.service.letters import lock, write_to
from conference.registration.service.registering import NotPossible, settle
from conference.registration.service.waiting_list import fill_places

CONFIRMED, WAITLISTED, DECLINED, PENDING = (
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
    RegistrationState.DECLINED,
    RegistrationState.PENDING,
)
ALLOWED: Mapping[RegistrationState, frozenset[RegistrationState]] = {
    CONFIRMED: frozenset({PENDING, WAITLISTED, DECLINED}),
    DECLINED: frozenset({PENDING, WAITLISTED, CONFIRMED}),
}
UNDECIDED = frozenset({PENDING, WAITLISTED})


class Action(StrEnum):
    """What can be done about many at once."""

    APPROVE = "approve"
    DECLINE = "decline"
    CORRECT = "correct"


class NoPlace(Exception):
    """All places are taken, so that a confirmation would go beyond them."""


@dataclass(slots=True)
class Outcome:
    """Ids of registrations by what became of them. `waiting` had no place; `decided` were out of reach before."""

    done: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    decided: list[int] = field(default_factory=list)


def decide(
    session: Session,
    registration: Registration,
    state: RegistrationState,
    *,
    by: Account,
    message: str = "",
    within_places: bool,
) -> Sequence[LostChoice]:
    """An organiser confirms or declines; the person is told, with a message in their language if there is one.

    A place that is given back goes to the next who waits. Who had been declined holds what they had chosen again, but
    what is full by now: that is returned, and told in their mail. Raises NotPossible where nothing would change, and
    NoPlace for a confirmation that has to stay `within_places` when there are none left.
    """
    by_id = by.id
    event = lock_event(session, registration.event_id)
    lock(session, registration)
    if registration.state not in ALLOWED.get(state, frozenset()) or _is_going(registration):
        raise NotPossible(registration.state)
    if state == CONFIRMED and within_places and not has_place_for(session, event, registration):
        raise NoPlace(registration.id)
    lost = _lost_meanwhile(session, registration, by=by_id)
    _decide(session, registration, state, by=by_id, message=message_with(message, lost, registration))
    session.flush()
    if state == DECLINED:
        fill_places(session, event)
    return lost


def ask_correction(session: Session, registration: Registration, *, message: str, by: Account) -> Sequence[LostChoice]:
    """Ask somebody to correct what they sent; what is asked stands on their page until they send the form.

    A declined registration is examined again by this, and loses of its choices what `decide` says. Raises NotPossible
    for anybody else who is not examined.
    """
    by_id = by.id
    lock_event(session, registration.event_id)
    lock(session, registration)
    if registration.state not in (PENDING, DECLINED) or _is_going(registration):
        raise NotPossible(registration.state)
    lost = _lost_meanwhile(session, registration, by=by_id)
    _ask(session, registration, message=message, by=by_id, lost=lost)
    return lost


def _is_going(registration: Registration) -> bool:
    """Whether the person is erased, or asked to be and is only kept because the law says so."""
    return registration.erasure_asked_at is not None or registration.erased_at is not None


def decide_many(
    session: Session,
    event_id: int,
    registration_ids: Collection[int],
    action: Action,
    *,
    by: Account,
    messages: Mapping[str, str],
) -> Outcome:
    """Decide about many in one transaction, those who came first before others; ids of other events are left out.

    `messages` hold what is added to each person's mail, by the code of their language. Approving stops at the
    places: whoever finds none left waits for one, and those who waited already go on waiting. Nobody who was declined
    or cancelled comes back by this.
    """
    by_id = by.id
    event = lock_event(session, event_id)
    query = select(Registration).where(
        Registration.event_id == event_id,
        Registration.id.in_(registration_ids),
        Registration.erasure_asked_at.is_(None),
        Registration.erased_at.is_(None),
    )
    chosen = session.scalars(
        query.order_by(Registration.created_at, Registration.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    outcome, places = Outcome(), places_of(session, event)
    for one in chosen:
        message = messages.get(one.language_code, "")
        if one.state not in (UNDECIDED if action != Action.CORRECT else {PENDING}):
            outcome.decided.append(one.id)
        elif action == Action.CORRECT:
            _ask(session, one, message=message, by=by_id)
            outcome.done.append(one.id)
        elif action == Action.DECLINE:
            _decide(session, one, DECLINED, by=by_id, message=message)
            outcome.done.append(one.id)
        elif _takes_place(places, one):
            _decide(session, one, CONFIRMED, by=by_id, message=message)
            outcome.done.append(one.id)
        else:
            outcome.waiting.append(one.id)
            if one.state == PENDING:
                _decide(session, one, WAITLISTED, by=by_id, message=message)
    session.flush()
    if action == Action.DECLINE:
        fill_places(session, event)
    return outcome


def _takes_place(places: Places, registration: Registration) -> bool:
    """Whether there is a place for somebody; one that is kept for them counts as taken already."""
    if registration.has_offer_at(now()):
        return True
    if not places.is_free(registration.category):
        return False
    places.take(registration.category)
    return True


def _decide(session: Session, registration: Registration, state: RegistrationState, *, by: int, message: str) -> None:
    told = {"before": {"state": str(registration.state)}, "after": {"state": state.value}}
    record(session, "decide", registration, by=by, event_id=registration.event_id, **told)
    settle(registration, state)
    kinds = {CONFIRMED: MailKind.CONFIRMED, WAITLISTED: MailKind.WAITLISTED, DECLINED: MailKind.DECLINED}
    write_to(session, registration, kinds[state], message=message)


def _lost_meanwhile(session: Session, registration: Registration, *, by: int) -> Sequence[LostChoice]:
    return take_choices_again(session, registration, by=by) if registration.state == DECLINED else ()


def _ask(
    session: Session, registration: Registration, *, message: str, by: int, lost: Sequence[LostChoice] = ()
) -> None:
    before = {"state": str(registration.state), "correction": registration.correction}
    after = {"state": PENDING.value, "correction": message}
    record(session, "ask correction", registration, by=by, event_id=registration.event_id, before=before, after=after)
    settle(registration, PENDING)
    registration.correction = message
    write_to(session, registration, MailKind.CORRECTION, message=message_with(message, lost, registration))
