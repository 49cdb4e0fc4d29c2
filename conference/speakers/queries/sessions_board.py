"""The organisers' board of sessions: who speaks in each, and what of them came, is missing, or waits for somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from conference.agenda.models import Presentation, Session, SessionStatus, SessionType, Speaker, SpeakerInSession
from conference.agenda.queries import whole_sessions_of
from conference.core.folding import folded
from conference.core.languages import Language
from conference.core.translated import State, Translated
from conference.events.models import Event
from conference.speakers.models import ConsentKind, Invitation, Photograph, Slides, SpeakerConsent
from conference.speakers.queries.consents import consents_of
from conference.speakers.queries.missing import Known, Missing, MissingItem, missing_from, note_sent, told_needs
from conference.speakers.queries.photograph import photographs_of
from conference.speakers.queries.room_files import day_of, slides_in
from conference.speakers.queries.slides import newest_of, with_readers

NO_SPEAKERS, NOT_INVITED = "speakers", "invitation"
TRANSLATION, APPROVAL, PUBLICATION = "translation", "approval", "publication"
GAPS = (NO_SPEAKERS, NOT_INVITED, *Missing, TRANSLATION, APPROVAL, PUBLICATION)
"""What the board can be filtered by: what is missing of a speaker, and what waits for the organisers."""
NEVER_INVITED = "none"
_LACKING = (State.MISSING, State.OUT_OF_DATE)


@dataclass(slots=True)
class Place:
    """A part of one speaker in a session, or in one presentation of it, with the newest revision of each file.

    A file's state is that of `WithReaders`, or `approved` where only the organisers let it into the room.
    """

    presentation: Presentation | None
    roles: list[str]
    files: list[tuple[Slides, str]] = field(default_factory=list)
    slides_missing: bool = False


@dataclass(slots=True)
class Person:
    """One speaker in one session. `lacking` counts their texts that a language lacks or has out of date."""

    speaker: Speaker
    invitation: Invitation | None
    photograph: Photograph | None
    consents: Mapping[ConsentKind, SpeakerConsent]
    places: list[Place]
    missing: frozenset[Missing]
    lacking: Mapping[Language, int]

    @property
    def state(self) -> str:
        return self.invitation.state if self.invitation else NEVER_INVITED

    @property
    def roles(self) -> set[str]:
        return {role for place in self.places for role in place.roles}

    @property
    def gaps(self) -> set[str]:
        """Which of GAPS hold of this person in this session."""
        states = {state for place in self.places for _slides, state in place.files}
        found: set[str] = set(self.missing)
        found |= {NOT_INVITED} if self.invitation is None else set()
        found |= {TRANSLATION} if any(self.lacking.values()) else set()
        found |= {APPROVAL} if "received" in states else set()
        return found | ({PUBLICATION} if "approved" in states else set())

    def is_called(self, words: Sequence[str]) -> bool:
        """Whether all these folded words are found in the names."""
        names = folded(f"{self.speaker.native_name} {self.speaker.latin_name} {self.speaker.code}")
        return all(word in names for word in words)


@dataclass(frozen=True, slots=True)
class Line:
    """A session of the board with its people in the order of protocol."""

    session: Session
    day: date | None
    people: Sequence[Person]

    @property
    def gaps(self) -> set[str]:
        return {gap for one in self.people for gap in one.gaps} if self.people else {NO_SPEAKERS}

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing that readers or the room would miss."""
        return not self.gaps

    @property
    def approved(self) -> int:
        """How many files wait to be given to readers."""
        places = [place for one in self.people for place in one.places]
        return len({slides.id for place in places for slides, state in place.files if state == "approved"})


@dataclass(frozen=True, slots=True)
class Filter:
    """Which lines are wanted; empty is all. `day` is a day's ISO form, or «none» for what has no hours."""

    day: str = ""
    gap: str = ""
    state: str = ""
    role: str = ""
    words: str = ""

    @property
    def asks_for_people(self) -> bool:
        return bool(self.state or self.role or self.words.strip() or self.gap not in ("", NO_SPEAKERS))

    def without(self, facet: str) -> Filter:
        """The same with one part left open, to count what its choices would find."""
        return replace(self, **{facet: ""})

    def of(self, lines: Iterable[Line]) -> list[Line]:
        """The lines that are wanted, each with those of its people who are."""
        wanted = folded(self.words).split()
        found = []
        for line in lines:
            if self.day and self.day != day_key(line):
                continue
            people = [one for one in line.people if self._fits(one, wanted)]
            if people or (not line.people and not self.asks_for_people):
                found.append(replace(line, people=people))
        return found

    def _fits(self, one: Person, wanted: Sequence[str]) -> bool:
        return (
            self.gap != NO_SPEAKERS
            and (not self.gap or self.gap in one.gaps)
            and (not self.state or self.state == one.state)
            and (not self.role or self.role in one.roles)
            and one.is_called(wanted)
        )


def day_key(line: Line) -> str:
    return line.day.isoformat() if line.day else "none"


