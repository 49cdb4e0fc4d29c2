"""What is done to one session in the editor: placing, taking off the plan, copying, splitting, shifting the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from conference.accounts.access import signed_in_account
from conference.agenda import service
from conference.agenda.forms import CutForm, PlacingForm, ShiftForm
from conference.agenda.forms.editor import THIS_ROOM
from conference.agenda.models import Room, Session
from conference.agenda.placing import Placing, day_of
from conference.agenda.queries import rooms_of
from conference.agenda.service import editing
from conference.agenda.views.blueprint import MANAGE, Answer, blueprint
from conference.agenda.views.sessions import draft_session
from conference.core import formatting
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.rendering import month_style, shown
from conference.core.sections import section
from conference.core.text import isolated
from conference.events.access import current_event, organiser

SESSION = f"{MANAGE}/sessions/<code>"


@dataclass(frozen=True, slots=True)
class Clash:
    """Two organisers put one session in two places: what is stored, what was sent, and the form that insists."""

    theirs: Placing
    mine: Placing
    action: str
    fields: dict[str, Any]


@blueprint.route(f"{SESSION}/placing", methods=["GET", "POST"])
@access(organiser)
@section("agenda.manage")
@form_view
def place_session(code: str) -> Answer:
    """A session's page in the editor, with everything that can be done to it; placing it."""
    event, session = current_event(), draft_session(code)
    form = _placing_form(session)
    if form.validate_on_submit():
        to, by = form.place, signed_in_account().id
        try:
            with write() as database:
                session = draft_session(code)
                editing.move_session(database, event, session, to=to, seen=form.seen.data or "", by=by)
        except editing.Stale as stale:
            fields = form.as_sent() | {"seen": stale.theirs.mark}
            action = url_for("agenda.place_session", code=code)
            return _page(draft_session(code), clash=Clash(stale.theirs, to, action, fields)), 409
        except editing.RoomGone:
            form.refuse(form.room_id, _("This room was deleted meanwhile. Choose another one."))
        else:
            flash(_now_at(draft_session(code)), "success")
            return _to_day(draft_session(code))
    return _page(session, form), 422 if form.errors else 200


@blueprint.post(f"{SESSION}/unplace")
@access(organiser)
@section("agenda.manage")
def unplace_session(code: str) -> Answer:
    event, session, by = current_event(), draft_session(code), signed_in_account().id
    day = day_of(event, session) or event.starts_on
    try:
        with write() as database:
            session = draft_session(code)
            editing.unplace_session(database, event, session, seen=request.form.get("seen", ""), by=by)
    except editing.Stale as stale:
        fields = {"seen": stale.theirs.mark}
        mine = Placing(room_id=stale.theirs.room_id)
        clash = Clash(stale.theirs, mine, url_for("agenda.unplace_session", code=code), fields)
        return _page(draft_session(code), clash=clash), 409
    except service.TimeMissing:
        problem = _("This session is published: give it hours, or cancel it.")
        return _page(draft_session(code), problem=problem), 422
    flash(_sentence(_("%(session)s waits in the list until you place it."), draft_session(code)), "success")
    return redirect(url_for("agenda.plan_day", day=day.isoformat(), _anchor=f"card-{code}"))


@blueprint.post(f"{SESSION}/copy")
@access(organiser)
@section("agenda.manage")
def copy_session(code: str) -> Answer:
    """Copy a session; the copy waits in the list of the day from which it was asked for."""
    event, by = current_event(), signed_in_account().id
    with write() as database:
        session = draft_session(code)
        day = day_of(event, session) or event.starts_on
        copy = editing.copy_session(database, event, session, by=by).code
    flash(_sentence(_("The copy %(session)s waits in the list until you place it."), draft_session(copy)), "success")
    return redirect(url_for("agenda.plan_day", day=day.isoformat(), _anchor=f"card-{copy}"))


@blueprint.post(f"{SESSION}/split")
@access(organiser)
@section("agenda.manage")
@form_view
def split_session(code: str) -> Answer:
    event, session = current_event(), draft_session(code)
    form = CutForm()
    if form.validate_on_submit():
        minutes, by = form.cut.data or 0, signed_in_account().id
        try:
            with write() as database:
                session, seen = draft_session(code), form.seen.data or ""
                second = editing.split_session(database, event, session, after_minutes=minutes, seen=seen, by=by).code
        except editing.Stale as stale:
            return _late(code, form, stale), 409
        except editing.CutOutside as outside:
            form.refuse(form.cut, _cut_outside(outside.minutes))
        else:
            flash(_now_at(draft_session(second)), "success")
            return _to_day(draft_session(second))
    return _page(draft_session(code), cut=form), 422


