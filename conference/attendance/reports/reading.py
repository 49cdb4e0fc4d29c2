"""Reading a meeting's report: which program wrote it, and who came and went when, as its clocks say.

Known are the reports of Zoom (meetings and webinars) and those of Teams of 2020 (comings and goings), 2021 (one list)
and since 2022 (sections), in English, French and some Portuguese, whatever stands above the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import IO

from conference.attendance.reports.headings import Column, columns_of, is_head
from conference.attendance.reports.stays import Stay, total_seconds
from conference.attendance.reports.times import DateOrder, possible_orders, read_duration, read_instant, read_minutes
from conference.core.folding import folded
from conference.core.tables import SEPARATORS, Row, recognise, rows


class ReportRefused(ValueError):
    """The table is no report that we read."""


class NoReport(ReportRefused):
    """Nothing in the file stands above names and hours."""


class NoHours(ReportRefused):
    """The file says how long people were there, but not when: a list of «unique users»."""


class NobodyThere(ReportRefused):
    """The list of people is empty."""


class UnreadableHour(ReportRefused):
    """An instant that no order of the date makes readable together with the others: its line and text."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(line, text)
        self.line, self.text = line, text


class CutOff(ReportRefused):
    """The last line says that somebody came, and ends before it says when they went."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class Program(StrEnum):
    ZOOM = "zoom"
    TEAMS = "teams"


@dataclass(slots=True)
class Visitor:
    """One person of a report: the names as written, and each stay as the file writes it (from, to, seconds it says).

    `stated` is what the file says of all stays together, in seconds; `exact` is how far what it says may be rounded.
    """

    names: list[str]
    email: str
    stays: list[tuple[str, str]] = field(default_factory=list)
    stated: int | None = None
    exact: int = 1
    lines: list[int] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.names[0]

    def read(self, order: DateOrder) -> list[Stay]:
        """The stays as clocks showed them, in order; a going before the coming ends on the next day."""
        found = []
        for joined, left in self.stays:
            start, end = _clock(joined, order), _clock(left, order)
            found.append(Stay(start, end if end >= start else end + timedelta(days=1)))
        return sorted(found)

    def differs_by(self, order: DateOrder) -> int:
        """By how many seconds the file's own total is more than what was recomputed; 0 where rounding explains it.

        Stays that overlap, from two devices, are counted once by us and twice by most reports.
        """
        if self.stated is None:
            return 0
        difference = self.stated - total_seconds(self.read(order))
        return difference if abs(difference) > self.exact * len(self.stays) else 0


@dataclass(frozen=True, slots=True)
class Report:
    """What a file says: people in the order of their first line, and the orders in which its days can be read."""

    program: Program
    visitors: Sequence[Visitor]
    orders: Sequence[DateOrder]


@dataclass(frozen=True, slots=True)
class _Block:
    columns: Mapping[Column, int]
    rows: list[Row]


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
            return _report(blocks, last)
    raise NoReport


def _report(blocks: Sequence[_Block], last: int) -> Report:
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
    return Report(_program(blocks), list(visitors.values()), _orders(visitors.values()))


def _blocks(listed: Iterable[Row]) -> tuple[list[_Block], int]:
    """The lists of people that stand one below the other, and the last line of all."""
    found: list[_Block] = []
    inside = False
    line = 0
    for row in listed:
        line = row.line
        columns = columns_of(row.cells)
        if is_head(columns):
            found.append(_Block(columns, []))
            inside = True
        elif len(row.cells) == 1 and (_NUMBERED.match(row.cells[0]) or row.cells[0].rstrip(": ").endswith("Details")):
            inside = False
        elif inside:
            found[-1].rows.append(row)
    return found, line


def _take_stays(block: _Block, visitors: dict[str, Visitor], last: int) -> None:
    """One line per stay, or one per person with the first coming and the last going."""
    came = Column.JOINED if Column.JOINED in block.columns else Column.FIRST
    went = Column.LEFT if came == Column.JOINED else Column.LAST
    for row in block.rows:
        joined, left = _cell(row, block, came), _cell(row, block, went)
        if joined in _NOT_SAID and left in _NOT_SAID:
            continue
        if not _cell(row, block, Column.NAME):
            continue
        if left in _NOT_SAID:
            if row.line == last:
                raise CutOff(row.line)
            raise UnreadableHour(row.line, left)
        if _cell(row, block, Column.WAITING).casefold() not in ("", *_NO):
            continue
        visitor = _visitor(row, block, visitors)
        visitor.stays.append((joined, left))
        visitor.lines.append(row.line)
        _add_stated(visitor, row, block)


def _add_stated(visitor: Visitor, row: Row, block: _Block) -> None:
    seconds = read_duration(_cell(row, block, Column.DURATION)) if Column.DURATION in block.columns else None
    if seconds is None and Column.MINUTES in block.columns:
        seconds = read_minutes(_cell(row, block, Column.MINUTES))
        visitor.exact = 60
    if seconds is not None:
        visitor.stated = (visitor.stated or 0) + seconds


def _take_totals(blocks: Sequence[_Block], visitors: dict[str, Visitor]) -> None:
    """What the file says of each person as a whole, in the place of what it says of each stay."""
    for block in blocks:
        for row in block.rows:
            visitor = visitors.get(_key(row, block))
            seconds = read_duration(_cell(row, block, Column.DURATION))
            if visitor is not None and seconds is not None:
                visitor.stated = seconds


def _take_actions(block: _Block, visitors: dict[str, Visitor]) -> None:
    """Comings and goings, one per line. Who was there before the report began came at its first moment."""
    named = [row for row in block.rows if _cell(row, block, Column.NAME)]
    instants = [_cell(row, block, Column.AT) for row in named]
    if not instants:
        return
    order = next(iter(possible_orders(instants)), None)
    if order is None:
        unread = next((row for row, text in zip(named, instants, strict=True) if not possible_orders([text])), named[0])
        raise UnreadableHour(unread.line, _cell(unread, block, Column.AT))
    read = {row.line: _clock(_cell(row, block, Column.AT), order) for row in named}
    first, last = (ends(named, key=lambda row: read[row.line]) for ends in (min, max))
    for key, theirs in groupby(sorted(named, key=lambda row: _key(row, block)), lambda row: _key(row, block)):
        listed = sorted(theirs, key=lambda row: (read[row.line], row.line))
        visitor = _visitor(listed[0], block, visitors)
        visitor.lines = [row.line for row in listed]
        since = ""
        for row in listed:
            action = _cell(row, block, Column.ACTION).casefold()
            if action.startswith(_CAME_BEFORE):
                since = since or _cell(first, block, Column.AT)
            elif action.startswith(_CAME):
                since = since or _cell(row, block, Column.AT)
            elif action.startswith(_WENT):
                visitor.stays.append((since or _cell(first, block, Column.AT), _cell(row, block, Column.AT)))
                since = ""
        if since:
            visitor.stays.append((since, _cell(last, block, Column.AT)))
        visitors[key] = visitor


def _visitor(row: Row, block: _Block, visitors: dict[str, Visitor]) -> Visitor:
    """Whom a line is about: by e-mail, else by name; every name that the lines write is kept."""
    names = names_of(_cell(row, block, Column.NAME))
    visitor = visitors.setdefault(_key(row, block), Visitor([], _cell(row, block, Column.EMAIL)))
    visitor.names.extend(name for name in names if name not in visitor.names)
    return visitor


def _key(row: Row, block: _Block) -> str:
    email = _cell(row, block, Column.EMAIL).casefold()
    return email if "@" in email else folded(_cell(row, block, Column.NAME))


def names_of(written: str) -> list[str]:
    """The names in a cell: «Amina (Amina El Fassi)» are two; what a program adds about guests is none."""
    plain = " ".join(_ADDED.sub(" ", written).split())
    original = _ORIGINAL.match(plain)
    return [original[1], original[2]] if original else [plain or written]


def _cell(row: Row, block: _Block, column: Column) -> str:
    number = block.columns.get(column)
    return row.cells[number] if number is not None and number < len(row.cells) else ""


def _program(blocks: Sequence[_Block]) -> Program:
    minutes = any(Column.MINUTES in one.columns or Column.WAITING in one.columns for one in blocks)
    return Program.ZOOM if minutes else Program.TEAMS


def _orders(visitors: Iterable[Visitor]) -> list[DateOrder]:
    """The orders in which all instants can be read and nobody goes before they come. Raises UnreadableHour."""
    listed = list(visitors)
    texts = [text for one in listed for stay in one.stays for text in stay]
    orders = possible_orders(texts)
    if not orders:
        for one in listed:
            for line, stay in zip(one.lines, one.stays, strict=False):
                for text in stay:
                    if not possible_orders([text]):
                        raise UnreadableHour(line, text)
        raise UnreadableHour(listed[0].lines[0], listed[0].stays[0][0])
    forward = [order for order in orders if all(_forward(one, order) for one in listed)]
    return forward or orders


def _forward(visitor: Visitor, order: DateOrder) -> bool:
    return all(_clock(joined, order) <= _clock(left, order) for joined, left in visitor.stays)


def _clock(text: str, order: DateOrder) -> datetime:
    """What a clock showed, of a text that is known to be readable in this order."""
    found = read_instant(text, order)
    assert found is not None
    return found
