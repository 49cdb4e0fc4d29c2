"""The organisers' statistics of registrations, as a page and as a workbook."""

from __future__ import annotations

from flask import render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference.core.access import access
from conference.core.database import db
from conference.core.localization import current_language
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.workbooks import Book
from conference.events.access import current_event, organiser
from conference.registration.statistics import statistics as statistics_of
from conference.registration.views.blueprint import MANAGE, blueprint


@blueprint.get(f"{MANAGE}/statistics")
@access(organiser)
@section("registration.manage")
def statistics() -> str:
    private_page()
    event = current_event()
    return render_template(
        "registration/statistics.html",
        the_event=event,
        statistics=statistics_of(db.session(), event, current_language()),
        is_mirrored=current_language().direction == "rtl",
    )


@blueprint.get(f"{MANAGE}/statistics.xlsx")
@access(organiser)
@section("registration.manage")
def statistics_file() -> Response:
    """Each table on a sheet of its own, the same as on the page."""
    private_page()
    event, language = current_event(), current_language()
    found = statistics_of(db.session(), event, language)
    book = Book(language)
    for table in found.tables:
        book.add_sheet(table.title, table.headers, ([row.label, *row.cells] for row in table.rows))
    book.add_sheet(_("By day"), [_("Day"), _("Registrations"), _("Total so far")], found.days)
    return book.response(f"{event.slug}-statistics-{language.code}.xlsx")
