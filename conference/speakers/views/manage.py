"""The organisers' board: whom they invited, who answered, what came, what readers have."""

from __future__ import annotations

from flask import Response as FileResponse
from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from conference.accounts.access import signed_in_account
from conference.agenda.models import Speaker
from conference.agenda.queries import speaker_by_code
from conference.core import file_types
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.files import file_response, safe_name
from conference.core.languages import Language
from conference.core.localization import is_local_path
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.sorting import sort_key
from conference.core.text import isolated
from conference.events.access import current_event, organiser
from conference.speakers import service
from conference.speakers.forms import AddressForm
from conference.speakers.models import Invitation, InvitationState, Slides
from conference.speakers.queries import (
    assistants_of,
    board,
    consents_of,
    invitation_of,
    photographs_of,
    slides_by_id,
    unread_counts,
)
from conference.speakers.views.blueprint import EVENT, Answer, blueprint

MANAGE = f"{EVENT}/manage/speakers"
SLIDES = f"{MANAGE}/slides/<int(max=2147483647):slides_id>"


@blueprint.get(MANAGE)
@access(organiser)
def manage() -> str:
    private_page()
    event = current_event()
    lines = sorted(board(db.session(), event.id), key=lambda line: sort_key(_label(line.speaker), g.language))
    states = [line.state for line in lines]
    return render_template(
        "speakers/manage.html",
        the_event=event,
        lines=lines,
        unread=unread_counts(db.session(), [line.speaker.id for line in lines]),
        consents=consents_of(db.session(), [line.speaker.id for line in lines]),
        photographs=photographs_of(db.session(), [line.speaker.id for line in lines]),
        confirmed=states.count(InvitationState.CONFIRMED),
        declined=states.count(InvitationState.DECLINED),
        open=states.count(InvitationState.INVITED),
        not_invited=states.count(None),
        withdrawn=states.count(InvitationState.WITHDRAWN),
        can_invite_all=any(line.state is None and line.speaker.email for line in lines),
        to_publish=sum(line.waits_for_publication for line in lines),
    )


def _label(speaker: Speaker) -> str:
    """What the board is sorted by: the name, or what stands for it."""
    return speaker.latin_name or speaker.native_name or speaker.function.resolve(g.language).text


@blueprint.post(f"{MANAGE}/<code>/invite")
@access(organiser)
def invite(code: str) -> Answer:
    speaker, by = speaker_here(code), signed_in_account()
    address = speaker.email
    try:
        with write() as database:
            service.invite(database, speaker, by=by)
    except service.NoAddress:
        return redirect(url_for("speakers.address", code=code))
    except service.AlreadyInvited:
        flash(_("Somebody sent this invitation before you."), "warning")
    else:
        flash(_("The invitation goes to %(address)s.", address=isolated(address)), "success")
    return back(code)


@blueprint.post(f"{MANAGE}/invite-all")
@access(organiser)
def invite_all() -> Answer:
    """Everybody who has an address and was never invited."""
    event, by = current_event(), signed_in_account()
    with write() as database:
        count = len(service.invite_all(database, event, by=by))
    if count:
        flash(ngettext("%(num)s invitation is on its way.", "%(num)s invitations are on their way.", count), "success")
    else:
        flash(_("Nobody is left to invite: those who were not invited have no e-mail address."), "warning")
    return redirect(url_for("speakers.manage"))


@blueprint.post(f"{MANAGE}/<code>/renew")
@access(organiser)
def renew(code: str) -> Answer:
    speaker, by = speaker_here(code), signed_in_account()
    address = speaker.email
    try:
        with write() as database:
            service.renew(database, _invitation(speaker), by=by)
    except service.NoAddress:
        return redirect(url_for("speakers.address", code=code))
    except service.WasWithdrawn:
        abort(404)
    flash(
        _("A new link goes to %(address)s. The old link opens nothing any more.", address=isolated(address)),
        "success",
    )
    return back(code)


@blueprint.post(f"{MANAGE}/<code>/withdraw")
@access(organiser)
def withdraw(code: str) -> Answer:
    speaker, by = speaker_here(code), signed_in_account()
    try:
        with write() as database:
            service.withdraw_invitation(database, _invitation(speaker), by=by)
    except service.WasWithdrawn:
        abort(404)
    flash(
        _(
            "The invitation is withdrawn, and its link opens nothing any more. We write to the speaker only to take "
            "sessions out of their calendar that we had sent there."
        ),
        "success",
    )
    return back(code)


