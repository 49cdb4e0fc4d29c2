"""A report that is kept, read again: by the headings that its program writes, or by those that an organiser named."""

from __future__ import annotations

from datetime import date

from conference.attendance.models import MeetingReport
from conference.attendance.reports.mapped import read_mapped
from conference.attendance.reports.reading import read_report
from conference.attendance.reports.times import DateOrder
from conference.attendance.reports.visitors import Program, Report
from conference.core.storage import opened


def read_kept(kept: MeetingReport) -> Report:
    """What the file says. It was read before, so that it can be read."""
    with opened(kept.sha256) as stream:
        return read_mapped(stream, kept.columns) if kept.program == Program.OTHER else read_report(stream)


def needs_columns(kept: MeetingReport) -> bool:
    """Whether nobody has said yet what its columns hold."""
    return kept.program == Program.OTHER and not kept.columns


def likeliest(report: Report, day: date) -> str:
    """Of the orders in which the days can be read, the one that comes closest to the session's day."""

    def away(order: DateOrder) -> int:
        return abs((report.visitors[0].read(order)[0].start.date() - day).days)

    return min(report.orders, key=away)
