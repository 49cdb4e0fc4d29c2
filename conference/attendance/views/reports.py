"""Reports of meetings: sent, held against the registered people, decided about, and taken over as evidence."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response as FileResponse
from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from conference.accounts.access import signed_in_account
from conference.agenda.models import Session
from conference.attendance import service
from conference.attendance.evidence.scopes import day_of
from conference.attendance.forms import ClockForm, ReportFileForm, receive_report
from conference.attendance.models import MeetingReport
from conference.attendance.queries import (
    directory,
    people_by_id,
    placed_session,
    registration_called,
    report_by_id,
    reports_of,
)
from conference.attendance.reports.kept import likeliest, needs_columns, read_kept
from conference.attendance.reports.lines import NOBODY, Line, lines_of, stays_by_person
from conference.attendance.reports.visitors import Report
from conference.attendance.views.blueprint import EVENT, Answer, blueprint
from conference.attendance.words import certainty_words
from conference.core.access import access, form_view, takes_files
from conference.core.database import db, write
from conference.core.files import file_response
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.workbooks import MEDIA_TYPE
from conference.events.access import current_event, organiser
from conference.registration.models import RegistrationState
from conference.registration.words import state_tone, state_words

REPORTS = f"{EVENT}/manage/attendance/<code>/reports"
REPORT = f"{REPORTS}/<int(max=2147483647):report_id>"


@blueprint.route(REPORTS, methods=["GET", "POST"])
@access(organiser)
@takes_files
@form_view
@section("attendance.manage")
def reports(code: str) -> Answer:
    private_page()
    session, by, form = session_or_404(code), signed_in_account(), ReportFileForm()
    received = receive_report(form) if form.validate_on_submit() else None
    if received is None:
        page = render_template(
            "attendance/reports.html",
            the_event=current_event(),
            session=session,
            form=form,
            reports=reports_of(db.session(), session.id),
        )
        return page, 422 if form.is_submitted() else 200
    try:
        with write() as database:
            made = service.keep_report(
                database,
                session_or_404(code),
                blob=received.blob,
                name=received.name,
                ending=received.ending,
                program=received.report.program,
                zone=current_event().zone,
                date_order=likeliest(received.report, day_of(current_event(), session)),
                by=by,
            )
            report_id = made.id
    except service.ReportKnown as known:
        report_id = known.report_id
        flash(_("This file is here already: nothing was added."), "info")
    return redirect(url_for("attendance.report", code=code, report_id=report_id))


@blueprint.route(REPORT, methods=["GET", "POST"])
@access(organiser)
@form_view
@section("attendance.manage")
def report(code: str, report_id: int) -> Answer:
    """What the file says and whom it means; what is sent are decisions, which can be taken over at once."""
    private_page()
    kept, by = report_or_404(code, report_id), signed_in_account()
    if needs_columns(kept):
        return redirect(url_for("attendance.report_columns", code=code, report_id=report_id))
    read = read_kept(kept)
    form = ClockForm(read.orders, read.visitors[0].stays[0][0], zone=kept.zone, date_order=kept.date_order)
    unknown: dict[int, str] = {}
    if form.validate_on_submit():
        listed = _lines(kept, read)
        decisions, unknown = _decisions(listed)
        if not unknown:
            with write() as database:
                kept = report_or_404(code, report_id)
                service.decide(
                    database,
                    kept,
                    zone=form.zone.data,
                    date_order=form.date_order.data,
                    decisions=decisions,
                    by=by,
                )
                database.flush()
                taken = None
                if request.form.get("then") == "apply":
                    stays = stays_by_person(_lines(kept, read))
                    taken = service.apply_report(database, kept, stays, by=by)
            _say(taken)
            return redirect(url_for("attendance.report", code=code, report_id=report_id))
    return _page(kept, read, form, unknown), 422 if form.is_submitted() else 200


@blueprint.get(f"{REPORT}/file")
@access(organiser)
def report_file(code: str, report_id: int) -> FileResponse:
    """The file as it came."""
    private_page()
    kept = report_or_404(code, report_id)
    return file_response(
        sha256=kept.sha256,
        size=kept.size,
        name=f"report-{code}-{kept.id}.{kept.ending}",
        media_type=MEDIA_TYPE if kept.ending == "xlsx" else "text/csv",
    )


def session_or_404(code: str) -> Session:
    return placed_session(db.session(), current_event().id, code) or abort(404)


def report_or_404(code: str, report_id: int) -> MeetingReport:
    found = report_by_id(db.session(), session_or_404(code).id, report_id)
    return found if found is not None and found.erased_at is None else abort(404)


def _lines(kept: MeetingReport, read: Report) -> list[Line]:
    people = directory(db.session(), kept.session.event_id)
    return lines_of(kept, read, people, day=day_of(kept.session.event, kept.session))


def _decisions(listed: Sequence[Line]) -> tuple[dict[int, int], dict[int, str]]:
    """What was decided, by a line's number, and the codes or addresses with which nobody is registered."""
    database, event_id = db.session(), current_event().id
    decided: dict[int, int] = {}
    unknown: dict[int, str] = {}
    for line in listed:
        typed = request.form.get(f"code-{line.number}", "").strip()
        chosen = request.form.get(f"person-{line.number}", "")
        if typed:
            found = registration_called(database, event_id, typed)
            if found is None:
                unknown[line.number] = typed[:200]
            else:
                decided[line.number] = found
        else:
            offered = {str(one): one for one in (NOBODY, *line.match.people, line.chosen) if one is not None}
            if chosen in offered:
                decided[line.number] = offered[chosen]
    changed = {number: one for number, one in decided.items() if listed[number].chosen != one}
    return changed, unknown


def _say(taken: service.Taken | None) -> None:
    if taken is None:
        flash(_("Your decisions are saved. Nothing is taken over yet."), "success")
        return
    flash(
        ngettext(
            "%(num)s person is present by this report.", "%(num)s people are present by this report.", taken.people
        ),
        "success",
    )
    if taken.not_confirmed:
        flash(
            ngettext(
                "%(num)s person was left out, for only confirmed people can be present.",
                "%(num)s people were left out, for only confirmed people can be present.",
                taken.not_confirmed,
            ),
            "warning",
        )


def _page(kept: MeetingReport, read: Report, form: ClockForm, unknown: dict[int, str]) -> str:
    listed = _lines(kept, read)
    wanted = {one for line in listed for one in (*line.match.people, line.chosen) if one}
    people = people_by_id(db.session(), kept.session.event_id, wanted)
    return render_template(
        "attendance/report.html",
        the_event=current_event(),
        session=kept.session,
        kept=kept,
        form=form,
        open=[one for one in listed if one.chosen is None],
        settled=[one for one in listed if one.chosen is not None],
        people=people,
        unknown=unknown,
        taken=len({line.chosen for line in listed if line.chosen}),
        certainty_words=certainty_words,
        state_words=state_words,
        state_tone=state_tone,
        confirmed=RegistrationState.CONFIRMED,
    )
