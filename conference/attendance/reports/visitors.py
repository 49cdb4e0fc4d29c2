"""What a report says of each person: names, when they came and went as clocks showed it, and what it sums up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from conference.attendance.reports.stays import Stay, total_seconds
from conference.attendance.reports.times import DateOrder, possible_orders, read_instant


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
    OTHER = "other"
    """One that we do not know: an organiser says what its columns hold."""


@dataclass(slots=True)
class Visitor:
    """One person of a report: the names as written, and each stay as the file writes it: from, and to or how long.

    `stated` is what the file says of all stays together, in seconds; `exact` is how far what it says may be rounded.
    """

    names: list[str]
    email: str
    stays: list[tuple[str, str | timedelta]] = field(default_factory=list)
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
            start = clock_of(joined, order)
            end = start + left if isinstance(left, timedelta) else clock_of(left, order)
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


def orders_of(visitors: Iterable[Visitor]) -> list[DateOrder]:
    """The orders in which all instants can be read and nobody goes before they come. Raises UnreadableHour."""
    listed = list(visitors)
    texts = [text for one in listed for stay in one.stays for text in _written(stay)]
    orders = possible_orders(texts)
    if not orders:
        for one in listed:
            for line, stay in zip(one.lines, one.stays, strict=False):
                for text in _written(stay):
                    if not possible_orders([text]):
                        raise UnreadableHour(line, text)
        raise UnreadableHour(listed[0].lines[0], listed[0].stays[0][0])
    forward = [order for order in orders if all(_forward(one, order) for one in listed)]
    return forward or orders


def _forward(visitor: Visitor, order: DateOrder) -> bool:
    return all(
        isinstance(left, timedelta) or clock_of(joined, order) <= clock_of(left, order)
        for joined, left in visitor.stays
    )


def _written(stay: tuple[str, str | timedelta]) -> Sequence[str]:
    """The instants of a stay that the file writes."""
    return [one for one in stay if isinstance(one, str)]


def clock_of(text: str, order: DateOrder) -> datetime:
    """What a clock showed, of a text that is known to be readable in this order."""
    found = read_instant(text, order)
    assert found is not None
    return found
