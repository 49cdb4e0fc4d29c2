"""The printed programme as a PDF: cover, days, speakers and rooms, in one language or in several side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from conference.agenda.ics import spoken
from conference.agenda.models import AgendaVersion
from conference.agenda.published import Appearance, Person, Place, PublishedAgenda, PublishedSession
from conference.agenda.words import role_words, type_words
from conference.core import formatting
from conference.core.languages import Language
from conference.core.localization import speaking
from conference.core.pdf import render
from conference.core.rendering import fallback_note
from conference.core.sorting import sort_key
from conference.core.text import isolated, one_way
from conference.core.translated import Translated
from conference.events.models import Event

TEMPLATE = Path(__file__).with_name("programme.typ")
Data = dict[str, Any]


def programme_file(event: Event, version: AgendaVersion, languages: Sequence[Language]) -> bytes:
    """The programme of a published version, its texts in `languages` side by side, the first of them leading.

    What is cancelled is left out: who reads on paper asks what takes place.
    """
    agenda = PublishedAgenda.of(version)
    sessions = [session for session in agenda.sessions if not session.is_cancelled]
    days = sorted({session.day(agenda.zone) for session in sessions})
    people = _heard(sessions, languages[0])
    columns = [_column(event, version, agenda, sessions, days, people, language) for language in languages]
    title = columns[0]["programme"] + " – " + columns[0]["event"]["text"]
    return render(
        TEMPLATE, {"title": title, "language": languages[0].code, "columns": columns}, created=version.published_at
    )


def _column(
    event: Event,
    version: AgendaVersion,
    agenda: PublishedAgenda,
    sessions: Sequence[PublishedSession],
    days: Sequence[date],
    people: Sequence[Person],
    language: Language,
) -> Data:
    """Everything that the programme says in one language; the columns' lists are equally long and in one order."""
    with speaking(language):
        first = sessions[0].starts_at if sessions else version.published_at
        zone = _(
            "Times in %(city)s (%(offset)s).",
            city=formatting.zone_city(agenda.zone, language),
            offset=one_way(formatting.format_offset(first, agenda.zone)),
        )
        published = formatting.format_instant(version.published_at, agenda.zone, language, event.month_style)
        return {
            "language": language.code,
            "direction": language.direction,
            "programme": _("Programme"),
            "event": _text(event.title, language),
            "dates": formatting.format_date_range(event.starts_on, event.ends_on, language, event.month_style),
            "venue": _text(agenda.venue, language),
            "bodies": [_text(body.name, language) for body in event.bodies],
            "donor": _text(event.donor_line, language),
            "disclaimer": _text(event.disclaimer, language),
            "zone": zone,
            "version": _(
                "Version %(number)s, %(instant)s", number=one_way(str(version.number)), instant=isolated(published)
            ),
            "days": [_day(event, agenda, day, sessions, language) for day in days],
            "speakers": {"heading": _("Speakers"), "people": _speakers(event, agenda, sessions, people, language)},
            "rooms": {"heading": _("Rooms"), "rooms": _rooms(event, agenda, sessions, language)},
            "page": _("Page {page} of {pages}"),
        }


def _day(
    event: Event, agenda: PublishedAgenda, day: date, sessions: Sequence[PublishedSession], language: Language
) -> Data:
    return {
        "heading": formatting.format_date(day, language, event.month_style, "EEEE d MMMM y"),
        "sessions": [_session(agenda, one, language) for one in sessions if one.day(agenda.zone) == day],
    }


def _session(agenda: PublishedAgenda, session: PublishedSession, language: Language) -> Data:
    facts = [type_words(session.type)] if not session.is_break else []
    facts += [_text(place.name, language)["text"] for place in (session.room, session.track) if place]
    return {
        "hours": _hours(agenda, session),
        "is_break": session.is_break,
        "title": _text(session.title, language),
        "facts": " · ".join(isolated(fact) for fact in facts),
        "spoken": spoken(session),
        "abstract": _text(session.abstract, language),
        "people": [_named(one, language) for one in session.people],
        "talks": [
            {
                "title": _text(talk.title, language),
                "minutes": ngettext("%(num)s minute", "%(num)s minutes", talk.minutes) if talk.minutes else "",
                "people": [_named(one, language) for one in talk.people],
            }
            for talk in session.talks
        ],
    }


def _hours(agenda: PublishedAgenda, session: PublishedSession) -> str:
    hours = (formatting.format_hour(instant, agenda.zone) for instant in (session.starts_at, session.ends_at))
    return one_way("–".join(hours))


def _named(appearance: Appearance, language: Language) -> Data:
    """A person with a role, for one line: «Chair: Name · native name, function, organisation»."""
    role = _("%(label)s: %(value)s", label=role_words(appearance.role), value="").strip()
    return {"role": role, **_person(appearance.person, language)}


def _person(person: Person, language: Language) -> Data:
    """A name, or what stands for it; the name in the other script; what is left to say."""
    facts = [isolated(fact.resolve(language).text) for fact in (person.function, person.organisation) if fact]
    name = person.name_in(language)
    other = next((one for one in (person.native_name, person.latin_name) if one and one != name), "")
    return {
        "name": isolated(name) if name else facts[0] if facts else one_way(person.code),
        "other": isolated(other) if other else "",
        "facts": formatting.listed(facts if name else facts[1:], language),
    }


def _heard(sessions: Sequence[PublishedSession], language: Language) -> list[Person]:
    """Everybody who has a part, as a reader of `language` expects them sorted."""
    people = {one.person.id: one.person for session in sessions for one in session.everybody}
    return sorted(people.values(), key=lambda person: (sort_key(person.label(language), language), person.id))


def _speakers(
    event: Event,
    agenda: PublishedAgenda,
    sessions: Sequence[PublishedSession],
    people: Sequence[Person],
    language: Language,
) -> list[Data]:
    """The people, each with the hours at which they are heard."""
    return [
        _person(person, language)
        | {
            "heard": [
                _when(event, agenda, session, language)
                for session in sessions
                if any(one.person.id == person.id for one in session.everybody)
            ]
        }
        for person in people
    ]


def _rooms(
    event: Event, agenda: PublishedAgenda, sessions: Sequence[PublishedSession], language: Language
) -> list[Data]:
    """Each room with what takes place there, for the sign at its door."""
    return [
        {"name": _text(room.name, language), "sessions": _in_room(event, agenda, room, sessions, language)}
        for room in agenda.rooms
        if any(session.room == room for session in sessions)
    ]


def _in_room(
    event: Event, agenda: PublishedAgenda, room: Place, sessions: Sequence[PublishedSession], language: Language
) -> list[Data]:
    return [
        {"when": _when(event, agenda, session, language), "title": _text(session.title, language)}
        for session in sessions
        if session.room == room
    ]


def _when(event: Event, agenda: PublishedAgenda, session: PublishedSession, language: Language) -> str:
    day = formatting.format_date(session.day(agenda.zone), language, event.month_style, "EEE d MMMM")
    return f"{isolated(day)} {_hours(agenda, session)}"


def _text(value: Translated, language: Language) -> Data:
    """A text with the language that it is really in, and the note that says so where that is another."""
    resolved = value.resolve(language)
    return {
        "text": resolved.text,
        "language": resolved.language.code,
        "direction": resolved.language.direction,
        "note": fallback_note(resolved.language) if resolved.is_fallback and resolved.text else "",
    }
