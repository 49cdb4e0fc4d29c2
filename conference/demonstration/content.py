"""The demonstration's events as typed, checked values; the loader turns them into rows, and knows no file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo, available_timezones

from conference.core import clock
from conference.core.formatting import MONTH_STYLES
from conference.core.languages import Language
from conference.demonstration.agendas import Appearance, Presentation, Room, Session, Speaker, Track, read_agenda
from conference.demonstration.library import Document, read_documents
from conference.demonstration.people import Function, Organisation, People, read_people
from conference.demonstration.reading import ContentError, Record, Text, read

__all__ = [
    "Appearance",
    "Body",
    "Contact",
    "ContentError",
    "Demonstration",
    "Document",
    "Event",
    "Function",
    "Organisation",
    "People",
    "Presentation",
    "Room",
    "Session",
    "Speaker",
    "Text",
    "Track",
    "event_slugs",
    "load_all",
    "load_bodies",
    "load_event",
    "read_people",
]

KINDS = ("conference", "workshop", "webinar", "training", "meeting")
FORMATS = ("online", "in_person", "hybrid")


@dataclass(frozen=True, slots=True)
class Body:
    """An organising, funding or speaking body. `country` is an ISO 3166-1 code for bodies of one country."""

    code: str
    name: Text
    acronym: Text
    country: str | None


@dataclass(frozen=True, slots=True)
class Contact:
    """An address to write to; with a country, that country's focal point."""

    name: Text
    email: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """One event with its agenda and documents; days are local to `zone`."""

    slug: str
    kind: str
    format: str
    zone: str
    starts_on: date
    ends_on: date
    languages: tuple[Language, ...]
    source_language: Language
    month_style: str
    title: Text
    short_title: Text
    summary: Text
    venue: Text | None
    donor_line: Text
    disclaimer: Text
    illustrative_note: Text
    organisers: tuple[str, ...]
    contacts: tuple[Contact, ...]
    tracks: tuple[Track, ...]
    rooms: tuple[Room, ...]
    speakers: tuple[Speaker, ...]
    sessions: tuple[Session, ...]
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Everything there is to load, in the order to load it in."""

    bodies: tuple[Body, ...]
    events: tuple[Event, ...]
    people: People


def load_all(*, first_day: date | None = None) -> Demonstration:
    """All content. `first_day` is the day on which the rehearsal begins, by default today in its zone.

    Raises ContentError, which names the file, the place and the rule.
    """
    events = tuple(load_event(slug, first_day=first_day) for slug in event_slugs())
    return Demonstration(tuple(load_bodies().values()), events, read_people())


def event_slugs() -> tuple[str, ...]:
    """The slugs of all events, the earliest first."""
    file = read("events.toml")
    file.record("defaults")
    return tuple(file.tables())


def load_bodies() -> Mapping[str, Body]:
    """The bodies by code. Raises ContentError."""
    bodies = {}
    for code, record in read("bodies.toml").tables().items():
        country = record.word_or_none("country")
        bodies[code] = Body(code, record.text("name"), record.text("acronym"), country)
        record.done()
    return bodies


def load_event(slug: str, *, first_day: date | None = None) -> Event:
    """One event with agenda and documents; `first_day` as in `load_all`. Raises ContentError."""
    file = read("events.toml")
    defaults = file.record("defaults")
    donor_line, disclaimer = defaults.text("donor_line"), defaults.text("disclaimer")
    record = file.record(slug)
    zone = record.word("zone", available_timezones())
    first = last = first_day or clock.now().astimezone(ZoneInfo(zone)).date()
    if "starts_in_days" in record:
        first += timedelta(days=record.number("starts_in_days"))
        last += timedelta(days=record.number("ends_in_days"))
    else:
        first, last = record.day("starts_on"), record.day("ends_on")
    bodies = load_bodies()
    agenda = read_agenda(slug, zone=zone, first=first, last=last, bodies=bodies)
    event = Event(
        slug=slug,
        kind=record.word("kind", KINDS),
        format=record.word("format", FORMATS),
        zone=zone,
        starts_on=first,
        ends_on=last,
        languages=record.languages("languages"),
        source_language=Language.of(record.word("source_language", ("en", "fr", "ar"))),
        month_style=record.word("month_style", MONTH_STYLES),
        title=record.text("title"),
        short_title=record.text("short_title"),
        summary=record.text("summary"),
        venue=record.text("venue") if "venue" in record else None,
        donor_line=record.text("donor_line") if "donor_line" in record else donor_line,
        disclaimer=record.text("disclaimer") if "disclaimer" in record else disclaimer,
        illustrative_note=agenda.illustrative_note,
        organisers=record.words("organisers", bodies),
        contacts=tuple(_contact(each) for each in record.records("contacts")),
        tracks=agenda.tracks,
        rooms=agenda.rooms,
        speakers=agenda.speakers,
        sessions=agenda.sessions,
        documents=read_documents(slug, [session.code for session in agenda.sessions]),
    )
    record.done()
    defaults.done()
    return event


def _contact(record: Record) -> Contact:
    contact = Contact(record.text("name"), record.word("email"), record.word_or_none("country"))
    record.done()
    return contact
