"""Reports of programs that we do not know: sent, and told what their columns hold, then read as the others."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from conference.accounts.access import signed_in_account
from conference.attendance import service
from conference.attendance.evidence.found import remembered_columns
from conference.attendance.evidence.scopes import day_of
from conference.attendance.forms import ReportFileForm, receive_table
from conference.attendance.forms.columns import ReportColumnsForm
from conference.attendance.forms.reports import report_refusal
from conference.attendance.reports.kept import likeliest
from conference.attendance.reports.mapped import head_of, read_mapped
from conference.attendance.reports.visitors import Program, Report, ReportRefused
from conference.attendance.views.blueprint import Answer, blueprint
from conference.attendance.views.reports import REPORT, REPORTS, report_or_404, session_or_404
from conference.core.access import access, form_view, takes_files
from conference.core.database import db, write
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.storage import opened
from conference.events.access import current_event, organiser


@blueprint.route(f"{REPORTS}/other", methods=["GET", "POST"])
@access(organiser)
@takes_files
@form_view
@section("attendance.manage")
def other_report(code: str) -> Answer:
    """A table of any program; one of a shape that was named before needs nothing more."""
    private_page()
    session, by, form = session_or_404(code), signed_in_account(), ReportFileForm()
    received = receive_table(form) if form.validate_on_submit() else None
    if received is None:
        page = render_template("attendance/other_report.html", the_event=current_event(), session=session, form=form)
        return page, 422 if form.is_submitted() else 200
    known = remembered_columns(db.session(), current_event().id, received.report.shape)
    columns = dict(known.columns) if known else {}
    try:
        report = _read(received.blob.sha256, columns) if columns else None
    except ReportRefused:
        report, columns = None, {}
    try:
        with write() as database:
            session = session_or_404(code)
            made = service.keep_report(
                database,
                session,
                blob=received.blob,
                name=received.name,
                ending=received.ending,
                program=Program.OTHER,
                zone=current_event().zone,
                date_order=likeliest(report, day_of(current_event(), session)) if report else "",
                columns=columns,
                by=by,
            )
            report_id = made.id
    except service.ReportKnown as found:
        report_id = found.report_id
        flash(_("This file is here already: nothing was added."), "info")
    return redirect(url_for("attendance.report", code=code, report_id=report_id))


@blueprint.route(f"{REPORT}/columns", methods=["GET", "POST"])
@access(organiser)
@form_view
@section("attendance.manage")
def report_columns(code: str, report_id: int) -> Answer:
    """What the columns hold; the next file with the same headings is read the same way."""
    private_page()
    kept, by, form = report_or_404(code, report_id), signed_in_account(), ReportColumnsForm()
    if kept.program != Program.OTHER:
        return redirect(url_for("attendance.report", code=code, report_id=report_id))
    with opened(kept.sha256) as stream:
        head = head_of(stream)
    form.offer(head, kept.columns)
    if form.validate_on_submit() and form.is_complete():
        try:
            report = _read(kept.sha256, form.columns())
        except ReportRefused as refused:
            form.form_errors.append(report_refusal(refused))
        else:
            with write() as database:
                kept = report_or_404(code, report_id)
                order = likeliest(report, day_of(current_event(), kept.session))
                service.name_columns(database, kept, form.columns(), shape=head.shape, date_order=order, by=by)
            return redirect(url_for("attendance.report", code=code, report_id=report_id))
    page = render_template(
        "attendance/report_columns.html", the_event=current_event(), session=kept.session, kept=kept, form=form
    )
    return page, 422 if form.is_submitted() else 200


def _read(sha256: str, columns: dict[str, int]) -> Report:
    with opened(sha256) as stream:
        return read_mapped(stream, columns)
