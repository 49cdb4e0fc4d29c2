"""The rooms and tracks of the draft."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from conference.accounts.access import signed_in_account
from conference.agenda import service
from conference.agenda.forms import RoomForm, TrackForm
from conference.agenda.models import Room, Track
from conference.agenda.parity import parity
from conference.agenda.queries import rooms_of, tracks_of
from conference.agenda.views.blueprint import MANAGE, Answer, blueprint, may_change_facts
from conference.agenda.views.gone import missing
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.sections import section
from conference.core.translated import Translated
from conference.core.translated_fields import Clashes
from conference.events.access import current_event, organiser, translator

KINDS: dict[str, tuple[type[Room] | type[Track], type[RoomForm] | type[TrackForm]]] = {
    "rooms": (Room, RoomForm),
    "tracks": (Track, TrackForm),
}


@blueprint.get(f"{MANAGE}/places")
@access(translator)
@section("agenda.manage")
def places() -> Answer:
    event, database = current_event(), db.session()
    found: dict[str, Sequence[Room | Track]] = {
        "rooms": rooms_of(database, event.id),
        "tracks": tracks_of(database, event.id),
    }
    return render_template(
        "agenda/places.html",
        the_event=event,
        lists=[(kind, [(one, parity([one.name], event.languages)) for one in found[kind]]) for kind in KINDS],
        may_change_facts=may_change_facts(),
    )


@blueprint.route(f"{MANAGE}/<any(rooms, tracks):kind>/new", methods=["GET", "POST"])
@access(organiser)
@section("agenda.manage")
@form_view
def new_place(kind: str) -> Answer:
    event, (model, form_class) = current_event(), KINDS[kind]
    form = form_class.about(event, None)
    if form.validate_on_submit():
        by = signed_in_account().id
        place = model(name=Translated.of(event.source, form.name.texts, by=by), **form.values)
        with write() as database:
            service.add_place(database, event, place, by=by)
        flash(_("It is saved. Visitors see it with the next version."), "success")
        return redirect(url_for("agenda.places"))
    return render_template("agenda/edit_place.html", form=form, kind=kind, place=None), 422 if form.errors else 200


@blueprint.route(f"{MANAGE}/<any(rooms, tracks):kind>/<int:place_id>", methods=["GET", "POST"])
@access(translator)
@section("agenda.manage")
@form_view
def edit_place(kind: str, place_id: int) -> Answer:
    event, place = current_event(), _place(kind, place_id)
    form = KINDS[kind][1].about(event, place, texts_only=not may_change_facts())
    if form.validate_on_submit():
        by = signed_in_account().id
        try:
            with write() as database:
                service.change_place(
                    database,
                    event,
                    _place(kind, place_id),
                    values=form.values,
                    edits=form.edits(),
                    seen=form.seen_values,
                    by=by,
                )
        except Clashes as clashes:
            form.show_clashes(clashes)
        else:
            flash(_("It is saved. Visitors see it with the next version."), "success")
            return redirect(url_for("agenda.places"))
    return render_template("agenda/edit_place.html", form=form, kind=kind, place=place), 422 if form.errors else 200


@blueprint.post(f"{MANAGE}/<any(rooms, tracks):kind>/<int:place_id>/delete")
@access(organiser)
def delete_place(kind: str, place_id: int) -> Answer:
    event, by = current_event(), signed_in_account().id
    try:
        with write() as database:
            service.delete_place(database, event, _place(kind, place_id), by=by)
    except service.StillUsed as used:
        sentence = ngettext(
            "%(num)s session still needs this. Change the session first.",
            "%(num)s sessions still need this. Change the sessions first.",
            used.count,
        )
        flash(sentence, "error")
        return redirect(url_for("agenda.edit_place", kind=kind, place_id=place_id))
    flash(_("It is deleted."), "success")
    return redirect(url_for("agenda.places"))


def _place(kind: str, place_id: int) -> Room | Track:
    database = db.session()
    place = database.get(Room, place_id) if kind == "rooms" else database.get(Track, place_id)
    return place if place is not None and place.event_id == current_event().id else missing()
