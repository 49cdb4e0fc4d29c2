"""The list of one session for whoever stands at its door: find, mark present, take a mistake back."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from conference.accounts.access import signed_in_account
from conference.agenda.models import Session
from conference.attendance import service
from conference.attendance.forms import DeskForm
from conference.attendance.models import AT_THE_DOOR, Attendance, How
from conference.attendance.queries import people_found, placed_session, presences, registration_by_code
from conference.attendance.views.blueprint import EVENT, Answer, blueprint
from conference.attendance.words import how_words
from conference.core.access import access, form_view
from conference.core.clock import now
from conference.core.database import db, write
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.text import isolated
from conference.events.access import current_event, desk, viewer
from conference.events.models import Role
from conference.registration.models import Registration
from conference.registration.queries import confirmed_count
from conference.registration.words import erased_words, state_tone, state_words

DESK = f"{EVENT}/desk/<code>"
AT_MOST = 20


@blueprint.route(DESK, methods=["GET", "POST"])
@access(desk)
@section("attendance.manage")
@form_view
def session(code: str) -> Answer:
    """The list; what is sent from the box is a whole code, which marks its person, or words to look for."""
    private_page()
    listed = _session(code)
    words = request.args.get("q", "")[:200]
    form = DeskForm(words=words)
    if request.method == "GET":
        return _page(listed, form, words)
    if not form.validate():
        return _page(listed, form, words), 422
    known = registration_by_code(db.session(), listed.event_id, form.words.data)
    if known is None:
        return redirect(url_for("attendance.session", code=code, q=form.words.data))
    name = isolated(known.native_name)
    try:
        _mark(code, known.id)
    except service.NotConfirmed as refused:
        form.refuse(form.words, _not_confirmed(name, refused.state))
        return _page(_session(code), form, ""), 422
    return redirect(url_for("attendance.session", code=code))


@blueprint.post(f"{DESK}/present/<int(max=2147483647):registration_id>")
@access(desk)
def mark(code: str, registration_id: int) -> Response:
    private_page()
    _session(code)
    try:
        _mark(code, registration_id)
    except service.NobodyThere:
        abort(404)
    except service.NotConfirmed as refused:
        known = db.session.get_one(Registration, registration_id)
        flash(_not_confirmed(isolated(known.native_name), refused.state), "warning")
    return redirect(url_for("attendance.session", code=code))


@blueprint.post(f"{DESK}/withdraw/<int(max=2147483647):attendance_id>")
@access(desk)
def withdraw(code: str, attendance_id: int) -> Response:
    private_page()
    session_id, by = _session(code).id, signed_in_account().id
    query = select(Attendance).where(
        Attendance.id == attendance_id, Attendance.session_id == session_id, Attendance.how.in_(AT_THE_DOOR)
    )
    with write() as database:
        found = database.scalar(query.with_for_update())
        if found is None:
            abort(404)
        name = isolated(found.registration.native_name or erased_words())
        done = service.withdraw(database, found, by=by)
    if done:
        flash(_("%(name)s is no longer marked present.", name=name), "success")
    else:
        flash(_("This was taken back before you."), "warning")
    return redirect(url_for("attendance.session", code=code))


def _session(code: str) -> Session:
    return placed_session(db.session(), current_event().id, code) or abort(404)


def _mark(code: str, registration_id: int) -> None:
    by = signed_in_account().id
    with write() as database:
        listed = _session(code)
        is_news = service.mark_present(
            database,
            event_id=listed.event_id,
            session_id=listed.id,
            registration_id=registration_id,
            how=How.DESK,
            from_at=service.present_from(listed, now()),
            by=by,
        )
        name = isolated(database.get_one(Registration, registration_id).native_name)
    if is_news:
        flash(_("%(name)s is marked present.", name=name), "success")
    else:
        flash(_("%(name)s was marked present before.", name=name), "info")


def _not_confirmed(name: str, state: str) -> str:
    return _(
        "%(name)s cannot be marked present, for only confirmed people can. The registration’s state: %(state)s.",
        name=name,
        state=state_words(state),
    )


def _page(listed: Session, form: DeskForm, words: str) -> str:
    assert listed.starts_at is not None
    assert listed.ends_at is not None
    found, total = people_found(db.session(), listed.event_id, words, at_most=AT_MOST) if words else ([], 0)
    rows = presences(db.session(), listed.id)
    moment = now()
    return render_template(
        "attendance/session.html",
        the_event=current_event(),
        session=listed,
        form=form,
        words=words,
        found=found,
        not_shown=total - len(found),
        presences=rows,
        present={one.registration_id for one in rows},
        at_desk={one.registration_id for one in rows if one.how in AT_THE_DOOR and one.to_at is None},
        confirmed=confirmed_count(db.session(), listed.event_id),
        may_export=viewer().has(Role.ORGANISER),
        is_future=moment < listed.starts_at,
        is_past=moment >= listed.ends_at,
        how_words=how_words,
        state_words=state_words,
        state_tone=state_tone,
    )
