"""The organisers' page of one speaker: the profile, the slides, what they allow and need, what they wrote."""

from __future__ import annotations

from flask import Response as FileResponse
from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from conference.accounts.access import signed_in_account
from conference.core import page_pictures
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.files import file_response
from conference.core.sections import section
from conference.core.security import private_page
from conference.events.access import current_event, organiser
from conference.events.queries import accounts_named
from conference.speakers import service
from conference.speakers.forms import MessageForm, PaperForm
from conference.speakers.models import ConsentKind
from conference.speakers.queries import (
    appearances_of,
    consents_of,
    invitation_of,
    missing_of,
    needs_of,
    newest_of,
    page_of,
    pages_of_all,
    reminders_of,
    slides_by_id,
    slides_of,
    thread_of,
    were_told,
    with_readers,
)
from conference.speakers.views.blueprint import Answer, blueprint
from conference.speakers.views.manage import MANAGE, SLIDES, speaker_here

ONE = f"{MANAGE}/<code>"


@blueprint.get(ONE)
@access(organiser)
@section("speakers.manage")
def manage_speaker(code: str) -> Answer:
    return _page(code)


@blueprint.post(f"{ONE}/messages")
@access(organiser)
@form_view
@section("speakers.manage")
def write_to_speaker(code: str) -> Answer:
    speaker, by, form = speaker_here(code), signed_in_account(), MessageForm()
    if not form.validate_on_submit():
        return _page(code, message_form=form), 422
    with write() as database:
        service.write_to_speaker(database, speaker, form.text.data, by=by)
        is_mailed = bool(speaker.email)
    flash(
        _("Your answer stands on the speaker’s page and goes to them by mail.")
        if is_mailed
        else _("Your answer stands on the speaker’s page. They have no address to which we could write."),
        "success",
    )
    return redirect(url_for("speakers.manage_speaker", code=code, _anchor="messages"))


@blueprint.post(f"{ONE}/messages/read")
@access(organiser)
def read_messages(code: str) -> Answer:
    speaker, by = speaker_here(code), signed_in_account()
    with write() as database:
        service.mark_messages_read(database, speaker, by=by)
    flash(_("The messages are marked as read."), "success")
    return redirect(url_for("speakers.manage_speaker", code=code, _anchor="messages"))


@blueprint.post(f"{ONE}/consents")
@access(organiser)
@form_view
@section("speakers.manage")
def record_consent(code: str) -> Answer:
    speaker, by, form = speaker_here(code), signed_in_account(), PaperForm()
    if not form.validate_on_submit():
        return _page(code, paper_form=form), 422
    try:
        with write() as database:
            service.record_paper(
                database,
                speaker,
                ConsentKind(form.kind.data),
                is_given=form.is_given,
                paper_on=form.day,
                by=by,
            )
    except service.PaperFromTomorrow:
        form.refuse(form.paper_on, _("A paper cannot be from a day to come: enter today or an earlier day."))
        return _page(code, paper_form=form), 422
    except service.AnsweredSince:
        form.refuse(form.paper_on, _("The speaker answered this on their own page after that day: that answer stands."))
        return _page(code, paper_form=form), 422
    flash(_("The answer on paper is recorded. The speaker sees it on their page."), "success")
    return redirect(url_for("speakers.manage_speaker", code=code, _anchor="consents"))


@blueprint.get(f"{SLIDES}/pages/<int(max=2147483647):number>")
@access(organiser)
def manage_slides_picture(slides_id: int, number: int) -> FileResponse:
    """One page of a speaker's file as a picture."""
    private_page()
    slides = slides_by_id(db.session(), current_event().id, slides_id) or abort(404)
    picture = page_of(db.session(), slides.id, number) or abort(404)
    return file_response(
        sha256=picture.sha256, size=picture.size, name=f"page-{number}.webp", media_type=page_pictures.MEDIA_TYPE
    )


def _page(code: str, *, message_form: MessageForm | None = None, paper_form: PaperForm | None = None) -> str:
    """The page; a form that was sent is shown as it came back."""
    private_page()
    event, speaker, database = current_event(), speaker_here(code), db.session()
    listed = slides_of(database, [speaker.id])
    given, newest = with_readers(database, listed), newest_of(listed)
    consents = consents_of(database, [speaker.id])[speaker.id]
    needs = needs_of(database, speaker.id)
    return render_template(
        "speakers/speaker.html",
        the_event=event,
        speaker=speaker,
        invitation=invitation_of(database, speaker.id),
        appearances=appearances_of(database, [speaker.id]),
        missing=missing_of(database, event, [speaker.id])[speaker.id],
        reminders=reminders_of(database, speaker.id),
        slides=[(one, given.state(one)) for one in newest],
        pages=pages_of_all(database, [one.id for one in newest]),
        kinds=list(ConsentKind),
        consents=consents,
        recorders=accounts_named(database, (one.account_id for one in consents.values() if one.account_id)),
        answers=service.Answers.of(consents),
        needs=needs if were_told(needs) else None,
        thread=thread_of(database, speaker.id),
        message_form=message_form or MessageForm(formdata=None),
        paper_form=paper_form or PaperForm(formdata=None),
    )
