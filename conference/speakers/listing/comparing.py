"""What taking a list over would do: who is new, who is known, who is invited, who gets which role."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from conference.accounts.models import email_key
from conference.agenda.importing.checks import ascii_code, free_code
from conference.agenda.models import Session, SessionStatus, Speaker, SpeakerInSession, SpeakerRole
from conference.core.folding import folded
from conference.events.models import Event
from conference.registration.importing.staged import Problem
from conference.speakers.listing.columns import EMAIL, LATIN_NAME, NATIVE_NAME, ROLE, SESSION
from conference.speakers.listing.reading import ListRead, ListRow
from conference.speakers.models import Invitation

NEW, KNOWN, NAMED = "new", "known", "named"
"""A speaker to be added, one who has the address, one who has the name and gets the address."""


@dataclass(slots=True)
class Invitee:
    """One person of a list, who may stand on several rows; `facts` are the first that any of them says."""

    key: str
    lines: list[int]
    facts: dict[str, str]
    speaker: Speaker | None = None
    invitation: Invitation | None = None
    code: str = ""

    @property
    def outcome(self) -> str:
        if self.speaker is None:
            return NEW
        return KNOWN if email_key(self.speaker.email) == self.key else NAMED

    @property
    def is_invited_now(self) -> bool:
        """Whether taking the list over sends an invitation: not to whoever has one, whatever they answered."""
        return self.invitation is None or self.invitation.is_withdrawn


@dataclass(slots=True)
class PlannedRow:
    """A row, whose it is, and the role that it gives; `session` stays None where it names none that we know."""

    row: ListRow
    person: Invitee | None
    session: Session | None = None
    role: str = ""
    has_role: bool = False


@dataclass(slots=True)
class Plan:
    """What a list does to the draft. With problems nothing of it is taken over."""

    people: list[Invitee] = field(default_factory=list)
    rows: list[PlannedRow] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def problems(self) -> Iterator[tuple[PlannedRow, Problem]]:
        return ((one, problem) for one in self.rows for problem in one.row.problems)

    @property
    def has_problems(self) -> bool:
        return any(one.row.problems for one in self.rows)

    @property
    def invited(self) -> list[Invitee]:
        return [one for one in self.people if one.is_invited_now]

    @property
    def roles(self) -> list[PlannedRow]:
        """The rows that give a role which the person does not have."""
        return [one for one in self.rows if one.session is not None and not one.has_role]

    @property
    def changes_nothing(self) -> bool:
        return not self.roles and not any(one.is_invited_now or one.outcome != KNOWN for one in self.people)

    @property
    def mark(self) -> str:
        """What somebody saw before agreeing: it differs as soon as taking the list over would do something else."""
        people = [
            [one.key, one.outcome, one.speaker.id if one.speaker else one.code, one.is_invited_now, one.facts]
            for one in self.people
        ]
        roles = [[one.row.line, one.session.id if one.session else 0, one.role, one.has_role] for one in self.rows]
        return hashlib.sha256(json.dumps([people, roles, self.has_problems], sort_keys=True).encode()).hexdigest()


def plan_of(database: Database, event: Event, read: ListRead) -> Plan:
    """What taking the list over would do to the draft as it is; four queries however long the list is."""
    return _Planning(database, event).planned(read)


class _Planning:
    def __init__(self, database: Database, event: Event) -> None:
        speakers = select(Speaker).where(Speaker.event_id == event.id).order_by(Speaker.position, Speaker.id)
        invitations = select(Invitation).join(Invitation.speaker).where(Speaker.event_id == event.id)
        sessions = select(Session).where(Session.event_id == event.id)
        roles = select(SpeakerInSession).join(SpeakerInSession.session).where(Session.event_id == event.id)
        fresh = {"populate_existing": True}
        self.speakers = database.scalars(speakers.execution_options(**fresh)).all()
        self.invitations = {one.speaker_id: one for one in database.scalars(invitations.execution_options(**fresh))}
        self.sessions = {one.code.lower(): one for one in database.scalars(sessions.execution_options(**fresh))}
        self.given = {
            (one.session_id, one.speaker_id, str(one.role))
            for one in database.scalars(roles)
            if one.presentation_id is None
        }
        self.taken = {one.code.lower() for one in self.speakers}
        self.event = event

    def planned(self, read: ListRead) -> Plan:
        people: dict[str, Invitee] = {}
        for row in read.rows:
            if row.key:
                person = people.setdefault(row.key, Invitee(row.key, [], {}))
                self._note(person, row)
        plan = Plan(list(people.values()), unread=read.unread)
        firsts = {person.lines[0]: person for person in plan.people}
        for row in read.rows:
            if row.line in firsts:
                self._find(firsts[row.line], row)
        promised: set[tuple[int, str, str]] = set()
        plan.rows = [self._planned(row, people.get(row.key) if row.key else None, promised) for row in read.rows]
        return plan

    def _note(self, person: Invitee, row: ListRow) -> None:
        """Put a row's facts to those of the rows before it; two names for one address cannot both be right."""
        for name in (NATIVE_NAME, LATIN_NAME):
            before, here = person.facts.get(name), row.facts.get(name)
            if before and here and folded(before) != folded(here):
                row.problems.append(Problem(name, "other_name", here[:100], {"line": person.lines[0], "name": before}))
        person.lines.append(row.line)
        person.facts = {name: value for name, value in row.facts.items() if name not in (SESSION, ROLE)} | person.facts

    def _find(self, person: Invitee, row: ListRow) -> None:
        """Who of the draft a person is: whoever has the address, else the one who has the name and no address."""
        names = {folded(person.facts[name]) for name in (NATIVE_NAME, LATIN_NAME) if person.facts.get(name)}
        addressed = [one for one in self.speakers if email_key(one.email) == person.key]
        if len(addressed) > 1:
            addressed = [one for one in addressed if names & _names(one)]
            if len(addressed) != 1:
                row.problems.append(Problem(EMAIL, "several_addressed", person.facts[EMAIL]))
                return
        found = addressed or [one for one in self.speakers if not one.email and names & _names(one)]
        if len(found) > 1:
            row.problems.append(Problem(NATIVE_NAME, "several_named", row.name[:100]))
        elif found:
            person.speaker = found[0]
            person.invitation = self.invitations.get(found[0].id)
        elif not names:
            if all(one.target not in (NATIVE_NAME, LATIN_NAME) for one in row.problems):
                row.problems.append(Problem(NATIVE_NAME, "empty"))
        else:
            latin = person.facts.get(LATIN_NAME) or person.facts.get(NATIVE_NAME, "")
            person.code = free_code(ascii_code(latin) or "speaker", "", self.taken).lower()
            self.taken.add(person.code)

    def _planned(self, row: ListRow, person: Invitee | None, promised: set[tuple[int, str, str]]) -> PlannedRow:
        planned = PlannedRow(row, person, role=row.facts.get(ROLE, SpeakerRole.SPEAKER.value))
        code = row.facts.get(SESSION, "")
        if not code:
            return planned
        session = self.sessions.get(code.lower())
        if session is None or session.status != SessionStatus.SCHEDULED:
            row.problems.append(Problem(SESSION, "no_such_session" if session is None else "cancelled", code[:60]))
            return planned
        if person is None:
            return planned
        planned.session = session
        promise = session.id, person.key, planned.role
        if person.speaker is not None and (session.id, person.speaker.id, planned.role) in self.given:
            planned.has_role = True
        elif promise in promised:
            row.problems.append(Problem(ROLE, "role_twice"))
        promised.add(promise)
        return planned


def _names(speaker: Speaker) -> set[str]:
    return {folded(name) for name in (speaker.native_name, speaker.latin_name) if name}
