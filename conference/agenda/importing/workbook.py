"""Reading our XLSX template: an empty cell says nothing, and every other one is understood or refused by its row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import IO

from conference.agenda.importing import columns, prose
from conference.agenda.importing.checks import Line, day, hour
from conference.agenda.importing.comparing import CODE
from conference.agenda.importing.shape import (
    TEMPLATE,
    FoundAgenda,
    FoundPerson,
    FoundRole,
    FoundSession,
    FoundTalk,
    Texts,
)
from conference.agenda.importing.sheets import Row, check_workbook, rows_of, sheet_of
from conference.core.folding import folded
from conference.core.sent_bytes import FileRefused
from conference.core.text import latin_digits
from conference.events.models import Event

MOST_SESSIONS, MOST_CAPACITY, LONGEST_TALK = 5_000, 100_000, 600
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}")
_LONGEST_HONORIFIC = 20


def read_workbook(stream: IO[bytes], event: Event) -> FoundAgenda:
    """All that a template says. Raises FileRefused."""
    return _Reading(stream, event).read()


class _Reading:
    def __init__(self, stream: IO[bytes], event: Event) -> None:
        self.stream, self.event = stream, event
        self.agenda = FoundAgenda(TEMPLATE)
        self.sheets = {sheet_of(name): number for number, name in reversed(list(enumerate(check_workbook(stream))))}
        self.sessions: dict[str, FoundSession] = {}
        self.lines: dict[str, int] = {}

    def read(self) -> FoundAgenda:
        for sheet, take in self._readers().items():
            if sheet in self.sheets:
                for row in rows_of(self.stream, sheet, self.sheets[sheet], self.agenda):
                    take(row)
        self.agenda.sessions = list(self.sessions.values())
        if not self.agenda.sessions and not self.agenda.problems:
            raise FileRefused("nothing")
        if len(self.agenda.sessions) > MOST_SESSIONS:
            raise FileRefused("sessions", most=MOST_SESSIONS)
        return self.agenda

    def _readers(self) -> Mapping[str, Callable[[Row], None]]:
        """Sessions and speakers come first: the other sheets name them by their codes."""
        return {
            columns.SESSIONS: self._session,
            columns.SPEAKERS: self._speaker,
            columns.TALKS: self._talk,
            columns.ROLES: self._role,
        }

    def _session(self, row: Row) -> None:
        code = row.get("code")
        line = Line(self.agenda, row.line, next(iter(row.texts("title", self.event).values()), code)[:200])
        if not self._is_code(code, line):
            return
        if code.lower() in self.sessions:
            line.problem("twice", line=self.sessions[code.lower()].line)
            return
        key = row.get("key")
        if key and (len(key) > 200 or not key.isprintable()):
            line.problem("no_key")
            return
        found = FoundSession(row.line, key or CODE + code.lower(), code, is_local=True)
        self.sessions[code.lower()] = found
        if key and self.lines.setdefault(key, row.line) != row.line:
            line.problem("twice", line=self.lines[key])
        found.facts["code"] = code
        found.texts = {
            "title": self._texts(row, "title", line),
            "abstract": {language: line.long_text(w) for language, w in row.texts("abstract", self.event).items()},
        }
        if not found.texts["title"]:
            line.problem("no_title")
        found.room, found.track = (self._texts(row, name, line) or None for name in ("room", "track"))
        self._facts(row, found, line)
        self._hours(row, found, line)

    def _is_code(self, code: str, line: Line) -> bool:
        if _CODE.fullmatch(code):
            return True
        line.problem("bad_code" if code else "no_code")
        return False

    def _texts(self, row: Row, name: str, line: Line) -> Texts:
        found = {language: line.text(prose.line(words)) for language, words in row.texts(name, self.event).items()}
        return {language: words for language, words in found.items() if words}

    def _facts(self, row: Row, found: FoundSession, line: Line) -> None:
        if words := row.get("type"):
            type_ = columns.types().get(folded(words))
            if type_ is None:
                line.problem("unknown_type", cell=words[:60])
            else:
                found.facts["type"] = type_
        for name in ("floor_codes", "interpretation_codes"):
            if words := row.get(name):
                found.facts[name] = self._languages(words, line)
        if words := row.get("capacity"):
            found.facts["capacity"] = self._number(words, line, least=1, most=MOST_CAPACITY)

    def _languages(self, words: str, line: Line) -> list[str]:
        codes: list[str] = []
        for word in filter(None, (part.strip() for part in re.split(r"[,;/·،؛\n]+", words))):
            code = columns.languages().get(folded(word))
            if code is None:
                line.problem("unknown_language", cell=word[:60])
            else:
                codes.append(code)
        return list(dict.fromkeys(codes))

    def _number(self, words: str, line: Line, *, least: int, most: int) -> int | None:
        typed = latin_digits(words)
        if typed.isascii() and typed.isdigit() and len(typed) < 10 and least <= int(typed) <= most:
            return int(typed)
        line.problem("number", least=least, most=most)
        return None

    def _hours(self, row: Row, found: FoundSession, line: Line) -> None:
        given = [row.get(name) for name in ("day", "starts", "ends")]
        if not any(given[1:]):
            return
        if not all(given):
            line.problem("half_hours")
            return
        first = day(given[0])
        days = first, day(row.get("ends_on")) if row.get("ends_on") else first
        hours = hour(given[1]), hour(given[2])
        for cell in filter(None, (given[0], row.get("ends_on"))):
            if day(cell) is None:
                line.problem("bad_day", cell=cell[:60])
        for at, cell in zip(hours, given[1:], strict=True):
            if at is None:
                line.problem("bad_hour", cell=cell[:60])
        walls = [
            datetime.combine(on, datetime.min.time()) + at
            for on, at in zip(days, hours, strict=True)
            if on is not None and at is not None
        ]
        if len(walls) < 2:
            return
        starts_at, ends_at = (line.instant(self.event, wall) for wall in walls)
        if starts_at is None or ends_at is None:
            return
        if ends_at <= starts_at:
            line.problem("ends_before_start")
            return
        if walls[0].date() < self.event.starts_on or walls[0].date() > self.event.ends_on:
            line.remark("outside")
        found.facts |= {"starts_at": starts_at, "ends_at": ends_at}

    def _speaker(self, row: Row) -> None:
        code = row.get("code")
        line = Line(self.agenda, row.line, row.get("native_name") or row.get("latin_name") or code)
        if not self._is_code(code, line):
            return
        key = CODE + code.lower()
        if key in self.agenda.people:
            line.problem("twice", line=self.agenda.people[key].line)
            return
        found = self.agenda.people[key] = FoundPerson(row.line, key, code)
        for name in ("native_name", "latin_name", "honorific"):
            longest = {"longest": _LONGEST_HONORIFIC} if name == "honorific" else {}
            if words := row.get(name):
                found.facts[name] = line.text(prose.line(words), **longest)
        found.texts = {name: self._texts(row, name, line) for name in ("function", "organisation")}
        lives = row.texts("biography", self.event).items()
        found.texts["biography"] = {language: line.long_text(words) for language, words in lives}
        if not any(found.facts.values()) and not found.texts["function"]:
            line.problem("no_name")

    def _named(self, row: Row, line: Line) -> FoundSession | None:
        """The session whose code stands in a row of another sheet."""
        found = self.sessions.get(row.get("session").lower())
        if found is None:
            line.problem("unknown_session", cell=row.get("session")[:60])
        return found

    def _talk(self, row: Row) -> None:
        line = Line(self.agenda, row.line, next(iter(row.texts("title", self.event).values()), "")[:200])
        session = self._named(row, line)
        number = self._number(row.get("number"), line, least=1, most=1000)
        minutes = row.get("minutes")
        length = self._number(minutes, line, least=1, most=LONGEST_TALK) if minutes else None
        if session is None or number is None:
            return
        if number in {talk.number for talk in session.talks}:
            line.problem("talk_twice")
            return
        title = self._texts(row, "title", line)
        if not title:
            line.problem("no_title")
        key = row.get("key")
        known = int(key) if key.isascii() and key.isdigit() and len(key) < 10 else None
        session.talks.append(FoundTalk(number, known, title, length))

    def _role(self, row: Row) -> None:
        line = Line(self.agenda, row.line, row.get("speaker"))
        session = self._named(row, line)
        key = CODE + row.get("speaker").lower()
        if key not in self.agenda.people:
            line.problem("unknown_speaker", cell=row.get("speaker")[:60])
        role = columns.roles().get(folded(row.get("role")))
        if role is None:
            line.problem("unknown_role", cell=row.get("role")[:60])
        number = row.get("number")
        talk = self._number(number, line, least=1, most=1000) if number else None
        if session is None or role is None or key not in self.agenda.people:
            return
        if talk is not None and talk not in {one.number for one in session.talks}:
            line.problem("unknown_talk", cell=number[:60])
            return
        given = FoundRole(key, role, talk)
        if given in session.roles:
            line.problem("role_twice")
            return
        session.roles.append(given)
