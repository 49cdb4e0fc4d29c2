"""Checking oneself in: the screen in the room with its code, and the page where a person types it."""

from __future__ import annotations

import segno
from flask import Response, abort, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from conference.agenda.published import PublishedSession
from conference.attendance import service
from conference.attendance.badge_codes import BadBadgeCode, read_badge_code
from conference.attendance.forms import CheckInForm
from conference.attendance.joining import Door, joining
from conference.attendance.queries import placed_session
from conference.attendance.room_codes import code_at, is_shown, seconds_left
from conference.attendance.views.blueprint import EVENT, Answer, blueprint
from conference.attendance.views.join import own_registration, published_session
from conference.core.access import access, form_view
from conference.core.clock import now
from conference.core.database import db, write
from conference.core.formatting import format_hour
from conference.core.limits import PER_IP, limiter, may_guess
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.text import one_way
from conference.events.access import current_event, desk, visitor
from conference.registration.models import Registration
from conference.registration.words import state_words


@blueprint.get(f"{EVENT}/desk/<code>/screen")
@access(desk)
@section("attendance.manage")
def screen(code: str) -> str:
    """What the room shows: a QR code and the digits, drawn anew every minute."""
    private_page()
    listed = placed_session(db.session(), current_event().id, code) or abort(404)
    moment = now()
    digits = code_at(listed.id, moment)
    address = current_app.config["PUBLIC_URL"] + url_for("attendance.check_in", code=code, shown=digits)
    drawn = segno.make(address, error="m").svg_inline(scale=8, border=2, dark="#000", light="#fff", omitsize=True)
    return render_template(
        "attendance/screen.html",
        the_event=current_event(),
        session=listed,
        digits=digits,
        qr=Markup(drawn),  # noqa: S704 # drawn by segno from an address of ours
        address=current_app.config["PUBLIC_URL"] + url_for("attendance.check_in", code=code),
        seconds=seconds_left(moment),
    )


@blueprint.route(f"{EVENT}/agenda/<code>/here", methods=["GET", "POST"])
@limiter.limit(PER_IP)
@access(visitor)
@section("agenda.day")
@form_view
def check_in(code: str) -> Answer | Response:
    private_page()
    _agenda, session = published_session(code)
    token = request.args.get("registration", "")
    person = own_registration(token)
    form = CheckInForm(is_known=person is not None, code=request.args.get("shown", "")[:20])
    if not form.validate_on_submit():
        return _page(session, form, person, 422 if form.is_submitted() else 200)
    person = person or _by_badge(form)
    if person is None:
        return _page(session, form, None, 422)
    refused, status = _refusal(session, person, form.code.data)
    if refused:
        form.refuse(form.code, refused)
        return _page(session, form, person, status)
    registration_id, event_id, moment = person.id, current_event().id, now()
    try:
        with write() as database:
            is_news = service.check_in(
                database,
                event_id=event_id,
                session_id=session.id,
                registration_id=registration_id,
                at=moment,
            )
    except service.NotConfirmed as other:
        form.refuse(form.code, _not_confirmed(other.state))
        return _page(session, form, db.session.get(Registration, registration_id), 403)
    if is_news:
        flash(_("You are marked present."), "success")
    else:
        flash(_("You were marked present before: nothing more is needed."), "info")
    return redirect(url_for("attendance.check_in", code=code, registration=token or None, done=1))


def _by_badge(form: CheckInForm) -> Registration | None:
    """Whose badge was typed; else a sentence stands beside the field."""
    try:
        badge = read_badge_code(db.session(), event_id=current_event().id, text=form.badge.data)
    except BadBadgeCode:
        form.refuse(form.badge, _("This is not the code of a badge that is good. Ask at the desk."))
        return None
    return badge.registration


def _refusal(session: PublishedSession, person: Registration, typed: str) -> tuple[str, int]:
    """Why not, with the status of the answer; nothing where the person may."""
    way = joining(current_event(), session, now())
    if way.door == Door.EARLY:
        opens = one_way(format_hour(way.opens_at, current_event().zone))
        return _("Checking in is possible from %(hour)s.", hour=opens), 409
    if way.door != Door.OPEN:
        return _("This session is over, or was cancelled: ask at the desk."), 409
    if not may_guess("room code", str(person.id)):
        return _("Too many codes were tried. Wait ten minutes, or go to the desk."), 429
    if not is_shown(session.id, typed, now()):
        return _("The room does not show this code. Read it again: it changes every minute."), 422
    return "", 200


def _not_confirmed(state: str) -> str:
    return _("Your registration: %(state)s. Only confirmed people can be marked present.", state=state_words(state))


def _page(session: PublishedSession, form: CheckInForm, person: Registration | None, status: int) -> Response:
    page = render_template(
        "attendance/check_in.html",
        the_event=current_event(),
        session=session,
        form=form,
        person=person,
        done=request.args.get("done") == "1",
        sign_in_url=url_for(
            "accounts.sign_in", next=url_for("attendance.check_in", code=session.code, shown=form.code.data or None)
        ),
    )
    return make_response(page, status)
