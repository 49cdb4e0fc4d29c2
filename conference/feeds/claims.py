"""What one mail carries for one person's calendar: decided and stored in a transaction, rendered by the worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from conference.agenda.models import SessionStatus
from conference.events.models import Event, Format, Publication

REQUEST, CANCEL = "REQUEST", "CANCEL"
DAY = timedelta(days=1)


class Reason(StrEnum):
    """Why somebody is written to.

    The entry is NEW, has CHANGED, or is called OFF; or they are GONE from it, or have MOVED to another address.
    """

    NEW = "new"
    CHANGED = "changed"
    OFF = "off"
    GONE = "gone"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFacts:
    """What calendars are told of the event itself.

    `starts` and `ends` are ISO 8601: instants in UTC, from the first published session to the last, or days where no
    agenda is published yet, the end being the day after the last (RFC 5545 §3.6.1). `place` is the venue in the
    event's source language, empty for one that is online.
    """

    starts: str
    ends: str
    place: str
    is_on: bool

    @classmethod
    def of(cls, event: Event, agenda: Mapping[str, Any] | None) -> Self:
        """`agenda` is a version's data. An event of which every session is cancelled does not take place."""
        sessions = [one for one in (agenda or {}).get("sessions", ()) if one["status"] == SessionStatus.SCHEDULED]
        return cls(
            starts=_earliest(sessions) if sessions else event.starts_on.isoformat(),
            ends=_latest(sessions) if sessions else (event.ends_on + DAY).isoformat(),
            place=event.venue.text(event.venue.source or event.source) if event.format != Format.ONLINE else "",
            is_on=event.publication == Publication.PUBLISHED and (bool(sessions) or agenda is None),
        )

    @property
    def hours(self) -> tuple[datetime, datetime] | None:
        """From when until when, once an agenda says it."""
        if "T" not in self.starts:
            return None
        return datetime.fromisoformat(self.starts), datetime.fromisoformat(self.ends)

    @property
    def days(self) -> tuple[date, date]:
        """The first day and the day after the last, before there are hours."""
        return date.fromisoformat(self.starts), date.fromisoformat(self.ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One iTIP message as it was decided (RFC 5546 §3.2): about a session of a version, or the event with its facts.

    The `uid` is that of feeds. `sequence` is newer than whatever its reader's calendar was told before.
    `registration_id` is whose entry it is, where it is a participant's.
    """

    event_id: int
    uid: str
    method: str
    sequence: int
    reason: str
    code: str = ""
    version_id: int | None = None
    facts: EventFacts | None = None
    registration_id: int | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        facts = stored["facts"]
        return cls(**{**stored, "facts": EventFacts(**facts) if facts else None})


def _earliest(sessions: list[Any]) -> str:
    return min(datetime.fromisoformat(one["starts_at"]) for one in sessions).astimezone(UTC).isoformat()


def _latest(sessions: list[Any]) -> str:
    return max(datetime.fromisoformat(one["ends_at"]) for one in sessions).astimezone(UTC).isoformat()
