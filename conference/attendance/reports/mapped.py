"""Reports of programs that we do not know: a table whose columns an organiser has named."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import IO

from conference.attendance.reports.headings import Column
from conference.attendance.reports.reading import Block, report_of
from conference.attendance.reports.times import read_duration, read_minutes
from conference.attendance.reports.visitors import (
    NobodyThere,
    NoReport,
    Program,
    Report,
    UnreadableHour,
    Visitor,
    orders_of,
)
from conference.core.folding import folded
from conference.core.tables import Row, recognise, rows

NAMEABLE = (Column.NAME, Column.EMAIL, Column.JOINED, Column.LEFT, Column.MINUTES)
"""What an organiser can say that a column holds."""
SAMPLES = 3
_LOOKED_AT = 30
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Head:
    """The headings of a table, what stands beneath each, and the shape by which the next one is known."""

    headings: Sequence[str]
    samples: Sequence[Sequence[str]]

    @property
    def shape(self) -> str:
        """A digest of the headings, their case and accents left aside."""
        return hashlib.sha256("\x1f".join(folded(one) for one in self.headings).encode()).hexdigest()


def head_of(stream: IO[bytes]) -> Head:
    """The headings of a file: the first of its rows that is as wide as any near the start.

    Raises NoReport where nothing stands beneath them, and TableRefused.
    """
    listed = _listed(stream)
    at = _head_at(listed)
    beneath = listed[at + 1 : at + 1 + _LOOKED_AT]
    if not beneath:
        raise NoReport
    headings = listed[at].cells
    samples = [
        list(dict.fromkeys(row.cells[number] for row in beneath if number < len(row.cells) and row.cells[number]))
        for number in range(len(headings))
    ]
    return Head(headings, [one[:SAMPLES] for one in samples])


def read_mapped(stream: IO[bytes], columns: Mapping[str, int]) -> Report:
    """What a file says whose columns are named, as `read_report`; each row is one stay. Raises ReportRefused.

    Without a column of goings each stay lasts the minutes that the row says; without an instant nothing is a stay.
    """
    listed = _listed(stream)
    block = Block({Column(name): number for name, number in columns.items()}, listed[_head_at(listed) + 1 :])
    if Column.NAME not in block.columns:
        # Known by the address alone.
        block = Block({**block.columns, Column.NAME: block.columns[Column.EMAIL]}, block.rows)
    if Column.LEFT in block.columns:
        return replace(report_of([block], listed[-1].line), program=Program.OTHER)
    return _lasting(block)


def _lasting(block: Block) -> Report:
    """Stays of which the file says the coming and how long they lasted."""
    visitors: dict[str, Visitor] = {}
    for row in block.rows:
        name, joined = block.cell(row, Column.NAME), block.cell(row, Column.JOINED)
        if not name or not joined:
            continue
        written = block.cell(row, Column.MINUTES)
        seconds = read_minutes(written)
        seconds = read_duration(written) if seconds is None else seconds
        if seconds is None:
            raise UnreadableHour(row.line, written)
        visitor = block.visitor(row, visitors)
        visitor.stays.append((joined, timedelta(seconds=seconds)))
        visitor.lines.append(row.line)
    if not visitors:
        raise NobodyThere
    return Report(Program.OTHER, list(visitors.values()), orders_of(visitors.values()))


def _listed(stream: IO[bytes]) -> Sequence[Row]:
    found = list(rows(stream, recognise(stream)))
    if not found:
        raise NoReport
    return found


def _head_at(listed: Sequence[Row]) -> int:
    widths = [len([cell for cell in row.cells if cell]) for row in listed[:_LOOKED_AT]]
    if max(widths) < _FEWEST:
        raise NoReport
    return widths.index(max(widths))