def counted(lines: Sequence[Line], wanted: Filter) -> Mapping[str, Counter[str]]:
    """How many people each choice of each part of the filter would find, the other parts left as they are.

    Days are counted in sessions, and so are the sessions without speakers.
    """
    days = Counter(day_key(line) for line in wanted.without("day").of(lines))
    gaps = _people_by(wanted.without("gap").of(lines), lambda one: one.gaps)
    gaps[NO_SPEAKERS] = len(replace(wanted, gap=NO_SPEAKERS).of(lines))
    states = _people_by(wanted.without("state").of(lines), lambda one: {one.state})
    roles = _people_by(wanted.without("role").of(lines), lambda one: one.roles)
    return {"day": days, "gap": gaps, "state": states, "role": roles}


def speakers_in(lines: Iterable[Line]) -> list[int]:
    """The ids of everybody in these lines, each once, in their order."""
    return list(dict.fromkeys(one.speaker.id for line in lines for one in line.people))


def board_of_sessions(database: Database, event: Event) -> Sequence[Line]:
    """Every session that takes place with its speakers, in eight queries however many there are; no empty breaks."""
    sessions = [one for one in whole_sessions_of(database, event.id) if one.status == SessionStatus.SCHEDULED]
    everybody = {role.speaker_id for one in sessions for role in one.roles}
    listed = slides_in(database, [one.id for one in sessions])
    given = with_readers(database, listed)
    files: dict[tuple[int, int], dict[int | None, list[tuple[Slides, str]]]] = {}
    for one in newest_of(listed):
        state = given.state(one)
        state = "approved" if state == "received" and one.approved_at is not None else state
        here = files.setdefault((one.session_id, one.speaker_id), {})
        here.setdefault(one.presentation_id, []).append((one, state))
    photographs, consents = photographs_of(database, everybody), consents_of(database, everybody)
    people = _known(database, event, sessions, listed)
    for number, person in people.items():
        person.has_photograph, person.consents = number in photographs, consents[number]
    missing = {number: missing_from(person) for number, person in people.items()}
    read = _Read(event, people, photographs, consents, missing, files)
    return [
        Line(one, day_of(event, one), list(_people_of(one, read)))
        for one in sessions
        if one.roles or one.type != SessionType.BREAK
    ]


def _known(
    database: Database, event: Event, sessions: Sequence[Session], listed: Sequence[Slides]
) -> Mapping[int, Known]:
    """Everybody in these sessions, with what decides what is missing of them; photographs and consents come after."""
    roles = [role for one in sessions for role in one.roles]
    everybody = {role.speaker_id for role in roles}
    query = select(Invitation).where(Invitation.speaker_id.in_(everybody))
    invitations = {one.speaker_id: one for one in database.scalars(query)}
    told = told_needs(database, everybody)
    people: dict[int, Known] = {}
    for role in roles:
        number = role.speaker_id
        known = people.setdefault(number, Known(event, role.speaker, invitations.get(number)))
        known.appearances.append(role)
        known.told_needs = number in told
    note_sent(people, [(one.speaker_id, one.session_id, one.presentation_id) for one in listed])
    return people


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read for all sessions at once."""

    event: Event
    people: Mapping[int, Known]
    photographs: Mapping[int, Photograph]
    consents: Mapping[int, Mapping[ConsentKind, SpeakerConsent]]
    missing: Mapping[int, Sequence[MissingItem]]
    files: Mapping[tuple[int, int], Mapping[int | None, list[tuple[Slides, str]]]]


def _people_of(session: Session, read: _Read) -> Iterator[Person]:
    appearances: dict[int, list[SpeakerInSession]] = {}
    for one in session.roles:
        appearances.setdefault(one.speaker_id, []).append(one)
    talks = {one.id: one for one in session.presentations}
    for number, theirs in appearances.items():
        speaker = theirs[0].speaker
        items = read.missing.get(number, ())
        here = {_talk(item) for item in items if item.session is not None and item.session.id == session.id}
        places: dict[int | None, Place] = {}
        for one in theirs:
            talk = talks.get(one.presentation_id or 0)
            place = places.setdefault(one.presentation_id, Place(talk, []))
            place.roles.append(one.role)
        # A file stays when its speaker loses the part that it was for, or the presentation goes.
        for presentation_id, files in read.files.get((session.id, number), {}).items():
            place = places.setdefault(presentation_id, Place(talks.get(presentation_id or 0), []))
            place.files = files
        for presentation_id, place in places.items():
            place.slides_missing = presentation_id in here
        yield Person(
            speaker,
            read.people[number].invitation,
            read.photographs.get(number),
            read.consents[number],
            list(places.values()),
            frozenset(item.what for item in items if item.session is None or item.session.id == session.id),
            {language: _lacking(speaker, places.values(), language) for language in read.event.languages},
        )


def _talk(item: MissingItem) -> int | None:
    return item.presentation.id if item.presentation is not None else None


def _lacking(speaker: Speaker, places: Iterable[Place], language: Language) -> int:
    texts: list[Translated] = [speaker.function, speaker.organisation, speaker.biography]
    texts += [place.presentation.title for place in places if place.presentation is not None]
    return sum(text.state(language) in _LACKING for text in texts if text)


def _people_by(lines: Iterable[Line], keys_of: Callable[[Person], Collection[str]]) -> Counter[str]:
    """How many people have each key, somebody in several sessions counted once."""
    found = {(key, one.speaker.id) for line in lines for one in line.people for key in keys_of(one)}
    return Counter(key for key, _speaker in found)
