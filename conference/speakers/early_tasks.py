"""What the outbox's worker does for people with early access: mails of what is true when they are first delivered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from conference.core.clock import now
from conference.core.database import db
from conference.core.localization import absolute_url
from conference.events.models import Event
from conference.outbox.mail import Mail
from conference.speakers import early_emails
from conference.speakers.models.early_access import EarlyAccess
from conference.speakers.queries.early_programme import came_after, early_files, early_programme
from conference.speakers.service.early_access import DIGEST, INVITE, early_token_of


def _address(access: EarlyAccess, event: Event) -> str:
    language = access.language if access.language in event.languages else event.source
    return absolute_url("speakers.early", token=early_token_of(access), event=event.slug, language=language)


def _reader(payload: Mapping[str, Any]) -> tuple[EarlyAccess, Event] | None:
    """Somebody whose link is good and whose address is the one written to: a link follows nobody elsewhere."""
    access = db.session.get(EarlyAccess, payload["access"])
    if access is None or access.email != payload["email"]:
        return None
    event = db.session.get_one(Event, access.event_id)
    return None if access.ended(now().astimezone(event.zone_info).date()) else (access, event)


def early_link(payload: Mapping[str, Any]) -> Mail | None:
    found = _reader(payload)
    if found is None:
        return None
    access, event = found
    return early_emails.early_link(access, event, recipient=payload["email"], address=_address(access, event))


def early_digest(payload: Mapping[str, Any]) -> Mail | None:
    found = _reader(payload)
    if found is None or not found[0].wants_digest:
        return None
    access, event = found
    there = early_files(db.session(), access, early_programme(db.session(), access))
    files = came_after(there, datetime.fromisoformat(payload["since"]))
    if not files:
        return None
    address = _address(access, event)
    return early_emails.early_digest(access, event, files, recipient=payload["email"], address=address)


HANDLERS = {INVITE: early_link, DIGEST: early_digest}
