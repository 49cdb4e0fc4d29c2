"""Calendar files (RFC 5545): one VEVENT per session and language, built when a version is published and joined later.

All instants are in UTC: zone definitions that libraries write lose Morocco's Ramadan changes. METHOD:PUBLISH asks for
an ORGANIZER in every VEVENT (RFC 5546 §3.2.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, g
from flask_babel import gettext as _

from conference.agenda.content_lines import instant, line, text
from conference.agenda.models import AgendaVersion
from conference.agenda.published import Appearance, PublishedAgenda, PublishedSession
from conference.agenda.words import role_words, type_words
from conference.core import formatting
from conference.core.formatting import join_words
from conference.core.honorifics import before_name
from conference.core.languages import Language
from conference.core.localization import absolute_url, speaking
from conference.events.models import Event

PRODUCT = "-//THAMM//Conference platform//EN"
REFRESH = "PT1H"
_END = b"END:VCALENDAR\r\n"


class NotInCalendar(LookupError):
    """The version has no session with this code."""


def build(event: Event, agenda: PublishedAgenda, *, stamp: datetime) -> dict[str, Any]:
    """Each session's VEVENT in each of the event's languages, as a version keeps them; `stamp` is its publication."""
    entries: dict[str, dict[str, str]] = {session.code: {} for session in agenda.sessions}
    for language in event.languages:
        with speaking(language):
            organiser, pages = _organiser(event), absolute_url("agenda.session", event=event.slug, code="-")[:-1]
            for session in agenda.sessions:
                entry = _entry(agenda, session, organiser=organiser, address=pages + session.code, stamp=stamp)
                entries[session.code][language.code] = entry.decode()
    order = [session.code for session in agenda.sessions]
    return {"source": event.source_code, "order": order, "entries": entries}


def session_calendar(version: AgendaVersion, code: str, language: Language) -> bytes:
    """One session's calendar file. Raises NotInCalendar."""
    if code not in version.calendar["entries"]:
        raise NotInCalendar(code)
    return _header() + _stored(version.calendar, code, language) + _END


def event_calendar(version: AgendaVersion, event: Event, language: Language) -> bytes:
    """The calendar file of the whole event, cancelled sessions included so that calendars take them out."""
    name = event.title.resolve(language).text
    entries = [_stored(version.calendar, code, language) for code in version.calendar["order"]]
    return _header(name) + b"".join(entries) + _END


def _stored(calendar: Mapping[str, Any], code: str, language: Language) -> bytes:
    """A session's bytes; in the source where the event learned the language after the publication."""
    by_language: Mapping[str, str] = calendar["entries"][code]
    return by_language.get(language.code, by_language[calendar["source"]]).encode()


def _header(name: str = "") -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    head = b"".join(one.encode() + b"\r\n" for one in lines)
    if not name:
        return head
    refreshed = line("REFRESH-INTERVAL", REFRESH, {"VALUE": "DURATION"}) + line("X-PUBLISHED-TTL", REFRESH)
    return head + line("X-WR-CALNAME", text(name)) + refreshed


def _organiser(event: Event) -> bytes:
    """Whom calendars name: the bodies, at the event's first contact."""
    host = urlsplit(current_app.config["PUBLIC_URL"]).hostname
    address = event.contacts[0].email if event.contacts else f"no-reply@{host}"
    names = [(body.acronym or body.name).resolve(g.language).text for body in event.bodies]
    name = join_words(names, g.language) or event.title.resolve(g.language).text
    return line("ORGANIZER", f"mailto:{address}", {"CN": name})


def _entry(
    agenda: PublishedAgenda, session: PublishedSession, *, organiser: bytes, address: str, stamp: datetime
) -> bytes:
    ours = {"LANGUAGE": g.language.code}
    title = session.title.resolve(g.language)
    is_free = session.is_break or session.is_cancelled
    return b"".join(
        [
            b"BEGIN:VEVENT\r\n",
            line("SUMMARY", text(title.text), {"LANGUAGE": title.language.code}),
            line("DTSTART", instant(session.starts_at)),
            line("DTEND", instant(session.ends_at)),
            line("DTSTAMP", instant(stamp)),
            line("UID", text(session.uid)),
            line("SEQUENCE", str(session.sequence)),
            line("CATEGORIES", text(type_words(session.type)), ours),
            line("DESCRIPTION", text(_description(session, address)), ours),
            _location(agenda, session),
            organiser,
            line("STATUS", "CANCELLED" if session.is_cancelled else "CONFIRMED"),
            line("TRANSP", "TRANSPARENT" if is_free else "OPAQUE"),
            line("URL", address),
            b"END:VEVENT\r\n",
        ]
    )


def _location(agenda: PublishedAgenda, session: PublishedSession) -> bytes:
    """Room and venue, in the language that the first of them is really in; nothing without either."""
    places = (session.room.name if session.room else None, agenda.venue)
    found = [place.resolve(g.language) for place in places if place]
    if not found:
        return b""
    return line("LOCATION", text(", ".join(one.text for one in found)), {"LANGUAGE": found[0].language.code})


def _description(session: PublishedSession, address: str) -> str:
    language: Language = g.language
    parts = []
    if session.is_cancelled:
        parts.append(_("This session is cancelled."))
    parts.append(session.abstract.resolve(language).text)
    parts.append("\n".join(_person(appearance) for appearance in session.people))
    for talk in session.talks:
        people = [_person(appearance) for appearance in talk.people]
        parts.append("\n".join([talk.title.resolve(language).text, *people]))
    parts.append("\n".join(spoken(session)))
    parts.append(address)
    return "\n\n".join(part for part in parts if part)


def _person(appearance: Appearance) -> str:
    person = appearance.person
    names = " / ".join(name for name in (person.name, person.other_name) if name)
    names = " ".join(word for word in (before_name(person.honorific), names) if word and names)
    words = [names, person.function.resolve(g.language).text, person.organisation.resolve(g.language).text]
    told = formatting.listed((word for word in words if word), g.language)
    if not names:
        return told
    return _("%(label)s: %(value)s", label=role_words(appearance.role), value=told)


def spoken(session: PublishedSession) -> list[str]:
    """Which language the floor speaks and which are interpreted, in words."""
    sentences = []
    if session.floor:
        names = " · ".join(language.name_in(g.language) for language in session.floor)
        sentences.append(_("Floor: %(languages)s", languages=names))
    if session.interpretation:
        names = " · ".join(language.name_in(g.language) for language in session.interpretation)
        sentences.append(_("Interpretation: %(languages)s", languages=names))
    return sentences
