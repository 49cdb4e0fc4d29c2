"""The event's registration form, and the way to one's link again."""

from __future__ import annotations

from flask import abort, redirect, render_template, url_for

from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.limits import PER_IP, limiter, may_send_form, may_write_to
from conference.core.localization import current_language
from conference.events.access import current_event, visitor
from conference.registration import service
from conference.registration.forms import RegistrationForm, ResendForm, offer_of, registration_form
from conference.registration.models import StandardField
from conference.registration.queries import event_form, registration_by_email, takes_registrations
from conference.registration.views.blueprint import EVENT, Answer, allow_files, blueprint
from conference.registration.words import refusal_words


@blueprint.route(f"{EVENT}/register", methods=["GET", "POST"])
@limiter.limit(PER_IP, methods=["POST"])
@access(visitor)
@form_view
def register() -> Answer:
    event, language = current_event(), current_language()
    if not takes_registrations(db.session(), event):
        return _closed()
    asked = event_form(db.session(), event)
    allow_files(asked)
    form = registration_form(asked, offer_of(db.session(), event, asked, language))
    if not form.validate_on_submit():
        return _page(form, status=422 if form.is_submitted() else 200)
    email, submission, event_id = form[StandardField.EMAIL].data, form.submission, event.id
    if not may_send_form(email):
        abort(429)
    try:
        with write() as session:
            service.register(session, event_id, email=email, submission=submission)
    except service.RegistrationClosed:
        return _closed()
    except (service.CategoryNotOffered, service.InvitationNeeded) as refused:
        form.refuse(form[StandardField.CATEGORY], refusal_words(refused))
        return _page(form, status=422)
    except service.ChoiceFull as full:
        form.refuse_full_choice(full.key, full.choice_id)
        return _page(form, status=422)
    except service.FormChanged:
        asked = event_form(db.session(), current_event())
        form = registration_form(asked, offer_of(db.session(), current_event(), asked, language))
        form.validate()
        form.refuse_as_changed()
        return _page(form, status=422)
    return redirect(url_for("registration.received"))


def _page(form: RegistrationForm, *, status: int) -> Answer:
    return render_template("registration/register.html", form=form), status


def _closed() -> str:
    return render_template("registration/closed.html", the_event=current_event())


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
