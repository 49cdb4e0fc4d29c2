"""Taking somebody in at the door of a session who is not registered: confirmed and marked present in one step."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from conference.accounts.access import signed_in_account
from conference.attendance import service
from conference.attendance.forms import WalkInForm
from conference.attendance.models import How
from conference.attendance.queries import placed_session
from conference.attendance.views.blueprint import EVENT, Answer, blueprint
from conference.core.access import access, form_view
from conference.core.clock import now
from conference.core.database import db, write
from conference.core.languages import Language
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.text import isolated
from conference.events.access import current_event, desk, viewer
from conference.events.models import Role
from conference.registration.queries import event_rules
from conference.registration.service import (
    CategoryFull,
    CategoryNotOffered,
    Details,
    EventFull,
    KnownAlready,
    places_of,
    register_at_door,
)
from conference.registration.words import state_words


@blueprint.route(f"{EVENT}/desk/<code>/walk-in", methods=["GET", "POST"])
@access(desk)
@section("attendance.manage")
@form_view
def walk_in(code: str) -> Answer:
    private_page()
    database, event = db.session(), current_event()
    listed = placed_session(database, event.id, code) or abort(404)
    form = WalkInForm(event, event_rules(database, event.id), g.language, may_exceed=viewer().has(Role.ORGANISER))
    if form.validate_on_submit():
        name = isolated(form.native_name.data)
        if _taken_in(form, event_id=event.id, code=code):
            flash(_("%(name)s is registered and marked present.", name=name), "success")
            return redirect(url_for("attendance.session", code=code))
        listed = placed_session(db.session(), current_event().id, code) or abort(404)
    page = render_template(
        "attendance/walk_in.html",
        the_event=current_event(),
        session=listed,
        form=form,
        places=places_of(db.session(), current_event()),
    )
    return page, 422 if form.is_submitted() else 200


def _taken_in(form: WalkInForm, *, event_id: int, code: str) -> bool:
    """Whether the person is in; else a sentence stands beside the field that stopped it."""
    by = signed_in_account().id
    details = Details(
        native_name=form.native_name.data,
        latin_name=form.latin_name.data,
        organisation=form.organisation.data,
        country=form.country.data,
        category=form.category.data,
        language_code=Language.of(form.language_code.data).code,
    )
    beyond = "beyond" in form and bool(form.beyond.data)
    try:
        with write() as database:
            listed = placed_session(database, event_id, code) or abort(404)
            person = register_at_door(
                database, event_id, email=form.email.data, details=details, beyond_places=beyond, by=by
            )
            service.mark_present(
                database,
                event_id=event_id,
                session_id=listed.id,
                registration_id=person.id,
                how=How.DESK,
                from_at=service.present_from(listed, now()),
                by=by,
            )
    except KnownAlready as known:
        sentence = _(
            "Somebody with this address is registered: code %(code)s, state: %(state)s.",
            code=isolated(known.code),
            state=state_words(known.state),
        )
        form.refuse(form.email, sentence)
    except CategoryNotOffered:
        form.refuse(form.category, _("Choose one of the options listed."))
    except (EventFull, CategoryFull) as full:
        if "beyond" in form:
            sentence = _("There is no place left. Tick the box at the end to let this person in all the same.")
        else:
            sentence = _("There is no place left. An organiser can let this person in all the same.")
        form.refuse(form.native_name if isinstance(full, EventFull) else form.category, sentence)
    else:
        return True
    return False
