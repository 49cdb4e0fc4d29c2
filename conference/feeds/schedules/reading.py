"""The one reading of a published agenda that all forms of a schedule share: what takes place, by day, with its ids.

Sessions that were called off are left out: the older forms have no word for them, and a program that reads one again
sees that they are gone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from sqlalchemy.orm import Session as Database

from conference.agenda.identities import guid, listed_name, speaker_guid
from conference.agenda.kept import agendas
from conference.agenda.published import Person, PublishedAgenda, PublishedSession
from conference.agenda.queries import Heading
from conference.core.languages import Language
from conference.core.translated import Translated
from conference.events.models import Event
from conference.feeds.schedules.identifiers import acronym, codes, name_slugs, numbers, session_slug
from conference.library.access import EVERYBODY
from conference.library.models import Audience, Document
from conference.library.queries import published_documents, readable_recordings


class NothingPublished(LookupError):
    """The event has no agenda that the public sees."""


@dataclass(frozen=True, slots=True)
class Guest:
    """A person with the ids that files know them by. `code` has six characters."""

    person: Person
    guid: str
    number: int
    code: str


@dataclass(frozen=True, slots=True)
class Place:
    """A room or a track: `guid` for rooms, `slug` for both."""

    id: int
    name: Translated
    slug: str
    guid: str
    is_online: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A session with the ids that files know it by, when it is on the event's clocks, and what belongs to it."""

    session: PublishedSession
    number: int
    code: str
    slug: str
    starts_at: datetime
    ends_at: datetime
    room: Place | None
    track: Place | None
    guests: Sequence[tuple[Guest, str]]
    documents: Sequence[Document]
    is_recorded: bool

    @property
    def guid(self) -> str:
        return self.session.guid

    @property
    def seconds(self) -> int:
        """How long it takes; hours on clocks say less where they are turned meanwhile."""
        return int((self.session.ends_at - self.session.starts_at).total_seconds())


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the event's clocks, counted from 1: from the start of its first session to the end of its last."""

    index: int
    date: date
    starts_at: datetime
    ends_at: datetime
    items: Sequence[Item]

    @property
    def by_room(self) -> Sequence[tuple[Place | None, Sequence[Item]]]:
        """Its sessions by room, in the order in which rooms come first; those without a room together."""
        grouped: dict[int | None, tuple[Place | None, list[Item]]] = {}
        for item in self.items:
            grouped.setdefault(item.room.id if item.room else None, (item.room, []))[1].append(item)
        return list(grouped.values())


@dataclass(frozen=True)
class Schedule:
    """A published agenda as schedules tell it, in no language yet."""

    event: Event
    version: Heading
    acronym: str
    rooms: Sequence[Place]
    tracks: Sequence[Place]
    days: Sequence[Day]

    @cached_property
    def items(self) -> Sequence[Item]:
        return [item for day in self.days for item in day.items]


def read_schedule(database: Database, event: Event, version: Heading) -> Schedule:
    """The agenda of the newest version with its public documents and recordings, in eight queries at most.

    Raises NothingPublished.
    """
    agenda = agendas().newest(database, event)
    if agenda is None:
        raise NothingPublished
    recordings = readable_recordings(database, event.id, audiences={Audience.PUBLIC})
    recorded = {one.session_id for one in recordings}
    return schedule_of(event, agenda, version, documents=_documents(database, event), recorded=recorded)


def schedule_of(
    event: Event,
    agenda: PublishedAgenda,
    version: Heading,
    *,
    documents: Mapping[int, Sequence[Document]],
    recorded: Collection[int] = (),
) -> Schedule:
    """An agenda with what everybody may read of its sessions' documents, and hear of them, by the session's id."""
    return _Reading(event, agenda, documents, recorded).read(version)


def _documents(database: Database, event: Event) -> Mapping[int, Sequence[Document]]:
    """What everybody may read, by the session's id."""
    found: dict[int, list[Document]] = {}
    for document in published_documents(database, event.id, visible=EVERYBODY):
        for session in document.sessions:
            found.setdefault(session.id, []).append(document)
    return found


