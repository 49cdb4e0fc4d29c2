"""The organisers' page for invitations to register."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from conference.accounts.access import signed_in_account
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.languages import Language
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.text import isolated
from conference.events.access import current_event, organiser
from conference.registration import service
from conference.registration.forms.review import InvitationsForm
from conference.registration.models import RegistrationInvitation
from conference.registration.queries import (
    event_rules,
    invitations,
    invitations_count,
)
from conference.registration.views.blueprint import MANAGE, Answer, blueprint
from conference.registration.words import category_words, state_tone, state_words

PAGE_LENGTH = 50
INVITATIONS = f"{MANAGE}/invitations"


@blueprint.route(INVITATIONS, methods=["GET", "POST"], endpoint="invitations")
@access(organiser)
@section("registration.manage")
@form_view
def invite() -> Answer:
    private_page()
    event, by = current_event(), signed_in_account()
    form = InvitationsForm(event_rules(db.session(), event.id).offered, event.languages)
    if not form.validate_on_submit():
        return _page(form)
    with write() as session:
        result = service.invite(
            session,
            event.id,
            form.found,
            category=form.category.data or "",
            language=Language.of(form.language_code.data),
            by=by,
        )
    _tell(result)
    return redirect(url_for("registration.invitations"))


def _page(form: InvitationsForm) -> Answer:
    event_id = current_event().id
    total = invitations_count(db.session(), event_id)
    pages = max(1, -(-total // PAGE_LENGTH))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    answer = render_template(
        "registration/invitations.html",
        the_event=current_event(),
        form=form,
        rows=invitations(db.session(), event_id, limit=PAGE_LENGTH, offset=(page - 1) * PAGE_LENGTH),
        page=page,
        pages=pages,
        page_url=lambda number: url_for("registration.invitations", page=number),
        category_words=category_words,
        state_words=state_words,
        state_tone=state_tone,
    )
    return answer, 422 if form.is_submitted() else 200


def _tell(result: service.Invited) -> None:
    new, known, registered = len(result.new), len(result.known), len(result.registered)
    if new:
        flash(ngettext("%(num)s invitation is on its way.", "%(num)s invitations are on their way.", new), "success")
    if known:
        sentence = ngettext(
            "%(num)s address was invited before: nothing was sent to it.",
            "%(num)s addresses were invited before: nothing was sent to them.",
            known,
        )
        flash(sentence, "warning")
    if registered:
        sentence = ngettext(
            "%(num)s address is registered already: nothing was sent to it.",
            "%(num)s addresses are registered already: nothing was sent to them.",
            registered,
        )
        flash(sentence, "warning")


@blueprint.post(f"{INVITATIONS}/<int(max=2147483647):invitation_id>/<any(resend, withdraw):verb>")
@access(organiser)
def change_invitation(invitation_id: int, verb: str) -> Answer:
    event_id, by = current_event().id, signed_in_account()
    change = service.resend_invitation if verb == "resend" else service.withdraw_invitation
    try:
        with write() as session:
            invitation = session.get(RegistrationInvitation, invitation_id)
            if invitation is None or invitation.event_id != event_id:
                abort(404)
            change(session, invitation, by=by)
            address = isolated(invitation.email)
    except service.InvitationWithdrawn:
        flash(_("This invitation was withdrawn meanwhile."), "warning")
    else:
        sent = _("The invitation to %(address)s is sent again.", address=address)
        withdrawn = _("The invitation to %(address)s is withdrawn: its link opens nothing any more.", address=address)
        flash(sent if verb == "resend" else withdrawn, "success")
    return redirect(url_for("registration.invitations"))
