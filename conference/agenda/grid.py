"""A day of the agenda as a table: rooms side by side, hours down, a cell as long as its session.

A room in which sessions overlap takes several columns beneath one head. What has no room, and runs beside nothing
else, reaches across all rooms; so does a break that all rooms have at the same hours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from conference.agenda.published import Place, PublishedAgenda, PublishedSession

NO_ROOM = 0
LEAST_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a room's columns; `room` is None for sessions without one, beside sessions that have one."""

    room: Place | None
    width: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table; one without a session is free. `height` counts rows, `width` columns."""

    session: PublishedSession | None
    height: int
    width: int


@dataclass(frozen=True, slots=True)
class Row:
    """The cells that begin at an instant. `begins` says whether a session does so, or one only ends there."""

    starts_at: datetime
    ends_at: datetime
    begins: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]

    @property
    def is_wide(self) -> bool:
        """Whether there is more than one room to set side by side."""
        return len(self.heads) >= LEAST_COLUMNS


@dataclass(frozen=True, slots=True)
class _Placed:
    session: PublishedSession
    column: int
    width: int


def grid(agenda: PublishedAgenda, sessions: Sequence[PublishedSession]) -> Grid:
    """The table of some sessions, usually of one day; one that runs past midnight goes on to its end."""
    across = _across(sessions)
    by_room: dict[int, list[PublishedSession]] = {}
    for session in sessions:
        if session.id not in across:
            by_room.setdefault(session.room.id if session.room else NO_ROOM, []).append(session)
    order: list[Place | None] = [room for room in agenda.rooms if room.id in by_room]
    order += [None] if NO_ROOM in by_room else []
    heads, placed, column = [], [], 0
    for room in order:
        lanes, width = _lanes(by_room[room.id if room else NO_ROOM])
        heads.append(Head(room, width))
        placed += [_Placed(session, column + lane, wide) for session, lane, wide in lanes]
        column += width
    placed += [_Placed(across[session.id], 0, max(column, 1)) for session in sessions if session.id in across]
    return Grid(tuple(heads), tuple(_rows(placed, max(column, 1))))


def _meet(one: PublishedSession, other: PublishedSession) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _across(sessions: Sequence[PublishedSession]) -> Mapping[int, PublishedSession]:
    """The sessions that reach across all rooms, by id; of a break that every room has, the first."""
    rooms = {session.room.id for session in sessions if session.room}
    found: dict[int, PublishedSession] = {}
    for session in sessions:
        others = [other for other in sessions if other.id != session.id and _meet(session, other)]
        if session.room is None:
            if not others:
                found[session.id] = session
        elif session.is_break and len(rooms) > 1:
            same = [other for other in others if _is_same_break(session, other)]
            if len(same) == len(others) and {other.room.id for other in (session, *same) if other.room} == rooms:
                found[session.id] = min((session, *same), key=lambda one: one.id)
    return found


def _is_same_break(one: PublishedSession, other: PublishedSession) -> bool:
    return (
        other.is_break and (one.starts_at, one.ends_at) == (other.starts_at, other.ends_at) and one.title == other.title
    )


def _lanes(sessions: Sequence[PublishedSession]) -> tuple[list[tuple[PublishedSession, int, int]], int]:
    """Each session with its column in the room and how many it may take, and how many columns the room needs."""
    lanes: list[list[PublishedSession]] = []
    chosen: list[tuple[PublishedSession, int]] = []
    for session in sorted(sessions, key=lambda one: (one.starts_at, one.ends_at, one.id)):
        free = (number for number, lane in enumerate(lanes) if not any(_meet(session, other) for other in lane))
        number = next(free, len(lanes))
        if number == len(lanes):
            lanes.append([])
        lanes[number].append(session)
        chosen.append((session, number))
    return [(session, number, _reach(session, lanes[number + 1 :])) for session, number in chosen], len(lanes)


def _reach(session: PublishedSession, beside: Sequence[Sequence[PublishedSession]]) -> int:
    """How many columns a session may take: its own, and those beside it that are free for as long as it runs."""
    reach = 1
    for lane in beside:
        if any(_meet(session, other) for other in lane):
            break
        reach += 1
    return reach


def _rows(placed: Sequence[_Placed], columns: int) -> Iterator[Row]:
    shown = {one.session.id: one for one in placed}
    ends = sorted({instant for one in shown.values() for instant in (one.session.starts_at, one.session.ends_at)})
    spans = [
        span
        for span in pairwise(ends)
        if any(one.session.starts_at < span[1] and span[0] < one.session.ends_at for one in shown.values())
    ]
    for starts_at, ends_at in spans:
        taken: list[_Placed | None] = [None] * columns
        for one in shown.values():
            if one.session.starts_at <= starts_at < one.session.ends_at:
                taken[one.column : one.column + one.width] = [one] * one.width
        begins = any(one.session.starts_at == starts_at for one in shown.values())
        yield Row(starts_at, ends_at, begins, tuple(_cells(taken, starts_at, spans)))


def _cells(
    taken: Sequence[_Placed | None], starts_at: datetime, spans: Sequence[tuple[datetime, datetime]]
) -> Iterator[Cell]:
    column = 0
    while column < len(taken):
        one = taken[column]
        if one is None:
            yield Cell(None, 1, 1)
            column += 1
            continue
        if one.session.starts_at == starts_at:
            height = sum(1 for start, _end in spans if one.session.starts_at <= start < one.session.ends_at)
            yield Cell(one.session, height, one.width)
        column += one.width
