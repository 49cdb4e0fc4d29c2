"""The editor's page of a day: rooms side by side, what waits beside them, a break across all rooms, one step back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from conference.accounts.access import signed_in_account
from conference.agenda import service
from conference.agenda.checks import errors_among, findings_of, worst_by_session
from conference.agenda.day_plan import day_plan, instants_of, waiting
from conference.agenda.forms import BreakForm
from conference.agenda.models import AgendaEdit
from conference.agenda.placing import Placing, planned_minutes
from conference.agenda.queries import last_edit, rooms_of, starts_outside, whole_sessions_of
from conference.agenda.service import editing
from conference.agenda.timetable import first_day_to_show
from conference.agenda.views.blueprint import MANAGE, Answer, blueprint, may_change_facts
from conference.agenda.words import undo_words
from conference.core import formatting
from conference.core.access import access, form_view
from conference.core.clock import now
from conference.core.database import db, write
from conference.core.rendering import month_style
from conference.core.sections import section
from conference.core.text import isolated
from conference.core.translated import Translated
from conference.events.access import current_event, organiser
from conference.events.models import Event

PLAN = f"{MANAGE}/day"


@blueprint.context_processor
def permissions() -> dict[str, Any]:
    """Whether the team's navigation of the agenda leads to the editor."""
    return {"may_plan": may_change_facts}


@blueprint.get(PLAN)
@access(organiser)
@section("agenda.manage")
def plan() -> Answer:
    """The day to begin with: today while the event runs, else its first."""
    event = current_event()
    today = now().astimezone(event.zone_info).date()
    return plan_page(first_day_to_show(event, _days(event), today))


@blueprint.get(f"{PLAN}/<day>")
@access(organiser)
@section("agenda.manage")
def plan_day(day: str) -> Answer:
    return plan_page(_asked_day(day))


@blueprint.post(f"{PLAN}/<day>/break")
@access(organiser)
@section("agenda.manage")
@form_view
def add_break(day: str) -> Answer:
    event, chosen = current_event(), _asked_day(day)
    form = BreakForm(event, chosen)
    if not form.validate_on_submit():
        return plan_page(chosen, form), 422
    by = signed_in_account().id
    title = Translated.of(event.source, form.title.texts, by=by)
    with write() as database:
        code = editing.add_break(database, event, title=title, place=form.place, by=by).code
    flash(_("The break is added in all rooms. Visitors see it with the next version."), "success")
    return redirect(url_for("agenda.plan_day", day=day, _anchor=f"card-{code}"))


@blueprint.post(f"{PLAN}/<day>/undo")
@access(organiser)
@section("agenda.manage")
def undo(day: str) -> Answer:
    """Take back the step that the page showed as the last one."""
    event, chosen, by = current_event(), _asked_day(day), signed_in_account().id
    try:
        with write() as database:
            editing.undo_last(database, event, edit_id=_edit_shown(), by=by)
    except editing.NotTheLast:
        return plan_page(chosen, problem=_not_the_last()), 409
    except editing.ChangedMeanwhile as changed:
        codes = formatting.join_words([isolated(code) for code in changed.codes], g.language)
        problem = _("This cannot be undone, because somebody changed or deleted it meanwhile: %(codes)s.", codes=codes)
    except service.TimeMissing:
        problem = _("This cannot be undone: the session is published by now and needs hours.")
    except editing.RoomGone:
        problem = _("This cannot be undone: the room was deleted meanwhile.")
    else:
        flash(_("Undone."), "success")
        return redirect(url_for("agenda.plan_day", day=day))
    return plan_page(chosen, problem=problem, is_stuck=True), 409


@blueprint.post(f"{PLAN}/<day>/pass-over")
@access(organiser)
@section("agenda.manage")
def pass_over(day: str) -> Answer:
    """Leave a step that cannot be undone any more as it is, so that those before it can be."""
    event, chosen = current_event(), _asked_day(day)
    try:
        with write() as database:
            editing.pass_over(database, event, edit_id=_edit_shown())
    except editing.NotTheLast:
        return plan_page(chosen, problem=_not_the_last()), 409
    flash(_("That step stays as it is."), "success")
    return redirect(url_for("agenda.plan_day", day=day))


def plan_page(day: date, break_form: BreakForm | None = None, *, problem: str = "", is_stuck: bool = False) -> str:
    """A day in the editor. `break_form` may hold what was sent; `problem` says why nothing was done.

    `is_stuck` says that the last step cannot be undone: the page then offers to pass it over.
    """
    event, database = current_event(), db.session()
    sessions = whole_sessions_of(database, event.id)
    plan = day_plan(event, day, sessions, rooms_of(database, event.id))
    in_sight = {block.session.id for block in plan.blocks}
    found = [one for one in findings_of(database, event, sessions) if any(map(one.concerns, in_sight))]
    return render_template(
        "agenda/plan.html",
        the_event=event,
        day=day,
        day_tabs=[_tab(one, one == day) for one in _days(event)],
        plan=plan,
        findings=found,
        errors=len(errors_among(found)),
        cards={block.session.code for block in plan.blocks},
        marks=worst_by_session(found),
        waiting=list(waiting(sessions)),
        place_of=Placing.of,
        planned_minutes=planned_minutes,
        zone_city=formatting.zone_city(event.zone, g.language),
        edit=_shown_edit(last_edit(database, event.id)),
        form=break_form or BreakForm(event, day, is_sent=False),
        problem=problem,
        is_stuck=is_stuck,
    )


def _asked_day(text: str) -> date:
    """A day of the event, or one with sessions. Aborts with 404."""
    event = current_event()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        abort(404)
    if day.isoformat() != text or not (event.starts_on <= day <= event.ends_on or day in _days(event)):
        abort(404)
    return day


def _days(event: Event) -> Sequence[date]:
    """The event's days, and others on which sessions were put: they must be found to be moved."""
    if "plan_days" not in g:
        first, last = instants_of(event, event.starts_on, event.ends_on)
        others = starts_outside(db.session(), event.id, first=first, last=last)
        own = {date.fromordinal(day) for day in range(event.starts_on.toordinal(), event.ends_on.toordinal() + 1)}
        g.plan_days = sorted(own | {starts.astimezone(event.zone_info).date() for starts in others})
    days: Sequence[date] = g.plan_days
    return days


def _not_the_last() -> str:
    return _("Somebody else did or undid something meanwhile. Look at the plan as it is now before you undo.")


def _edit_shown() -> int:
    sent = request.form.get("edit", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def _shown_edit(edit: AgendaEdit | None) -> dict[str, Any] | None:
    if edit is None:
        return None
    return {"id": edit.id, "words": undo_words(edit), "is_own": edit.made_by == signed_in_account().id}


def _tab(day: date, is_current: bool) -> dict[str, Any]:
    style = month_style()
    return {
        "url": url_for("agenda.plan_day", day=day.isoformat()),
        "weekday": formatting.format_date(day, g.language, style, "EEE"),
        "number": day.day,
        "month": formatting.format_date(day, g.language, style, "MMMM"),
        "current": is_current,
    }
