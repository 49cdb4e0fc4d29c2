"""The team's pages of versions: the list, two of them side by side, restoring one, and the link to the preview."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference.accounts.access import signed_in_account
from conference.accounts.models import Account
from conference.agenda import service
from conference.agenda.comparison import compare
from conference.agenda.difference import difference, readable
from conference.agenda.forms import RestoreForm
from conference.agenda.frozen import frozen
from conference.agenda.models import AgendaVersion
from conference.agenda.queries import changes_of, headings_of, settings_of, version_by_number, whole_sessions_of
from conference.agenda.views.blueprint import MANAGE, Answer, blueprint, may_change_facts
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.languages import Language
from conference.core.localization import absolute_url
from conference.core.sections import section
from conference.core.security import private_page
from conference.events.access import current_event, organiser, translator
from conference.events.models import Event
from conference.events.queries import accounts_named

PAGE_LENGTH = 20
DRAFT = "draft"
VERSIONS = f"{MANAGE}/versions"


@blueprint.get(VERSIONS)
@access(translator)
@section("agenda.manage")
def versions() -> Answer:
    # The link to the preview stands on it.
    private_page()
    event, database = current_event(), db.session()
    headings = headings_of(database, event.id)
    pages = max(1, -(-len(headings) // PAGE_LENGTH))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    found = changes_of(database, event.id, limit=PAGE_LENGTH, offset=(page - 1) * PAGE_LENGTH)
    people = accounts_named(database, {one.published_by for one in found if one.published_by is not None})
    token = service.preview_token(settings_of(database, event.id)) if may_change_facts() else None
    return render_template(
        "agenda/versions.html",
        the_event=event,
        numbers=[heading.number for heading in headings],
        versions=[_listed(version, people) for version in found],
        page=page,
        pages=pages,
        page_url=lambda number: url_for("agenda.versions", page=number),
        is_organiser=may_change_facts(),
        preview_links=[(language, _preview_url(event, language, token)) for language in event.languages]
        if token
        else [],
    )


def _listed(version: AgendaVersion, people: Mapping[int, Account]) -> dict[str, Any]:
    account = people.get(version.published_by or 0)
    return {
        "number": version.number,
        "published_at": version.published_at,
        "by": account.name if account else "",
        "note": version.note,
        "count": len(version.difference["changes"]),
    }


def _preview_url(event: Event, language: Language, token: str) -> str:
    return absolute_url("agenda.day", event=event.slug, language=language, token=token)


@blueprint.post(f"{VERSIONS}/preview")
@access(organiser)
def make_preview() -> Response:
    event, by = current_event(), signed_in_account().id
    with write() as database:
        service.make_preview_link(database, event, by=by)
    flash(_("The link to the preview is made. Whoever has it sees the draft as it is at that moment."), "success")
    return redirect(url_for("agenda.versions", _anchor="preview"))


@blueprint.post(f"{VERSIONS}/preview/end")
@access(organiser)
def end_preview() -> Response:
    event, by = current_event(), signed_in_account().id
    with write() as database:
        service.end_preview_link(database, event, by=by)
    flash(_("The link to the preview is ended: nobody sees the draft by it any more."), "success")
    return redirect(url_for("agenda.versions", _anchor="preview"))


@blueprint.get(f"{VERSIONS}/compare")
@access(translator)
def choose_comparison() -> Response:
    """The address of what the form on the list asks for: the older side stands first, whichever was named first."""
    before, after = (request.args.get(name, "") for name in ("before", "after"))
    if DRAFT in (before, after):
        number = after if before == DRAFT else before
        return redirect(url_for("agenda.compare_with_draft", number=_number(number)))
    first, last = sorted((_number(before), _number(after)))
    return redirect(url_for("agenda.compare", before=first, after=last))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else abort(404)


@blueprint.get(f"{VERSIONS}/<int:before>/<int:after>", endpoint="compare")
@access(translator)
@section("agenda.manage")
def compare_versions(before: int, after: int) -> Answer:
    old, new = _version(before), _version(after)
    return _comparison(old, new.data, new.number)


@blueprint.get(f"{VERSIONS}/<int:number>/draft")
@access(translator)
@section("agenda.manage")
def compare_with_draft(number: int) -> Answer:
    event, old = current_event(), _version(number)
    return _comparison(old, frozen(event, whole_sessions_of(db.session(), event.id)), None)


def _comparison(old: AgendaVersion, data: Any, number: int | None) -> str:
    """One version and a later one, or the draft."""
    return render_template(
        "agenda/comparison.html",
        the_event=current_event(),
        before=old.number,
        after=number,
        changes=readable(difference(old.data, data)),
        compared=compare(old.data, data),
        is_organiser=may_change_facts(),
    )


@blueprint.get(f"{VERSIONS}/<int:number>/restore")
@access(organiser)
@section("agenda.manage")
def restore(number: int) -> Answer:
    return _restoring(number, RestoreForm())


@blueprint.post(f"{VERSIONS}/<int:number>/restore", endpoint="restore_now")
@access(organiser)
@section("agenda.manage")
@form_view
def restore_now(number: int) -> Answer:
    event, by, form = current_event(), signed_in_account().id, RestoreForm()
    _version(number)
    if not form.validate_on_submit():
        return _restoring(number, form), 422
    try:
        with write() as database:
            version = version_by_number(database, event.id, number) or abort(404)
            service.restore_version(database, event, version, seen=form.seen.data or "", by=by)
    except service.DraftChanged:
        form.form_errors.append(
            _("Somebody changed the draft meanwhile. Look again at what restoring does now, then decide.")
        )
        return _restoring(number, form), 409
    flash(_("The draft is version %(number)s again. Visitors see it when you publish it.", number=number), "success")
    return redirect(url_for("agenda.manage"))


def _restoring(number: int, form: RestoreForm) -> str:
    event, version = current_event(), _version(number)
    plan = service.plan_restoring(db.session(), event, whole_sessions_of(db.session(), event.id), version)
    form.seen.data = plan.mark
    return render_template(
        "agenda/restore.html",
        the_event=event,
        form=form,
        version=version,
        plan=plan,
        changes=readable(plan.changes),
    )


def _version(number: int) -> AgendaVersion:
    return version_by_number(db.session(), current_event().id, number) or abort(404)
