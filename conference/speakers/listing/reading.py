"""Reading a list of people to invite: every cell is understood, or refused by its row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO

from conference.accounts.models import email_key
from conference.agenda.importing import columns as agenda_columns
from conference.core import tables
from conference.core.csv_files import plain
from conference.core.folding import folded
from conference.events.models import Event
from conference.registration.importing.staged import Problem
from conference.registration.importing.values import BadValue, address, code_of, is_failed, line
from conference.registration.models import StandardField
from conference.speakers.listing.columns import (
    EMAIL,
    FUNCTION,
    HONORIFIC,
    LANGUAGE,
    LATIN_NAME,
    NATIVE_NAME,
    ORGANISATION,
    ROLE,
    SESSION,
    recognised,
    unread,
)

MOST_ROWS = 1_000


class NoAddresses(tables.TableRefused):
    """No column holds e-mail addresses: nobody could be invited."""


@dataclass(slots=True)
class ListRow:
    """A row as it was read; `facts` hold what its cells say, under the names of their columns."""

    line: int
    facts: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What the person is known by; empty without an address that can be read."""
        return email_key(self.facts.get(EMAIL, ""))

    @property
    def name(self) -> str:
        return self.facts.get(NATIVE_NAME) or self.facts.get(LATIN_NAME) or self.facts.get(EMAIL, "")


@dataclass(slots=True)
class ListRead:
    """All that a list says, and the headings of the columns that say nothing to us."""

    rows: list[ListRow] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read_list(stream: IO[bytes], event: Event) -> ListRead:
    """The rows beneath the headings of a list's first sheet. Raises what `tables` raises, and NoAddresses."""
    writing, found = tables.recognise(stream), ListRead()
    places: dict[int, str] | None = None
    for row in tables.rows(stream, writing):
        if places is None:
            places, found.unread = recognised(row.cells), unread(row.cells)
            if EMAIL not in places.values():
                raise NoAddresses
            continue
        if len(found.rows) >= MOST_ROWS:
            raise tables.TooLarge("rows", MOST_ROWS)
        found.rows.append(_row(row, places, event))
    if not found.rows:
        raise tables.EmptyTable
    return found


def _row(row: tables.Row, places: Mapping[int, str], event: Event) -> ListRow:
    found = ListRow(row.line)
    for number, name in places.items():
        cell = plain(row.cells[number]) if number < len(row.cells) else ""
        if not cell:
            continue
        if is_failed(cell):
            found.problems.append(Problem(name, "failed"))
            continue
        try:
            found.facts[name] = _READ[name](cell, event)
        except BadValue as bad:
            found.problems.append(Problem(name, bad.code, cell[:100], bad.data))
    if EMAIL not in found.facts and all(one.target != EMAIL for one in found.problems):
        found.problems.append(Problem(EMAIL, "empty"))
    if ROLE in found.facts and SESSION not in found.facts:
        found.problems.append(Problem(ROLE, "no_session"))
    return found


def _language(cell: str, event: Event) -> str:
    code = code_of(StandardField.LANGUAGE, cell)
    if code not in event.language_codes:
        raise BadValue("not_of_event")
    return code


def _role(cell: str, _event: Event) -> str:
    role = agenda_columns.roles().get(folded(cell))
    if role is None:
        raise BadValue("unknown_role")
    return role


def _line(cell: str, _event: Event) -> str:
    return line(cell)


_READ: Mapping[str, Callable[[str, Event], str]] = {
    HONORIFIC: lambda cell, _event: code_of(StandardField.TITLE, cell),
    NATIVE_NAME: _line,
    LATIN_NAME: _line,
    EMAIL: lambda cell, _event: address(cell),
    LANGUAGE: _language,
    SESSION: _line,
    ROLE: _role,
    FUNCTION: _line,
    ORGANISATION: _line,
}
