"""The organisers' list of registrations, and what they decide."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from conference.accounts.access import signed_in_account
from conference.core.access import access
from conference.core.database import db, write
from conference.core.security import private_page
from conference.events.access import current_event, organiser
from conference.registration import service
from conference.registration.models import Registration, RegistrationState
from conference.registration.queries import counts, registrations, registrations_count
from conference.registration.views.blueprint import MANAGE, Answer, blueprint
from conference.registration.words import category_words, state_tone, state_words

PAGE_LENGTH = 50


@blueprint.get(f"{MANAGE}")
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


@blueprint.post(f"{MANAGE}/<int(max=2147483647):registration_id>/<any(confirm, decline):decision>")
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
