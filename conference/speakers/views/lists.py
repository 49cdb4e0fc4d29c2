"""People to invite from a spreadsheet: sent as a list, looked at row by row, then taken over whole or dropped."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from conference.accounts.access import signed_in_account
from conference.core.access import access, form_view, takes_files
from conference.core.database import db, write
from conference.core.office_files import DamagedOfficeFile, ProtectedOfficeFile
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.storage import opened
from conference.core.tables import TableRefused
from conference.core.uploads import arrived
from conference.events import sent_files
from conference.events.access import current_event, organiser
from conference.speakers import service
from conference.speakers.forms import InvitationListForm, receive_invitation_list
from conference.speakers.listing import words
from conference.speakers.listing.comparing import plan_of
from conference.speakers.listing.reading import ListRead, read_list
from conference.speakers.listing.template import empty_list
from conference.speakers.models import SpeakerList
from conference.speakers.queries import lists_of, sessions_to_name
from conference.speakers.views.blueprint import Answer, blueprint
from conference.speakers.views.manage import MANAGE

LISTS = f"{MANAGE}/lists"
LIST = f"{LISTS}/<int(max=2147483647):list_id>"
MOST_SHOWN, PAGE_LENGTH, MOST_PROBLEMS = 20, 50, 200


@blueprint.route(LISTS, methods=["GET", "POST"])
@access(organiser)
@section("speakers.manage")
@takes_files
@form_view
def lists() -> Answer:
    private_page()
    event, form = current_event(), InvitationListForm()
    received = receive_invitation_list(form, event) if form.validate_on_submit() else None
    if received is not None:
        by = signed_in_account().id
        with write() as database:
            list_id = service.begin_list(database, event, name=received.name, sha256=received.sha256, by=by).id
        return arrived(url_for("speakers.list_plan", list_id=list_id))
    page = render_template(
        "speakers/lists.html",
        the_event=event,
        form=form,
        lists=lists_of(db.session(), event.id, at_most=MOST_SHOWN),
    )
    return page, 422 if form.errors else 200


@blueprint.get(f"{LISTS}/template.xlsx")
@access(organiser)
def list_template() -> Response:
    private_page()
    event = current_event()
    return empty_list(event, sessions_to_name(db.session(), event.id))


@blueprint.get(LIST)
@access(organiser)
@section("speakers.manage")
def list_plan(list_id: int) -> Answer:
    private_page()
    return _page(_list(list_id))


@blueprint.post(f"{LIST}/apply")
@access(organiser)
@section("speakers.manage")
def apply_list(list_id: int) -> Answer:
    private_page()
    found, by = _list(list_id), signed_in_account()
    try:
        read = _read(found)
        with write() as database:
            plan = service.apply_list(database, _list(list_id), read, seen=request.form.get("seen", ""), by=by)
            count = len(plan.invited)
    except sent_files.AlreadyDecided:
        flash(_("Somebody decided about this list before you."), "warning")
    except service.PlanMoved:
        flash(_("The draft changed meanwhile: nothing was taken over. This is what the list would do now."), "error")
        return _page(_list(list_id)), 409
    except service.HasProblems:
        return _page(_list(list_id)), 422
    except (TableRefused, DamagedOfficeFile, ProtectedOfficeFile):
        abort(404)
    else:
        told = ngettext("%(num)s invitation is on its way.", "%(num)s invitations are on their way.", count)
        flash(f"{_('The list is taken over.')} {told}", "success")
        return redirect(url_for("speakers.manage"))
    return redirect(url_for("speakers.list_plan", list_id=list_id))


@blueprint.post(f"{LIST}/drop")
@access(organiser)
def drop_list(list_id: int) -> Answer:
    _list(list_id)
    try:
        with write() as database:
            sent_files.drop(database, _list(list_id))
    except sent_files.AlreadyDecided:
        flash(_("Somebody decided about this list before you."), "warning")
        return redirect(url_for("speakers.list_plan", list_id=list_id))
    flash(_("The list is dropped. Nobody was invited from it."), "success")
    return redirect(url_for("speakers.lists"))


def _list(list_id: int) -> SpeakerList:
    found = db.session.get(SpeakerList, list_id)
    return found if found is not None and found.event_id == current_event().id else abort(404)


def _read(found: SpeakerList) -> ListRead:
    """What the list says; nothing once it was taken over or dropped."""
    if not found.file_sha256:
        raise sent_files.AlreadyDecided
    with opened(found.file_sha256) as stream:
        return read_list(stream, current_event())


def _page(found: SpeakerList) -> str:
    event = current_event()
    try:
        plan = plan_of(db.session(), event, _read(found))
    except sent_files.AlreadyDecided:
        return render_template("speakers/list_ended.html", found=found, the_event=event)
    except (TableRefused, DamagedOfficeFile, ProtectedOfficeFile) as refused:
        # The file was readable when it came; what an event's languages or our limits are may have changed since.
        sentence = words.refusal_sentence(refused)
        return render_template("speakers/list_ended.html", found=found, the_event=event, sentence=sentence)
    problems = list(plan.problems)
    pages = max(1, -(-len(plan.rows) // PAGE_LENGTH))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "speakers/list_plan.html",
        the_event=event,
        found=found,
        plan=plan,
        problems_count=len(problems),
        problems=problems[:MOST_PROBLEMS],
        rows=plan.rows[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH],
        page=page,
        pages=pages,
        new_count=sum(one.speaker is None for one in plan.people),
        person_words=words.person_words,
        person_tone=words.person_tone,
        column_words=words.column_words,
        problem_sentence=words.problem_sentence,
    )