@blueprint.route(f"{MANAGE}/<code>/address", methods=["GET", "POST"])
@access(organiser)
@form_view
@section("speakers.manage")
def address(code: str) -> Answer:
    private_page()
    event, speaker, by = current_event(), speaker_here(code), signed_in_account()
    form = AddressForm(event, email=speaker.email, language_code=service.own_language(speaker, event).code)
    if not form.validate_on_submit():
        invitation = invitation_of(db.session(), speaker.id)
        assistants = assistants_of(db.session(), invitation.id) if invitation is not None else []
        page = render_template("speakers/address.html", form=form, speaker=speaker, assistants=assistants)
        return page, 422 if form.is_submitted() else 200
    with write() as database:
        sent = service.change_address(database, speaker, email=form.email.data, language=form.language, by=by)
    flash(
        _("The address is saved. A new link goes there, and the old link opens nothing any more.")
        if sent
        else _("The address is saved."),
        "success",
    )
    return back(code)


@blueprint.post(f"{SLIDES}/publish")
@access(organiser)
@section("speakers.manage")
def publish(slides_id: int) -> Answer:
    slides, by = slides_here(slides_id), signed_in_account()
    code = slides.speaker.code
    has_permission = request.form.get("permission") == "given"
    try:
        with write() as database:
            if has_permission:
                service.vouch_for_slides(database, slides.speaker, by=by)
            document = service.publish_slides(database, slides, by=by)
            symbol = document.symbol
    except service.ConsentRefused:
        flash(
            _("The speaker does not allow these slides to be published. Readers have not been given them."), "warning"
        )
    except service.ConsentUnknown:
        asked = request.form.get("next", "")
        return render_template("speakers/permission.html", slides=slides_here(slides_id), asked=asked), 409
    except service.AlreadyPublished:
        flash(_("Readers have this file already."), "warning")
    else:
        flash(
            _(
                "The slides are in the library as %(symbol)s, and on their session’s page.",
                symbol=isolated(symbol),
            ),
            "success",
        )
    return back(code)


@blueprint.post(f"{SLIDES}/withdraw")
@access(organiser)
def withdraw_slides(slides_id: int) -> Answer:
    slides, by = slides_here(slides_id), signed_in_account()
    code, language = slides.speaker.code, Language.of(slides.language_code)
    try:
        with write() as database:
            service.withdraw_slides(database, slides, by=by)
    except service.NotPublished:
        flash(_("Readers do not have this file any more."), "warning")
    else:
        flash(
            _(
                "Readers no longer have these slides (%(language)s). You can publish them again.",
                language=language.name_in(g.language),
            ),
            "success",
        )
    return back(code)


@blueprint.get(f"{SLIDES}/file")
@access(organiser)
def slides_file(slides_id: int) -> FileResponse:
    private_page()
    slides = slides_here(slides_id)
    file_type = file_types.ALL[slides.ending]
    stem = safe_name(slides.name.removesuffix(f".{slides.ending}"))[:120] or "slides"
    return file_response(
        sha256=slides.sha256,
        size=slides.size,
        name=f"{stem}.{file_type.ending}",
        media_type=file_type.media_type,
        language=Language.of(slides.language_code),
    )


def speaker_here(code: str) -> Speaker:
    """A speaker of this request's event. Aborts with 404."""
    return speaker_by_code(db.session(), current_event().id, code) or abort(404)


def _invitation(speaker: Speaker) -> Invitation:
    """The speaker's invitation as it is in this transaction. Aborts with 404 where somebody withdrew it."""
    return invitation_of(db.session(), speaker.id) or abort(404)


def slides_here(slides_id: int) -> Slides:
    """A file that came for this request's event. Aborts with 404."""
    return slides_by_id(db.session(), current_event().id, slides_id) or abort(404)


def back(code: str) -> Answer:
    """The page that the button stood on, where its form names it; else the list, at the speaker's line."""
    asked = request.form.get("next", "")
    if is_local_path(asked):
        return redirect(asked)
    return redirect(url_for("speakers.manage", _anchor=f"speaker-{code}"))
