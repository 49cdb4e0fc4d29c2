"""Which part of a published agenda a calendar holds: all of it, a day, a track, one person's sessions, one session.

A calendar must not break because the agenda changed: programs go on showing what they last read when an address answers
404. So a day, a track or a person that the agenda has no longer is a part without sessions; only what no agenda could
ever have is an error. A session stays in the agenda for good, so its address needs no such care.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from conference.agenda.published import PublishedAgenda, PublishedSession
from conference.core import formatting
from conference.core.languages import Language

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TRACK = re.compile(r"[1-9][0-9]{0,9}")
_SPEAKER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


class NoSuchPart(LookupError):
    """What is asked for is no day, or nothing that a track or a person could be called."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is asked of an agenda; nothing is all of it. `track` is an id, `speaker` and `session` are codes."""

    day: date | None = None
    track: int | None = None
    speaker: str = ""
    session: str = ""

    @classmethod
    def asked(cls, query: Mapping[str, str], *, speaker: str = "", session: str = "") -> Part:
        """The part that the query of an address asks for. Raises NoSuchPart."""
        day, track = query.get("day", ""), query.get("track", "")
        if (track and not _TRACK.fullmatch(track)) or (speaker and not _SPEAKER.fullmatch(speaker)):
            raise NoSuchPart(track or speaker)
        return cls(
            day=_day(day) if day else None, track=int(track) if track else None, speaker=speaker, session=session
        )

    @property
    def query(self) -> dict[str, str]:
        """What an address of this part says after its question mark, in the one way that this is written."""
        day = {"day": self.day.isoformat()} if self.day else {}
        return day | ({"track": str(self.track)} if self.track else {})

    @property
    def key(self) -> tuple[str, ...]:
        """What tells this part from the others."""
        return (self.query.get("day", ""), self.query.get("track", ""), self.speaker, self.session)

    def __bool__(self) -> bool:
        return any(self.key)

    def sessions(self, agenda: PublishedAgenda, zone: str) -> Sequence[PublishedSession]:
        """The sessions of this part in the order of the agenda; days are those of `zone`."""
        return [
            session
            for session in agenda.sessions
            if (self.day is None or session.day(zone) == self.day)
            and (self.track is None or (session.track is not None and session.track.id == self.track))
            and (not self.speaker or any(one.person.code == self.speaker for one in session.everybody))
            and (not self.session or session.code == self.session)
        ]

    def name(self, agenda: PublishedAgenda, language: Language, month_style: str) -> str:
        """What readers call this part; empty for all of the agenda, and for what it has no longer."""
        track = next((one for one in agenda.tracks if one.id == self.track), None)
        person = agenda.person(self.speaker) if self.speaker else None
        session = agenda.session(self.session) if self.session else None
        names = (
            formatting.format_date(self.day, language, month_style) if self.day else "",
            track.name.resolve(language).text if track else "",
            person.label(language) if person else "",
            session.title.resolve(language).text if session else "",
        )
        return " – ".join(name for name in names if name)


def _day(asked: str) -> date:
    try:
        if not _DAY.fullmatch(asked):
            raise ValueError
        return date.fromisoformat(asked)
    except ValueError:
        raise NoSuchPart(asked) from None
