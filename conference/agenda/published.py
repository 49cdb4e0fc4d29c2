"""A published version's data as objects that pages and calendars show. Never the draft.

A version stays as it was frozen: what older ones have no key for is read as absent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from conference.agenda.identities import session_guid
from conference.agenda.models import AgendaVersion, SessionStatus, SessionType
from conference.core.languages import ARABIC, CODES, Language
from conference.core.sorting import sort_key
from conference.core.translated import Translated

Data = Mapping[str, Any]
_NOTHING = Translated()


@dataclass(frozen=True, slots=True)
class Place:
    """A room as published."""

    id: int
    name: Translated
    is_online: bool


@dataclass(frozen=True, slots=True)
class Theme:
    """A track as published."""

    id: int
    name: Translated


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker as published. Without names, the function says who speaks. `honorific` is a `core.honorifics.Title`.

    `guid` and `number` are what other programs know them by; older versions have none.
    """

    id: int
    code: str
    native_name: str
    latin_name: str
    function: Translated
    organisation: Translated
    biography: Translated
    honorific: str = ""
    guid: str = ""
    number: int | None = None

    @property
    def name(self) -> str:
        """The name in the person's own script, or the only one there is; empty for a role without a person."""
        return self.native_name or self.latin_name

    @property
    def other_name(self) -> str:
        """The Latin form, where the person's own script is another."""
        return self.latin_name if self.native_name and not is_latin(self.native_name) else ""

    @property
    def initials(self) -> str:
        """What stands where others have a photograph: two letters in Latin, one in scripts whose letters join."""
        words = [word for word in self.name.split() if word[0].isalpha()]
        if not words:
            return ""
        return words[0][0] + words[-1][0] if len(words) > 1 and is_latin(self.name) else words[0][0]

    def name_in(self, language: Language) -> str:
        """The one form that a reader of `language` reads best, for short lines."""
        return self.name if language == ARABIC else self.latin_name or self.native_name

    def label(self, language: Language) -> str:
        """What lists sort by: the name, or what stands for it."""
        return self.name_in(language) or self.function.resolve(language).text


