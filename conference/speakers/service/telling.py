"""Writing to the organisers about a speaker."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session as Database

from conference.agenda.models import Speaker
from conference.outbox.service import enqueue
from conference.speakers.queries import organisers_of


def tell_organisers(
    database: Database, speaker: Speaker, kind: str, payload: Mapping[str, Any], *, due_at: datetime | None = None
) -> None:
    """Enqueue one message of a kind for each organiser of the speaker's event; without `due_at` it goes at once."""
    for account in organisers_of(database, speaker.event_id):
        enqueue(
            database,
            kind,
            {"speaker": speaker.id, "account": account.id, **payload},
            recipient=account.email,
            event_id=speaker.event_id,
            due_at=due_at,
        )
