"""The team of an event: who has which role, and who was asked and has not signed in yet."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from conference.accounts.access import signed_in_account
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.limits import limiter
from conference.core.localization import current_language
from conference.core.security import private_page
from conference.events import queries, service
from conference.events.access import current_event, organiser
from conference.events.forms import RoleForm
from conference.events.models import EventRole, Role, RoleInvitation
from conference.events.views.blueprint import MANAGE, Answer, blueprint
from conference.events.words import role_powers, role_tone, role_words

MAILS_PER_HOUR = "60 per hour"


@blueprint.route(f"{MANAGE}/team", methods=["GET", "POST"])
@limiter.limit(MAILS_PER_HOUR, methods=["POST"])
@access(organiser)
@form_view
def team() -> Answer:
    event, by = current_event(), signed_in_account()
    form = RoleForm()
    if not form.validate_on_submit():
        return _page(form)
    email, role = form.email.data, Role(form.role.data)
    with write() as session:
        is_new = service.invite(session, event, email=email, role=role, language=current_language(), by=by)
    if not is_new:
        form.refuse(form.email, _("This address has this role already."))
        return _page(form)
    flash(_("We write to %(email)s now.", email=email), "success")
    return redirect(url_for("events.team"))


def _page(form: RoleForm) -> Answer:
    private_page()
    event = current_event()
    page = render_template(
        "events/team.html",
        form=form,
        members=queries.team(db.session(), event),
        invitations=queries.invitations(db.session(), event),
        roles=[(role_words(role), role_powers(role)) for role in Role],
        role_words=role_words,
        role_tone=role_tone,
        zone=event.zone,
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post(f"{MANAGE}/team/<int:role_id>/take")
@access(organiser)
def take_role(role_id: int) -> Answer:
    event_id, by = current_event().id, signed_in_account()
    try:
        with write() as session:
            given = session.get(EventRole, role_id)
            if given is None or given.event_id != event_id:
                abort(404)
            service.take_role(session, given, by=by)
    except service.LastOrganiser:
        flash(_("An event keeps at least one organiser. Make somebody else an organiser first."), "error")
    else:
        flash(_("The role is taken away."), "success")
    if not _is_still_organiser():
        return redirect(url_for("accounts.account"))
    return redirect(url_for("events.team"))


def _is_still_organiser() -> bool:
    """Whoever took their own role away cannot come back to this page."""
    account = signed_in_account()
    return account.is_site_administrator or Role.ORGANISER in queries.roles_of(db.session(), current_event(), account)


@blueprint.post(f"{MANAGE}/team/invitations/<int:invitation_id>/withdraw")
@access(organiser)
def withdraw_invitation(invitation_id: int) -> Answer:
    event_id, by = current_event().id, signed_in_account()
    with write() as session:
        invitation = session.get(RoleInvitation, invitation_id)
        if invitation is None or invitation.event_id != event_id:
            abort(404)
        service.withdraw_invitation(session, invitation, by=by)
    flash(_("The invitation is withdrawn."), "success")
    return redirect(url_for("events.team"))
