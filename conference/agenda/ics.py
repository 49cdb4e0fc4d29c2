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
from icalendar import Event as Entry
from icalendar import vCalAddress

from conference.agenda.content_lines import content_line, folded, folded_line
from conference.agenda.models import AgendaVersion
from conference.agenda.published import Appearance, PublishedAgenda, PublishedSession
from conference.agenda.words import role_words, type_words
from conference.core import formatting
from conference.core.formatting import join_words
from conference.core.honorifics import before_name
from conference.core.languages import Language
from conference.core.localization import absolute_url, speaking
from conference.core.translated import Translated
from conference.events.models import Event

PRODUCT = "-//THAMM//Conference platform//EN"
REFRESH = "PT1H"
_END = b"END:VCALENDAR\r\n"


class NotInCalendar(LookupError):
    """The version has no session with this code."""


def build(
    event: Event, agenda: PublishedAgenda, *, stamp: datetime, kept: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    """Each session's VEVENT in each of the event's languages, as a version keeps them; `stamp` is its publication.

    `kept` are the entries that did not change since the version before (`unchanged.py`), by code: with their stamps.
    """
    entries = {session.code: dict(kept.get(session.code, {})) for session in agenda.sessions}
    anew = [session for session in agenda.sessions if session.code not in kept]
    for language in event.languages:
        with speaking(language):
            organiser, pages = _organiser(event), absolute_url("agenda.session", event=event.slug, code="-")[:-1]
            for session in anew:
                entry = _entry(agenda, session, organiser=organiser, address=pages + session.code, stamp=stamp)
                entries[session.code][language.code] = folded(entry).decode()
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
    if name:
        lines += [
            content_line("X-WR-CALNAME", name),
            f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
            f"X-PUBLISHED-TTL:{REFRESH}",
        ]
    return b"".join(folded_line(line) for line in lines)


def _organiser(event: Event) -> vCalAddress:
    """Whom calendars name: the bodies, at the event's first contact."""
    host = urlsplit(current_app.config["PUBLIC_URL"]).hostname
    address = event.contacts[0].email if event.contacts else f"no-reply@{host}"
    organiser = vCalAddress(f"mailto:{address}")
    names = [(body.acronym or body.name).resolve(g.language).text for body in event.bodies]
    organiser.params["CN"] = join_words(names, g.language) or event.title.resolve(g.language).text
    return organiser


def _entry(
    agenda: PublishedAgenda, session: PublishedSession, *, organiser: vCalAddress, address: str, stamp: datetime
) -> Entry:
    entry = Entry()
    entry.add("uid", session.uid)
    entry.add("sequence", session.sequence)
    entry.add("dtstamp", stamp.replace(microsecond=0))
    entry.add("dtstart", session.starts_at)
    entry.add("dtend", session.ends_at)
    entry.add("status", "CANCELLED" if session.is_cancelled else "CONFIRMED")
    _add_text(entry, "summary", session.title)
    entry.add("description", _description(session, address), {"LANGUAGE": g.language.code})
    places = [place for place in (session.room.name if session.room else None, agenda.venue) if place]
    if places:
        texts = [place.resolve(g.language).text for place in places]
        entry.add("location", ", ".join(texts), {"LANGUAGE": places[0].resolve(g.language).language.code})
    entry.add("categories", [type_words(session.type)], {"LANGUAGE": g.language.code})
    entry.add("url", address)
    entry.add("organizer", organiser)
    entry.add("transp", "TRANSPARENT" if session.is_break or session.is_cancelled else "OPAQUE")
    return entry


def _add_text(entry: Entry, name: str, text: Translated) -> None:
    """A text with the language that it is really in."""
    resolved = text.resolve(g.language)
    entry.add(name, resolved.text, {"LANGUAGE": resolved.language.code})


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
