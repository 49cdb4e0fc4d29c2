"""Lists of who was there, per day and per session: looked at, taken as PDF and XLSX, for signature, and sealed."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference.accounts.access import signed_in_account
from conference.attendance import service
from conference.attendance.evidence.files import sheet_book, sheet_pdf
from conference.attendance.evidence.found import (
    confirmed_people,
    evidence_rules,
    latest_sealed,
    sealed_lists,
)
from conference.attendance.evidence.scopes import Scope, days_of, in_order, scope_called, seen_in
from conference.attendance.evidence.sheets import presence_sheet, signing_sheet
from conference.attendance.forms.evidence import ListRulesForm
from conference.attendance.models import SealedList
from conference.attendance.queries import present_counts
from conference.attendance.views.blueprint import EVENT, Answer, blueprint
from conference.attendance.words import how_words
from conference.core.access import access, form_view
from conference.core.clock import now
from conference.core.database import db, write
from conference.core.files import disposition
from conference.core.localization import current_language
from conference.core.sections import section
from conference.core.security import private_page
from conference.events.access import current_event, organiser

LISTS = f"{EVENT}/manage/attendance/lists"
LIST = f"{LISTS}/<list_name>"


@blueprint.route(LISTS, methods=["GET", "POST"])
@access(organiser)
@section("attendance.manage")
@form_view
def lists() -> Answer:
    """All lists of the event, those that are sealed, and what the lists say beside names."""
    private_page()
    event, by = current_event(), signed_in_account()
    rules = evidence_rules(db.session(), event.id)
    form = ListRulesForm(columns=rules.columns, empty_lines=rules.empty_lines)
    if form.validate_on_submit():
        chosen = [str(one) for one in form.columns.data or ()]
        with write() as database:
            service.change_list_rules(database, event.id, columns=chosen, empty_lines=form.empty_lines.data or 0, by=by)
        flash(_("The lists are changed. What is sealed stays as it was."), "success")
        return redirect(url_for("attendance.lists"))
    page = render_template(
        "attendance/lists.html",
        the_event=event,
        days=days_of(db.session(), event),
        present=present_counts(db.session(), event.id),
        sealed=sealed_lists(db.session(), event.id),
        form=form,
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get(LIST)
@access(organiser)
@section("attendance.manage")
def presence_list(list_name: str) -> str:
    private_page()
    scope = _scope(list_name)
    return render_template(
        "attendance/list.html",
        the_event=scope.event,
        scope=scope,
        seen=seen_in(db.session(), scope, current_language()),
        sealed=_latest(scope),
        how_words=how_words,
    )


@blueprint.get(f"{LIST}/<any(present,sign):kind>.<any(pdf,xlsx):ending>")
@access(organiser)
@section("attendance.manage")
def list_file(list_name: str, kind: str, ending: str) -> Response:
    """Who is known to have been there, or everybody confirmed for their signatures; nothing of it is sealed."""
    private_page()
    scope, language, database = _scope(list_name), current_language(), db.session()
    rules = evidence_rules(database, scope.event.id)
    if kind == "present":
        sheet = presence_sheet(scope, seen_in(database, scope, language), rules, language)
    else:
        people = sorted(confirmed_people(database, scope.event.id), key=lambda one: in_order(one, language))
        sheet = signing_sheet(scope, people, rules, language)
    called = f"{scope.event.slug}-attendance-{scope.name}-{kind}-{language}.{ending}"
    if ending == "xlsx":
        return sheet_book(sheet, language).response(called)
    response = Response(sheet_pdf(sheet, language, created=now()), content_type="application/pdf")
    response.headers["Content-Disposition"] = disposition(called)
    return response


@blueprint.route(f"{LIST}/seal", methods=["GET", "POST"])
@access(organiser)
@section("attendance.manage")
def seal_list(list_name: str) -> Answer:
    """The page says what sealing means; its button seals."""
    private_page()
    scope, by = _scope(list_name), signed_in_account()
    if request.method == "GET":
        return render_template(
            "attendance/seal.html",
            the_event=scope.event,
            scope=scope,
            people=len(seen_in(db.session(), scope, current_language())),
            sealed=_latest(scope),
            columns=evidence_rules(db.session(), scope.event.id).columns,
        )
    try:
        with write() as database:
            number = service.seal(database, _scope(list_name), by=by).number
    except service.NobodyToList:
        flash(_("Nobody is known to have been there: there is nothing to seal."), "warning")
        return redirect(url_for("attendance.presence_list", list_name=list_name))
    except service.NothingNew as known:
        number = known.number
        flash(_("List no. %(number)s says the same already: nothing was sealed.", number=number), "info")
    else:
        flash(_("List no. %(number)s is sealed.", number=number), "success")
    return redirect(url_for("attendance.sealed_list", number=number))


def _scope(list_name: str) -> Scope:
    return scope_called(db.session(), current_event(), list_name) or abort(404)


def _latest(scope: Scope) -> SealedList | None:
    session_id = scope.session.id if scope.session else None
    return latest_sealed(db.session(), scope.event.id, scope.day, session_id)
