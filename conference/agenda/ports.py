"""What the agenda asks of the features above it: panels, notes and pictures for its pages, ears for a publication."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, Self

from sqlalchemy import Select
from sqlalchemy.orm import Session as Database

from conference.agenda.models import AgendaVersion, PersonalAgenda, Session, Speaker
from conference.core.languages import Language
from conference.core.ports import Port
from conference.core.translated import Translated
from conference.events.access import Viewer
from conference.events.models import Event
from conference.outbox.mail import Invite


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a session's page that another feature brings: its documents, the way to join.

    `template` is included with `panel` set to `context`; it stands in a card of its own and begins with an h2.
    `until` is the instant at which it stops being true (an embargo ends, joining opens): no stored page outlives it.
    """

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    until: datetime | None = None


class SessionPanel(Protocol):
    def __call__(self, event: Event, session_code: str, session_id: int, viewer: Viewer | None) -> Panel | None:
        """The panel for one published session, or None where there is nothing to show.

        `viewer` is None for everybody who is not signed in. Their page is stored and given to all: what comes then is
        the same for every visitor, without forms, tokens or names. With a viewer the page is theirs alone.
        """


@dataclass(frozen=True, slots=True)
class Note:
    """A few words with a link beneath a session in the day's list («2 documents»), in the page's language."""

    label: str
    url: str
    until: datetime | None = None


class SessionNotes(Protocol):
    def __call__(self, event: Event, viewer: Viewer | None) -> Mapping[int, Sequence[Note]]:
        """The notes of all the event's sessions at once, by session id, in one query. `viewer` as in SessionPanel."""


class SpeakerPanel(Protocol):
    def __call__(self, event: Event, speaker_code: str, speaker_id: int, viewer: Viewer | None) -> Panel | None:
        """The panel for one published speaker, or None where there is nothing to show; `viewer` as in SessionPanel."""


class DraftSpeakerPanel(Protocol):
    def __call__(self, event: Event, speaker: Speaker) -> Panel | None:
        """A card beneath the form in which the team edits a speaker."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A speaker's photograph as everybody may see it: addresses of three squares, each with its side in pixels."""

    small: str
    middle: str
    large: str
    sides: tuple[int, int, int]


class SpeakerPictures(Protocol):
    def __call__(self, event: Event, codes: Mapping[int, str]) -> Mapping[int, Picture]:
        """The pictures of published speakers by id, in one query; `codes` gives the speakers' codes by id."""


@dataclass(frozen=True, slots=True)
class Action:
    """A main action of the agenda's page («Register»), in the page's language.

    Without a `url` it cannot be done yet, and `label` says from when. `until` is the instant at which it changes.
    """

    label: str
    url: str
    until: datetime | None = None


class AgendaAction(Protocol):
    def __call__(self, event: Event) -> Action | None:
        """What a visitor of the agenda could do now; the same for everybody."""


class PublicationListener(Protocol):
    def __call__(self, database: Database, event: Event, version: AgendaVersion) -> None:
        """Called in the transaction that published `version`: enqueue, never send."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Where somebody is written to, by which name and in which language; the address may be empty."""

    email: str
    name: str
    language: Language

    @classmethod
    def of(cls, speaker: Speaker) -> Self:
        return cls(speaker.email, speaker.name, speaker.language)


class AddressListener(Protocol):
    def __call__(self, database: Database, speaker: Speaker, *, before: Addressee, by: int | None) -> None:
        """Called in the transaction in which account `by` changed where a speaker is written to."""


class DepartureListener(Protocol):
    def __call__(self, database: Database, speaker: Speaker) -> None:
        """Called under the event's lock before a speaker is deleted: enqueue, never send.

        What is enqueued holds all that it tells, for the speaker is gone when it is sent.
        """


class Dependents(Protocol):
    def __call__(self, database: Database, target: Session | Speaker) -> int:
        """How many rows of a higher feature would vanish with a session or a speaker, and must not."""


@dataclass(frozen=True, slots=True)
class SpeakerAnswer:
    """What a speaker said: that they come or not (None: nothing yet), and whether their biography stays unpublished."""

    comes: bool | None
    refuses_biography: bool = False


