"""Registering, one's own registration behind its link, and the organisers' list."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference.accounts.access import signed_in_account
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.limits import PER_ADDRESS, PER_IP, address_typed, limiter, may_write_to, was_taken
from conference.core.localization import current_language
from conference.core.security import private_page
from conference.events.access import current_event, organiser, visitor
from conference.registration import service
from conference.registration.forms import (
    ChangeForm,
    RegistrationForm,
    ResendForm,
    consent_sentences,
    details_of,
)
from conference.registration.models import Registration, RegistrationState
from conference.registration.ports import registration_panels
from conference.registration.queries import (
    counts,
    registration_by_email,
    registration_by_token,
    registrations,
    registrations_count,
)
from conference.registration.words import category_words, state_tone, state_words, title_words

blueprint = Blueprint("registration", __name__, template_folder="templates")
Answer = str | Response | tuple[str, int]
EVENT = "/<language:language>/<slug:event>"
PAGE_LENGTH = 50


@blueprint.route(f"{EVENT}/register", methods=["GET", "POST"])
@limiter.limit(PER_IP, methods=["POST"])
@limiter.limit(PER_ADDRESS, key_func=address_typed, methods=["POST"], deduct_when=was_taken)
@access(visitor)
@form_view
def register() -> Answer:
    event = current_event()
    if not event.registration_open:
        return render_template("registration/closed.html", the_event=event)
    form = RegistrationForm(event=event, language=current_language())
    if not form.validate_on_submit():
        return render_template("registration/register.html", form=form), 422 if form.is_submitted() else 200
    event_id = event.id
    try:
        with write() as session:
            service.register(session, event_id, email=form.email.data, details=form.details, consents=form.consents)
    except service.RegistrationClosed:
        return render_template("registration/closed.html", the_event=event)
    return redirect(url_for("registration.received"))


@blueprint.get(f"{EVENT}/register/received")
@access(visitor)
def received() -> str:
    """The same for everybody: whether an address was registered before is told in its mailbox alone."""
    current_event()
    return render_template("registration/received.html")


@blueprint.route(f"{EVENT}/registration", methods=["GET", "POST"])
@limiter.limit(PER_IP, methods=["POST"])
@access(visitor)
@form_view
def resend() -> Answer:
    event = current_event()
    form = ResendForm()
    if not form.validate_on_submit():
        return render_template("registration/resend.html", form=form), 422 if form.is_submitted() else 200
    event_id = event.id
    if may_write_to(form.email.data):
        with write() as session:
            known = registration_by_email(session, event_id, form.email.data)
            if known is not None:
                service.send_link(session, known)
    return redirect(url_for("registration.link_sent"))


@blueprint.get(f"{EVENT}/registration/sent")
@access(visitor)
def link_sent() -> str:
    current_event()
    return render_template("registration/link_sent.html")


def _mine(token: str) -> Registration:
    private_page()
    registration = registration_by_token(db.session(), current_event(), token)
    if registration is None:
        abort(404)
    return registration


@blueprint.get(f"{EVENT}/registration/<token>")
@access(visitor)
def show(token: str) -> str:
    registration = _mine(token)
    return render_template(
        "registration/show.html",
        registration=registration,
        token=token,
        state_words=state_words(registration.state),
        state_tone=state_tone(registration.state),
        category_words=category_words(registration.category),
        title_words=title_words(registration.title) if registration.title else "",
        consents=consent_sentences(registration),
        panels=[panel for ask in registration_panels.all() if (panel := ask(registration, token))],
    )


@blueprint.route(f"{EVENT}/registration/<token>/change", methods=["GET", "POST"])
@access(visitor)
@form_view
def change(token: str) -> Answer:
    registration = _mine(token)
    if not registration.is_active:
        return redirect(url_for("registration.show", token=token))
    form = ChangeForm(event=current_event(), language=current_language(), **details_of(registration))
    if not form.validate_on_submit():
        page = render_template("registration/change.html", form=form, registration=registration, token=token)
        return page, 422 if form.is_submitted() else 200
    try:
        with write() as session:
            service.change(session, registration, details=form.details, consents=form.consents)
    except service.NotPossible:
        flash(_("Meanwhile this registration was cancelled or declined, so nothing was changed."), "warning")
    else:
        flash(_("Your registration is saved."), "success")
    return redirect(url_for("registration.show", token=token))


@blueprint.route(f"{EVENT}/registration/<token>/cancel", methods=["GET", "POST"])
@access(visitor)
def cancel(token: str) -> Answer:
    registration = _mine(token)
    if request.method == "GET":
        return render_template("registration/cancel.html", registration=registration, token=token)
    try:
        with write() as session:
            service.cancel(session, registration)
    except service.NotPossible:
        pass
    else:
        flash(_("Your registration is cancelled. You can register again while registration is open."), "success")
    return redirect(url_for("registration.show", token=token))


@blueprint.get(f"{EVENT}/manage/registrations")
@access(organiser)
def manage() -> str:
    private_page()
    event = current_event()
    state = request.args.get("state", "")
    words = request.args.get("q", "")[:200]
    state = state if state in set(RegistrationState) else ""
    total = registrations_count(db.session(), event.id, words=words, state=state)
    pages = max(1, -(-total // PAGE_LENGTH))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    listed = registrations(
        db.session(), event.id, words=words, state=state, limit=PAGE_LENGTH, offset=(page - 1) * PAGE_LENGTH
    )
    return render_template(
        "registration/manage.html",
        the_event=event,
        registrations=listed,
        total=total,
        counts=counts(db.session(), event.id),
        states=[(one.value, state_words(one)) for one in RegistrationState],
        state=state,
        words=words,
        page=page,
        pages=pages,
        page_url=lambda number: url_for("registration.manage", q=words or None, state=state or None, page=number),
        state_words=state_words,
        state_tone=state_tone,
        category_words=category_words,
    )


@blueprint.post(f"{EVENT}/manage/registrations/<int(max=2147483647):registration_id>/<any(confirm, decline):decision>")
@access(organiser)
def decide(registration_id: int, decision: str) -> Answer:
    event_id, by = current_event().id, signed_in_account()
    state = RegistrationState.CONFIRMED if decision == "confirm" else RegistrationState.DECLINED
    try:
        with write() as session:
            registration = session.get(Registration, registration_id, with_for_update=True)
            if registration is None or registration.event_id != event_id:
                abort(404)
            service.decide(session, registration, state, by=by)
            name = registration.native_name
    except service.NotPossible:
        flash(_("Somebody decided about this registration before you. Look at its state now."), "warning")
    else:
        flash(_("%(name)s: %(state)s. We write to them now.", name=name, state=state_words(state)), "success")
    return redirect(url_for("registration.manage", state=request.args.get("state")))
