"""The page that a speaker's link opens: what is asked of them, their sessions, and everything that they tell us."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from conference.accounts.queries import account_by_email
from conference.agenda.timetable import differs, hours_there
from conference.core import formatting
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.limits import PER_IP, limiter
from conference.core.localization import current_language
from conference.core.translated_fields import Clashes
from conference.events.access import current_event
from conference.speakers import service
from conference.speakers.access import current_assistant, current_invitation, speaker
from conference.speakers.forms import (
    AssistantForm,
    ConsentsForm,
    MessageForm,
    NeedsForm,
    Place,
    ProfileForm,
    SlidesForm,
)
from conference.speakers.models import InvitationState
from conference.speakers.ports import meetings, own_panels
from conference.speakers.queries import (
    Missing,
    appearances_of,
    checklist,
    consents_of,
    needs_of,
    newest_of,
    own_sessions,
    photographs_of,
    slides_expected,
    slides_of,
    thread_of,
    were_told,
    with_readers,
)
from conference.speakers.views.blueprint import EVENT, Answer, blueprint
from conference.speakers.views.ways_in import ways_in

SPEAK = f"{EVENT}/speak/<token>"


@blueprint.get(SPEAK)
@access(speaker)
def speak(token: str) -> str:
    return speaker_page(token)


@blueprint.post(f"{SPEAK}/<any(confirm, decline):decision>")
@limiter.limit(PER_IP)
@access(speaker)
def answer(token: str, decision: str) -> Answer:
    state = InvitationState.CONFIRMED if decision == "confirm" else InvitationState.DECLINED
    invitation = current_invitation()
    try:
        with write() as database:
            service.answer(database, invitation, state, assistant=current_assistant())
    except service.AlreadyAnswered:
        pass
    except service.WasWithdrawn:
        abort(404)
    else:
        flash(
            _("Thank you: you have confirmed. The organisers see it now.")
            if state == InvitationState.CONFIRMED
            else _("You have declined. The organisers see it now; you can still change your mind here."),
            "success",
        )
    return redirect(url_for("speakers.speak", token=token))


@blueprint.post(f"{SPEAK}/profile")
@limiter.limit(PER_IP)
@access(speaker)
@form_view
def profile(token: str) -> Answer:
    person = current_invitation().speaker
    form = ProfileForm(person, current_event())
    if not form.validate_on_submit():
        return speaker_page(token, profile_form=form), 422
    try:
        with write() as database:
            service.change_profile(
                database,
                person,
                edits=form.edits(),
                values=form.values,
                seen=form.seen_values,
                assistant=current_assistant(),
            )
    except Clashes as clashes:
        form.show_clashes(clashes)
        return speaker_page(token, profile_form=form), 422
    flash(_("Your profile is saved. Readers see it when the organisers publish the agenda again."), "success")
    return redirect(url_for("speakers.speak", token=token))


def places_here() -> Sequence[Place]:
    """Where this request's speaker appears."""
    return Place.of(appearances_of(db.session(), [current_invitation().speaker_id]))


def place_of(what: Missing | None) -> str:
    """Where on the page something that is asked is answered; empty for nothing."""
    if what is None:
        return ""
    return "consents" if what == Missing.CONSENT else what.value


def speaker_page(
    token: str,
    *,
    profile_form: ProfileForm | None = None,
    slides_form: SlidesForm | None = None,
    consents_form: ConsentsForm | None = None,
    needs_form: NeedsForm | None = None,
    message_form: MessageForm | None = None,
    assistant_form: AssistantForm | None = None,
) -> str:
    """The speaker's page; a form that was sent is shown as it came back, the others as they are stored."""
    event, invitation, database = current_event(), current_invitation(), db.session()
    person = invitation.speaker
    appearances = appearances_of(database, [person.id])
    places, expected = Place.of(appearances), slides_expected(database, event, person.id)
    account = account_by_email(database, person.email) if person.email else None
    listed = slides_of(database, [person.id])
    given = with_readers(database, listed)
    receipt = request.args.get("receipt", "")
    consents = consents_of(database, [person.id])[person.id]
    needs = needs_of(database, person.id)
    asked = checklist(database, event, invitation, appearances, expected)
    answers = service.Answers.of(consents)
    return render_template(
        "speakers/speak.html",
        the_event=event,
        invitation=invitation,
        person=person,
        name=person.name,
        token=token,
        panels=[one for ask in own_panels.all() if (one := ask(database, event, person, token))],
        places=places,
        sessions=own_sessions(database, person.id, appearances),
        meetings={
            session_id: way
            for ask in meetings.all()
            for session_id, way in ask(database, event, token, {one.session_id for one in appearances}).items()
        },
        own_zone=account.zone if account else "",
        day_of=lambda instant: instant.astimezone(event.zone_info).date(),
        differs=differs,
        hours_there=lambda session, zone: hours_there(
            session.starts_at, session.ends_at, event.zone, zone, current_language()
        ),
        zone_city=lambda zone: formatting.zone_city(zone, current_language()),
        format_offset=formatting.format_offset,
        checklist=asked,
        opened=request.args.get("open", "") or place_of(asked.next),
        place_of=place_of,
        own_biography=person.biography.text(service.own_language(person, event)),
        needs_told=were_told(needs),
        consents=consents,
        thread=thread_of(database, person.id),
        profile_form=profile_form or ProfileForm(person, event, formdata=None),
        slides_form=slides_form or SlidesForm(places, person, event, formdata=None),
        consents_form=consents_form or ConsentsForm(person, event, answers, formdata=None),
        needs_form=needs_form or NeedsForm(person, event, needs, formdata=None),
        message_form=message_form or MessageForm(formdata=None),
        slides=[(one, given.state(one)) for one in newest_of(listed)],
        expected=expected,
        photograph=photographs_of(db.session(), [person.id]).get(person.id),
        receipt=next((one for one in listed if str(one.id) == receipt), None),
        **ways_in(assistant_form),
    )
