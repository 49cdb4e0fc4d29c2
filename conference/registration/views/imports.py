"""Bringing in a list of people: sent, understood, checked row by row, then written as a whole."""

from __future__ import annotations

from typing import Any

from flask import Response as FlaskResponse
from flask import abort, flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from conference.accounts.access import signed_in_account
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.tables import TableRefused
from conference.events.access import current_event, organiser
from conference.registration import service
from conference.registration.forms.condition import asked_when
from conference.registration.forms.importing import ColumnsForm, columns_form
from conference.registration.forms.offer import sessions_on_offer
from conference.registration.importing.checking import defaults_of, first_rows
from conference.registration.importing.headings import OWN, heading_row, recognised
from conference.registration.importing.refusals import (
    code_of_refusal,
    outcome_words,
    problem_sentence,
    refusal_sentence,
    target_words,
)
from conference.registration.importing.staged import NOTED, OUTCOMES, WRONG, Problem, page_of
from conference.registration.models import ImportState, ParticipantImport
from conference.registration.queries import EventForm, event_form
from conference.registration.views.blueprint import MANAGE, Answer, blueprint

IMPORT = f"{MANAGE}/files/<int(max=2147483647):import_id>"
PAGE_LENGTH = 50
REFRESH_SECONDS = 2
_UNDER_WAY = (ImportState.CHECKING, ImportState.IMPORTING)
_MAPPABLE = (ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED)


@blueprint.route(f"{IMPORT}/columns", methods=["GET", "POST"])
@access(organiser)
@form_view
@section("registration.manage")
def import_columns(import_id: int) -> Answer:
    private_page()
    found, event = _import(import_id), current_event()
    # Nothing can be read where the file of a list that failed is erased.
    if found.state not in _MAPPABLE or not found.file_sha256:
        return redirect(url_for("registration.import_status", import_id=import_id))
    asked = event_form(db.session(), event)
    options = dict(found.options)
    try:
        rows = first_rows(found)
    except TableRefused as refused:
        rows = []
        flash(refusal_sentence(code_of_refusal(refused)), "error")
    at, headings = heading_row([row.cells for row in rows], asked)
    width = max((len(row.cells) for row in rows), default=0)
    headings += [""] * width
    chosen = {int(number): target for number, target in found.columns.items()} or recognised(headings[:width], asked)
    form = columns_form(
        event, asked, headings[:width], sheets=options.get("sheets", ()), chosen=chosen, options=options
    )
    if form.validate_on_submit():
        told = _options(options, form, heading=rows[at].line if rows else 0)
        told["headings"] = {target: headings[number] for number, target in form.columns().items() if headings[number]}
        if any(told[name] != options[name] for name in ("encoding", "separator", "sheet")):
            try:
                with write() as session:
                    service.read_anew(session, _again(session, import_id), options=told)
            except service.NotNow:
                flash(_("Somebody decided about this list before you. Look at its state now."), "warning")
                return redirect(url_for("registration.import_status", import_id=import_id))
            return redirect(url_for("registration.import_columns", import_id=import_id))
        if rows and form.is_complete():
            try:
                with write() as session:
                    columns = form.columns()
                    service.choose_columns(session, _again(session, import_id), columns=columns, options=told)
            except service.NotNow:
                flash(_("Somebody decided about this list before you. Look at its state now."), "warning")
            return redirect(url_for("registration.import_status", import_id=import_id))
    page = render_template(
        "registration/import_columns.html",
        found=found,
        form=form,
        samples=_samples([row.cells for row in rows[at + 1 : at + 4]], width),
        is_empty=not rows,
    )
    return page, 422 if form.is_submitted() else 200


def _samples(rows: list[list[str]], width: int) -> list[list[str]]:
    """What stands under each heading in the first rows."""
    return [[row[number] for row in rows if number < len(row) and row[number]] for number in range(width)]


