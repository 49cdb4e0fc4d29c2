"""Reading a meeting's report: which program wrote it, and who came and went when, as its clocks say.

Known are the reports of Zoom (meetings and webinars) and those of Teams of 2020 (comings and goings), 2021 (one list)
and since 2022 (sections), in English, French and some Portuguese, whatever stands above the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import IO

from conference.attendance.reports.headings import Column, columns_of, is_head
from conference.attendance.reports.times import possible_orders, read_duration, read_minutes
from conference.attendance.reports.visitors import (
    CutOff,
    NobodyThere,
    NoHours,
    NoReport,
    Program,
    Report,
    UnreadableHour,
    Visitor,
    clock_of,
    orders_of,
)
from conference.core.folding import folded
from conference.core.tables import SEPARATORS, Row, recognise, rows


@dataclass(frozen=True, slots=True)
class Block:
    """A list of people: what its columns hold, by number from 0, and its rows."""

    columns: Mapping[Column, int]
    rows: Sequence[Row]

    def cell(self, row: Row, column: Column) -> str:
        """What stands in a column of a row; nothing where the list has no such column."""
        number = self.columns.get(column)
        return row.cells[number] if number is not None and number < len(row.cells) else ""

    def key(self, row: Row) -> str:
        """Whom a line is about: by e-mail, else by name."""
        email = self.cell(row, Column.EMAIL).casefold()
        return email if "@" in email else folded(self.cell(row, Column.NAME))

    def visitor(self, row: Row, visitors: dict[str, Visitor]) -> Visitor:
        """The person of a line among those known so far; every name that the lines write is kept."""
        names = names_of(self.cell(row, Column.NAME))
        visitor = visitors.setdefault(self.key(row), Visitor([], self.cell(row, Column.EMAIL)))
        visitor.names.extend(name for name in names if name not in visitor.names)
        return visitor


_NUMBERED = re.compile(r"[0-9]\. ?\S")
_WENT = ("left", "a quitté", "quitté", "départ", "saiu", "غادر")
_CAME_BEFORE = ("joined before", "a rejoint avant", "rejoint avant", "participait déjà")
_CAME = ("joined", "a rejoint", "rejoint", "arrivée", "entrou", "انضم")
_NO = ("no", "non", "não", "لا")
_NOT_SAID = ("", "-", "--", "n/a")
_ADDED = re.compile(
    r"\((guest|external|ext|unverified|invité|invitée|externe|non vérifié|host|co-host|hôte|me)\)", re.I
)
_ORIGINAL = re.compile(r"^(.+?)\s*\(([^()]+)\)$")


def read_report(stream: IO[bytes]) -> Report:
    """What a real, seekable file says, if it is a report. Raises ReportRefused, and TableRefused for no table."""
    writing = recognise(stream)
    # Commas stand inside the dates of Teams: the separator is the one under which headings are known.
    separators = dict.fromkeys((writing.separator, *SEPARATORS)) if writing.kind == "csv" else [""]
    for separator in separators:
        blocks, last = _blocks(rows(stream, replace(writing, separator=separator)))
        if blocks:
            return report_of(blocks, last)
    raise NoReport


def report_of(blocks: Sequence[Block], last: int) -> Report:
    """What the lists of people say together; `last` is the last line of the file. Raises ReportRefused."""
    detailed = [one for one in blocks if {Column.JOINED, Column.LEFT} <= one.columns.keys()]
    summed = [one for one in blocks if {Column.FIRST, Column.LAST} <= one.columns.keys()]
    acted = [one for one in blocks if {Column.ACTION, Column.AT} <= one.columns.keys()]
    visitors: dict[str, Visitor] = {}
    for block in detailed or summed:
        _take_stays(block, visitors, last)
    if not detailed and not summed:
        for block in acted:
            _take_actions(block, visitors)
    elif detailed and summed:
        _take_totals(summed, visitors)
    if not detailed and not summed and not acted:
        raise NoHours
    if not visitors:
        raise NobodyThere
    return Report(_program(blocks), list(visitors.values()), orders_of(visitors.values()))


def _blocks(listed: Iterable[Row]) -> tuple[list[Block], int]:
    """The lists of people that stand one below the other, and the last line of all."""
    found: list[Block] = []
    listed_rows: list[Row] = []
    inside = False
    line = 0
    for row in listed:
        line = row.line
        columns = columns_of(row.cells)
        if is_head(columns):
            listed_rows = []
            found.append(Block(columns, listed_rows))
            inside = True
        elif len(row.cells) == 1 and (_NUMBERED.match(row.cells[0]) or row.cells[0].rstrip(": ").endswith("Details")):
            inside = False
        elif inside:
            listed_rows.append(row)
    return found, line


def _take_stays(block: Block, visitors: dict[str, Visitor], last: int) -> None:
    """One line per stay, or one per person with the first coming and the last going."""
    came = Column.JOINED if Column.JOINED in block.columns else Column.FIRST
    went = Column.LEFT if came == Column.JOINED else Column.LAST
    for row in block.rows:
        joined, left = block.cell(row, came), block.cell(row, went)
        if joined in _NOT_SAID and left in _NOT_SAID:
            continue
        if not block.cell(row, Column.NAME):
            continue
        if left in _NOT_SAID:
            if row.line == last:
                raise CutOff(row.line)
            raise UnreadableHour(row.line, left)
        if block.cell(row, Column.WAITING).casefold() not in ("", *_NO):
            continue
        visitor = block.visitor(row, visitors)
        visitor.stays.append((joined, left))
        visitor.lines.append(row.line)
        _add_stated(visitor, row, block)


def _add_stated(visitor: Visitor, row: Row, block: Block) -> None:
    seconds = read_duration(block.cell(row, Column.DURATION)) if Column.DURATION in block.columns else None
    if seconds is None and Column.MINUTES in block.columns:
        seconds = read_minutes(block.cell(row, Column.MINUTES))
        visitor.exact = 60
    if seconds is not None:
        visitor.stated = (visitor.stated or 0) + seconds


def _take_totals(blocks: Sequence[Block], visitors: dict[str, Visitor]) -> None:
    """What the file says of each person as a whole, in the place of what it says of each stay."""
    for block in blocks:
        for row in block.rows:
            visitor = visitors.get(block.key(row))
            seconds = read_duration(block.cell(row, Column.DURATION))
            if visitor is not None and seconds is not None:
                visitor.stated = seconds


def _take_actions(block: Block, visitors: dict[str, Visitor]) -> None:
    """Comings and goings, one per line. Who was there before the report began came at its first moment."""
    named = [row for row in block.rows if block.cell(row, Column.NAME)]
    instants = [block.cell(row, Column.AT) for row in named]
    if not instants:
        return
    order = next(iter(possible_orders(instants)), None)
    if order is None:
        unread = next((row for row, text in zip(named, instants, strict=True) if not possible_orders([text])), named[0])
        raise UnreadableHour(unread.line, block.cell(unread, Column.AT))
    read = {row.line: clock_of(block.cell(row, Column.AT), order) for row in named}
    first, last = (ends(named, key=lambda row: read[row.line]) for ends in (min, max))
    for key, theirs in groupby(sorted(named, key=lambda row: block.key(row)), lambda row: block.key(row)):
        listed = sorted(theirs, key=lambda row: (read[row.line], row.line))
        visitor = block.visitor(listed[0], visitors)
        visitor.lines = [row.line for row in listed]
        since = ""
        for row in listed:
            action = block.cell(row, Column.ACTION).casefold()
            if action.startswith(_CAME_BEFORE):
                since = since or block.cell(first, Column.AT)
            elif action.startswith(_CAME):
                since = since or block.cell(row, Column.AT)
            elif action.startswith(_WENT):
                visitor.stays.append((since or block.cell(first, Column.AT), block.cell(row, Column.AT)))
                since = ""
        if since:
            visitor.stays.append((since, block.cell(last, Column.AT)))
        visitors[key] = visitor


def names_of(written: str) -> list[str]:
    """The names in a cell: «Amina (Amina El Fassi)» are two; what a program adds about guests is none."""
    plain = " ".join(_ADDED.sub(" ", written).split())
    original = _ORIGINAL.match(plain)
    return [original[1], original[2]] if original else [plain or written]


def _program(blocks: Sequence[Block]) -> Program:
    minutes = any(Column.MINUTES in one.columns or Column.WAITING in one.columns for one in blocks)
    return Program.ZOOM if minutes else Program.TEAMS