class Confirmations(Protocol):
    def __call__(self, database: Database, event: Event) -> Mapping[int, SpeakerAnswer]:
        """What those of the event's speakers who said anything said, by id, in one query."""


@dataclass(frozen=True, slots=True)
class SessionChoice:
    """Sessions that people choose from when they register.

    `takes_one`: of all of them a person can take one only. `together` is by two sessions' ids, the lower first, how
    many people chose both.
    """

    name: Translated
    session_ids: Sequence[int]
    takes_one: bool
    together: Mapping[tuple[int, int], int]


class SessionChoices(Protocol):
    def __call__(self, database: Database, event: Event) -> Sequence[SessionChoice]:
        """What the event lets people choose from now, in as many queries for many choices as for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """Somebody whom changes concern, as one feature knows them: the sessions that they chose, and those they speak in.

    `key` is the same for one person in every feature: their address, case folded, where it is theirs alone. `about`
    stands in the message to them, so that it is found and erased with the person.
    """

    key: str
    email: str
    name: str
    language: Language
    chosen: frozenset[int] = frozenset()
    speaks_in: frozenset[int] = frozenset()
    about: Mapping[str, int] = field(default_factory=dict)


class ConcernedPeople(Protocol):
    def __call__(
        self, database: Database, event: Event, sessions: Mapping[int, Collection[int]]
    ) -> Sequence[Concerned]:
        """Who has to do with changed sessions and can be written to, in one query; nobody who declined or cancelled.

        `sessions` gives, by the session's id, the ids of the speakers who are in it now or were until now.
        """


class AgendaTakenOver(Protocol):
    def __call__(self, database: Database, before: PersonalAgenda, after: PersonalAgenda) -> None:
        """Called before a reader's agenda is deleted whose sessions an account's agenda holds from now on."""


class SentEntries(Protocol):
    """The entries that were sent into people's own calendars, which a publication that tells people puts right."""

    def concerned(self, database: Database, event: Event, data: Mapping[str, Any]) -> int:
        """How many people would be sent an entry whom no change of their sessions concerns, were `data` published."""

    def claim(
        self, database: Database, event: Event, version: AgendaVersion, people: Sequence[Concerned]
    ) -> Mapping[str, Mapping[str, Any]]:
        """What the news to these people will carry for their calendars, as JSON by their key: one entry each at most.

        Called in the transaction that enqueues the news; in as many statements for many people as for one.
        """

    def tell_others(self, database: Database, event: Event, version: AgendaVersion) -> None:
        """Enqueue what is due beyond that: the worker writes to everybody else whose calendar is wrong."""

    def invite(self, claimed: Mapping[str, Any], *, email: str, name: str, language: Language) -> Invite | None:
        """What was claimed, as the mail carries it."""


class Absent(Protocol):
    def __call__(self, event: Event) -> Select[str]:
        """The case-folded addresses of those whose place at the event was declined or cancelled, as a query."""


session_panels: Port[SessionPanel] = Port("agenda.session_panels")
session_notes: Port[SessionNotes] = Port("agenda.session_notes")
speaker_panels: Port[SpeakerPanel] = Port("agenda.speaker_panels")
draft_speaker_panels: Port[DraftSpeakerPanel] = Port("agenda.draft_speaker_panels")
speaker_pictures: Port[SpeakerPictures] = Port("agenda.speaker_pictures")
agenda_actions: Port[AgendaAction] = Port("agenda.actions")
publication_listeners: Port[PublicationListener] = Port("agenda.publication_listeners")
dependents: Port[Dependents] = Port("agenda.dependents")
address_listeners: Port[AddressListener] = Port("agenda.address_listeners")
departures: Port[DepartureListener] = Port("agenda.departures")
confirmations: Port[Confirmations] = Port("agenda.confirmations")
session_choices: Port[SessionChoices] = Port("agenda.session_choices")
concerned: Port[ConcernedPeople] = Port("agenda.concerned")
taken_over: Port[AgendaTakenOver] = Port("agenda.taken_over")
absent: Port[Absent] = Port("agenda.absent")
sent_entries: Port[SentEntries] = Port("agenda.sent_entries")
