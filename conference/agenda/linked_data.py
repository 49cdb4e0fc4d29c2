"""What pages say to search engines of an event and its sessions (schema.org's Event as JSON-LD).

All of it stands on the page in words as well. Where a meeting is held online, the address is that of the page from
which people join: the meeting's own is given to nobody here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from conference.agenda.identities import listed_name
from conference.agenda.published import PublishedAgenda, PublishedSession
from conference.core.languages import Language
from conference.core.localization import absolute_url
from conference.core.translated import Translated
from conference.events.models import Event, Format

Data: TypeAlias = dict[str, Any]
SCHEMA = "https://schema.org"
MOST_SESSIONS = 100
"""How many sessions an event's page tells of: the page of a longer agenda stays light, and each session has its own."""
LONGEST_DESCRIPTION = 300
_MODES: Mapping[str, str] = {
    Format.ONLINE: "OnlineEventAttendanceMode",
    Format.IN_PERSON: "OfflineEventAttendanceMode",
    Format.HYBRID: "MixedEventAttendanceMode",
}


def event_data(event: Event, agenda: PublishedAgenda | None, language: Language) -> Markup | None:
    """An event with the sessions that take place, in the words of `language`; None for a rehearsal, which does not."""
    if event.is_rehearsal:
        return None
    listed = [one for one in agenda.sessions if not one.is_break and not one.is_cancelled] if agenda else []
    data = _event(event, language) | {
        "description": _short(event.summary, language),
        "organizer": [
            {"@type": "Organization", "name": _text(body.name or body.acronym, language)} for body in event.bodies
        ],
        "subEvent": [_part(event, one, language) for one in listed[:MOST_SESSIONS]],
    }
    return _script(data)


def session_data(event: Event, session: PublishedSession, language: Language) -> Markup | None:
    """A session as a part of its event; None in a rehearsal."""
    if event.is_rehearsal:
        return None
    room = _text(session.room.name, language) if session.room else None
    is_online = event.format == Format.ONLINE or (session.room is not None and session.room.is_online)
    names = [listed_name(one.person, language) for one in session.everybody if one.person.name]
    part, venue = _part(event, session, language), _text(event.venue, language)
    data = part | {
        "description": _short(session.abstract, language),
        "eventAttendanceMode": _named(_MODES[Format.ONLINE if is_online else event.format]),
        "location": _places(event, part["url"], room or venue, venue, is_online=is_online),
        "inLanguage": [one.code for one in session.floor],
        "performer": [{"@type": "Person", "name": name} for name in dict.fromkeys(names)],
        "superEvent": _event(event, language),
    }
    return _script(data)


def _event(event: Event, language: Language) -> Data:
    url, venue = absolute_url("pages.home", language=language, event=event.slug), _text(event.venue, language)
    return {
        "@type": "Event",
        "@id": url,
        "url": url,
        "name": _text(event.title, language),
        "startDate": event.starts_on.isoformat(),
        "endDate": event.ends_on.isoformat(),
        "eventStatus": _named("EventScheduled"),
        "eventAttendanceMode": _named(_MODES[event.format]),
        "location": _places(event, url, venue, venue, is_online=event.format == Format.ONLINE),
        "inLanguage": [one.code for one in event.languages],
    }


def _part(event: Event, session: PublishedSession, language: Language) -> Data:
    """A session in few words."""
    url = absolute_url("agenda.session", language=language, event=event.slug, code=session.code)
    return {
        "@type": "Event",
        "@id": url,
        "url": url,
        "name": _text(session.title, language),
        "startDate": _instant(session.starts_at, event),
        "endDate": _instant(session.ends_at, event),
        "eventStatus": _named("EventCancelled" if session.is_cancelled else "EventScheduled"),
    }


def _places(event: Event, url: str, name: Any, address: Any, *, is_online: bool) -> list[Data]:
    """Where one goes: a page to join from, a place, or either."""
    here = [_full({"@type": "Place", "name": name, "address": address})] if name and not is_online else []
    there = [{"@type": "VirtualLocation", "url": url}] if is_online or event.format == Format.HYBRID else []
    return here + there


def _text(text: Translated, language: Language) -> Any:
    """A text, with the language that it is in where that is another than the page's (JSON-LD 1.1 §4.2.4)."""
    resolved = text.resolve(language)
    return {"@value": resolved.text, "@language": resolved.language.code} if resolved.is_fallback else resolved.text


def _short(text: Translated, language: Language) -> Any:
    told = _text(text, language)
    if isinstance(told, dict):
        return told | {"@value": _cut(told["@value"])}
    return _cut(told)


def _cut(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= LONGEST_DESCRIPTION else plain[:LONGEST_DESCRIPTION].rsplit(" ", 1)[0] + " …"


def _instant(instant: datetime, event: Event) -> str:
    return instant.astimezone(event.zone_info).isoformat()


def _named(word: str) -> str:
    return f"{SCHEMA}/{word}"


def _script(data: Data) -> Markup:
    """The data for a `<script type="application/ld+json">`, which nothing in it can end; empty facts are left out."""
    told = {"@context": SCHEMA} | _full(data)
    return htmlsafe_json_dumps(told, dumps=json.dumps, ensure_ascii=False, separators=(",", ":"))


def _full(data: Data) -> Data:
    told = {name: value for name, value in data.items() if value not in ("", [])}
    return {name: _full(value) if isinstance(value, dict) else value for name, value in told.items()}
