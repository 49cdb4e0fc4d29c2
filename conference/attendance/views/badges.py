"""The organisers' badges: printing them, and blocking one that was lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference.accounts.access import signed_in_account
from conference.agenda.published import PublishedAgenda
from conference.agenda.queries import latest_version
from conference.attendance import service
from conference.attendance.badge_codes import good_code
from conference.attendance.badge_people import Holder, badges_of, face_of, good_badges, holders
from conference.attendance.badge_sheets import LABELS, SheetChoice, badge_sheets
from conference.attendance.forms import LostForm, PrintForm, Whose, print_form
from conference.attendance.models import Badge
from conference.attendance.views.blueprint import EVENT, Answer, blueprint
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.files import disposition
from conference.core.localization import current_language
from conference.core.qr import qr_svg
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.text import isolated
from conference.events.access import current_event, organiser
from conference.events.service import lock as lock_event
from conference.registration.models import Registration, RegistrationState
from conference.registration.queries import Filter, registrations, registrations_by_id, registrations_count
from conference.registration.words import category_words

BADGES = f"{EVENT}/manage/badges"
ONE = f"{BADGES}/<int(max=2147483647):registration_id>"
PAGE_LENGTH = 50
LARGEST_ID = 2**31 - 1


@blueprint.get(BADGES)
@access(organiser)
@section("attendance.manage")
def badges() -> str:
    private_page()
    return _page(_form(), holders(db.session(), current_event().id))


def _form() -> PrintForm:
    agenda = _agenda()
    return print_form(current_event(), agenda.days(agenda.zone) if agenda else [])


def _agenda() -> PublishedAgenda | None:
    version = latest_version(db.session(), current_event().id)
    return PublishedAgenda.of(version) if version else None


def _page(form: PrintForm, everybody: Sequence[Holder]) -> str:
    event, words = current_event(), request.args.get("q", "")[:200]
    wanted = Filter(words=words, state=RegistrationState.CONFIRMED)
    total = registrations_count(db.session(), event.id, wanted)
    pages = max(1, -(-total // PAGE_LENGTH))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    listed = registrations(db.session(), event.id, wanted, limit=PAGE_LENGTH, offset=(page - 1) * PAGE_LENGTH)
    new = {one.registration_id for one in everybody if one.is_new}
    return render_template(
        "attendance/badges.html",
        the_event=event,
        form=form,
        people=listed,
        badges=good_badges(db.session(), [one.id for one in listed]),
        new=new,
        confirmed=len(everybody),
        words=words,
        page=page,
        pages=pages,
        page_url=lambda number: url_for("attendance.badges", q=words or None, page=number),
        category_words=category_words,
    )


@blueprint.post(BADGES)
@access(organiser)
@section("attendance.manage")
@form_view
def print_badges() -> Answer:
    """The PDF of those who were chosen, who are then printed; an example is one sheet, and marks nobody."""
    private_page()
    form, event = _form(), current_event()
    everybody = holders(db.session(), event.id)
    if not form.validate():
        return _page(form, everybody), 422
    chosen = _chosen(form, everybody)
    if not chosen:
        flash(_("There is nobody to print a badge for: choose others."), "warning")
        return redirect(url_for("attendance.badges"))
    sheet = form.sheet
    is_example = "example" in request.form
    if is_example:
        labels = LABELS.get(sheet.layout)
        chosen = chosen[: labels.columns * labels.rows if labels else 1]
    return _printed(chosen, sheet, is_example=is_example)


def _chosen(form: PrintForm, everybody: Sequence[Holder]) -> list[int]:
    ticked = {one for one in request.form.getlist("chosen", type=int) if 0 < one <= LARGEST_ID}
    wanted: dict[Whose, Callable[[Holder], bool]] = {
        Whose.NEW: lambda one: one.is_new,
        Whose.TICKED: lambda one: one.registration_id in ticked,
        Whose.CATEGORY: lambda one: one.category == form.category.data,
        Whose.ALL: lambda one: True,
    }
    return [one.registration_id for one in everybody if wanted[Whose(form.whose.data)](one)]


def _printed(chosen: Sequence[int], sheet: SheetChoice, *, is_example: bool) -> Response:
    """The file of their badges; who has none is given one first."""
    by, spoken = signed_in_account().id, current_language()
    with write() as database:
        event = lock_event(database, current_event().id)
        service.give_badges(database, registrations_by_id(database, event.id, chosen), by=by)
    event = current_event()
    found = {one.id: one for one in registrations_by_id(db.session(), event.id, chosen)}
    badges = good_badges(db.session(), chosen)
    people = [(found[one], badges[one]) for one in chosen if one in found and one in badges]
    faces = {badge.id: face_of(one, badge) for one, badge in people}
    file = badge_sheets(event, people, sheet, agenda=_agenda(), spoken=spoken)
    name = f"{event.slug}_badges_{sheet.layout}.pdf"
    if not is_example:
        with write() as database:
            service.mark_printed(database, faces)
    answer = Response(file, content_type="application/pdf")
    answer.headers["Content-Disposition"] = disposition(name)
    return answer


@blueprint.route(ONE, methods=["GET", "POST"])
@access(organiser)
@section("attendance.manage")
@form_view
def badge(registration_id: int) -> Answer:
    """One person's badges; what is sent blocks the one that is good."""
    private_page()
    form = LostForm()
    person = _person(registration_id)
    if form.validate_on_submit():
        by, name = signed_in_account().id, isolated(person.native_name)
        try:
            with write() as database:
                lock_event(database, current_event().id)
                lose = service.replace_badge if form.again.data else service.revoke_badge
                lose(database, _person(registration_id), reason=form.reason.data, by=by)
        except service.NoBadge:
            flash(_("Meanwhile somebody else revoked this badge. Nothing was changed."), "warning")
        else:
            flash(_("The badge of %(name)s no longer opens anything.", name=name), "success")
        return redirect(url_for("attendance.badge", registration_id=registration_id))
    code = good_code(db.session(), person)
    page = render_template(
        "attendance/badge.html",
        the_event=current_event(),
        form=form,
        person_of=person,
        badges=badges_of(db.session(), person.id),
        code=code,
        qr=qr_svg(code) if code else "",
        print_form=_form(),
        whose=Whose.TICKED.value,
    )
    return page, 422 if form.errors else 200


@blueprint.post(f"{ONE}/give")
@access(organiser)
def give_badge(registration_id: int) -> Answer:
    """Give a person another badge after theirs was revoked."""
    private_page()
    by = signed_in_account().id
    with write() as database:
        lock_event(database, current_event().id)
        given: Badge | None = service.give_badges(database, [_person(registration_id)], by=by).get(registration_id)
    if given is None:
        flash(_("Only people who are confirmed have badges."), "warning")
    return redirect(url_for("attendance.badge", registration_id=registration_id))


def _person(registration_id: int) -> Registration:
    found = registrations_by_id(db.session(), current_event().id, [registration_id])
    return found[0] if found and found[0].erased_at is None else abort(404)
