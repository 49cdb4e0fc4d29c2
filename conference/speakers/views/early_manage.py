"""The organisers' pages for early access: who has it, on what terms, and what they downloaded."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from conference.accounts.access import signed_in_account
from conference.agenda.models import Session, SessionStatus, SessionType
from conference.agenda.queries import sessions_of
from conference.core.access import access, form_view
from conference.core.clock import now
from conference.core.database import db, write
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.sorting import sort_key
from conference.core.text import isolated
from conference.events.access import current_event, organiser
from conference.events.models import Event
from conference.speakers.early_words import purpose_words, scope_words, working_words
from conference.speakers.forms.early_access import EarlyAccessForm, PastedEarlyAccessForm
from conference.speakers.models.early_access import EarlyAccess
from conference.speakers.queries.early_access import (
    early_access_by_id,
    early_downloads_count,
    early_downloads_of,
    early_lines,
)
from conference.speakers.service import early_access as service
from conference.speakers.views.blueprint import EVENT, Answer, blueprint

LIST = f"{EVENT}/manage/early-access"
ONE = f"{LIST}/<int:access_id>"
ON_A_PAGE = 100


@blueprint.get(LIST)
@access(organiser)
@section("speakers.manage")
def early_list() -> str:
    private_page()
    event = current_event()
    today = now().astimezone(event.zone_info).date()
    lines = sorted(early_lines(db.session(), event.id), key=lambda line: sort_key(line.access.name, g.language))
    return render_template(
        "speakers/early_list.html",
        the_event=event,
        lines=lines,
        ended=lambda one: one.ended(today),
        purpose_words=purpose_words,
        scope_words=scope_words,
        working_words=working_words,
    )


@blueprint.route(f"{LIST}/new", methods=["GET", "POST"])
@access(organiser)
@form_view
@section("speakers.manage")
def early_new() -> Answer:
    private_page()
    event, by = current_event(), signed_in_account()
    form = EarlyAccessForm(event, _offered(event))
    if form.validate_on_submit():
        reader, terms = form.reader, form.terms
        try:
            with write() as database:
                service.give_early_access(database, event, reader, terms, by=by)
        except service.AlreadyListed:
            form.refuse(form.email, _("Somebody on the list has this address."))
        else:
            flash(_("The link goes to %(address)s.", address=isolated(reader.email)), "success")
            return redirect(url_for("speakers.early_list"))
    return render_template("speakers/early_form.html", form=form, person=None), 422 if form.is_submitted() else 200


@blueprint.route(f"{LIST}/many", methods=["GET", "POST"])
@access(organiser)
@form_view
@section("speakers.manage")
def early_many() -> Answer:
    private_page()
    event, by = current_event(), signed_in_account()
    form = PastedEarlyAccessForm(event, _offered(event))
    if not form.validate_on_submit():
        return render_template("speakers/early_many.html", form=form), 422 if form.is_submitted() else 200
    with write() as database:
        added, known = service.give_early_access_to(database, event, form.readers, form.terms, by=by)
    if added:
        flash(ngettext("%(num)s link is on its way.", "%(num)s links are on their way.", added), "success")
    if known:
        flash(
            ngettext(
                "%(num)s person was on the list and stays as they are.",
                "%(num)s people were on the list and stay as they are.",
                known,
            ),
            "warning",
        )
    return redirect(url_for("speakers.early_list"))


@blueprint.route(ONE, methods=["GET", "POST"])
@access(organiser)
@form_view
@section("speakers.manage")
def early_person(access_id: int) -> Answer:
    private_page()
    event, by, person = current_event(), signed_in_account(), _person(access_id)
    form = EarlyAccessForm.of(event, _offered(event), person)
    if form.validate_on_submit():
        reader, terms = form.reader, form.terms
        try:
            with write() as database:
                moved = service.change_early_access(database, _person(access_id), reader, terms, by=by)
        except service.AlreadyListed:
            form.refuse(form.email, _("Somebody on the list has this address."))
        else:
            flash(
                _("The change is saved. A new link goes to the new address, and the old link opens nothing any more.")
                if moved
                else _("The change is saved."),
                "success",
            )
            return redirect(url_for("speakers.early_list", _anchor=f"early-{access_id}"))
    count = early_downloads_count(db.session(), access_id)
    pages = max(1, -(-count // ON_A_PAGE))
    page = min(max(request.args.get("page", 1, int), 1), pages)
    shown = render_template(
        "speakers/early_form.html",
        the_event=event,
        form=form,
        person=person,
        downloads=early_downloads_of(db.session(), access_id, limit=ON_A_PAGE, offset=(page - 1) * ON_A_PAGE),
        count=count,
        page=page,
        pages=pages,
        address=lambda number: url_for("speakers.early_person", access_id=access_id, page=number, _anchor="downloads"),
    )
    return shown, 422 if form.is_submitted() else 200


@blueprint.post(f"{ONE}/<any(renew, end, erase):verb>")
@access(organiser)
def early_change(access_id: int, verb: str) -> Answer:
    by, email = signed_in_account(), _person(access_id).email
    with write() as database:
        person = _person(access_id)
        if verb == "renew":
            service.renew_early_access(database, person, by=by)
        elif verb == "end":
            service.end_early_access(database, person, by=by)
        else:
            service.erase_early_access(database, person, by=by)
    flash(
        {
            "renew": _("A new link goes to %(address)s. The old link opens nothing any more.", address=isolated(email)),
            "end": _("The access has ended, and the link opens nothing any more. What was downloaded stays listed."),
            "erase": _("The person is erased, with the list of what they downloaded."),
        }[verb],
        "success",
    )
    return redirect(url_for("speakers.early_list"))


def _offered(event: Event) -> Sequence[Session]:
    return [
        one
        for one in sessions_of(db.session(), event.id)
        if one.type != SessionType.BREAK and one.status == SessionStatus.SCHEDULED
    ]


def _person(access_id: int) -> EarlyAccess:
    """Somebody on this event's list, as they are in this transaction. Aborts with 404."""
    return early_access_by_id(db.session(), current_event().id, access_id) or abort(404)