def _options(options: dict[str, Any], form: ColumnsForm, *, heading: int) -> dict[str, Any]:
    event = current_event()
    given = {name: form[name].data for name in ("encoding", "separator") if name in form}
    if "sheet" in form:
        given["sheet"] = int(form.sheet.data)
    defaults = defaults_of(
        event,
        category=form.category.data,
        country=form.country.data,
        language_code=form.language_code.data,
    )
    return (
        options
        | given
        | {
            "heading": heading,
            "defaults": defaults,
            "state": form.state.data,
            "writes": bool(form.writes.data),
        }
    )


@blueprint.get(IMPORT)
@access(organiser)
@section("registration.manage")
def import_status(import_id: int) -> FlaskResponse | Answer:
    private_page()
    found, event = _import(import_id), current_event()
    if found.state == ImportState.UPLOADED:
        return redirect(url_for("registration.import_columns", import_id=import_id))
    asked = event_form(db.session(), event)
    outcome = request.args.get("show", "")
    outcome = outcome if outcome in (*OUTCOMES, NOTED) else ""
    counted = {name: found.report.get(name, 0) for name in (*OUTCOMES, NOTED)}
    total = counted[outcome] if outcome else found.rows_total
    pages = max(1, -(-total // PAGE_LENGTH))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    own_headings = found.options.get("headings", {})

    def column(problem: Problem) -> str:
        """The heading above a cell in the person's own file, else what the column holds."""
        return str(own_headings.get(problem.target) or target_words(problem.target, asked))

    rows = []
    if found.staged_sha256:
        rows = page_of(found.staged_sha256, outcome=outcome, offset=(page - 1) * PAGE_LENGTH, limit=PAGE_LENGTH)
    answer = make_response(
        render_template(
            "registration/import_status.html",
            found=found,
            counted=counted,
            outcome=outcome,
            outcomes=[(name, outcome_words(name), counted[name]) for name in (*OUTCOMES, NOTED) if counted[name]],
            rows=rows,
            wrong=counted[WRONG],
            noted=counted[NOTED],
            page=page,
            pages=pages,
            page_url=lambda number: url_for(
                "registration.import_status", import_id=import_id, show=outcome or None, page=number
            ),
            outcome_words=outcome_words,
            problem_words=lambda problem: (column(problem), problem_sentence(problem)),
            notice_words=lambda notice: (column(notice), _asked_when(notice, asked)),
            refusal=refusal_sentence(found.error) if found.state == ImportState.FAILED else "",
            is_under_way=found.state in _UNDER_WAY,
        )
    )
    if found.state in _UNDER_WAY:
        answer.headers["Refresh"] = str(REFRESH_SECONDS)
    return answer


def _asked_when(notice: Problem, asked: EventForm) -> Markup:
    """Of whom the question is asked whose answer is left out."""
    event = current_event()
    field = asked.any_field(notice.target.removeprefix(OWN))
    if field is None:
        return Markup()
    return asked_when(asked, field, event, sessions_on_offer(db.session(), event, g.language))


@blueprint.post(f"{IMPORT}/write")
@access(organiser)
def import_write(import_id: int) -> Answer:
    _import(import_id)
    by = signed_in_account()
    try:
        with write() as session:
            service.start_import(session, _again(session, import_id), by=by)
    except service.NotNow:
        flash(_("Somebody decided about this list before you. Look at its state now."), "warning")
    return redirect(url_for("registration.import_status", import_id=import_id))


@blueprint.post(f"{IMPORT}/withdraw")
@access(organiser)
def import_withdraw(import_id: int) -> Answer:
    _import(import_id)
    try:
        with write() as session:
            service.withdraw_import(session, _again(session, import_id))
    except service.NotNow:
        flash(_("Somebody decided about this list before you. Look at its state now."), "warning")
        return redirect(url_for("registration.import_status", import_id=import_id))
    flash(_("The list is dropped, and its file is deleted. Nobody was imported from it."), "success")
    return redirect(url_for("registration.files"))


def _import(import_id: int) -> ParticipantImport:
    found = db.session.get(ParticipantImport, import_id)
    return found if found is not None and found.event_id == current_event().id else abort(404)


def _again(session: Any, import_id: int) -> ParticipantImport:
    found: ParticipantImport = session.get_one(ParticipantImport, import_id)
    return found
