"""Entries as calendars take them from a mail (RFC 5546, RFC 6047): one VEVENT, addressed to its one reader alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from icalendar import Event as Entry
from icalendar import vCalAddress
from sqlalchemy.orm import Session as Database

from conference.agenda.content_lines import folded
from conference.agenda.ics import Heading, calendar_file, organiser_of, stored_entry, with_lines
from conference.agenda.models import AgendaVersion
from conference.attendance.badge_codes import good_code
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.localization import absolute_url, speaking
from conference.events.header import format_label
from conference.events.models import Event, Format
from conference.feeds.claims import CANCEL, Claim, EventFacts
from conference.feeds.queries import whole_version
from conference.outbox.mail import Invite
from conference.registration.models import Registration

# What a stored VEVENT says for everybody, and a message says anew; a line may go on in the next.
_SAID_ANEW = re.compile(rb"^(?:SEQUENCE|DTSTAMP|STATUS|ATTENDEE)[;:].*\r\n(?:[ \t].*\r\n)*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Matter:
    """What a claim is about: an event, and the version that holds the session, None for the event itself.

    `entry_code` lets the reader in at the door; it is empty where they have none.
    """

    event: Event
    version: AgendaVersion | None
    entry_code: str = ""


def matter_of(database: Database, claim: Claim) -> Matter | None:
    """None where the event or the version is gone."""
    event = database.get(Event, claim.event_id)
    version = whole_version(database, claim.version_id) if claim.version_id is not None else None
    if event is None or (version is None and claim.version_id is not None):
        return None
    return Matter(event, version, _entry_code(database, claim))


def _entry_code(database: Database, claim: Claim) -> str:
    """The code of the badge of now, for whoever is told that they come."""
    if claim.registration_id is None or claim.method == CANCEL:
        return ""
    registration = database.get(Registration, claim.registration_id)
    return (registration and good_code(database, registration)) or ""


def invite_of(matter: Matter, claim: Claim, *, email: str, name: str, language: Language) -> Invite:
    """What was claimed as a mail carries it, in its reader's language."""
    if matter.version is None:
        assert claim.facts is not None
        entry = event_vevent(matter.event, claim.uid, claim.facts, language, entry_code=matter.entry_code)
    else:
        entry = stored_entry(matter.version, claim.code, language)
    lines = _lines_of(claim, email=email, name=name, stamp=now())
    body = calendar_file(Heading(""), [with_lines(_SAID_ANEW.sub(b"", entry), lines)], method=claim.method)
    return Invite(claim.method, body)


def _lines_of(claim: Claim, *, email: str, name: str, stamp: datetime) -> Iterable[str]:
    """What the message says beside the entry: which one it is, and to whom it goes."""
    said = Entry()
    said.add("dtstamp", stamp.replace(microsecond=0))
    said.add("sequence", claim.sequence)
    said.add("status", "CANCELLED" if claim.method == CANCEL else "CONFIRMED")
    attendee = vCalAddress(f"mailto:{email}")
    attendee.params["CUTYPE"] = "INDIVIDUAL"
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    # Only those are written to who said that they come, or have a place.
    attendee.params["PARTSTAT"] = "ACCEPTED"
    attendee.params["RSVP"] = "FALSE"
    attendee.params["CN"] = name or email
    said.add("attendee", attendee)
    return [line for line in said.content_lines() if line and not line.startswith(("BEGIN:", "END:"))]


def event_vevent(event: Event, uid: str, facts: EventFacts, language: Language, *, entry_code: str = "") -> bytes:
    """The event's own VEVENT with these facts and the words of now; SEQUENCE, DTSTAMP and STATUS are added to it."""
    spoken = language if language in event.languages else event.source
    with speaking(language):
        hours = facts.hours
        starts, ends = hours or facts.days
        title, summary = event.title.resolve(language), event.summary.resolve(language)
        page = absolute_url("pages.home", event=event.slug, language=spoken)
        entrance = _("Your code for the entrance: %(code)s", code=entry_code) if entry_code else ""
        entry = Entry()
        entry.add("uid", uid)
        entry.add("dtstart", starts)
        entry.add("dtend", ends)
        entry.add("summary", title.text, {"LANGUAGE": title.language.code})
        entry.add(
            "description",
            "\n\n".join(part for part in (summary.text, entrance, page) if part),
            {"LANGUAGE": summary.language.code},
        )
        place, place_language = place_of(event, language)
        entry.add("location", place, {"LANGUAGE": place_language.code})
        entry.add("url", page)
        entry.add("organizer", organiser_of(event))
        # Days of a conference leave their reader's hours free: it is the sessions that take them.
        entry.add("transp", "OPAQUE" if hours and ends - starts <= timedelta(days=1) else "TRANSPARENT")
        return folded(entry)


def place_of(event: Event, language: Language) -> tuple[str, Language]:
    """Where an event takes place, and the language of these words."""
    if event.format == Format.ONLINE or not event.venue:
        return format_label(event.format), language
    resolved = event.venue.resolve(language)
    return resolved.text, resolved.language
