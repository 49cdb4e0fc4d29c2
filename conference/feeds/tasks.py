"""What the outbox's worker does for calendars: finding whose are wrong, and the mails that put them right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conference.agenda.published import PublishedAgenda
from conference.core.database import db, write
from conference.core.languages import Language
from conference.feeds import emails, service
from conference.feeds.claims import Claim, Reason
from conference.feeds.itip import Matter, invite_of, matter_of
from conference.outbox.mail import Mail


def invitation(payload: Mapping[str, Any]) -> Mail | None:
    """The mail about one entry, as it was decided; None where the session or the event is no longer known."""
    claim, language = Claim.from_json(payload["entry"]), Language.of(payload["language"])
    reader = {"name": payload["name"], "language": language}
    matter = matter_of(db.session(), claim)
    told = _told(matter, claim, language) if matter else None
    if matter is None or told is None:
        return None
    return emails.entry(
        matter.event,
        told,
        reason=Reason(claim.reason),
        is_session=claim.facts is None,
        recipient=payload["email"],
        invite=invite_of(matter, claim, email=payload["email"], **reader),
        **reader,
    )


def _told(matter: Matter, claim: Claim, language: Language) -> emails.Told | None:
    if claim.facts is not None:
        return emails.told_of_event(matter.event, claim.facts, language)
    agenda = PublishedAgenda.of(matter.version) if matter.version else None
    session = agenda.session(claim.code) if agenda else None
    return emails.told_of_session(matter.event, session, agenda.venue, language) if agenda and session else None


def righting(payload: Mapping[str, Any]) -> None:
    """Write to everybody whose calendar is wrong, some at a time; a worker that takes over goes on where this ended."""
    while True:
        with write() as database:
            written = service.put_right(database, payload["event"])
        if written < service.AT_ONCE:
            return


HANDLERS = {service.MAIL: invitation, service.RIGHTING: righting}
