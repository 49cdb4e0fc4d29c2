"""What registration gives to the features below it."""

from __future__ import annotations

from conference.accounts.models import Account
from conference.core.database import db
from conference.events.models import Event
from conference.events.ports import Standing
from conference.registration.queries import registration_of_account


def standing_of(event: Event, account: Account) -> Standing | None:
    """The account's registration at the event, as far as others need to know it."""
    found = registration_of_account(db.session(), event.id, account)
    return Standing(found.id, found.state, found.category) if found else None
