"""What taking a file over would do to the draft, as data: what is new, what changes from what to what, what is left."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from conference.agenda.importing.shape import FoundPerson, FoundSession, FoundTalk, Problem, Texts
from conference.agenda.models import Presentation, Room, Session, Speaker, Track
from conference.core.languages import Language
from conference.core.translated import Translated

NEW, CHANGED, SAME, LEFT = "new", "changed", "same", "left"
OUTCOMES = (NEW, CHANGED, SAME, LEFT)


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that the file has otherwise than the draft; of a text, in one language."""

    fact: str
    before: Any
    after: Any
    language: Language | None = None


@dataclass(slots=True)
class _Compared:
    """What a thing of the file is to the draft: `values` are to be set, `texts` to be merged."""

    changes: list[FactChange] = field(default_factory=list, kw_only=True)
    values: dict[str, Any] = field(default_factory=dict, kw_only=True)
    texts: dict[str, Texts] = field(default_factory=dict, kw_only=True)


@dataclass(slots=True)
class PlaceFound(_Compared):
    """A room or a track, and which of the draft's it is; None for a new one."""

    model: type[Room | Track]
    name: Translated
    place: Room | Track | None

    @property
    def outcome(self) -> str:
        return NEW if self.place is None else CHANGED if self.changes else SAME


@dataclass(slots=True)
class PersonFound(_Compared):
    """A speaker, and who of the draft that is; None for somebody new, whose address is made of `code`."""

    found: FoundPerson
    speaker: Speaker | None
    code: str

    @property
    def outcome(self) -> str:
        return NEW if self.speaker is None else CHANGED if self.changes else SAME

    @property
    def name(self) -> str:
        stored = self.speaker
        return (stored.native_name or stored.latin_name or stored.code) if stored else self.found.name


@dataclass(slots=True)
class TalkFound(_Compared):
    """A presentation, and which of the session's it is; None for a new one."""

    found: FoundTalk
    talk: Presentation | None


@dataclass(frozen=True, slots=True)
class Given:
    """Somebody's part in a session or in one of its talks, as it shall be."""

    person: PersonFound | Speaker
    role: str
    talk: TalkFound | Presentation | None

    @property
    def mark(self) -> tuple[int | str, str]:
        """Who, and as what: by these two lists of the same session or talk are compared."""
        person = self.person.speaker if isinstance(self.person, PersonFound) else self.person
        return person.id if person is not None else self.person.code, str(self.role)


@dataclass(slots=True)
class SessionFound(_Compared):
    """A session, and which of the draft's it is; None for a new one. Where `roles` is None they stay as they are."""

    found: FoundSession
    session: Session | None
    code: str
    title: Translated
    room: PlaceFound | None = None
    track: PlaceFound | None = None
    talks: list[TalkFound] = field(default_factory=list)
    roles: list[Given] | None = None

    @property
    def outcome(self) -> str:
        return NEW if self.session is None else CHANGED if self.changes else SAME


@dataclass(slots=True)
class Difference:
    """All that taking a file over would do. `left` are the draft's sessions that it lacks and could take out."""

    sessions: list[SessionFound] = field(default_factory=list)
    people: list[PersonFound] = field(default_factory=list)
    places: list[PlaceFound] = field(default_factory=list)
    left: list[Session] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many sessions there are of each outcome."""
        return dict(Counter(one.outcome for one in self.sessions)) | {LEFT: len(self.left)}

    def count(self, outcome: str) -> int:
        return self.counts.get(outcome, 0)

    @property
    def beside(self) -> Iterator[PersonFound | PlaceFound]:
        """The people, rooms and tracks that are new or change."""
        yield from (person for person in self.people if person.outcome != SAME)
        yield from (place for place in self.places if place.outcome != SAME)

    @property
    def changes_nothing(self) -> bool:
        """Whether the draft says all of it already; what the file lacks does not count."""
        return not any(self.beside) and all(one.outcome == SAME for one in self.sessions)

    @property
    def mark(self) -> str:
        """What somebody saw before agreeing: it differs as soon as taking the file over would do something else."""
        seen = [
            [[one.found.key, one.outcome, *_told(one)] for one in self.sessions],
            [[one.found.key, one.outcome, *_told(one)] for one in self.people],
            [[_plain(one.name), one.outcome, *_told(one)] for one in self.places],
            [[one.id, one.status, one.was_published] for one in self.left],
        ]
        return hashlib.sha256(json.dumps(seen).encode()).hexdigest()


def _told(compared: _Compared) -> list[Any]:
    return [[one.fact, _plain(one.before), _plain(one.after), str(one.language)] for one in compared.changes]


def _plain(value: Any) -> Any:
    if isinstance(value, Translated):
        return {language.code: value.text(language) for language in value}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value if isinstance(value, (str, int, type(None))) else str(value)
