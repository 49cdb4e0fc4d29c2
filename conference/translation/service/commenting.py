"""What translators and organisers say to each other about a text, and when it is settled."""

from __future__ import annotations

from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.core.clock import now
from conference.events.models import Event
from conference.outbox.service import enqueue
from conference.speakers.queries import organisers_of
from conference.translation.models import TextComment
from conference.translation.sources import Kind

COMMENTED = "translation.comment"
"""The outbox's kind for telling the organisers of a remark."""


def comment(database: Database, event: Event, kind: Kind, row: int, field: str, words: str, *, by: Account) -> None:
    """Keep a remark about a text, and tell the organisers, except who made it, by mail."""
    remark = TextComment(
        event_id=event.id, kind=kind, row=row, field=field, words=words, written_at=now(), written_by=by.id
    )
    database.add(remark)
    database.flush()
    for organiser in organisers_of(database, event.id):
        if organiser.id != by.id:
            payload = {"comment": remark.id, "account": organiser.id}
            enqueue(database, COMMENTED, payload, recipient=organiser.email, event_id=event.id)


def settle(database: Database, remark: TextComment, *, by: Account) -> None:
    """Say that nothing more is to be done about a remark."""
    if remark.settled_at is None:
        remark.settled_at, remark.settled_by = now(), by.id
