"""The people whom a copy or the list of participants holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, selectinload

from conference.core.batches import batched
from conference.registration.models import (
    Answer,
    Consent,
    ConsentPurpose,
    Registration,
    RegistrationState,
)
from conference.registration.queries.form import answers_of

BATCH = 500
Held = tuple[Registration, dict[str, Answer]]


def people(session: Session, event_id: int, *, states: Sequence[str], category: str, answers: bool) -> Iterator[Held]:
    """People in alphabetical order with their answers and consents, a batch at a time."""
    query = select(Registration.id).where(
        Registration.event_id == event_id,
        Registration.erasure_asked_at.is_(None),
        Registration.erased_at.is_(None),
        Registration.state.in_(states),
    )
    if category:
        query = query.where(Registration.category == category)
    ids = session.scalars(query.order_by(Registration.sort_name, Registration.id)).all()
    for batch in batched(ids, BATCH):
        loaded = select(Registration).where(Registration.id.in_(batch), Registration.erased_at.is_(None))
        found = {one.id: one for one in session.scalars(loaded.options(selectinload(Registration.consents)))}
        answered = answers_of(session, batch if answers else ())
        # Who was erased since the ids were read is left out.
        for one in (one for one in batch if one in found):
            yield found[one], answered.get(one, {})
        # Twenty thousand people and what they said would otherwise stay in memory together.
        for person in found.values():
            session.expunge(person)


def participants_shown(session: Session, event_id: int) -> Sequence[Registration]:
    """The confirmed people who agree now to appear in the list of participants."""
    agreed = exists().where(
        Consent.registration_id == Registration.id,
        Consent.purpose == ConsentPurpose.PARTICIPANT_LIST,
        Consent.withdrawn_at.is_(None),
    )
    query = select(Registration).where(
        Registration.event_id == event_id,
        Registration.state == RegistrationState.CONFIRMED,
        Registration.erasure_asked_at.is_(None),
        Registration.erased_at.is_(None),
        agreed,
    )
    return session.scalars(query.order_by(Registration.sort_name, Registration.id)).all()
