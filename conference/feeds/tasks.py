"""What the outbox's worker does for calendars: finding whose are wrong, and the mails that put them right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conference.agenda.published import PublishedAgenda
from conference.core.database import db, write
from conference.core.languages import Language
from conference.events.models import Event
from conference.feeds import emails, service
from conference.feeds.claims import Claim, Reason
from conference.feeds.itip import invite_of
from conference.feeds.queries import version_with_calendar
from conference.outbox.mail import Mail


def invitation(payload: Mapping[str, Any]) -> Mail | None:
    """The mail about one entry, as it was decided; None where the session or the event is no longer known."""
    claim, language = Claim.from_json(payload["entry"]), Language.of(payload["language"])
    reader = {"name": payload["name"], "language": language}
    invite = invite_of(db.session(), claim, email=payload["email"], **reader)
    if invite is None:
        return None
    event = db.session.get_one(Event, claim.event_id)
    told = _told(event, claim, language)
    if told is None:
        return None
    return emails.entry(
        event,
        told,
        reason=Reason(claim.reason),
        is_session=claim.facts is None,
        recipient=payload["email"],
        invite=invite,
        **reader,
    )


def _told(event: Event, claim: Claim, language: Language) -> emails.Told | None:
    if claim.facts is not None:
        return emails.told_of_event(event, claim.facts, language)
    version = version_with_calendar(db.session(), claim.version_id or 0)
    agenda = PublishedAgenda.of(version) if version else None
    session = agenda.session(claim.code) if agenda else None
    return emails.told_of_session(event, session, agenda.venue, language) if agenda and session else None


def righting(payload: Mapping[str, Any]) -> None:
    """Write to everybody whose calendar is wrong, some at a time; a worker that takes over goes on where this ended."""
    while True:
        with write() as database:
            written = service.put_right(database, payload["event"])
        if written < service.AT_ONCE:
            return


HANDLERS = {service.MAIL: invitation, service.RIGHTING: righting}
