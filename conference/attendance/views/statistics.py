"""The organisers' statistics of attendance, as a page and as a workbook that may be handed on."""

from __future__ import annotations

from flask import render_template
from werkzeug.wrappers import Response

from conference.attendance.evidence.statistics import attendance_statistics, shielded
from conference.attendance.views.blueprint import EVENT, blueprint
from conference.core.access import access
from conference.core.database import db
from conference.core.localization import current_language
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.workbooks import Book
from conference.events.access import current_event, organiser


@blueprint.get(f"{EVENT}/manage/attendance/statistics")
@access(organiser)
@section("attendance.manage")
def statistics() -> str:
    private_page()
    event, language = current_event(), current_language()
    return render_template(
        "attendance/statistics.html",
        the_event=event,
        statistics=attendance_statistics(db.session(), event, language),
        is_mirrored=language.direction == "rtl",
    )


@blueprint.get(f"{EVENT}/manage/attendance/statistics.xlsx")
@access(organiser)
@section("attendance.manage")
def statistics_file() -> Response:
    """Each table on a sheet of its own, small groups together: files are passed on to people who may not know."""
    private_page()
    event, language = current_event(), current_language()
    book = Book(language)
    for table in map(shielded, attendance_statistics(db.session(), event, language).tables):
        book.add_sheet(table.title, table.headers, ([row.label, *row.cells] for row in table.rows))
    return book.response(f"{event.slug}-attendance-statistics-{language}.xlsx")
