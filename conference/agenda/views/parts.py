"""What a session of the draft is made of: its talks and its people, in their order."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from conference.accounts.access import signed_in_account
from conference.agenda import service
from conference.agenda.forms import PresentationForm, RoleForm
from conference.agenda.models import Presentation, Session, SpeakerInSession
from conference.agenda.queries import presentation_of, speakers_of
from conference.agenda.views.blueprint import MANAGE, Answer, blueprint, may_change_facts
from conference.agenda.views.gone import missing
from conference.agenda.views.sessions import draft_session, session_page, whole_draft
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.sections import section
from conference.core.translated import Translated
from conference.core.translated_fields import Clashes
from conference.events.access import current_event, organiser, translator

SESSION = f"{MANAGE}/sessions/<code>"
TALK = f"{MANAGE}/presentations/<int:presentation_id>"
ROLE = f"{SESSION}/roles/<int:role_id>"
PLACES = {"earlier": -1, "later": 1}


@blueprint.route(f"{SESSION}/new-presentation", methods=["GET", "POST"])
@access(organiser)
@section("agenda.manage")
@form_view
def new_presentation(code: str) -> Answer:
    event, session = current_event(), draft_session(code)
    form = PresentationForm.about(event, None)
    if form.validate_on_submit():
        by = signed_in_account().id
        talk = Presentation(title=Translated.of(event.source, form.title.texts, by=by), **form.values)
        with write() as database:
            service.add_presentation(database, event, draft_session(code), talk, by=by)
        flash(_("The presentation is saved. Visitors see it with the next version."), "success")
        return redirect(_address(code))
    page = render_template("agenda/edit_presentation.html", form=form, the_session=session, talk=None)
    return page, 422 if form.errors else 200


@blueprint.route(TALK, methods=["GET", "POST"])
@access(translator)
@section("agenda.manage")
@form_view
def edit_presentation(presentation_id: int) -> Answer:
    event, talk = current_event(), _talk(presentation_id)
    form = PresentationForm.about(event, talk, texts_only=not may_change_facts())
    if form.validate_on_submit():
        by = signed_in_account().id
        try:
            with write() as database:
                talk = _talk(presentation_id)
                service.change_presentation(
                    database, event, talk, values=form.values, edits=form.edits(), seen=form.seen_values, by=by
                )
                code = talk.session.code
        except Clashes as clashes:
            form.show_clashes(clashes)
        else:
            flash(_("The presentation is saved. Visitors see it with the next version."), "success")
            return redirect(_address(code))
    page = render_template("agenda/edit_presentation.html", form=form, the_session=talk.session, talk=talk)
    return page, 422 if form.errors else 200


@blueprint.post(f"{TALK}/<any(earlier, later):direction>")
@access(organiser)
def move_presentation(presentation_id: int, direction: str) -> Answer:
    event, by = current_event(), signed_in_account().id
    with write() as database:
        talk = _talk(presentation_id)
        service.move_presentation(database, event, talk.session, talk, places=PLACES[direction], by=by)
        code = talk.session.code
    return redirect(_address(code))


@blueprint.post(f"{TALK}/delete")
@access(organiser)
def delete_presentation(presentation_id: int) -> Answer:
    event, by = current_event(), signed_in_account().id
    with write() as database:
        talk = _talk(presentation_id)
        code = talk.session.code
        service.delete_presentation(database, event, talk, by=by)
    flash(_("The presentation is deleted."), "success")
    return redirect(_address(code))


@blueprint.post(f"{SESSION}/roles")
@access(organiser)
@section("agenda.manage")
@form_view
def add_role(code: str) -> Answer:
    event, (sessions, session) = current_event(), whole_draft(code)
    form = RoleForm()
    form.offer(speakers_of(db.session(), event.id), session.presentations)
    valid = form.validate_on_submit()
    if valid and form.is_given(session.roles):
        form.refuse(form.speaker_id, _("This person has this role already. Choose another person or role."))
        valid = False
    if not valid:
        return session_page(sessions, session, role_form=form), 422
    by = signed_in_account().id
    with write() as database:
        service.add_role(
            database,
            event,
            draft_session(code),
            speaker_id=int(form.speaker_id.data),
            role=form.role.data,
            presentation_id=form.talk_id,
            by=by,
        )
    return redirect(_address(code))


@blueprint.post(f"{SESSION}/roles/by-protocol")
@access(organiser)
def order_roles(code: str) -> Answer:
    event, by = current_event(), signed_in_account().id
    with write() as database:
        service.order_roles(database, event, draft_session(code), by=by)
    flash(_("People stand in the order of protocol. Visitors see it with the next version."), "success")
    return redirect(_address(code))


@blueprint.post(f"{ROLE}/<any(earlier, later):direction>")
@access(organiser)
def move_role(code: str, role_id: int, direction: str) -> Answer:
    event, by = current_event(), signed_in_account().id
    with write() as database:
        session = draft_session(code)
        service.move_role(database, event, session, _role(session, role_id), places=PLACES[direction], by=by)
    return redirect(_address(code))


@blueprint.post(f"{ROLE}/remove")
@access(organiser)
def remove_role(code: str, role_id: int) -> Answer:
    event, by = current_event(), signed_in_account().id
    with write() as database:
        service.remove_role(database, event, _role(draft_session(code), role_id), by=by)
    return redirect(_address(code))


def _address(code: str) -> str:
    return url_for("agenda.edit_session", code=code)


def _talk(presentation_id: int) -> Presentation:
    return presentation_of(db.session(), current_event().id, presentation_id) or missing()


def _role(session: Session, role_id: int) -> SpeakerInSession:
    return next((one for one in session.roles if one.id == role_id), None) or missing()
