"""What a check can find, as data that outlives the transaction it was found in; and how much each check weighs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any

from conference.agenda.models import AgendaSettings, Room, Session, SessionStatus, Speaker, Track
from conference.core.translated import Translated


class Check(StrEnum):
    """The checks, in the order in which they are listed."""

    ROOM_TWICE = "room_twice"
    SPEAKER_TWICE = "speaker_twice"
    OUTSIDE_EVENT = "outside_event"
    SESSION_CHOICE = "session_choice"
    NO_TIME = "no_time"
    NO_ROOM = "no_room"
    TALKS_TOO_LONG = "talks_too_long"
    CHANNELS = "channels"
    LANGUAGE = "language"
    UNCONFIRMED = "unconfirmed"
    BIOGRAPHY = "biography"


class Severity(StrEnum):
    """How much a check weighs: an ERROR holds publishing back, a WARNING is only said, OFF is not looked for."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"


DEFAULTS: Mapping[Check, Severity] = dict.fromkeys(Check, Severity.WARNING) | {
    Check.ROOM_TWICE: Severity.ERROR,
    Check.SPEAKER_TWICE: Severity.ERROR,
    Check.OUTSIDE_EVENT: Severity.ERROR,
}

# What is wrong in the contents of a session is an error only once the session has hours: without, it is not published.
_ONLY_WHERE_PUBLIC = frozenset({Check.NO_ROOM, Check.LANGUAGE, Check.UNCONFIRMED, Check.BIOGRAPHY})


def severities(settings: AgendaSettings) -> dict[Check, Severity]:
    """How much each check weighs at an event: its own settings over the defaults."""
    own = {Check(name): Severity(value) for name, value in settings.severities.items() if name in set(Check)}
    return {check: own.get(check, DEFAULTS[check]) for check in Check}


@dataclass(frozen=True, slots=True)
class SessionNamed:
    """A session that a finding is about; instants are in UTC, None while it is not placed."""

    id: int
    code: str
    title: Translated
    starts_at: datetime | None
    ends_at: datetime | None
    goes_public: bool

    @classmethod
    def of(cls, session: Session) -> SessionNamed:
        takes_place = session.status == SessionStatus.SCHEDULED
        goes_public = takes_place and session.starts_at is not None and session.ends_at is not None
        return cls(session.id, session.code, session.title, session.starts_at, session.ends_at, goes_public)


@dataclass(frozen=True, slots=True)
class SpeakerNamed:
    """A speaker that a finding is about, by the names that `draft_name` shows."""

    id: int
    code: str
    native_name: str
    latin_name: str
    function: Translated

    @classmethod
    def of(cls, speaker: Speaker) -> SpeakerNamed:
        return cls(speaker.id, speaker.code, speaker.native_name, speaker.latin_name, speaker.function)


@dataclass(frozen=True, slots=True)
class PlaceNamed:
    """A room or a track that a finding is about; `kind` is the one of its address."""

    kind: str
    id: int
    name: Translated

    @classmethod
    def of(cls, place: Room | Track) -> PlaceNamed:
        return cls("rooms" if isinstance(place, Room) else "tracks", place.id, place.name)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit: by which check, how much it weighs, and what it is about.

    `told` holds what the sentence of the check needs besides (`agenda/_findings.html`): minutes, counts, languages.
    """

    check: Check
    sessions: tuple[SessionNamed, ...] = ()
    speaker: SpeakerNamed | None = None
    place: PlaceNamed | None = None
    told: Mapping[str, Any] = field(default_factory=dict)
    severity: Severity = Severity.WARNING

    @property
    def is_error(self) -> bool:
        return self.severity == Severity.ERROR

    def concerns(self, session_id: int) -> bool:
        return any(session.id == session_id for session in self.sessions)


def weighed(found: Iterable[Finding], weights: Mapping[Check, Severity]) -> list[Finding]:
    """The findings with what they weigh, errors first, each in the order of the checks; without those switched off."""
    kept = [replace(one, severity=_severity(one, weights)) for one in found if weights[one.check] != Severity.OFF]
    order = {check: place for place, check in enumerate(Check)}
    return sorted(kept, key=lambda one: (not one.is_error, order[one.check]))


def errors_among(findings: Sequence[Finding]) -> list[Finding]:
    """Those that hold publishing back."""
    return [one for one in findings if one.is_error]


def worst_by_session(findings: Iterable[Finding]) -> Mapping[int, Severity]:
    """What weighs most among the findings about each session, by its id."""
    worst: dict[int, Severity] = {}
    for finding in findings:
        for session in finding.sessions:
            if finding.is_error or session.id not in worst:
                worst[session.id] = finding.severity
    return worst


def by_check(findings: Sequence[Finding]) -> list[list[Finding]]:
    """The findings of each check and weight together, in their order."""
    return [list(group) for _key, group in groupby(findings, lambda one: (one.severity, one.check))]


def _severity(finding: Finding, weights: Mapping[Check, Severity]) -> Severity:
    seen_by_nobody = finding.sessions and not any(session.goes_public for session in finding.sessions)
    if finding.check in _ONLY_WHERE_PUBLIC and seen_by_nobody:
        return Severity.WARNING
    return weights[finding.check]
