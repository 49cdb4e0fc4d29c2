"""Taking over an agenda that came as a file: all that was shown, or nothing, behind the event's lock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import count
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database

from conference.agenda.importing.comparing import CODE, compare, draft_of
from conference.agenda.importing.difference import (
    CHANGED,
    LEFT,
    NEW,
    SAME,
    Difference,
    PersonFound,
    PlaceFound,
    SessionFound,
    TalkFound,
)
from conference.agenda.importing.shape import FoundAgenda, Texts
from conference.agenda.models import (
    AgendaImport,
    Presentation,
    Room,
    Session,
    SessionStatus,
    Speaker,
    SpeakerInSession,
    Track,
)
from conference.audit.service import record
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.translated import Edit, Translated
from conference.events.models import Event
from conference.events.sent_files import end, undecided


class DraftMoved(Exception):
    """Taking the file over would do something else than what was shown: the draft changed meanwhile."""


class HasProblems(Exception):
    """Something in the file cannot be taken over: nothing of it is."""


def begin_import(
    database: Database, event: Event, *, format: str, name: str, sha256: str, language: Language, by: int
) -> AgendaImport:
    """Take a file that is stored already; `language` is the one that its texts seem to be in."""
    found = AgendaImport(
        event_id=event.id,
        format=format,
        name=name[:255],
        file_sha256=sha256,
        language_code=language.code,
        uploaded_at=now(),
        uploaded_by=by,
    )
    database.add(found)
    database.flush()
    return found


def apply_import(
    database: Database,
    found: AgendaImport,
    agenda: FoundAgenda,
    *,
    language: Language,
    take_out: bool,
    seen: str,
    by: int,
) -> Difference:
    """Bring the draft to what the file says, in one go; `seen` is the mark of the difference that was agreed to.

    With `take_out` the sessions that the file lacks lose their hours, or are cancelled where the public knows them.
    Raises AlreadyDecided, DraftMoved, HasProblems.
    """
    event = undecided(database, found)
    difference = compare(agenda, draft_of(database, event.id), event)
    if difference.mark != seen:
        raise DraftMoved
    if difference.problems:
        raise HasProblems
    leaving = difference.left if take_out else []
    _Writing(database, event, by).write(difference, leaving)
    found.language_code = language.code
    end(found)
    found.applied_at = now()
    record(database, "import agenda", found, by=by, event_id=event.id, before={}, after=_told(difference, leaving))
    return difference


def _told(difference: Difference, leaving: list[Session]) -> dict[str, Any]:
    people = [one.outcome for one in difference.people]
    places = [one.outcome for one in difference.places]
    return {
        "import_new": difference.count(NEW),
        "import_changed": difference.count(CHANGED),
        "import_same": len(difference.sessions) - difference.count(NEW) - difference.count(CHANGED),
        "sessions_left": difference.count(LEFT) - len(leaving),
        "sessions_taken_out": len(leaving),
        "speakers_new": people.count(NEW),
        "places_new": places.count(NEW),
    }


class _Writing:
    """One import being written: everything goes to the database together, in a few statements."""

    def __init__(self, database: Database, event: Event, by: int) -> None:
        self.database, self.event, self.by = database, event, by
        self.at: datetime = now()
        self.places: dict[int, Room | Track] = {}
        self.people: dict[str, Speaker] = {}

    def write(self, difference: Difference, leaving: list[Session]) -> None:
        with self.database.no_autoflush:
            self._write_places(difference.places)
            positions = self._next_position(Speaker)
            for person in difference.people:
                self.people[person.found.key] = self._person(person, positions)
            for found in difference.sessions:
                if found.outcome != SAME:
                    self._session(found)
            for session in leaving:
                _take_out(session)
        self.database.flush()

    def _write_places(self, places: list[PlaceFound]) -> None:
        """New ones come after those that are there, in the order in which the file names them."""
        positions = {model: self._next_position(model) for model in (Room, Track)}
        for found in places:
            place = found.place
            if place is None:
                place = found.model(event_id=self.event.id, position=next(positions[found.model]))
                self.database.add(place)
            self._merge(place, found.texts)
            self.places[id(found)] = place

    def _next_position(self, model: type[Room | Track | Speaker]) -> Iterator[int]:
        last = self.database.scalar(select(func.max(model.position)).where(model.event_id == self.event.id))
        return count(0 if last is None else last + 1)

    def _person(self, person: PersonFound, positions: Iterator[int]) -> Speaker:
        speaker = person.speaker
        if speaker is None:
            speaker = Speaker(
                event_id=self.event.id,
                code=person.code,
                position=next(positions),
                language_code=self.event.source_code,
                import_key=_kept_key(person.found.key),
            )
            self.database.add(speaker)
        self._set(speaker, person.values, person.texts)
        return speaker

    def _session(self, compared: SessionFound) -> None:
        session = compared.session
        if session is None:
            session = Session(
                event_id=self.event.id,
                uid=str(uuid4()),
                code=compared.code,
                import_key=_kept_key(compared.found.key),
                floor_codes=[],
                interpretation_codes=[],
                presentations=[],
                roles=[],
            )
            self.database.add(session)
        self._set(session, compared.values, compared.texts)
        for name, place in (("room", compared.room), ("track", compared.track)):
            if place is not None:
                setattr(session, name, self.places[id(place)])
        talks = {id(one): self._talk(session, one) for one in compared.talks}
        if compared.roles is not None:
            session.roles = [
                SpeakerInSession(
                    speaker=self._speaker(given.person),
                    role=given.role,
                    position=position,
                    presentation=talks[id(given.talk)] if isinstance(given.talk, TalkFound) else given.talk,
                )
                for position, given in enumerate(compared.roles)
            ]

    def _speaker(self, person: PersonFound | Speaker) -> Speaker:
        return self.people[person.found.key] if isinstance(person, PersonFound) else person

    def _talk(self, session: Session, found: TalkFound) -> Presentation:
        talk = found.talk
        if talk is None:
            position = max((one.position for one in session.presentations), default=-1) + 1
            talk = Presentation(position=position)
            session.presentations.append(talk)
        self._set(talk, found.values, found.texts)
        return talk

    def _set(self, target: Any, values: Mapping[str, Any], texts: Mapping[str, Texts]) -> None:
        for name, value in values.items():
            setattr(target, name, value)
        self._merge(target, texts)

    def _merge(self, target: Any, texts: Mapping[str, Texts]) -> None:
        """The file's texts beside those in other languages; translations of a source that changed are out of date."""
        for name, told in texts.items():
            stored: Translated = getattr(target, name) or Translated()
            edits = {language: Edit(words, base=stored.base(language)) for language, words in told.items()}
            merged = stored.merge(edits, source=self.event.source, by=self.by, at=self.at)
            if merged != stored:
                setattr(target, name, merged)


def _take_out(session: Session) -> None:
    if session.was_published:
        session.status = SessionStatus.CANCELLED
    else:
        session.starts_at = session.ends_at = None


def _kept_key(key: str) -> str | None:
    """What the file calls it; a key made of our own code is no other than the code."""
    return None if key.startswith(CODE) else key
