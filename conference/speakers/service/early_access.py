"""Early access as organisers give it: one person or many, changed, ended, begun again, erased.

The secret of a link, names and addresses never reach the record of changes: it tells what for, and until when.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account, email_key
from conference.agenda.models import Session
from conference.audit.service import record
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.tokens import new_secret, sign
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.outbox.models import Message
from conference.outbox.service import enqueue, forget
from conference.speakers.models.early_access import EarlyAccess
from conference.speakers.queries.early_access import EARLY_LINK, early_access_of

INVITE = "speakers.early_access"
DIGEST = "speakers.early_digest"
"""The outbox's kinds for the link, and for what is new."""


class AlreadyListed(Exception):
    """Somebody at the event has this address."""


@dataclass(frozen=True, slots=True)
class EarlyReader:
    """Who it is: name, address, and the language they are written to in."""

    name: str
    email: str
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyTerms:
    """What for, for which sessions, how and until the end of which day in the event's zone."""

    purpose: str
    working: Sequence[Language]
    scope: str
    days: Sequence[date]
    sessions: Sequence[Session]
    with_general: bool
    watermark: bool
    until_on: date


def give_early_access(
    database: Database, event: Event, reader: EarlyReader, terms: EarlyTerms, *, by: Account | None
) -> EarlyAccess:
    """Put somebody on the list; a mail brings them their link. Raises AlreadyListed."""
    by_id = _id(by)
    lock_event(database, event.id)
    if early_access_of(database, event.id, reader.email) is not None:
        raise AlreadyListed(event.slug)
    moment = now()
    access = EarlyAccess(
        event_id=event.id,
        name=reader.name,
        email=reader.email,
        email_key=email_key(reader.email),
        language_code=reader.language.code,
        link_secret=new_secret(),
        wants_digest=True,
        created_at=moment,
        sent_at=moment,
        revoked_at=None,
        seen_at=moment,
        told_at=moment,
        **_columns(terms),
    )
    access.sessions = _sessions(database, terms)
    database.add(access)
    database.flush()
    record(database, "give early access", access, by=by_id, event_id=event.id, before={}, after=_told(access))
    _write_to(database, access)
    return access


def give_early_access_to(
    database: Database, event: Event, readers: Sequence[EarlyReader], terms: EarlyTerms, *, by: Account | None
) -> tuple[int, int]:
    """Put many on the list; how many were put there, and how many were on it before and stay as they are."""
    known = 0
    for reader in readers:
        try:
            give_early_access(database, event, reader, terms, by=by)
        except AlreadyListed:
            known += 1
    return len(readers) - known, known


def change_early_access(
    database: Database, access: EarlyAccess, reader: EarlyReader, terms: EarlyTerms, *, by: Account | None
) -> bool:
    """Change a person's early access. At another address they get a new link and the old one ends: then returns True.

    Raises AlreadyListed.
    """
    by_id = _id(by)
    lock_event(database, access.event_id)
    database.refresh(access)
    other = early_access_of(database, access.event_id, reader.email)
    if other is not None and other.id != access.id:
        raise AlreadyListed(access.id)
    before, moves = _told(access), access.email_key != email_key(reader.email)
    access.name, access.email, access.email_key = reader.name, reader.email, email_key(reader.email)
    access.language_code = reader.language.code
    for name, value in _columns(terms).items():
        setattr(access, name, value)
    access.sessions = _sessions(database, terms)
    database.flush()
    record(
        database,
        "change early access",
        access,
        by=by_id,
        event_id=access.event_id,
        before=before,
        after=_told(access),
    )
    if moves:
        _new_link(access)
        if access.revoked_at is None:
            _write_to(database, access)
    return moves


def renew_early_access(database: Database, access: EarlyAccess, *, by: Account | None) -> None:
    """Send a new link: every older one opens nothing from now on, and access that was ended begins again."""
    by_id = _id(by)
    lock_event(database, access.event_id)
    database.refresh(access)
    access.revoked_at = None
    _new_link(access)
    record(database, "renew link", access, by=by_id, event_id=access.event_id, before={}, after={})
    _write_to(database, access)


def end_early_access(database: Database, access: EarlyAccess, *, by: Account | None) -> None:
    """End somebody's access now; what they took stays on the record."""
    by_id = _id(by)
    lock_event(database, access.event_id)
    database.refresh(access)
    if access.revoked_at is not None:
        return
    access.revoked_at = now()
    access.link_secret = new_secret()
    record(database, "end early access", access, by=by_id, event_id=access.event_id, before={}, after={})


def erase_early_access(database: Database, access: EarlyAccess, *, by: Account | None) -> None:
    """Erase somebody from the list, with what they took and the mails to them."""
    by_id = _id(by)
    lock_event(database, access.event_id)
    record(database, "erase early access", access, by=by_id, event_id=access.event_id, before={}, after={})
    database.flush()
    erase_early_rows(database, [access])


def erase_early_rows(database: Database, accesses: Sequence[EarlyAccess]) -> None:
    """Take people out of the tables and of the outbox; the caller holds the event's lock."""
    for access in accesses:
        forget(
            database,
            (Message.event_id == access.event_id)
            & Message.kind.in_((INVITE, DIGEST))
            & (Message.recipient == access.email),
        )
        database.delete(access)


def early_token_of(access: EarlyAccess) -> str:
    """The token of somebody's link; it is good until `link_secret` changes, the day is over, or access was ended."""
    return sign(EARLY_LINK, [access.id, access.link_secret])


def _new_link(access: EarlyAccess) -> None:
    access.link_secret = new_secret()
    access.sent_at = now()


def _write_to(database: Database, access: EarlyAccess) -> None:
    """Enqueue the link for the address of now; it is made when the mail is rendered."""
    enqueue(
        database,
        INVITE,
        {"access": access.id, "email": access.email},
        recipient=access.email,
        event_id=access.event_id,
    )


def _columns(terms: EarlyTerms) -> dict[str, Any]:
    return {
        "purpose": terms.purpose,
        "working_codes": [one.code for one in terms.working],
        "scope": terms.scope,
        "days": [day.isoformat() for day in terms.days],
        "with_general": terms.with_general,
        "watermark": terms.watermark,
        "until_on": terms.until_on,
    }


def _sessions(database: Database, terms: EarlyTerms) -> list[Session]:
    return [database.get_one(Session, one.id) for one in terms.sessions]


def _told(access: EarlyAccess) -> dict[str, Any]:
    return {
        "early_purpose": access.purpose,
        "watermark": access.watermark,
        "until_on": access.until_on.isoformat(),
    }


def _id(account: Account | None) -> int | None:
    return account.id if account is not None else None
