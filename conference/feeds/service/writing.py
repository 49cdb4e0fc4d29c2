"""The messages that bring entries: remembered with what they said, and written where no other mail goes."""

from __future__ import annotations

from sqlalchemy.orm import Session as Database

from conference.agenda.models import Speaker
from conference.agenda.ports import Addressee
from conference.core.clock import now
from conference.events.models import Event
from conference.feeds.claims import Claim
from conference.feeds.models import CalendarInvitation
from conference.feeds.service.due import Due
from conference.outbox.service import enqueue
from conference.registration.mail_values import addressed_as
from conference.registration.models import Registration

MAIL = "feeds.invitation"


def take(database: Database, due: Due) -> Claim:
    """Remember that the message is on its way."""
    claim = due.claim
    row = due.row
    if row is None:
        name, number = about(due.owner)
        row = CalendarInvitation(event_id=claim.event_id, uid=claim.uid, **{f"{name}_id": number})
        database.add(row)
    row.method, row.sequence = claim.method, claim.sequence
    row.entry_sequence, row.sent_at = due.entry_sequence, now()
    return claim


def write(database: Database, event: Event, due: Due, *, to: Addressee | None = None) -> None:
    """A mail of its own, to where the owner of the calendar is written to now, or was: it holds all that it tells."""
    claim, to = take(database, due), to or _addressee(due.owner)
    name, number = about(due.owner)
    language = to.language if isinstance(due.owner, Registration) or to.language in event.languages else event.source
    enqueue(
        database,
        MAIL,
        {"entry": claim.to_json(), "email": to.email, "name": to.name, "language": language.code, name: number},
        recipient=to.email,
        event_id=event.id,
    )


def about(owner: Registration | Speaker) -> tuple[str, int]:
    """How messages name somebody, so that they are found and erased with them."""
    return ("registration" if isinstance(owner, Registration) else "speaker"), owner.id


def _addressee(owner: Registration | Speaker) -> Addressee:
    if isinstance(owner, Registration):
        return Addressee(owner.email, addressed_as(owner, owner.language), owner.language)
    return Addressee.of(owner)
