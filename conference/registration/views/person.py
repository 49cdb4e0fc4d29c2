"""One registration as organisers see it: what was said, what can be decided, and what was done before."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from conference.accounts.access import signed_in_account
from conference.core import formatting
from conference.core.access import access, form_view
from conference.core.clock import now
from conference.core.database import db, write
from conference.core.files import file_response
from conference.core.honorifics import title_words
from conference.core.localization import current_language
from conference.core.rendering import shown
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.storage import BlobMissing
from conference.events.access import current_event, organiser, viewer
from conference.registration import service
from conference.registration.answer_words import said
from conference.registration.forms import RegistrationForm, change_form, offer_of
from conference.registration.forms.offer import marked
from conference.registration.forms.review import DecisionForm, decision_form
from conference.registration.models import Category, FieldType, Registration, RegistrationState
from conference.registration.queries import EventForm, answers_of, event_form, registrations_by_id
from conference.registration.sensitive import may_see, seen
from conference.registration.service import Action
from conference.registration.views.blueprint import MANAGE, Answer, allow_files, blueprint
from conference.registration.views.refusals import NOT_KEPT, form_after
from conference.registration.words import category_words, sex_words, state_tone, state_words

PERSON = f"{MANAGE}/<int(max=2147483647):registration_id>"
DECISIONS = {"confirm": Action.APPROVE, "decline": Action.DECLINE, "correct": Action.CORRECT}


def _person(registration_id: int) -> Registration:
    private_page()
    found = registrations_by_id(db.session(), current_event().id, [registration_id])
    return found[0] if found else abort(404)


@blueprint.get(PERSON)
@access(organiser)
@section("registration.manage")
def person(registration_id: int) -> Answer:
    one = _person(registration_id)
    return _page(one, decision_form([one.language], Action.APPROVE))


def _page(one: Registration, form: DecisionForm, *, status: int = 200) -> Answer:
    event = current_event()
    answers = answers_of(db.session(), [one.id])[one.id].values()
    shown = seen(answers, viewer())
    page = render_template(
        "registration/person.html",
        the_event=event,
        registration=one,
        form=form,
        state_words=state_words(one.state),
        state_tone=state_tone(one.state),
        category_words=category_words(one.category),
        title_words=title_words(one.title) if one.title else "",
        sex_words=sex_words(one.sex) if one.sex else "",
        answers=said(shown, event),
        files=[answer for answer in shown if answer.field.type == FieldType.FILE],
        unseen=len(answers) - len(shown),
        consents=list(one.given.values()),
        has_offer=one.has_offer_at(now()),
        is_full=one.state != RegistrationState.CONFIRMED and not service.has_place_for(db.session(), event, one),
    )
    return page, status


@blueprint.get(f"{PERSON}/files/<field_key>")
@access(organiser)
def person_file(registration_id: int, field_key: str) -> Response:
    """A file that somebody sent with an answer which the organiser may see."""
    one = _person(registration_id)
    answer = answers_of(db.session(), [one.id])[one.id].get(field_key)
    if answer is None or answer.field.type != FieldType.FILE or not may_see(answer.field, viewer()):
        abort(404)
    file = answer.value["file"]
    try:
        return file_response(sha256=file["sha256"], size=file["size"], name=file["name"], media_type=file["media_type"])
    except BlobMissing:
        abort(404)


@blueprint.post(f"{PERSON}/<any(confirm, decline, correct):decision>")
@access(organiser)
@section("registration.manage")
@form_view
def decide(registration_id: int, decision: str) -> Answer:
    one, by, action = _person(registration_id), signed_in_account(), DECISIONS[decision]
    form = decision_form([one.language], action)
    if not form.validate_on_submit():
        return _page(one, form, status=422)
    message = form.messages.get(one.language_code, "")
    try:
        with write() as session:
            if action == Action.CORRECT:
                lost = service.ask_correction(session, one, message=message, by=by)
            else:
                state = RegistrationState.CONFIRMED if action == Action.APPROVE else RegistrationState.DECLINED
                within = not request.form.get("beyond")
                lost = service.decide(session, one, state, by=by, message=message, within_places=within)
            name, state_now, lost_words = one.native_name, one.state, _lost_words(lost)
    except service.NotPossible:
        flash(_("Somebody decided about this registration before you. Look at its state now."), "warning")
    except service.NoPlace:
        flash(_("All places are taken. You can still confirm this registration beyond the places."), "warning")
        return redirect(url_for("registration.person", registration_id=registration_id))
    else:
        flash(_("%(name)s: %(state)s. We write to them now.", name=name, state=state_words(state_now)), "success")
        if lost_words:
            flash(lost_words, "warning")
    if request.args.get("list"):
        return redirect(url_for("registration.manage", state=request.args.get("state")))
    return redirect(url_for("registration.person", registration_id=registration_id))


def _lost_words(lost: Sequence[service.LostChoice]) -> str:
    """Which choices somebody lost by coming back late; of a sensitive question that is not theirs to see, the question.

    Empty where nothing was lost.
    """
    if not lost:
        return ""
    words = [shown(one.label if may_see(one.field, viewer()) else one.field.label) for one in lost]
    comma = escape(formatting.listed(["", ""], current_language()))
    sentence = _(
        "Others took the last places of what this person had chosen: %(choices)s. It is no longer among their answers, "
        "and our mail tells them."
    )
    return marked(sentence, choices=comma.join(Markup("<bdi>{}</bdi>").format(one) for one in words))


@blueprint.route(f"{PERSON}/change", methods=["GET", "POST"])
@access(organiser)
@section("registration.manage")
@form_view
def change_person(registration_id: int) -> Answer:
    """An organiser corrects somebody's data for them; consents, and answers that are not theirs to see, stay."""
    one, by = _person(registration_id), signed_in_account()
    if not one.is_active:
        return redirect(url_for("registration.person", registration_id=registration_id))
    asked = event_form(db.session(), current_event())
    allow_files(asked)
    form = _change_form(one, asked)
    if not form.validate_on_submit():
        return _change_page(one, form)
    submission = form.submission
    try:
        with write() as session:
            service.change_for(session, one, submission, by=by)
    except service.NotPossible:
        flash(_("Meanwhile this registration was cancelled or declined, so nothing was changed."), "warning")
    except NOT_KEPT as refused:
        return _change_page(one, form_after(refused, form, partial(_change_form, one)))
    else:
        flash(_("The registration is saved."), "success")
    return redirect(url_for("registration.person", registration_id=registration_id))


def _change_form(one: Registration, asked: EventForm) -> RegistrationForm:
    answers = answers_of(db.session(), [one.id])[one.id]
    held = [choice for answer in answers.values() for choice in answer.value.get("choices", ())]
    offer = offer_of(
        db.session(),
        current_event(),
        asked,
        current_language(),
        categories=list(Category),
        apart_from=one.id,
        held=held,
    )
    closed = [field.key for field in asked.fields if field.is_consent or not may_see(field, viewer())]
    return change_form(asked, offer, one, answers, closed=closed)


def _change_page(one: Registration, form: RegistrationForm) -> Answer:
    page = render_template("registration/change_person.html", registration=one, form=form)
    return page, 422 if form.is_submitted() else 200
