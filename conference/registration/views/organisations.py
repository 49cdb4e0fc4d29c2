"""The organisers' registry of organisations: the list, one of them, and many lines at once."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from conference.accounts.access import signed_in_account
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.translated_fields import Clashes
from conference.events.access import current_event, organiser
from conference.registration import service
from conference.registration.forms.organisations import OrganisationForm, OrganisationLinesForm
from conference.registration.models import Organisation
from conference.registration.queries import organisation_by_id, registry, uses_of
from conference.registration.views.blueprint import MANAGE, Answer, blueprint
from conference.registration.words import category_words

REGISTRY = f"{MANAGE}/organisations"
ONE = f"{REGISTRY}/<int(max=2147483647):organisation_id>"


@blueprint.get(REGISTRY)
@access(organiser)
@section("registration.manage")
def organisations() -> str:
    private_page()
    event = current_event()
    return render_template(
        "registration/organisations.html",
        the_event=event,
        organisations=registry(db.session(), event.id, g.language),
        uses=uses_of(db.session(), event.id),
        category_words=category_words,
    )


@blueprint.route(f"{REGISTRY}/new", methods=["GET", "POST"])
@access(organiser)
@section("registration.manage")
@form_view
def new_organisation() -> Answer:
    private_page()
    event, by = current_event(), signed_in_account()
    form = OrganisationForm(languages=event.languages, source=event.source)
    if not form.validate_on_submit():
        return _form_page(form, None)
    try:
        with write() as session:
            service.add_organisation(
                session,
                event,
                name=form.name.texts,
                acronym=form.acronym.texts,
                country=form.country.data,
                category=form.category.data,
                by=by,
            )
    except service.OrganisationKnown as known:
        sentence = (
            _("The registry holds an organisation of this name among those not offered any more: offer it again.")
            if known.is_retired
            else _("The registry holds an organisation of this name already.")
        )
        entry = form.name.entries_by_language[0].text
        entry.errors = [*entry.errors, sentence]
        return _form_page(form, None)
    flash(_("The organisation is in the registry."), "success")
    return redirect(url_for("registration.organisations"))


@blueprint.route(f"{REGISTRY}/lines", methods=["GET", "POST"])
@access(organiser)
@section("registration.manage")
@form_view
def organisation_lines() -> Answer:
    private_page()
    event, by = current_event(), signed_in_account()
    form = OrganisationLinesForm(event)
    if not form.validate_on_submit():
        page = render_template("registration/organisation_lines.html", form=form)
        return page, 422 if form.is_submitted() else 200
    lines = form.organisations
    with write() as session:
        added = service.add_organisations(
            session,
            event,
            lines,
            language=form.language,
            country=form.country.data,
            category=form.category.data,
            by=by,
        )
    flash(
        ngettext("%(num)s organisation was added.", "%(num)s organisations were added.", added)
        if added == len(lines)
        else ngettext(
            "%(num)s organisation was added; the registry held the others already.",
            "%(num)s organisations were added; the registry held the others already.",
            added,
        ),
        "success",
    )
    return redirect(url_for("registration.organisations"))


@blueprint.route(ONE, methods=["GET", "POST"])
@access(organiser)
@section("registration.manage")
@form_view
def edit_organisation(organisation_id: int) -> Answer:
    private_page()
    event, by, organisation = current_event(), signed_in_account(), _organisation(organisation_id)
    form = OrganisationForm(obj=organisation, languages=event.languages, source=event.source)
    if not form.validate_on_submit():
        return _form_page(form, organisation)
    try:
        with write() as session:
            service.change_organisation(
                session, event, organisation, edits=form.edits(), values=form.values, seen=form.seen_values, by=by
            )
    except Clashes as clashes:
        form.show_clashes(clashes)
        return _form_page(form, organisation)
    flash(_("Saved."), "success")
    return _back(organisation_id)


@blueprint.post(f"{ONE}/<any(retire, restore):verb>")
@access(organiser)
def offer_organisation(organisation_id: int, verb: str) -> Answer:
    organisation, by = _organisation(organisation_id), signed_in_account()
    change = service.retire_organisation if verb == "retire" else service.restore_organisation
    with write() as session:
        change(session, organisation, by=by)
    flash(
        _("The organisation is not offered any more. Whoever named it keeps it.")
        if verb == "retire"
        else _("The organisation is offered again."),
        "success",
    )
    return _back(organisation_id)


@blueprint.post(f"{ONE}/delete")
@access(organiser)
def delete_organisation(organisation_id: int) -> Answer:
    organisation, by = _organisation(organisation_id), signed_in_account()
    try:
        with write() as session:
            service.delete_organisation(session, organisation, by=by)
    except service.OrganisationUsed:
        flash(_("Somebody names this organisation now, so it stays. You can stop offering it."), "warning")
        return _back(organisation_id)
    flash(_("The organisation is deleted."), "success")
    return redirect(url_for("registration.organisations"))


def _form_page(form: OrganisationForm, organisation: Organisation | None) -> Answer:
    page = render_template("registration/organisation.html", form=form, organisation=organisation)
    return page, 422 if form.is_submitted() else 200


def _organisation(organisation_id: int) -> Organisation:
    return organisation_by_id(db.session(), current_event().id, organisation_id) or abort(404)


def _back(organisation_id: int) -> Answer:
    return redirect(url_for("registration.organisations", _anchor=f"organisation-{organisation_id}"))
