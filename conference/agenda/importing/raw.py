"""What schedule.xml and schedule.json have in common, before anything of it is understood: strings and their lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Worded = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RawPerson:
    """A person as a file names one; their ids tell people of one name apart."""

    name: str
    guid: str = ""
    code: str = ""
    id: str = ""
    biography: str = ""
    role: str = ""


@dataclass(slots=True)
class RawEvent:
    """A session as a file has it. `date` is an instant in ISO 8601, `day` and `start` are what clocks show."""

    line: int
    guid: str = ""
    code: str = ""
    id: str = ""
    slug: str = ""
    title: Worded = ""
    subtitle: Worded = ""
    abstract: Worded = ""
    description: Worded = ""
    type: str = ""
    language: str = ""
    track: Worded = ""
    room: Worded = ""
    date: str = ""
    end: str = ""
    day: str = ""
    start: str = ""
    duration: str = ""
    persons: list[RawPerson] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RawSchedule:
    """A schedule: the zone that it names, the hour at which its days begin, its sessions one after the other.

    `is_ours` tells that this program wrote it: descriptions are then made of what our model has no field for, and the
    part of a slug after the first hyphen is a session's code.
    """

    zone: str
    day_change: str
    events: Iterator[RawEvent]
    is_ours: bool = False
