"""The form of every answer: what is written as JSON, and what the OpenAPI document says of it, in one place."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from conference.agenda.models import SessionStatus, SessionType, SpeakerRole
from conference.core.honorifics import Title
from conference.core.languages import CODES
from conference.events.models import Format, Kind

Code = Annotated[str, Meta(description="A language, by its ISO 639-1 code.", pattern=f"^({'|'.join(CODES)})$")]
Instant = Annotated[datetime, Meta(description="An instant (RFC 3339).", tz=True)]
Address = Annotated[str, Meta(description="An absolute address.", pattern="^https?://")]
Count = Annotated[int, Meta(ge=0)]


class Text(Struct, kw_only=True):
    """A text in the language of the answer, or in the one named by `language` where there is no other.

    With `lang=all` it is in the event's source language, and `translations` holds it in every language that it has.
    """

    text: str
    language: Code
    translations: dict[str, str] | UnsetType = UNSET


class Moment(Struct, kw_only=True):
    """An instant: in UTC, and as clocks show it in the event's zone, which is named by IANA."""

    utc: Instant
    local: Instant
    zone: str


class Version(Struct, kw_only=True):
    """Which published agenda an answer comes from."""

    number: Annotated[int, Meta(ge=1)]
    published_at: Moment


class Index(Struct, kw_only=True):
    """What there is."""

    title: str
    events: Address
    openapi: Address


class Body(Struct, kw_only=True):
    """An organisation that organises an event."""

    name: Text | None
    acronym: Text | None


class Event(Struct, kw_only=True):
    """A published event. Its days are days in its zone; `page` is where people read about it."""

    slug: str
    url: Address
    page: Address
    kind: Kind
    format: Format
    is_rehearsal: bool
    title: Text | None
    short_title: Text | None
    summary: Text | None
    venue: Text | None
    starts_on: date
    ends_on: date
    zone: str
    languages: list[Code]
    source_language: Code
    bodies: list[Body]
    donor_line: Text | None
    disclaimer: Text | None
    sessions: Address
    speakers: Address
    rooms: Address
    tracks: Address
    documents: Address


class Track(Struct, kw_only=True):
    """A theme of the agenda."""

    id: int
    name: Text | None


class Room(Struct, kw_only=True):
    """A room of the agenda, of walls or online."""

    id: int
    name: Text | None
    is_online: bool


class SpeakerName(Struct, kw_only=True):
    """Somebody who speaks. Without names, the function says who: a role for which nobody is named yet."""

    code: str
    url: Address
    native_name: str
    latin_name: str
    honorific: Title
    function: Text | None
    organisation: Text | None


class Speaker(SpeakerName, kw_only=True):
    """Somebody who speaks, with their biography and the codes of their sessions."""

    page: Address
    biography: Text | None
    sessions: list[str]


class Appearance(Struct, kw_only=True):
    """Somebody in a session, in the order of protocol."""

    role: SpeakerRole
    speaker: SpeakerName


class Presentation(Struct, kw_only=True):
    """One talk inside a session."""

    title: Text | None
    minutes: int | None
    people: list[Appearance]


class Session(Struct, kw_only=True):
    """A session of the published agenda. One that was taken out stays, with the status `cancelled`.

    `uid` and `sequence` are those of its calendar entry. `day` is a day in the event's zone.
    """

    code: str
    url: Address
    page: Address
    calendar: Address
    uid: str
    sequence: Count
    status: SessionStatus
    type: SessionType
    title: Text | None
    abstract: Text | None
    day: date
    starts_at: Moment
    ends_at: Moment
    room: Room | None
    track: Track | None
    floor: list[Code]
    interpretation: list[Code]
    capacity: int | None
    people: list[Appearance]
    presentations: list[Presentation]


class File(Struct, kw_only=True):
    """A document in one language, as last published. `size` is in bytes."""

    language: Code
    url: Address
    media_type: str
    size: Count
    pages: int | None
    revision: Annotated[int, Meta(ge=1)]
    published_at: Moment


class Document(Struct, kw_only=True):
    """A document that everybody may read, the codes of its sessions, and its files.

    `category` is a code, one of those that every event has or its own; `licence` is empty where it is not said.
    """

    slug: str
    url: Address
    page: Address
    symbol: str
    category: str
    category_name: Text | None
    title: Text | None
    summary: Text | None
    issued_by: Text | None
    issued_on: date | None
    original_language: Code | None
    licence: str
    sessions: list[str]
    files: list[File]


class Page(Struct, kw_only=True):
    """A part of a list: `total` counts all of it, `next` and `prev` lead to the parts beside this one."""

    total: Count
    page: Annotated[int, Meta(ge=1)]
    limit: Annotated[int, Meta(ge=1)]
    next: Address | None
    prev: Address | None


class AgendaPage(Page, kw_only=True):
    """A part of a list that comes from the published agenda; before the first there is no `version` and no item."""

    version: Version | None


class Events(Page, kw_only=True):
    """Published events, the latest first."""

    items: list[Event]


class Sessions(AgendaPage, kw_only=True):
    """Sessions in the order of the agenda."""

    items: list[Session]


class Speakers(AgendaPage, kw_only=True):
    """Everybody who appears in a session that takes place."""

    items: list[Speaker]


class Rooms(AgendaPage, kw_only=True):
    """The rooms of the agenda."""

    items: list[Room]


class Tracks(AgendaPage, kw_only=True):
    """The tracks of the agenda."""

    items: list[Track]


class Documents(Page, kw_only=True):
    """Documents in the order of the event's list."""

    items: list[Document]


class Problem(Struct, kw_only=True):
    """Why there is no answer (RFC 9457), in the language asked for."""

    type: str
    title: str
    status: int
    detail: str
