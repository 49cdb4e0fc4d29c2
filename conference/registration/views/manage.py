"""The organisers' list of registrations, and what they decide about many at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from conference.accounts.access import signed_in_account
from conference.core import formatting
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.sections import section
from conference.core.security import private_page
from conference.events.access import current_event, organiser
from conference.registration import service
from conference.registration.forms.review import decision_form
from conference.registration.models import Category, RegistrationState
from conference.registration.queries import (
    Filter,
    countries_registered,
    counts,
    registration_ids,
    registrations,
    registrations_by_id,
    registrations_count,
)
from conference.registration.service import Action
from conference.registration.views.blueprint import MANAGE, Answer, blueprint
from conference.registration.words import action_words, category_words, state_tone, state_words

PAGE_LENGTH = 50
MOST_AT_ONCE = 2000
LARGEST_ID = 2**31 - 1


@blueprint.get(f"{MANAGE}")
@access(organiser)
def manage() -> str:
    private_page()
    event, wanted = current_event(), _wanted()
    total = registrations_count(db.session(), event.id, wanted)
    pages = max(1, -(-total // PAGE_LENGTH))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    listed = registrations(db.session(), event.id, wanted, limit=PAGE_LENGTH, offset=(page - 1) * PAGE_LENGTH)
    return render_template(
        "registration/manage.html",
        the_event=event,
        registrations=listed,
        total=total,
        counts=counts(db.session(), event.id),
        states=[(one.value, state_words(one)) for one in RegistrationState],
        categories=[(one.value, category_words(one)) for one in Category],
        countries=_countries(),
        actions=[(one.value, action_words(one)) for one in Action],
        wanted=wanted,
        page=page,
        pages=pages,
        page_url=lambda number: url_for("registration.manage", **_asked(wanted), page=number),
        state_words=state_words,
        state_tone=state_tone,
        category_words=category_words,
    )


def _wanted() -> Filter:
    state, category = request.args.get("state", ""), request.args.get("category", "")
    return Filter(
        words=request.args.get("q", "")[:200],
        state=state if state in set(RegistrationState) else "",
        category=category if category in set(Category) else "",
        country=request.args.get("country", "")[:2],
    )


def _asked(wanted: Filter) -> dict[str, Any]:
    values = {"q": wanted.words, "state": wanted.state, "category": wanted.category, "country": wanted.country}
    return {name: value for name, value in values.items() if value}


def _countries() -> list[tuple[str, str]]:
    there = set(countries_registered(db.session(), current_event().id))
    return [(code, name) for code, name in formatting.countries(g.language) if code in there]


@blueprint.route(f"{MANAGE}/decide", methods=["GET", "POST"])
@access(organiser)
@section("registration.manage")
@form_view
def review() -> Answer:
    """Those who were ticked in the list, or all whom it found, before something is decided about them."""
    private_page()
    event, by, action = current_event(), signed_in_account(), _action()
    sent = decision_form(event.languages, action)
    ids = sent.ids if request.method == "POST" else _chosen()
    people = registrations_by_id(db.session(), event.id, ids[:MOST_AT_ONCE])
    if not people:
        flash(_("Tick at least one person first."), "warning")
        return redirect(url_for("registration.manage", **_asked(_wanted())))
    chosen, spoken = [one.id for one in people], {one.language_code for one in people}
    languages = [language for language in event.languages if language.code in spoken]
    form = decision_form(languages, action, ids=chosen)
    if not form.validate_on_submit():
        page = render_template(
            "registration/review.html",
            form=form,
            action=action,
            action_words=action_words(action),
            people=people,
            left_out=len(ids) - len(people),
            state_words=state_words,
            state_tone=state_tone,
        )
        return page, 422 if form.is_submitted() else 200
    with write() as session:
        outcome = service.decide_many(session, event.id, chosen, action, by=by, messages=form.messages)
    _tell(action, outcome)
    return redirect(url_for("registration.manage"))


def _action() -> Action:
    asked = request.args.get("action", Action.APPROVE)
    return Action(asked) if asked in set(Action) else abort(404)


def _chosen() -> Sequence[int]:
    if request.args.get("all"):
        return registration_ids(db.session(), current_event().id, _wanted())
    return [one for one in request.args.getlist("chosen", type=int) if 0 < one <= LARGEST_ID]


def _tell(action: Action, outcome: service.Outcome) -> None:
    """What became of everybody, one sentence for each fate."""
    done = len(outcome.done)
    sentences = {
        Action.APPROVE: ngettext("%(num)s registration is confirmed.", "%(num)s registrations are confirmed.", done),
        Action.DECLINE: ngettext("%(num)s registration is declined.", "%(num)s registrations are declined.", done),
        Action.CORRECT: ngettext(
            "%(num)s person is asked for a correction.", "%(num)s people are asked for a correction.", done
        ),
    }
    flash(f"{sentences[action]} {_('We write to them now.')}" if done else sentences[action], "success")
    if outcome.waiting:
        waiting = len(outcome.waiting)
        sentence = ngettext(
            "%(num)s person found no place left and is on the waiting list.",
            "%(num)s people found no place left and are on the waiting list.",
            waiting,
        )
        flash(sentence, "warning")
    if outcome.decided:
        decided = len(outcome.decided)
        sentence = ngettext(
            "%(num)s registration stays as it is: it was decided before.",
            "%(num)s registrations stay as they are: they were decided before.",
            decided,
        )
        flash(sentence, "warning")
