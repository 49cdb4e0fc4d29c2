"""Calendar files (RFC 5545): one VEVENT per session and language, built when a version is published and joined later.

All instants are in UTC: zone definitions that libraries write lose Morocco's Ramadan changes. METHOD:PUBLISH asks for
an ORGANIZER in every VEVENT (RFC 5546 §3.2.1). What a calendar says of itself is RFC 7986's, and said again in the
words that were common before it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
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
COLOUR = "teal"
"""The colour of CSS that is nearest to the platform's sea (RFC 7986 §5.9 takes names alone)."""
Entries = Mapping[str, Mapping[str, str]]
"""VEVENTs by the session's code and the code of the language."""
_END = b"END:VCALENDAR\r\n"
_END_OF_ENTRY = b"END:VEVENT\r\n"
_STAMPS = re.compile(rb"^(?:DTSTAMP|LAST-MODIFIED):[^\r]*\r\n", re.MULTILINE)
_NOTHING = b"".join(
    f"{line}\r\n".encode()
    for line in (
        "BEGIN:VTIMEZONE",
        "TZID:Etc/UTC",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0000",
        "TZNAME:UTC",
        "END:STANDARD",
        "END:VTIMEZONE",
    )
)
"""What stands where no entry does: a calendar has at least one component (RFC 5545 §3.6)."""


class NotInCalendar(LookupError):
    """The version has no session with this code."""


def build(
    event: Event,
    agenda: PublishedAgenda,
    *,
    stamp: datetime,
    before: Entries | None = None,
    unchanged: Collection[str] = (),
) -> dict[str, Any]:
    """Each session's VEVENT in each of the event's languages, as a version keeps them; `stamp` is its publication.

    `before` are the entries of the version before, and `unchanged` the codes of those that are kept as they are
    (`unchanged.py`). The others are built; one that says what it said then keeps its LAST-MODIFIED.
    """
    earlier = before or {}
    entries = {one.code: dict(earlier[one.code]) if one.code in unchanged else {} for one in agenda.sessions}
    anew = [session for session in agenda.sessions if session.code not in unchanged]
    for language in event.languages:
        with speaking(language):
            organiser, pages = organiser_of(event), absolute_url("agenda.session", event=event.slug, code="-")[:-1]
            for session in anew:
                entry = folded(_entry(agenda, session, organiser=organiser, address=pages + session.code))
                known = earlier.get(session.code, {}).get(language.code, "").encode()
                if _STAMPS.sub(b"", known) != entry:
                    known = with_lines(entry, [f"DTSTAMP:{instant(stamp)}", f"LAST-MODIFIED:{instant(stamp)}"])
                entries[session.code][language.code] = known.decode()
    return {
        "source": event.source_code,
        "name": (event.short_title or event.title).to_json(),
        "summary": event.summary.to_json(),
        "order": [session.code for session in agenda.sessions],
        "entries": entries,
    }


@dataclass(frozen=True, slots=True)
class Heading:
    """What a calendar says of itself; without a name, nothing.

    `source` is the address that it is read again from, which a file read once has not. `page` is the address at which
    people read the same. `changed` is when what it holds last changed.
    """

    name: str
    description: str = ""
    source: str = ""
    page: str = ""
    changed: datetime | None = None


def stored_entry(version: AgendaVersion, code: str, language: Language) -> bytes:
    """A session's VEVENT as the version keeps it; in the source where the event learned the language later.

    Raises NotInCalendar.
    """
    entries: Mapping[str, Mapping[str, str]] = version.calendar["entries"]
    if code not in entries:
        raise NotInCalendar(code)
    by_language = entries[code]
    return by_language.get(language.code, by_language[version.calendar["source"]]).encode()


def with_lines(entry: bytes, lines: Iterable[str]) -> bytes:
    """A stored VEVENT with lines of one reader's own, unfolded, before its end: a way in, an alarm, an attendee."""
    return entry.removesuffix(_END_OF_ENTRY) + b"".join(folded_line(line) for line in lines) + _END_OF_ENTRY


