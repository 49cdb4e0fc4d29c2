"""Whom a speaker's news concern."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.events.models import EventRole, Role


def organisers_of(database: Database, event_id: int) -> Sequence[Account]:
    """The organisers of an event, in the order in which they became that."""
    query = (
        select(Account)
        .join(EventRole, EventRole.account_id == Account.id)
        .where(EventRole.event_id == event_id, EventRole.role == Role.ORGANISER)
        .order_by(EventRole.id)
    )
    return database.scalars(query).all()
