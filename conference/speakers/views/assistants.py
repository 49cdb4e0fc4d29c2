"""Who else reaches a speaker's page: the assistants whom they chose, and the account that took it among its places."""

from __future__ import annotations

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _

from conference.accounts.access import require_sign_in, signed_in_account
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.limits import PER_IP, limiter, may_write_to
from conference.core.text import isolated
from conference.events.access import current_event, organiser
from conference.speakers import service
from conference.speakers.access import current_invitation, speaker_in_person
from conference.speakers.forms import AssistantForm
from conference.speakers.models import Assistant
from conference.speakers.queries import assistant_here, invitation_of
from conference.speakers.views.blueprint import EVENT, Answer, blueprint
from conference.speakers.views.manage import MANAGE, speaker_here
from conference.speakers.views.page import speaker_page

SPEAK = f"{EVENT}/speak/<token>"
ASSISTANT = "assistants/<int(max=2147483647):assistant_id>"


@blueprint.post(f"{SPEAK}/assistants")
@limiter.limit(PER_IP)
@access(speaker_in_person)
@form_view
def add_assistant(token: str) -> Answer:
    invitation, event = current_invitation(), current_event()
    form = AssistantForm(event, service.own_language(invitation.speaker, event))
    if not form.validate_on_submit():
        return speaker_page(token, assistant_form=form), 422
    if not may_write_to(form.email.data):
        form.refuse(form.email, _written_often())
        return speaker_page(token, assistant_form=form), 429
    try:
        with write() as database:
            service.add_assistant(
                database, invitation, name=form.name.data, email=form.email.data, language=form.language
            )
    except service.OwnAddress:
        form.refuse(form.email, _("This is your own address. Enter that of your assistant."))
    except service.AssistsAlready:
        form.refuse(form.email, _("Somebody with this address acts for you already. You can send them a new link."))
    except service.TooManyAssistants:
        form.refuse(form.email, _("You have given access to many people already. Ask the organisers for more."))
    except service.WasWithdrawn:
        abort(404)
    else:
        flash(_("The link goes to %(address)s.", address=isolated(form.email.data)), "success")
        return redirect(url_for("speakers.speak", token=token, _anchor="assistants"))
    return speaker_page(token, assistant_form=form), 422


@blueprint.post(f"{SPEAK}/{ASSISTANT}/<any(renew, revoke):verb>")
@limiter.limit(PER_IP)
@access(speaker_in_person)
def change_assistant(token: str, assistant_id: int, verb: str) -> Answer:
    assistant = _assistant(current_invitation().id, assistant_id)
    address = assistant.email
    if verb == "renew" and not may_write_to(address):
        flash(_written_often(), "warning")
        return redirect(url_for("speakers.speak", token=token, _anchor="assistants"))
    try:
        with write() as database:
            if verb == "renew":
                service.renew_assistant(database, assistant)
            else:
                service.revoke_assistant(database, assistant, by=None)
    except service.NotAssisting:
        abort(404)
    flash(
        _("A new link goes to %(address)s. The old link opens nothing any more.", address=isolated(address))
        if verb == "renew"
        else _("The access is ended. The link of %(address)s opens nothing any more.", address=isolated(address)),
        "success",
    )
    return redirect(url_for("speakers.speak", token=token, _anchor="assistants"))


@blueprint.post(f"{SPEAK}/<any(claim, release):verb>")
@limiter.limit(PER_IP)
@access(speaker_in_person)
def claim(token: str, verb: str) -> Answer:
    require_sign_in()
    invitation, account = current_invitation(), signed_in_account()
    try:
        with write() as database:
            if verb == "claim":
                service.claim(database, invitation, account)
            else:
                service.release(database, invitation, account)
    except service.ClaimedByAnother:
        flash(_("Another account has this page among its places. It can be removed there."), "warning")
    except service.WasWithdrawn:
        abort(404)
    else:
        flash(
            _("This page is now among the places of your account.")
            if verb == "claim"
            else _("This page is no longer among the places of your account."),
            "success",
        )
    return redirect(url_for("speakers.speak", token=token))


@blueprint.post(f"{MANAGE}/<code>/{ASSISTANT}/revoke")
@access(organiser)
def revoke_assistant(code: str, assistant_id: int) -> Answer:
    speaker, by = speaker_here(code), signed_in_account()
    invitation = invitation_of(db.session(), speaker.id) or abort(404)
    assistant = _assistant(invitation.id, assistant_id)
    address = assistant.email
    try:
        with write() as database:
            service.revoke_assistant(database, assistant, by=by)
    except service.NotAssisting:
        abort(404)
    flash(
        _("The access is ended. The link of %(address)s opens nothing any more.", address=isolated(address)),
        "success",
    )
    return redirect(url_for("speakers.address", code=code))


def _written_often() -> str:
    """Whoever assists is a stranger to us until they open the link: nobody fills a mailbox with our mails."""
    return _("We have written to this address several times already. Try again in ten minutes.")


def _assistant(invitation_id: int, assistant_id: int) -> Assistant:
    return assistant_here(db.session(), invitation_id, assistant_id) or abort(404)
