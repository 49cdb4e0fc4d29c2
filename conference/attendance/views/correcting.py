"""Correcting one row of evidence by hand, with a reason."""

from __future__ import annotations

from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from conference.accounts.access import signed_in_account
from conference.attendance import service
from conference.attendance.evidence.found import standing_row
from conference.attendance.evidence.scopes import day_of
from conference.attendance.forms.evidence import CorrectionForm
from conference.attendance.models import Attendance
from conference.attendance.queries import placed_session
from conference.attendance.views.blueprint import EVENT, Answer, blueprint
from conference.attendance.words import how_words
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.sections import section
from conference.core.security import private_page
from conference.events.access import current_event, organiser


@blueprint.route(
    f"{EVENT}/manage/attendance/<code>/evidence/<int(max=2147483647):attendance_id>", methods=["GET", "POST"]
)
@access(organiser)
@section("attendance.manage")
@form_view
def correct(code: str, attendance_id: int) -> Answer:
    """The row as it stands, and what is true instead."""
    private_page()
    event, by, row = current_event(), signed_in_account(), _row(code, attendance_id)
    form = CorrectionForm(start=_hour(row.from_at), end=_hour(row.to_at))
    if form.validate_on_submit():
        try:
            with write() as database:
                row = _row(code, attendance_id)
                start, end = form.instants(current_event(), day_of(event, row.session), row)
                service.correct(database, row, from_at=start, to_at=end, reason=form.reason.data, by=by)
        except service.GoesBeforeComing:
            form.refuse(form.end, _("Nobody goes before they come. Look at both hours."))
        except service.Corrected:
            flash(_("Somebody corrected this meanwhile."), "warning")
            return redirect(url_for("attendance.presence_list", list_name=code))
        else:
            flash(_("Corrected. What stood before stays on record."), "success")
            return redirect(url_for("attendance.presence_list", list_name=code))
    row = _row(code, attendance_id)
    page = render_template(
        "attendance/correct.html",
        the_event=current_event(),
        session=row.session,
        row=row,
        form=form,
        how_words=how_words,
    )
    return page, 422 if request.method == "POST" else 200


def _hour(instant: datetime | None) -> object:
    return instant.astimezone(current_event().zone_info).time().replace(second=0, microsecond=0) if instant else None


def _row(code: str, attendance_id: int) -> Attendance:
    session = placed_session(db.session(), current_event().id, code) or abort(404)
    return standing_row(db.session(), session.id, attendance_id) or abort(404)
