"""Writing to a person about their registration, in the transaction of what they are told."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.core.tokens import sign
from conference.outbox.service import enqueue
from conference.registration.models import MailKind, Registration
from conference.registration.ports import entry_codes, letter_entries
from conference.registration.queries import LINK


def lock(session: Session, registration: Registration) -> None:
    """Read a registration again and hold it until the end of the transaction."""
    query = select(Registration).where(Registration.id == registration.id).with_for_update()
    session.execute(query.execution_options(populate_existing=True)).scalar_one()


def send_link(session: Session, registration: Registration) -> None:
    """Send a person the link to their registration again."""
    write_to(session, registration, MailKind.LINK)


def token_of(registration: Registration) -> str:
    """The token of a person's link; it is good until `link_secret` changes."""
    return sign(LINK, [registration.id, registration.link_secret])


def write_to(
    session: Session,
    registration: Registration,
    kind: MailKind,
    *,
    message: str = "",
    until: datetime | None = None,
    due_at: datetime | None = None,
    deduplication_key: str | None = None,
) -> None:
    """Enqueue a mail with the state as it is now; the link is made when the mail is rendered.

    Where the person's calendar should hold the event and does not, or the other way round, the mail puts it right.
    `message` is what an organiser adds in the person's language, `until` the instant by which they should answer.
    """
    _enqueue(
        session,
        registration,
        kind,
        _entries(session, [registration], kind).get(registration.id),
        message=message,
        until=until,
        due_at=due_at,
        deduplication_key=deduplication_key,
    )


def write_to_all(session: Session, keyed: Sequence[tuple[Registration, str | None]], kind: MailKind) -> None:
    """Enqueue a mail to each person, as `write_to` does, with its deduplication key; calendars are read all at once."""
    entries = _entries(session, [one for one, _key in keyed], kind)
    for one, key in keyed:
        _enqueue(session, one, kind, entries.get(one.id), deduplication_key=key)


def _entries(
    session: Session, registrations: Sequence[Registration], kind: MailKind
) -> Mapping[int, Mapping[str, Any]]:
    """What the letters carry for their readers' calendars, by the registration's id.

    Whoever has a place by then also has the code that lets them in.
    """
    for codes in entry_codes.all():
        codes.give(session, registrations)
    claims = [entries.claim(session, registrations, kind) for entries in letter_entries.all()]
    return ChainMap(*(dict(one) for one in claims))


def _enqueue(
    session: Session,
    registration: Registration,
    kind: MailKind,
    entry: Mapping[str, Any] | None,
    *,
    message: str = "",
    until: datetime | None = None,
    due_at: datetime | None = None,
    deduplication_key: str | None = None,
) -> None:
    payload = {
        "registration": registration.id,
        "email": registration.email,
        "state": registration.state,
        "language": registration.language_code,
        "message": message,
        "until": until.isoformat() if until else None,
        "entry": entry,
    }
    enqueue(
        session,
        f"registration.{kind}",
        payload,
        recipient=registration.email,
        event_id=registration.event_id,
        due_at=due_at,
        deduplication_key=deduplication_key,
    )