def calendar_file(heading: Heading, entries: Iterable[bytes], *, method: str = "PUBLISH") -> bytes:
    """A calendar of entries that are stored as bytes, cancelled ones included so that calendars take them out."""
    return _head(heading, method) + (b"".join(entries) or _NOTHING) + _END


def heading_of(
    version: AgendaVersion, event: Event, language: Language, *, part: str = "", source: str = "", page: str = ""
) -> Heading:
    """The heading of a calendar of a version, or of a `part` of it that has a name: a day, a track, a person.

    Name and summary are those that were published: the same version always gives the same bytes.
    """
    stored = version.calendar
    title = Translated.from_json(stored["name"]) if "name" in stored else event.short_title or event.title
    summary = Translated.from_json(stored["summary"]) if "summary" in stored else event.summary
    name = title.resolve(language).text
    return Heading(
        name=f"{name} – {part}" if part else name,
        description=summary.resolve(language).text,
        source=source,
        page=page,
        changed=version.published_at,
    )


def _head(heading: Heading, method: str) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", f"METHOD:{method}"]
    if heading.name:
        lines += [content_line("NAME", heading.name), content_line("X-WR-CALNAME", heading.name), f"COLOR:{COLOUR}"]
    if heading.description:
        lines += [content_line(name, heading.description) for name in ("DESCRIPTION", "X-WR-CALDESC")]
    if heading.source:
        lines += [
            f"SOURCE;VALUE=URI:{heading.source}",
            f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
            f"X-PUBLISHED-TTL:{REFRESH}",
        ]
    if heading.page:
        lines.append(f"URL:{heading.page}")
    if heading.changed:
        lines.append(f"LAST-MODIFIED:{instant(heading.changed)}")
    return b"".join(folded_line(line) for line in lines)


def instant(moment: datetime) -> str:
    """An instant as calendars write it, in UTC (RFC 5545 §3.3.5, form 2)."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def organiser_of(event: Event) -> vCalAddress:
    """Whom calendars name: the bodies, at the event's first contact."""
    host = urlsplit(current_app.config["PUBLIC_URL"]).hostname
    address = event.contacts[0].email if event.contacts else f"no-reply@{host}"
    organiser = vCalAddress(f"mailto:{address}")
    names = [(body.acronym or body.name).resolve(g.language).text for body in event.bodies]
    organiser.params["CN"] = join_words(names, g.language) or event.title.resolve(g.language).text
    return organiser


def _entry(agenda: PublishedAgenda, session: PublishedSession, *, organiser: vCalAddress, address: str) -> Entry:
    """A session's VEVENT in the language that is spoken, without the instants at which it was made."""
    entry = Entry()
    entry.add("uid", session.uid)
    entry.add("sequence", session.sequence)
    entry.add("dtstart", session.starts_at)
    entry.add("dtend", session.ends_at)
    entry.add("status", "CANCELLED" if session.is_cancelled else "CONFIRMED")
    _add_text(entry, "summary", session.title)
    entry.add("description", _description(session, address), {"LANGUAGE": g.language.code})
    places = [place for place in (session.room.name if session.room else None, agenda.venue) if place]
    if places:
        told = [place.resolve(g.language) for place in places]
        spoken = {one.language for one in told}
        # A parameter names one language: where room and venue stand in two, none is better than a wrong one.
        named = {"LANGUAGE": told[0].language.code} if len(spoken) == 1 else {}
        entry.add("location", ", ".join(one.text for one in told), named)
    for language, names in _categories(session).items():
        entry.add("categories", names, {"LANGUAGE": language.code})
    entry.add("url", address)
    entry.add("organizer", organiser)
    entry.add("transp", "TRANSPARENT" if session.is_break or session.is_cancelled else "OPAQUE")
    return entry


def _categories(session: PublishedSession) -> dict[Language, list[str]]:
    """What the session is and which track it belongs to, by the language that the words are really in."""
    names: dict[Language, list[str]] = {g.language: [type_words(session.type)]}
    if session.track is not None:
        track = session.track.name.resolve(g.language)
        names.setdefault(track.language, []).append(track.text)
    return names


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
