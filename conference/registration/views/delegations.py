"""The organisers' delegations: whom they invited, what each sent and whom it named, and its link."""

from __future__ import annotations

from flask import Response as FileResponse
from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from conference.accounts.access import signed_in_account
from conference.core import file_types, formatting
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.files import file_response, safe_name
from conference.core.honorifics import title_words
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.text import isolated
from conference.core.translated_fields import Clashes
from conference.events.access import current_event, organiser
from conference.registration import service
from conference.registration.forms.delegations import (
    DelegationForm,
    InvitationForm,
    delegation_form,
    invitation_form,
)
from conference.registration.models import Delegation
from conference.registration.protocol import is_heading
from conference.registration.queries import (
    delegation_by_id,
    organisation_by_id,
    organisations,
    people_of,
)
from conference.registration.queries import delegations as all_delegations
from conference.registration.views.blueprint import MANAGE, Answer, blueprint
from conference.registration.words import category_words, nominee_tone, nominee_words, state_words

LIST = f"{MANAGE}/delegations"
ONE = f"{LIST}/<int(max=2147483647):delegation_id>"
VERBS = {
    "renew": service.renew_delegation,
    "resend": service.resend_delegation,
    "withdraw": service.withdraw_delegation,
}


@blueprint.get(LIST)
@access(organiser)
@section("registration.manage")
def delegations() -> str:
    private_page()
    event = current_event()
    return render_template(
        "registration/delegations.html",
        the_event=event,
        listed=all_delegations(db.session(), event.id, g.language),
        is_open=service.is_open,
        category_words=category_words,
        state_words=state_words,
    )


@blueprint.route(f"{LIST}/new", methods=["GET", "POST"])
@access(organiser)
@section("registration.manage")
@form_view
def new_delegation() -> Answer:
    private_page()
    event, by = current_event(), signed_in_account()
    form = invitation_form(event, organisations(db.session(), event.id, g.language))
    if "preset" in request.form:
        form.preset()
        return _form_page(form, None, status=200)
    if not form.validate_on_submit():
        return _form_page(form, None, status=422 if form.is_submitted() else 200)
    organisation_id, name = form.chosen_organisation
    invited, address = form.invited, form.focal_email.data
    try:
        with write() as session:
            organisation = (
                organisation_by_id(session, event.id, organisation_id)
                if organisation_id is not None
                else service.named_organisation(session, event, name, language=g.language, by=by)
            ) or abort(404)
            delegation_id = service.invite_delegation(session, event, organisation, invited, by=by).id
    except service.DelegationKnown:
        form.refuse(form.organisation, _("This organisation sends a delegation already: change that one."))
        return _form_page(form, None, status=422)
    flash(_("The invitation goes to %(address)s.", address=isolated(address)), "success")
    return redirect(url_for("registration.delegation", delegation_id=delegation_id))


@blueprint.get(ONE)
@access(organiser)
@section("registration.manage")
def delegation(delegation_id: int) -> str:
    private_page()
    event, found = current_event(), _delegation(delegation_id)
    return render_template(
        "registration/delegation.html",
        the_event=event,
        delegation=found,
        nominated=people_of(db.session(), found),
        is_open=service.is_open(found),
        is_heading=is_heading,
        category_words=category_words,
        title_words=title_words,
        nominee_words=nominee_words,
        nominee_tone=nominee_tone,
    )


@blueprint.route(f"{ONE}/change", methods=["GET", "POST"])
@access(organiser)
@section("registration.manage")
@form_view
def edit_delegation(delegation_id: int) -> Answer:
    private_page()
    event, by, found = current_event(), signed_in_account(), _delegation(delegation_id)
    form = delegation_form(event, found)
    if "preset" in request.form:
        form.preset()
        return _form_page(form, found, status=200)
    if not form.validate_on_submit():
        return _form_page(form, found, status=422 if form.is_submitted() else 200)
    values, seen = form.values, form.seen_values
    try:
        with write() as session:
            moved = service.change_delegation(session, found, values=values, seen=seen, by=by)
    except Clashes as clashes:
        form.show_clashes(clashes)
        return _form_page(form, found, status=422)
    flash(
        _("Saved. A new link goes to the new address, and the old link opens nothing any more.")
        if moved
        else _("Saved."),
        "success",
    )
    return redirect(url_for("registration.delegation", delegation_id=delegation_id))


@blueprint.post(f"{ONE}/<any(renew, resend, withdraw):verb>")
@access(organiser)
def delegation_link(delegation_id: int, verb: str) -> Answer:
    found, by = _delegation(delegation_id), signed_in_account()
    address = isolated(found.focal_email)
    try:
        with write() as session:
            VERBS[verb](session, found, by=by)
    except service.DelegationKnown:
        flash(_("Meanwhile this organisation was invited anew: that delegation counts."), "warning")
    except service.DelegationWithdrawn:
        flash(_("This delegation was withdrawn: a new link brings it back."), "warning")
    else:
        flash(
            {
                "renew": _("A new link goes to %(address)s. The old link opens nothing any more.", address=address),
                "resend": _("The same link goes to %(address)s once more.", address=address),
                "withdraw": _("The delegation is withdrawn. The people whom it named stay as they are."),
            }[verb],
            "success",
        )
    return redirect(url_for("registration.delegation", delegation_id=delegation_id))


@blueprint.get(f"{ONE}/letter")
@access(organiser)
def delegation_letter(delegation_id: int) -> FileResponse:
    private_page()
    return letter_of(_delegation(delegation_id))


def letter_of(found: Delegation) -> FileResponse:
    """The letter as a file to keep. Aborts with 404 where none came."""
    if found.letter_at is None:
        abort(404)
    file_type = file_types.ALL[found.letter_type]
    stem = safe_name(found.letter_name.removesuffix(f".{file_type.ending}"))[:120] or "letter"
    return file_response(
        sha256=found.letter_sha256,
        size=found.letter_size,
        name=f"{stem}.{file_type.ending}",
        media_type=file_type.media_type,
    )


def _form_page(form: DelegationForm | InvitationForm, found: Delegation | None, *, status: int) -> Answer:
    event = current_event()
    page = render_template(
        "registration/edit_delegation.html",
        the_event=event,
        form=form,
        delegation=found,
        city=formatting.zone_city(event.zone, g.language),
    )
    return page, status


def _delegation(delegation_id: int) -> Delegation:
    return delegation_by_id(db.session(), current_event().id, delegation_id) or abort(404)
