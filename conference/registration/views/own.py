"""A person's own registration, behind its link: seeing, changing and cancelling it."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from conference.core.access import access, form_view
from conference.core.clock import now
from conference.core.database import db, write
from conference.core.formatting import zone_city
from conference.core.honorifics import title_words
from conference.core.localization import current_language
from conference.events.access import current_event, visitor
from conference.registration import service
from conference.registration.answer_words import said
from conference.registration.forms import RegistrationForm, change_form, offer_of
from conference.registration.models import Category, Registration
from conference.registration.ports import registration_panels
from conference.registration.queries import EventForm, answers_of, event_form, event_rules, takes_registrations
from conference.registration.views.blueprint import EVENT, Answer, allow_files, blueprint
from conference.registration.views.mine import mine as _mine
from conference.registration.views.refusals import NOT_KEPT, form_after
from conference.registration.words import category_words, nominee_tone, nominee_words


@blueprint.get(f"{EVENT}/registration/<token>")
@access(visitor)
def show(token: str) -> str:
    registration = _mine(token)
    return render_template(
        "registration/show.html",
        registration=registration,
        token=token,
        state_words=nominee_words(registration),
        state_tone=nominee_tone(registration),
        category_words=category_words(registration.category),
        title_words=title_words(registration.title) if registration.title else "",
        consents=list(registration.given.values()),
        answers=said(answers_of(db.session(), [registration.id])[registration.id].values(), current_event()),
        offer_ends_at=registration.offer_ends_at if registration.has_offer_at(now()) else None,
        city=zone_city(current_event().zone, current_language()),
        may_change=_may_change(registration),
        may_come_back=takes_registrations(db.session(), current_event()),
        panels=[panel for ask in registration_panels.all() if (panel := ask(registration, token))],
    )


def _may_change(registration: Registration) -> bool:
    """Whether anything is left to change: confirmed people change what the organisers leave open."""
    asked = event_form(db.session(), current_event())
    closed = service.closed_fields(asked, registration)
    return registration.is_active and len(closed) < len(asked.fields)


@blueprint.post(f"{EVENT}/registration/<token>/accept")
@access(visitor)
def accept(token: str) -> Answer:
    """Take the place that is kept for somebody of the waiting list."""
    registration = _mine(token)
    try:
        with write() as session:
            service.accept_offer(session, registration)
    except service.OfferOver:
        flash(_("This place is no longer kept for you. Your page says how you stand now."), "warning")
    else:
        flash(_("Your place is confirmed."), "success")
    return redirect(url_for("registration.show", token=token))


@blueprint.route(f"{EVENT}/registration/<token>/change", methods=["GET", "POST"])
@access(visitor)
@form_view
def change(token: str) -> Answer:
    registration = _mine(token)
    if not registration.is_active:
        return redirect(url_for("registration.show", token=token))
    asked = event_form(db.session(), current_event())
    allow_files(asked)
    made = partial(_form, registration)
    form = made(asked)
    if not form.validate_on_submit():
        return _change_page(form, registration, token, status=422 if form.is_submitted() else 200)
    submission = form.submission
    try:
        with write() as session:
            registration = service.change(session, registration, submission)
            token = service.token_of(registration)
    except service.NotPossible:
        flash(_("Meanwhile this registration was cancelled or declined, so nothing was changed."), "warning")
    except service.NoPlaceAs:
        flash(
            _(
                "You had registered by yourself and hold a place, which this nomination could not keep: nothing was "
                "changed. Write to the organisers."
            ),
            "warning",
        )
    except NOT_KEPT as refused:
        return _change_page(form_after(refused, form, made), registration, token, status=422)
    else:
        flash(_("Your registration is saved."), "success")
    return redirect(url_for("registration.show", token=token))


def _form(registration: Registration, asked: EventForm) -> RegistrationForm:
    answers = answers_of(db.session(), [registration.id])[registration.id]
    held = [choice for answer in answers.values() for choice in answer.value.get("choices", ())]
    # Whoever is of a category stays it, also where it takes nobody new.
    open_to_all = event_rules(db.session(), current_event().id).open
    categories = [one for one in Category if one in {*open_to_all, registration.category}]
    offer = offer_of(
        db.session(),
        current_event(),
        asked,
        current_language(),
        categories=categories,
        apart_from=registration.id,
        held=held,
    )
    closed = [one.key for one in service.closed_fields(asked, registration)]
    return change_form(asked, offer, registration, answers, closed=closed)


def _change_page(form: RegistrationForm, registration: Registration, token: str, *, status: int) -> Answer:
    page = render_template(
        "registration/change.html",
        form=form,
        registration=registration,
        token=token,
        some_closed=len(form.closed) > 1,
    )
    return page, status


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
