"""The page that a speaker's link opens: the answer, the biography, the slides."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from conference.accounts.queries import account_by_email
from conference.agenda.timetable import differs, hours_there
from conference.core import formatting
from conference.core.access import access, form_view, takes_files
from conference.core.database import db, write
from conference.core.limits import PER_IP, limiter
from conference.core.localization import current_language
from conference.core.translated_fields import Clashes
from conference.core.uploads import arrived, receive
from conference.events.access import current_event
from conference.speakers import service
from conference.speakers.access import current_invitation, speaker
from conference.speakers.forms import Place, ProfileForm, SlidesForm, kept_name
from conference.speakers.models import InvitationState
from conference.speakers.queries import appearances_of, slides_of, with_readers
from conference.speakers.views.blueprint import EVENT, Answer, blueprint


@blueprint.get(f"{EVENT}/speak/<token>")
@access(speaker)
def speak(token: str) -> str:
    return _page(token)


@blueprint.post(f"{EVENT}/speak/<token>/<any(confirm, decline):decision>")
@limiter.limit(PER_IP)
@access(speaker)
def answer(token: str, decision: str) -> Answer:
    state = InvitationState.CONFIRMED if decision == "confirm" else InvitationState.DECLINED
    invitation = current_invitation()
    try:
        with write() as database:
            service.answer(database, invitation, state)
    except service.AlreadyAnswered:
        pass
    else:
        flash(
            _("Thank you: you have confirmed. The organisers see it now.")
            if state == InvitationState.CONFIRMED
            else _("You have declined. The organisers see it now; you can still change your mind here."),
            "success",
        )
    return redirect(url_for("speakers.speak", token=token))


@blueprint.post(f"{EVENT}/speak/<token>/profile")
@limiter.limit(PER_IP)
@access(speaker)
@form_view
def profile(token: str) -> Answer:
    person = current_invitation().speaker
    form = ProfileForm(person, current_event())
    if not form.validate_on_submit():
        return _page(token, profile_form=form), 422
    try:
        with write() as database:
            service.change_profile(database, person, edits=form.edits(), values=form.values, seen=form.seen_values)
    except Clashes as clashes:
        form.show_clashes(clashes)
        return _page(token, profile_form=form), 422
    flash(_("Your profile is saved. Readers see it when the organisers publish the agenda again."), "success")
    return redirect(url_for("speakers.speak", token=token))


@blueprint.post(f"{EVENT}/speak/<token>/slides")
@limiter.limit(PER_IP)
@access(speaker)
@form_view
@takes_files
def send_slides(token: str) -> Answer:
    """A file is examined and stored first, then its row is written; whatever fails before leaves no row."""
    event, invitation, places = current_event(), current_invitation(), _places()
    person = invitation.speaker
    if invitation.state == InvitationState.DECLINED or not places:
        return redirect(url_for("speakers.speak", token=token))
    try:
        form = SlidesForm(places, person, event)
    except RequestEntityTooLarge:
        form = SlidesForm(places, person, event, formdata=None)
        limit = f"\u2068{form.file.render_kw['data-limit']}\u2069"
        form.refuse(form.file, _("This file is too large: at most %(limit)s can be sent.", limit=limit))
        return _page(token, slides_form=form), 413
    received = receive(form, form.file) if form.validate_on_submit() else None
    if received is None:
        return _page(token, slides_form=form), 422
    place = form.chosen_place(places)
    session_id, presentation_id = place.session.id, place.presentation.id if place.presentation else None
    sent = service.Sent(
        name=kept_name(received.name, received.file_type),
        blob=received.blob,
        file_type=received.file_type,
        pages=received.pages,
        language=form.language,
    )
    try:
        with write() as database:
            slides = service.receive_slides(
                database, person, sent, session_id=session_id, presentation_id=presentation_id
            )
            slides_id = slides.id
    except service.NotTheirs:
        form.refuse(form.place, _("The agenda changed: you are no longer part of this. Choose again."))
        return _page(token, slides_form=form), 422
    return arrived(url_for("speakers.speak", token=token, receipt=slides_id, _anchor="receipt"))


def _places() -> Sequence[Place]:
    """Where this request's speaker appears."""
    return Place.of(appearances_of(db.session(), [current_invitation().speaker_id]))


def _page(token: str, *, profile_form: ProfileForm | None = None, slides_form: SlidesForm | None = None) -> str:
    """The speaker's page; a form that was sent is shown as it came back, the other as it is stored."""
    event, invitation = current_event(), current_invitation()
    person, places = invitation.speaker, _places()
    account = account_by_email(db.session(), person.email) if person.email else None
    listed = slides_of(db.session(), [person.id])
    given = with_readers(db.session(), listed)
    receipt = request.args.get("receipt", "")
    return render_template(
        "speakers/speak.html",
        the_event=event,
        invitation=invitation,
        person=person,
        name=person.native_name or person.latin_name,
        token=token,
        places=places,
        own_zone=account.zone if account else "",
        day_of=lambda instant: instant.astimezone(event.zone_info).date(),
        differs=differs,
        hours_there=lambda session, zone: hours_there(
            session.starts_at, session.ends_at, event.zone, zone, current_language()
        ),
        zone_city=lambda zone: formatting.zone_city(zone, current_language()),
        format_offset=formatting.format_offset,
        profile_form=profile_form or ProfileForm(person, event, formdata=None),
        slides_form=slides_form or SlidesForm(places, person, event, formdata=None),
        slides=[(one, given.state(one)) for one in listed],
        receipt=next((one for one in listed if str(one.id) == receipt), None),
    )
