"""The event's registration form, and the way to one's link again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask import abort, redirect, render_template, url_for

from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.limits import PER_IP, limiter, may_send_form, may_write_to
from conference.core.localization import current_language
from conference.core.security import private_page
from conference.events.access import current_event, visitor
from conference.registration import service
from conference.registration.forms import RegistrationForm, ResendForm, offer_of, registration_form
from conference.registration.models import StandardField
from conference.registration.queries import (
    EventForm,
    door_of,
    event_form,
    event_rules,
    invitation_by_token,
    registrations_at_address,
)
from conference.registration.views.blueprint import EVENT, Answer, allow_files, blueprint
from conference.registration.views.refusals import NOT_KEPT, form_after
from conference.registration.words import opening_words


@blueprint.route(f"{EVENT}/register", methods=["GET", "POST"])
@limiter.limit(PER_IP, methods=["POST"])
@access(visitor)
@form_view
def register() -> Answer:
    door = door_of(db.session(), current_event())
    return _take(door.categories, email="", is_invited=False) if door.is_open else _closed()


@blueprint.route(f"{EVENT}/register/invited/<token>", methods=["GET", "POST"])
@limiter.limit(PER_IP, methods=["POST"])
@access(visitor)
@form_view
def invited(token: str) -> Answer:
    """The form behind an invitation: open to its address, for its category, also where it is closed to others."""
    private_page()
    event = current_event()
    invitation = invitation_by_token(db.session(), event, token)
    if invitation is None:
        return render_template("registration/invitation_over.html"), 404
    categories = [invitation.category] if invitation.category else event_rules(db.session(), event.id).offered
    return _take(categories, email=invitation.email, is_invited=True)


def _take(categories: Sequence[str], *, email: str, is_invited: bool) -> Answer:
    """The form until it is right, then the registration. The invited `email` is the one that is registered."""
    event_id = current_event().id
    asked = event_form(db.session(), current_event())
    allow_files(asked)
    made = partial(_form, categories, email)
    form = made(asked)
    if not form.validate_on_submit():
        return _page(form, email, status=422 if form.is_submitted() else 200)
    address, submission = email or form[StandardField.EMAIL].data, form.submission
    if not may_send_form(address):
        abort(429)
    try:
        with write() as session:
            service.register(session, event_id, email=address, submission=submission, is_invited=is_invited)
    except service.RegistrationClosed:
        return _closed()
    except NOT_KEPT as refused:
        return _page(form_after(refused, form, made), email, status=422)
    return redirect(url_for("registration.received"))


def _form(categories: Sequence[str], email: str, asked: EventForm) -> RegistrationForm:
    offer = offer_of(db.session(), current_event(), asked, current_language(), categories=categories)
    if not email:
        return registration_form(asked, offer)
    only = categories[0] if len(categories) == 1 else ""
    return registration_form(asked, offer, email=email, category=only)


def _page(form: RegistrationForm, email: str, *, status: int) -> Answer:
    are_full = service.is_full(db.session(), current_event())
    return render_template("registration/register.html", form=form, invited=email, are_full=are_full), status


def _closed() -> str:
    event = current_event()
    door = door_of(db.session(), event)
    return render_template(
        "registration/closed.html",
        the_event=event,
        way=door.way,
        opening=opening_words(door.opens_at, event) if door.opens_at else "",
        closes_at=door.closes_at,
    )


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
            for known in registrations_at_address(session, event_id, form.email.data):
                service.send_link(session, known)
    return redirect(url_for("registration.link_sent"))


@blueprint.get(f"{EVENT}/registration/sent")
@access(visitor)
def link_sent() -> str:
    current_event()
    return render_template("registration/link_sent.html")
