"""What a reader asks to see of the published agenda: filters that work as addresses, and how much each would leave."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conference.agenda.models import SessionType
from conference.agenda.published import PublishedAgenda, PublishedSession
from conference.core.languages import LANGUAGES

FACETS = ("track", "room", "language", "category")
LONGEST_WORDS = 200


class UnknownChoice(LookupError):
    """The address asks for a track, a room, a language or a type that the agenda does not have."""


@dataclass(frozen=True, slots=True)
class Filters:
    """One value per facet, and the words sought; empty where everything is wanted.

    `language` is one that the floor speaks or that is interpreted, `category` is a type of session.
    """

    track: str = ""
    room: str = ""
    language: str = ""
    category: str = ""
    words: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str], agenda: PublishedAgenda) -> Filters:
        """The filters of an address. Raises UnknownChoice."""
        chosen = {name: asked.get(name, "") for name in FACETS}
        for name, value in chosen.items():
            if value and value not in known_values(name, agenda):
                raise UnknownChoice(name, value)
        return cls(**chosen, words=asked.get("q", "").strip()[:LONGEST_WORDS])

    @property
    def address(self) -> dict[str, str]:
        """The part of an address that asks for the same."""
        asked = {name: getattr(self, name) for name in FACETS} | {"q": self.words}
        return {name: value for name, value in asked.items() if value}

    def __bool__(self) -> bool:
        return bool(self.address)


def known_values(facet: str, agenda: PublishedAgenda) -> Collection[str]:
    """The values that a facet of this agenda can have, in their order."""
    if facet == "track":
        return [str(track.id) for track in agenda.tracks]
    if facet == "room":
        return [str(room.id) for room in agenda.rooms]
    held = {value for session in agenda.sessions if not session.is_break for value in values_of(session, facet)}
    order: Sequence[Any] = LANGUAGES if facet == "language" else tuple(SessionType)
    return [str(value) for value in order if str(value) in held]


def values_of(session: PublishedSession, facet: str) -> Collection[str]:
    """What a session has of a facet."""
    if facet == "track":
        return {str(session.track.id)} if session.track else ()
    if facet == "room":
        return {str(session.room.id)} if session.room else ()
    if facet == "language":
        return {language.code for language in (*session.floor, *session.interpretation)}
    return {session.type}


@dataclass(frozen=True)
class Sieve:
    """Sessions and what each of them fails. `found` are the ids in which the words were found; None without words."""

    filters: Filters
    found: Collection[int] | None

    def failures(self, session: PublishedSession) -> set[str]:
        """The filters that a session does not pass.

        A break belongs to all tracks, rooms and languages; it is no type of session and holds no words.
        """
        failed = set()
        for name in FACETS:
            wanted = getattr(self.filters, name)
            is_everybodys = session.is_break and name != "category"
            if wanted and not is_everybodys and wanted not in values_of(session, name):
                failed.add(name)
        if self.found is not None and session.id not in self.found:
            failed.add("words")
        return failed

    def passing(self, sessions: Sequence[PublishedSession]) -> Sequence[PublishedSession]:
        """The sessions that pass; none where nothing but breaks would be left of those given."""
        passed = [session for session in sessions if not self.failures(session)]
        return passed if not self.filters or count(passed) else []

    def counts(self, facet: str, sessions: Sequence[PublishedSession]) -> Mapping[str, int]:
        """How many sessions each value of a facet would leave beside the other filters; breaks are not counted."""
        counted: dict[str, int] = {}
        for session in sessions:
            if not session.is_break and self.failures(session) <= {facet}:
                for value in values_of(session, facet):
                    counted[value] = counted.get(value, 0) + 1
        return counted


def count(sessions: Sequence[PublishedSession]) -> int:
    """How many sessions there are, breaks aside."""
    return sum(not session.is_break for session in sessions)
