"""The speakers of the draft, as the team enters them."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from conference.accounts.access import signed_in_account
from conference.agenda import service
from conference.agenda.forms import SpeakerForm
from conference.agenda.models import Speaker
from conference.agenda.parity import parity, texts_of_speaker
from conference.agenda.ports import draft_speaker_panels
from conference.agenda.queries import appearances_of, speaker_by_code, speakers_of
from conference.agenda.views.blueprint import MANAGE, Answer, blueprint, may_change_facts
from conference.agenda.views.gone import missing
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.sections import section
from conference.core.sorting import sort_key
from conference.core.translated import Translated
from conference.core.translated_fields import Clashes
from conference.events.access import current_event, organiser, translator


@blueprint.get(f"{MANAGE}/speakers")
@access(translator)
@section("agenda.manage")
def manage_speakers() -> Answer:
    event = current_event()

    def label(speaker: Speaker) -> tuple[int, ...]:
        return sort_key(speaker.native_name or speaker.function.resolve(g.language).text, g.language)

    listed = sorted(speakers_of(db.session(), event.id), key=label)
    return render_template(
        "agenda/manage_speakers.html",
        the_event=event,
        rows=[(speaker, parity(texts_of_speaker(speaker), event.languages)) for speaker in listed],
        may_change_facts=may_change_facts(),
    )


@blueprint.route(f"{MANAGE}/new-speaker", methods=["GET", "POST"])
@access(organiser)
@section("agenda.manage")
@form_view
def new_speaker() -> Answer:
    event = current_event()
    form = SpeakerForm(event)
    if form.validate_on_submit():
        by = signed_in_account().id
        texts = {
            name: Translated.of(event.source, form[name].texts, by=by)
            for name in ("function", "organisation", "biography")
        }
        speaker = Speaker(**form.values, **texts)
        try:
            with write() as database:
                service.add_speaker(database, event, speaker, by=by)
        except service.CodeTaken:
            form.refuse(form.code, _("Another speaker has this code. Choose another one."))
        else:
            flash(_("The speaker is saved. Visitors see them with the next version."), "success")
            return redirect(url_for("agenda.manage_speakers"))
    page = render_template("agenda/edit_speaker.html", form=form, speaker=None, appearances=())
    return page, 422 if form.errors else 200


@blueprint.route(f"{MANAGE}/speakers/<code>", methods=["GET", "POST"])
@access(translator)
@section("agenda.manage")
@form_view
def edit_speaker(code: str) -> Answer:
    event, speaker = current_event(), _speaker(code)
    form = SpeakerForm(event, speaker=speaker, texts_only=not may_change_facts())
    if form.validate_on_submit():
        by = signed_in_account().id
        try:
            with write() as database:
                service.change_speaker(
                    database,
                    event,
                    _speaker(code),
                    values=form.values,
                    edits=form.edits(),
                    seen=form.seen_values,
                    by=by,
                )
        except Clashes as clashes:
            form.show_clashes(clashes)
        except service.CodeTaken:
            form.refuse(form.code, _("Another speaker has this code. Choose another one."))
        else:
            flash(_("The speaker is saved. Visitors see them with the next version."), "success")
            return redirect(url_for("agenda.manage_speakers"))
    page = render_template(
        "agenda/edit_speaker.html",
        form=form,
        speaker=speaker,
        appearances=appearances_of(db.session(), speaker),
        panels=[panel for ask in draft_speaker_panels.all() if (panel := ask(event, speaker))],
        may_change_facts=may_change_facts(),
    )
    return page, 422 if form.errors else 200


@blueprint.post(f"{MANAGE}/speakers/<code>/delete")
@access(organiser)
def delete_speaker(code: str) -> Answer:
    event, by = current_event(), signed_in_account().id
    try:
        with write() as database:
            service.delete_speaker(database, event, _speaker(code), by=by)
    except service.StillUsed as used:
        sentence = ngettext(
            "%(num)s session still names this speaker. Take them out of the session first.",
            "%(num)s sessions still name this speaker. Take them out of the sessions first.",
            used.count,
        )
        flash(sentence, "error")
        return redirect(url_for("agenda.edit_speaker", code=code))
    flash(_("The speaker is deleted."), "success")
    return redirect(url_for("agenda.manage_speakers"))


def _speaker(code: str) -> Speaker:
    return speaker_by_code(db.session(), current_event().id, code) or missing()