@dataclass(frozen=True, slots=True)
class Appearance:
    """A person in a session or in one of its presentations, in the order of protocol."""

    person: Person
    role: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A presentation as published."""

    id: int
    title: Translated
    minutes: int | None
    people: tuple[Appearance, ...]


@dataclass(frozen=True, slots=True)
class PublishedSession:
    """A session as published; instants are in UTC. `capacity` is how many people it takes, None without a limit.

    `guid` is the UUID that schedules know it by, `number` the one that the file it came from had for it.
    """

    id: int
    code: str
    uid: str
    sequence: int
    status: str
    type: str
    title: Translated
    abstract: Translated
    starts_at: datetime
    ends_at: datetime
    room: Place | None
    track: Theme | None
    floor: tuple[Language, ...]
    interpretation: tuple[Language, ...]
    people: tuple[Appearance, ...]
    talks: tuple[Talk, ...]
    capacity: int | None = None
    guid: str = ""
    number: int | None = None

    @property
    def is_cancelled(self) -> bool:
        return self.status == SessionStatus.CANCELLED

    @property
    def is_break(self) -> bool:
        return self.type == SessionType.BREAK

    @property
    def everybody(self) -> Iterator[Appearance]:
        """The people of the session, then those of its talks."""
        yield from self.people
        for talk in self.talks:
            yield from talk.people

    def day(self, zone: str) -> date:
        return self.starts_at.astimezone(ZoneInfo(zone)).date()


@dataclass(frozen=True, eq=False)
class PublishedAgenda:
    """All of an agenda version, in the order of the agenda. No two are equal: what is kept about one goes with it.

    `zone` is the one whose clocks its hours were published in: until the next version they are right in no other.
    """

    zone: str
    venue: Translated
    rooms: tuple[Place, ...]
    tracks: tuple[Theme, ...]
    people: tuple[Person, ...]
    sessions: tuple[PublishedSession, ...]

    @classmethod
    def of(cls, version: AgendaVersion) -> PublishedAgenda:
        return cls.read(version.data)

    @classmethod
    def read(cls, data: Data) -> PublishedAgenda:
        rooms = {one["id"]: Place(one["id"], _text(one["name"]), one["is_online"]) for one in data["rooms"]}
        tracks = {one["id"]: Theme(one["id"], _text(one["name"])) for one in data["tracks"]}
        people = {one["id"]: _person(one) for one in data["speakers"]}
        return cls(
            zone=data["event"]["zone"],
            venue=_text(data["event"]["venue"]),
            rooms=tuple(rooms.values()),
            tracks=tuple(tracks.values()),
            people=tuple(people.values()),
            sessions=tuple(_session(one, rooms, tracks, people) for one in data["sessions"]),
        )

    @cached_property
    def _by_code(self) -> Mapping[str, PublishedSession]:
        return {session.code: session for session in self.sessions}

    def session(self, code: str) -> PublishedSession | None:
        return self._by_code.get(code)

    def person(self, code: str) -> Person | None:
        return next((person for person in self.people if person.code == code), None)

    def days(self, zone: str) -> Sequence[date]:
        """The days, in a zone, that have sessions."""
        return sorted({session.day(zone) for session in self.sessions})

    def on(self, day: date, zone: str) -> Sequence[PublishedSession]:
        return [session for session in self.sessions if session.day(zone) == day]

    def sessions_with(self, person: Person) -> Sequence[PublishedSession]:
        """The sessions in which a person appears."""
        return [
            session
            for session in self.sessions
            if any(appearance.person.id == person.id for appearance in session.everybody)
        ]

    def roles_of(self, person: Person, session: PublishedSession) -> Sequence[str]:
        """What a person is in a session or in its presentations, each role once, in the order of the session."""
        return list(dict.fromkeys(one.role for one in session.everybody if one.person.id == person.id))

    def people_for(self, language: Language) -> Sequence[Person]:
        """Everybody who appears in a session that takes place, as a reader of `language` expects them sorted."""
        seen = {one.person.id for session in self.sessions if not session.is_cancelled for one in session.everybody}
        listed = [person for person in self.people if person.id in seen]
        return sorted(listed, key=lambda person: (sort_key(person.label(language), language), person.id))


def is_latin(name: str) -> bool:
    """Whether a name is written in Latin letters: below U+0250, or in the Latin Extended Additional block."""
    return all(not letter.isalpha() or letter < "\u0250" or "\u1e00" <= letter <= "\u1eff" for letter in name)


def _text(stored: Data) -> Translated:
    return Translated.from_json(stored) if stored else _NOTHING


def _languages(codes: Sequence[str]) -> tuple[Language, ...]:
    return tuple(Language.of(code) for code in codes if code in CODES)


def _person(data: Data) -> Person:
    return Person(
        id=data["id"],
        code=data["code"],
        honorific=data.get("honorific", ""),
        native_name=data["native_name"],
        latin_name=data["latin_name"],
        function=_text(data["function"]),
        organisation=_text(data["organisation"]),
        biography=_text(data["biography"]),
        guid=data.get("guid", ""),
        number=data.get("number"),
    )


def _session(
    data: Data, rooms: Mapping[int, Place], tracks: Mapping[int, Theme], people: Mapping[int, Person]
) -> PublishedSession:
    def appearances(roles: Sequence[Data]) -> tuple[Appearance, ...]:
        return tuple(Appearance(people[role["speaker"]], role["role"]) for role in roles)

    return PublishedSession(
        id=data["id"],
        code=data["code"],
        uid=data["uid"],
        sequence=data["sequence"],
        status=data["status"],
        type=data["type"],
        title=_text(data["title"]),
        abstract=_text(data["abstract"]),
        starts_at=datetime.fromisoformat(data["starts_at"]),
        ends_at=datetime.fromisoformat(data["ends_at"]),
        room=rooms.get(data["room"]),
        track=tracks.get(data["track"]),
        floor=_languages(data["floor"]),
        interpretation=_languages(data["interpretation"]),
        capacity=data.get("capacity"),
        guid=data.get("guid") or session_guid(data["uid"], None),
        number=data.get("number"),
        people=appearances(data["roles"]),
        talks=tuple(
            Talk(one["id"], _text(one["title"]), one["minutes"], appearances(one["roles"]))
            for one in data["presentations"]
        ),
    )
