"""What the outbox's worker does for the library: reading and drawing files, search, reminders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from conference.accounts.models import Account, email_key
from conference.core.database import db, write
from conference.core.languages import Language
from conference.core.localization import absolute_url
from conference.events.models import Event, Role
from conference.events.queries import team
from conference.events.service import lock as lock_event
from conference.events.service import touch
from conference.library import emails
from conference.library.arriving import read_arrival
from conference.library.counting import Taken
from conference.library.drawing import draw_revision
from conference.library.queries import Candidate, candidates
from conference.library.reading import read_revision
from conference.library.searching.entries import enter_all
from conference.library.service import DRAW, ENTER, READ, add_downloads
from conference.library.service.arrivals import ARRIVED
from conference.library.service.reminders import KINDS, Matter
from conference.outbox.mail import Mail


def read(payload: Mapping[str, Any]) -> None:
    """Read the text of a file; no mail comes of it."""
    read_revision(payload["revision"])


def draw(payload: Mapping[str, Any]) -> None:
    """Draw the pages of a file; no mail comes of it."""
    draw_revision(payload["revision"])


def look_at_arrival(payload: Mapping[str, Any]) -> None:
    """Read what a file that was brought says of itself; no mail comes of it."""
    read_arrival(payload["arrival"])


def enter_documents(payload: Mapping[str, Any]) -> None:
    """Make the documents of an event findable by what its newest agenda says; no mail comes of it."""
    with write() as database:
        if database.get(Event, payload["event"]) is not None:
            lock_event(database, payload["event"])
            enter_all(database, payload["event"])
            touch(database, payload["event"])


def write_downloads(taken: Mapping[Taken, int]) -> None:
    """Add what was taken to the counts, in a transaction of its own."""
    with write() as database:
        add_downloads(database, taken)


def reminder(payload: Mapping[str, Any]) -> Mail | None:
    """What is still asked of the person now; nobody is reminded of what came, or is another's."""
    database = db.session()
    event = database.get(Event, payload["event"])
    if event is None:
        return None
    key = email_key(payload["email"])
    wanted = [
        one
        for one in candidates(database, event, payload["versions"], quiet=timedelta())
        if one.left_out is None and email_key(one.version.responsible_email) == key
    ]
    if not wanted:
        return None
    people = team(database, event)
    theirs = [role for role in people if role.account.email_key == key]
    member = next((role.account for role in theirs), None)
    roles = {Role(role.role) for role in theirs}
    language = _language(event, member, wanted)
    organisers = [role.account.email for role in people if role.role == Role.ORGANISER]
    board = absolute_url("library.manage", event=event.slug, language=language, responsible=key)
    contacts = [*(contact.email for contact in event.contacts), *organisers]
    return emails.reminder(
        event,
        wanted,
        matter=Matter(payload["matter"]),
        recipient=payload["email"],
        name=wanted[0].version.responsible_name,
        language=language,
        address=board if roles & {Role.ORGANISER, Role.TRANSLATOR} else None,
        send_to="" if Role.ORGANISER in roles else next(iter(contacts), ""),
    )


def _language(event: Event, member: Account | None, wanted: Sequence[Candidate]) -> Language:
    """A member's own language; of anybody else we know only in which language they write."""
    languages = {one.version.language for one in wanted}
    known = Language.of(member.language) if member else next(iter(languages)) if len(languages) == 1 else event.source
    return known if known in event.languages else event.source


HANDLERS = {
    DRAW: draw,
    READ: read,
    ENTER: enter_documents,
    ARRIVED: look_at_arrival,
    **dict.fromkeys(KINDS.values(), reminder),
}
