"""What a speaker answers on their own page besides the profile and the slides: consents, needs, messages."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.limits import PER_IP, limiter
from conference.core.translated_fields import Clashes
from conference.events.access import current_event
from conference.speakers import service
from conference.speakers.access import current_assistant, current_invitation, speaker, speaker_in_person
from conference.speakers.forms import ConsentsForm, MessageForm, NeedsForm
from conference.speakers.queries import consents_of, needs_of
from conference.speakers.views.blueprint import Answer, blueprint
from conference.speakers.views.page import SPEAK, speaker_page


@blueprint.post(f"{SPEAK}/consents")
@limiter.limit(PER_IP)
@access(speaker_in_person)
@form_view
def consents(token: str) -> Answer:
    person = current_invitation().speaker
    answers = service.Answers.of(consents_of(db.session(), [person.id])[person.id])
    form = ConsentsForm(person, current_event(), answers)
    if not form.validate_on_submit():
        return speaker_page(token, consents_form=form), 422
    try:
        with write() as database:
            service.answer_consents(database, person, values=form.values, seen=form.seen_values)
    except Clashes as clashes:
        form.show_clashes(clashes)
        return speaker_page(token, consents_form=form), 422
    flash(_("Your answers are saved. You can change them here at any time."), "success")
    return redirect(url_for("speakers.speak", token=token))


@blueprint.post(f"{SPEAK}/needs")
@limiter.limit(PER_IP)
@access(speaker)
@form_view
def needs(token: str) -> Answer:
    person = current_invitation().speaker
    form = NeedsForm(person, current_event(), needs_of(db.session(), person.id))
    if not form.validate_on_submit():
        return speaker_page(token, needs_form=form), 422
    try:
        with write() as database:
            service.tell_needs(
                database, person, values=form.values, seen=form.seen_values, assistant=current_assistant()
            )
    except Clashes as clashes:
        form.show_clashes(clashes)
        return speaker_page(token, needs_form=form), 422
    flash(_("Thank you: the organisers see what you need."), "success")
    return redirect(url_for("speakers.speak", token=token))


@blueprint.post(f"{SPEAK}/messages")
@limiter.limit(PER_IP)
@access(speaker)
@form_view
def messages(token: str) -> Answer:
    person = current_invitation().speaker
    form = MessageForm()
    if not form.validate_on_submit():
        return speaker_page(token, message_form=form), 422
    try:
        with write() as database:
            service.write_to_organisers(database, person, form.text.data, assistant=current_assistant())
    except service.TooManyMessages:
        form.refuse(form.text, _("You have written many messages in a short time. Send this one in ten minutes."))
        return speaker_page(token, message_form=form), 429
    flash(_("Your message is with the organisers. Their answer will stand here, and reach you by mail."), "success")
    return redirect(url_for("speakers.speak", token=token, _anchor="messages"))
