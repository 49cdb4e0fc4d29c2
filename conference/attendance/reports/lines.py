"""A report held against the registered people: of each person in it, whom it means and when they were there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from conference.attendance.models import MeetingReport
from conference.attendance.reports.matching import Directory, Match
from conference.attendance.reports.stays import Stay, merged, total_seconds
from conference.attendance.reports.times import DateOrder
from conference.attendance.reports.visitors import Report, Visitor

NOBODY = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One person of a report. `chosen` is the registration that is taken, NOBODY, or None while that is open."""

    number: int
    visitor: Visitor
    match: Match
    stays: Sequence[Stay]
    seconds: int
    differs_by: int
    chosen: int | None
    is_decided: bool


def lines_of(kept: MeetingReport, report: Report, directory: Directory, *, day: date) -> list[Line]:
    """The people of a report in its own order; `day` is the session's, for files that write hours alone."""
    order, zone = DateOrder(kept.date_order), ZoneInfo(kept.zone)
    return [_line(number, one, kept, directory, order, zone, day) for number, one in enumerate(report.visitors)]


def _line(
    number: int,
    visitor: Visitor,
    kept: MeetingReport,
    directory: Directory,
    order: DateOrder,
    zone: ZoneInfo,
    day: date,
) -> Line:
    match = directory.match(visitor)
    stays = merged(
        Stay(_instant(one.start, zone, order, day), _instant(one.end, zone, order, day)) for one in visitor.read(order)
    )
    decided = kept.decisions.get(str(number))
    return Line(
        number=number,
        visitor=visitor,
        match=match,
        stays=stays,
        seconds=total_seconds(stays),
        differs_by=visitor.differs_by(order),
        chosen=match.sure if decided is None else int(decided),
        is_decided=decided is not None,
    )


def _instant(clock: datetime, zone: ZoneInfo, order: DateOrder, day: date) -> datetime:
    """The instant at which a clock of the zone showed this; hours alone count from the session's day."""
    if order == DateOrder.HOURS:
        clock = datetime.combine(day, clock.time()) + (clock.date() - date(1900, 1, 1))
    return clock.replace(tzinfo=zone).astimezone(UTC)


def stays_by_person(lines: Sequence[Line]) -> Mapping[int, Sequence[Stay]]:
    """When each registered person of the lines was there; several lines that mean one are joined."""
    found: dict[int, list[Stay]] = defaultdict(list)
    for line in lines:
        if line.chosen:
            found[line.chosen].extend(line.stays)
    return {person: merged(stays) for person, stays in found.items()}
