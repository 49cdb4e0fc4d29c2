"""The demonstration's agendas, one file per event: read against the event's days, and checked as an agenda must be."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from conference.core.languages import Language
from conference.demonstration.reading import Record, Text, read

SESSION_TYPES = ("opening", "plenary", "panel", "workshop", "closing", "break")
ROLES = ("chair", "moderator", "speaker", "panellist", "rapporteur")


@dataclass(frozen=True, slots=True)
class Track:
    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Room:
    """A place; an online one has the address of its meeting, which is never shown in a page."""

    code: str
    name: Text
    is_online: bool
    address: str | None


@dataclass(frozen=True, slots=True)
class Speaker:
    """A role that speaks, not a person; `body` is the code of the body it speaks for."""

    code: str
    name: Text
    body: str | None


@dataclass(frozen=True, slots=True)
class Appearance:
    """A speaker's role in a session, and its place in the order of protocol, from 1."""

    speaker: str
    role: str
    order: int


@dataclass(frozen=True, slots=True)
class Presentation:
    code: str
    title: Text
    minutes: int
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Session:
    """A block of an agenda. `starts_at` and `ends_at` are in UTC; breaks have neither abstract nor room."""

    code: str
    type: str
    starts_at: datetime
    ends_at: datetime
    room: str | None
    track: str | None
    floor: tuple[Language, ...]
    interpretation: tuple[Language, ...]
    title: Text
    abstract: Text | None
    appearances: tuple[Appearance, ...]
    presentations: tuple[Presentation, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """What happens when and where; `illustrative_note` tells readers what in it is only an example."""

    illustrative_note: Text
    tracks: tuple[Track, ...]
    rooms: tuple[Room, ...]
    speakers: tuple[Speaker, ...]
    sessions: tuple[Session, ...]


def read_agenda(slug: str, *, zone: str, first: date, last: date, bodies: Collection[str]) -> Agenda:
    """The agenda of an event that lasts from `first` to `last` in `zone`; speakers speak for `bodies`.

    Raises ContentError: codes are unique, sessions lie within the event, and no room holds two of them at once.
    """
    file = read(f"agendas/{slug}.toml")
    speakers = tuple(_speaker(each, bodies) for each in file.records("speakers"))
    tracks = tuple(_track(each) for each in file.records("tracks"))
    rooms = tuple(_room(each) for each in file.records("rooms"))
    reader = _SessionReader(zone, first, last, speakers, tracks, rooms)
    sessions = tuple(reader.session(each) for each in file.records("sessions"))
    _check(file, sessions, [*speakers], [*tracks], [*rooms])
    agenda = Agenda(file.text("illustrative_note"), tracks, rooms, speakers, sessions)
    file.done()
    return agenda


def _speaker(record: Record, bodies: Collection[str]) -> Speaker:
    speaker = Speaker(record.word("code"), record.text("name"), record.word_or_none("body", bodies))
    record.done()
    return speaker


def _track(record: Record) -> Track:
    track = Track(record.word("code"), record.text("name"))
    record.done()
    return track


def _room(record: Record) -> Room:
    is_online = record.flag("online")
    address = record.word("address") if is_online else None
    room = Room(record.word("code"), record.text("name"), is_online, address)
    record.done()
    return room


class _SessionReader:
    """Reads sessions against the days, speakers, tracks and rooms of their event."""

    def __init__(
        self,
        zone: str,
        first: date,
        last: date,
        speakers: tuple[Speaker, ...],
        tracks: tuple[Track, ...],
        rooms: tuple[Room, ...],
    ) -> None:
        self.zone, self.first, self.last = ZoneInfo(zone), first, last
        self.speakers = [speaker.code for speaker in speakers]
        self.tracks = [track.code for track in tracks]
        self.rooms = [room.code for room in rooms]

    def session(self, record: Record) -> Session:
        day = self.first + timedelta(days=record.number("day")) if "day" in record else record.day("date")
        starts_at, ends_at = (
            datetime.combine(day, record.hour(key), tzinfo=self.zone).astimezone(UTC) for key in ("starts", "ends")
        )
        if not self.first <= day <= self.last:
            raise record.error(f"{day} lies outside the event")
        if ends_at <= starts_at:
            raise record.error("it ends before it starts")
        kind = record.word("type", SESSION_TYPES)
        is_break = kind == "break"
        session = Session(
            code=record.word("code"),
            type=kind,
            starts_at=starts_at,
            ends_at=ends_at,
            room=record.word_or_none("room", self.rooms),
            track=record.word_or_none("track", self.tracks),
            floor=() if is_break else record.languages("floor"),
            interpretation=() if is_break else record.languages("interpretation"),
            title=record.text("title"),
            abstract=None if is_break else record.text("abstract"),
            appearances=tuple(
                self._appearance(role, order) for order, role in enumerate(record.records("roles"), start=1)
            ),
            presentations=tuple(self._presentation(each) for each in record.records("presentations")),
        )
        if sum(each.minutes for each in session.presentations) * 60 > (ends_at - starts_at).total_seconds():
            raise record.error("its presentations last longer than itself")
        record.done()
        return session

    def _appearance(self, record: Record, order: int) -> Appearance:
        appearance = Appearance(record.word("speaker", self.speakers), record.word("role", ROLES), order)
        record.done()
        return appearance

    def _presentation(self, record: Record) -> Presentation:
        presentation = Presentation(
            record.word("code"),
            record.text("title"),
            record.number("minutes"),
            record.words("speakers", self.speakers),
        )
        record.done()
        return presentation


def _check(agenda: Record, sessions: tuple[Session, ...], *coded: list[Speaker] | list[Track] | list[Room]) -> None:
    """Codes are unique, and no room holds two sessions at once."""
    presentations = [each for session in sessions for each in session.presentations]
    for things in ([*sessions], presentations, *coded):
        codes = [thing.code for thing in things]
        for code in {code for code in codes if codes.count(code) > 1}:
            raise agenda.error(f"the code {code} is used twice")
    for room in {session.room for session in sessions if session.room}:
        in_room = sorted((each for each in sessions if each.room == room), key=lambda session: session.starts_at)
        for earlier, later in pairwise(in_room):
            if later.starts_at < earlier.ends_at:
                raise agenda.error(f"{earlier.code} and {later.code} share the room {room}")
