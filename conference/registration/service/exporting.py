"""Copies of registrations leave the platform on the record: who took what, when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from conference.accounts.models import Account
from conference.audit.service import record
from conference.events.models import Event
from conference.registration.queries import EXPORT


def record_export(session: Session, event_id: int, *, told: Mapping[str, Any], by: Account) -> None:
    """Write down that somebody took a copy: its format, how many rows, which columns, which people."""
    event = session.get_one(Event, event_id)
    record(session, EXPORT, event, by=by.id, event_id=event_id, before={}, after=dict(told))
