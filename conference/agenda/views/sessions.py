"""Creating and changing the sessions of the draft."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from conference.accounts.access import signed_in_account
from conference.agenda import service
from conference.agenda.checks import findings_of
from conference.agenda.forms import RoleForm, SessionForm
from conference.agenda.models import Session
from conference.agenda.queries import rooms_of, session_by_code, speakers_of, tracks_of, whole_sessions_of
from conference.agenda.views.blueprint import MANAGE, Answer, blueprint, may_change_facts
from conference.agenda.views.gone import missing
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.sections import section
from conference.core.translated import Translated
from conference.core.translated_fields import Clashes
from conference.events.access import current_event, organiser, translator


@blueprint.route(f"{MANAGE}/new-session", methods=["GET", "POST"])
@access(organiser)
@section("agenda.manage")
@form_view
def new_session() -> Answer:
    event = current_event()
    form = _form(None)
    if form.validate_on_submit():
        texts = {
            name: Translated.of(event.source, form[name].texts, by=signed_in_account().id)
            for name in ("title", "abstract")
        }
        session = Session(**form.values, **texts)
        code, by = session.code, signed_in_account().id
        try:
            with write() as database:
                service.add_session(database, event, session, by=by)
        except _REFUSED as refused:
            _refuse(form, refused)
        else:
            flash(_("The session is saved. Visitors see it with the next version."), "success")
            return redirect(url_for("agenda.edit_session", code=code))
    page = render_template("agenda/edit_session.html", the_event=event, form=form, the_session=None)
    return page, 422 if form.errors else 200


@blueprint.route(f"{MANAGE}/sessions/<code>", methods=["GET", "POST"])
@access(translator)
@section("agenda.manage")
@form_view
def edit_session(code: str) -> Answer:
    event, (sessions, session) = current_event(), whole_draft(code)
    form = _form(session)
    if form.validate_on_submit():
        by = signed_in_account().id
        try:
            with write() as database:
                session = draft_session(code)
                service.change_session(
                    database, event, session, values=form.values, edits=form.edits(), seen=form.seen_values, by=by
                )
                code = session.code
        except Clashes as clashes:
            form.show_clashes(clashes)
        except _REFUSED as refused:
            _refuse(form, refused)
        else:
            flash(_("The session is saved. Visitors see it with the next version."), "success")
            return redirect(url_for("agenda.edit_session", code=code))
        # What was refused has ended the transaction: all is read again at once, not object by object.
        sessions, session = whole_draft(code)
    return session_page(sessions, session, form), 422 if form.errors else 200


def session_page(
    sessions: Sequence[Session], session: Session, form: SessionForm | None = None, role_form: RoleForm | None = None
) -> str:
    """A session's page for the team: its form, its talks, its people, what the checks of the whole draft say of it.

    One of the forms may hold what was sent.
    """
    event, database = current_event(), db.session()
    role_form = role_form or RoleForm(formdata=None)
    if may_change_facts():
        role_form.offer(speakers_of(database, event.id), session.presentations)
    findings = findings_of(database, event, sessions)
    return render_template(
        "agenda/edit_session.html",
        form=form or _form(session, is_sent=False),
        role_form=role_form,
        the_event=event,
        the_session=session,
        findings=[one for one in findings if one.concerns(session.id)],
        talks=session.presentations,
        groups=[
            (talk, [one for one in session.roles if one.presentation_id == (talk.id if talk else None)])
            for talk in (None, *session.presentations)
        ],
        may_change_facts=may_change_facts(),
    )


@blueprint.post(f"{MANAGE}/sessions/<code>/cancel")
@access(organiser)
def cancel_session(code: str) -> Answer:
    """Take a session out: one that was published is shown as cancelled, another vanishes."""
    event, by = current_event(), signed_in_account().id
    with write() as database:
        session = draft_session(code)
        try:
            service.delete_session(database, event, session, by=by)
            sentence = _("The session is deleted.")
        except service.StillUsed:
            service.cancel_session(database, event, session, by=by)
            sentence = _("The session is cancelled. Visitors see it with the next version.")
    flash(sentence, "success")
    return redirect(url_for("agenda.manage"))


@blueprint.post(f"{MANAGE}/sessions/<code>/restore")
@access(organiser)
def restore_session(code: str) -> Answer:
    event, by = current_event(), signed_in_account().id
    with write() as database:
        service.restore_session(database, event, draft_session(code), by=by)
    flash(_("The session takes place again. Visitors see it with the next version."), "success")
    return redirect(url_for("agenda.edit_session", code=code))


def whole_draft(code: str) -> tuple[Sequence[Session], Session]:
    """All sessions of the draft, and among them the one with this code. Aborts with 404, or raises Gone (`missing`)."""
    sessions = whole_sessions_of(db.session(), current_event().id)
    return sessions, next((one for one in sessions if one.code == code), None) or missing()


def draft_session(code: str) -> Session:
    """The draft's session with this code. Aborts with 404, or raises Gone (`missing`)."""
    return session_by_code(db.session(), current_event().id, code) or missing()


_REFUSED = (service.CodeTaken, service.EndsBeforeStart, service.TimeMissing)


def _form(session: Session | None, *, is_sent: bool = True) -> SessionForm:
    event, database = current_event(), db.session()
    return SessionForm(
        event,
        rooms=rooms_of(database, event.id),
        tracks=tracks_of(database, event.id),
        session=session,
        texts_only=not may_change_facts(),
        is_sent=is_sent,
    )


def _refuse(form: SessionForm, refused: Exception) -> None:
    """A broken rule, in words beside the field that can mend it."""
    if isinstance(refused, service.CodeReserved):
        form.refuse(form.code, _("Addresses of the agenda itself use this word. Choose another code."))
    elif isinstance(refused, service.CodeTaken):
        form.refuse(form.code, _("Another session has this code. Choose another one."))
    elif isinstance(refused, service.EndsBeforeStart):
        form.refuse(form.ends, _("The end must come after the start."))
    else:
        form.refuse(form.starts, _("This session is published: give it hours, or cancel it."))
