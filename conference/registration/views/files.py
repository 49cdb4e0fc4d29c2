"""Import and export on one page: a list comes in, copies go out."""

from __future__ import annotations

from flask import render_template, url_for

from conference.accounts.access import signed_in_account
from conference.core.access import access, form_view, takes_files
from conference.core.database import db, write
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.uploads import arrived
from conference.events.access import current_event, organiser, viewer
from conference.registration import service
from conference.registration.exporting import export_file
from conference.registration.forms.exporting import ExportForm, ParticipantsForm, export_form, participants_form
from conference.registration.forms.importing import ListForm, receive_list
from conference.registration.importing.states import import_state_tone, import_state_words
from conference.registration.participants import participants_file
from conference.registration.queries import event_form
from conference.registration.queries.imports import imports_of
from conference.registration.views.blueprint import MANAGE, Answer, blueprint

MOST_IMPORTS = 20


def _page(
    *,
    upload: ListForm | None = None,
    export: ExportForm | None = None,
    participants: ParticipantsForm | None = None,
) -> Answer:
    event = current_event()
    asked = event_form(db.session(), event)
    failed = next((one for one in (upload, export, participants) if one is not None), None)
    page = render_template(
        "registration/files.html",
        the_event=event,
        upload=upload or ListForm(formdata=None),
        export=export or export_form(asked, viewer(), formdata=None),
        participants=participants or participants_form(event, formdata=None),
        failed=failed,
        imports=imports_of(db.session(), event.id, limit=MOST_IMPORTS),
        state_words=import_state_words,
        state_tone=import_state_tone,
    )
    return page, 422 if failed else 200


@blueprint.get(f"{MANAGE}/files")
@access(organiser)
@section("registration.manage")
def files() -> Answer:
    private_page()
    return _page()


@blueprint.post(f"{MANAGE}/files")
@access(organiser)
@takes_files
@form_view
@section("registration.manage")
def import_list() -> Answer:
    private_page()
    event, by, form = current_event(), signed_in_account(), ListForm()
    received = receive_list(form) if form.validate_on_submit() else None
    if received is None:
        return _page(upload=form)
    writing = received.writing
    options = {
        "kind": writing.kind,
        "encoding": writing.encoding,
        "separator": writing.separator,
        "sheets": list(writing.sheets),
        "sheet": 0,
        "heading": 0,
    }
    with write() as session:
        made = service.begin_import(session, event, sha256=received.sha256, name=received.name, options=options, by=by)
        import_id = made.id
    return arrived(url_for("registration.import_columns", import_id=import_id))


@blueprint.post(f"{MANAGE}/files/export")
@access(organiser)
@form_view
@section("registration.manage")
def export() -> Answer:
    private_page()
    event, by = current_event(), signed_in_account()
    form = export_form(event_form(db.session(), event), viewer())
    if not form.validate_on_submit():
        return _page(export=form)
    asker, event_id = viewer(), event.id
    answer, rows = export_file(db.session(), event, asker, form.choice())
    with write() as session:
        service.record_export(session, event_id, told=form.choice().told(rows), by=by)
    return answer


@blueprint.post(f"{MANAGE}/files/participants")
@access(organiser)
@form_view
@section("registration.manage")
def participants() -> Answer:
    private_page()
    event, by = current_event(), signed_in_account()
    form = participants_form(event)
    if not form.validate_on_submit():
        return _page(participants=form)
    event_id, wanted = event.id, form.choice()
    answer, rows = participants_file(db.session(), event, wanted)
    with write() as session:
        service.record_export(session, event_id, told=wanted.told(rows), by=by)
    return answer