class _Reading:
    def __init__(
        self,
        event: Event,
        agenda: PublishedAgenda,
        documents: Mapping[int, Sequence[Document]],
        recorded: Collection[int],
    ) -> None:
        self.event, self.agenda, self.documents, self.recorded = event, agenda, documents, recorded
        self.acronym = acronym(event)
        self.sessions = [session for session in agenda.sessions if not session.is_cancelled]
        self.codes = codes({session.guid: session.code for session in self.sessions})
        self.numbers = numbers((session.id, session.number) for session in self.sessions)
        self.guests = self._guests()
        self.rooms = self._places("room", [(one.id, one.name, one.is_online) for one in agenda.rooms])
        self.tracks = self._places("track", [(one.id, one.name, False) for one in agenda.tracks])

    def read(self, version: Heading) -> Schedule:
        slugs: set[str] = set()
        items = [self._item(session, slugs) for session in self.sessions]
        return Schedule(
            event=self.event,
            version=version,
            acronym=self.acronym,
            rooms=self._used(self.rooms, {item.room.id for item in items if item.room}),
            tracks=self._used(self.tracks, {item.track.id for item in items if item.track}),
            days=self._days(items),
        )

    def _guests(self) -> Mapping[int, Guest]:
        people = self.agenda.people
        guids = {one.id: one.guid or speaker_guid(self.event.id, one.id, None) for one in people}
        known = numbers((one.id, one.number) for one in people)
        codes_of = codes({guids[one.id]: one.code for one in people})
        return {one.id: Guest(one, guids[one.id], known[one.id], codes_of[guids[one.id]]) for one in people}

    def _places(self, kind: str, places: Sequence[tuple[int, Translated, bool]]) -> Mapping[int, Place]:
        slugs = name_slugs(kind, [(id_, name.resolve(self.event.source).text) for id_, name, _is_online in places])
        return {
            id_: Place(id_, name, slugs[id_], guid(self.event.id, f"{kind}s/{id_}"), is_online)
            for id_, name, is_online in places
        }

    @staticmethod
    def _used(places: Mapping[int, Place], ids: set[int]) -> Sequence[Place]:
        return [place for id_, place in places.items() if id_ in ids]

    def _item(self, session: PublishedSession, slugs: set[str]) -> Item:
        six, zone = self.codes[session.guid], self.event.zone_info
        slug = session_slug(self.acronym, session.code, six)
        slug = f"{slug}-{six.lower()}" if slug in slugs else slug
        slugs.add(slug)
        guests: dict[int, tuple[Guest, str]] = {}
        for one in session.everybody:
            if any(listed_name(one.person, language) for language in self.event.languages):
                guests.setdefault(one.person.id, (self.guests[one.person.id], one.role))
        return Item(
            session=session,
            number=self.numbers[session.id],
            code=six,
            slug=slug,
            starts_at=session.starts_at.astimezone(zone),
            ends_at=session.ends_at.astimezone(zone),
            room=self.rooms[session.room.id] if session.room else None,
            track=self.tracks[session.track.id] if session.track else None,
            guests=list(guests.values()),
            documents=self.documents.get(session.id, ()),
            is_recorded=session.id in self.recorded,
        )

    def _days(self, items: Sequence[Item]) -> Sequence[Day]:
        """The days that have sessions; where nothing takes place, the event's first: the schemas want one."""
        by_date: dict[date, list[Item]] = {}
        for item in sorted(items, key=lambda one: one.session.starts_at):
            by_date.setdefault(item.starts_at.date(), []).append(item)
        if not by_date:
            midnight = datetime.combine(self.event.starts_on, time(), tzinfo=self.event.zone_info)
            return [Day(1, self.event.starts_on, midnight, midnight + timedelta(days=1), ())]
        zone = self.event.zone_info
        return [
            Day(
                index,
                day,
                found[0].starts_at,
                max(item.session.ends_at for item in found).astimezone(zone),
                found,
            )
            for index, (day, found) in enumerate(by_date.items(), 1)
        ]


def reading_order(event: Event, language: Language) -> Sequence[Language]:
    """The event's languages, `language` first."""
    return sorted(event.languages, key=lambda one: one != language)
