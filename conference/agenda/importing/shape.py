"""The one shape that every file of an agenda is read into, and what is wrong with it, as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from conference.core.languages import Language

Texts = Mapping[Language, str]
# The files in which a session's people are those that came from a file; the template names everybody.
SCHEDULE_XML, SCHEDULE_JSON, TEMPLATE = "schedule.xml", "schedule.json", "xlsx"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong or worth knowing on a line of the file (0 is the file as a whole).

    `about` names the session or person; `code` and `data` are put into words for whoever looks.
    """

    line: int
    about: str
    code: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class FoundPerson:
    """A speaker in a file. `key` tells people of one name apart; `code` is what their address could be made of.

    `facts` and `texts` hold only what the file says.
    """

    line: int
    key: str
    code: str
    facts: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, Texts] = field(default_factory=dict)

    @property
    def name(self) -> str:
        names = (self.facts.get(name, "") for name in ("native_name", "latin_name"))
        return next((str(name) for name in names if name), self.code)


@dataclass(frozen=True, slots=True)
class FoundRole:
    """Somebody in a session, or in the talk with the number `talk` of it. Without a role the file says none."""

    person: str
    role: str | None = None
    talk: int | None = None


@dataclass(slots=True)
class FoundTalk:
    """A presentation: its number in the session, and the id that it has in the draft, if the file knows it."""

    number: int
    known_id: int | None
    title: Texts
    minutes: int | None


@dataclass(slots=True)
class FoundSession:
    """A session in a file. `key` finds it again; `code` is what its address could be made of.

    `facts` and `texts` hold only what the file says. `is_local` tells that the file has hours on the event's clocks
    rather than instants.
    """

    line: int
    key: str
    code: str
    facts: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, Texts] = field(default_factory=dict)
    room: Texts | None = None
    track: Texts | None = None
    roles: list[FoundRole] = field(default_factory=list)
    talks: list[FoundTalk] = field(default_factory=list)
    is_local: bool = False

    @property
    def name(self) -> str:
        return next((text for text in self.texts.get("title", {}).values() if text), self.code)


@dataclass(slots=True)
class FoundAgenda:
    """All that a file says. With `problems` nothing of it is taken over; `remarks` are worth reading before.

    `spoken` counts what the file's sessions name as their language.
    """

    format: str
    sessions: list[FoundSession] = field(default_factory=list)
    people: dict[str, FoundPerson] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    spoken: Counter[str] = field(default_factory=Counter)