@blueprint.post(f"{SESSION}/shift")
@access(organiser)
@section("agenda.manage")
@form_view
def shift_after(code: str) -> Answer:
    """Shift what begins after a session on its day."""
    event, session = current_event(), draft_session(code)
    form = ShiftForm(has_room=session.room_id is not None)
    if form.validate_on_submit():
        by, seen = signed_in_account().id, form.seen.data or ""
        room = session.room_id if form.rooms.data == THIS_ROOM else None
        try:
            with write() as database:
                session = draft_session(code)
                count = editing.shift_after(
                    database, event, session, minutes=form.minutes, only_room=room, seen=seen, by=by
                )
        except editing.Stale as stale:
            return _late(code, form, stale), 409
        except editing.NothingAfter:
            form.form_errors.append(_("No other session of this day begins after this one."))
        except editing.LeavesItsDay as leaving:
            sentence = _("%(code)s would begin on another day. Choose fewer minutes.", code=isolated(leaving.code))
            form.refuse(form.shift, sentence)
        else:
            flash(ngettext("%(num)s session is shifted.", "%(num)s sessions are shifted.", count), "success")
            return _to_day(draft_session(code))
    return _page(draft_session(code), shift=form), 422


def _page(
    session: Session,
    form: PlacingForm | None = None,
    *,
    cut: CutForm | None = None,
    shift: ShiftForm | None = None,
    clash: Clash | None = None,
    problem: str = "",
) -> str:
    """A session's page in the editor. One of the forms may hold what was sent."""
    event, mark = current_event(), Placing.of(session).mark
    has_room = session.room_id is not None
    return render_template(
        "agenda/placing.html",
        the_event=event,
        the_session=session,
        place=Placing.of(session),
        place_words=_place_words,
        day=day_of(event, session) or _day_come_from(),
        form=form or _placing_form(session, is_sent=False),
        cut_form=cut or CutForm(formdata=None, data={"seen": mark}),
        shift_form=shift or ShiftForm(has_room=has_room, formdata=None, data={"seen": mark}),
        clash=clash,
        problem=problem,
    )


def _placing_form(session: Session, *, is_sent: bool = True) -> PlacingForm:
    return PlacingForm(current_event(), rooms=_rooms(), session=session, day=_day_come_from(), is_sent=is_sent)


def _rooms() -> list[Room]:
    return list(rooms_of(db.session(), current_event().id))


def _day_come_from() -> date:
    """The day that the link named, if it is one of the event; else the event's first."""
    event = current_event()
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return event.starts_on
    return day if event.starts_on <= day <= event.ends_on else event.starts_on


def _late(code: str, form: CutForm | ShiftForm, stale: editing.Stale) -> str:
    """Say where somebody else put the session meanwhile; sending the form again acts on that."""
    session = draft_session(code)
    sentence = _("Somebody else moved this session meanwhile: %(place)s. Look at it, then send this again.")
    form.form_errors.append(escape(sentence) % {"place": _place_words(Placing.of(session))})
    form.seen.data = stale.theirs.mark
    if isinstance(form, CutForm):
        return _page(session, cut=form)
    return _page(session, shift=form)


def _to_day(session: Session) -> Response:
    event = current_event()
    day = day_of(event, session) or event.starts_on
    return redirect(url_for("agenda.plan_day", day=day.isoformat(), _anchor=f"card-{session.code}"))


def _now_at(session: Session) -> Markup:
    return _sentence(_("%(session)s: %(place)s."), session, place=_place_words(Placing.of(session)))


def _sentence(sentence: str, session: Session, **words: Markup) -> Markup:
    """A sentence about a session by its title and code."""
    named = Markup("<bdi>{}</bdi> ({})").format(shown(session.title), _bdi(session.code))
    return escape(sentence) % {"session": named, **words}


def _place_words(place: Placing) -> Markup:
    """«5 July 2021, 09:30–11:00, Room A», as the event's clocks show it."""
    event = current_event()
    if place.starts_at is None or place.ends_at is None:
        return escape(_("no hours yet"))
    day = place.starts_at.astimezone(event.zone_info).date()
    starts, ends = (formatting.format_hour(instant, event.zone) for instant in (place.starts_at, place.ends_at))
    words = {"day": formatting.format_date(day, g.language, month_style()), "hours": _bdi(f"{starts}–{ends}")}
    room = db.session().get(Room, place.room_id) if place.room_id else None
    if room is None:
        return escape(_("%(day)s, %(hours)s")) % words
    return escape(_("%(day)s, %(hours)s, %(room)s")) % (words | {"room": shown(room.name)})


def _cut_outside(minutes: int) -> str:
    if minutes < 2:
        return _("This session cannot be split.")
    return _("Enter a whole number from %(least)s to %(most)s.", least=1, most=minutes - 1)


def _bdi(text: str) -> Markup:
    return Markup('<bdi dir="ltr">{}</bdi>').format(text)
