"""The library taken home whole with its manifest, and brought back: looked at first, then taken over or dropped."""

from __future__ import annotations

from flask import Response as FlaskResponse
from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from conference.accounts.access import signed_in_account
from conference.core import xlsx_rows
from conference.core.access import access, form_view, takes_files
from conference.core.archive import EARLIEST, Archive, local_time, made, stored
from conference.core.database import db, write
from conference.core.files import archive_response
from conference.core.languages import Language
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.storage import opened
from conference.core.text import isolated
from conference.core.uploads import arrived
from conference.core.workbooks import Book
from conference.events import sent_files
from conference.events.access import current_event, organiser
from conference.library.bringing.exporting import exported
from conference.library.bringing.manifest import COLUMNS, LONGEST_CELL, NAME, Manifest, NoManifest, read_manifest
from conference.library.bringing.unpacking import NotUnpacked
from conference.library.bringing.words import (
    column_words,
    outcome_tone,
    outcome_words,
    problem_words,
    refusal_words,
)
from conference.library.manifest_forms import FolderForm, ZipForm, receive_library
from conference.library.models import LibraryImport
from conference.library.queries import categories_of
from conference.library.queries.arrivals import documents_whole, library_import, library_imports
from conference.library.service.manifest import HasProblems, begin_library, difference_of, take_over
from conference.library.views.arrivals import upload_owner
from conference.library.views.blueprint import MANAGE, Answer, blueprint
from conference.uploads.arriving import arriving, give_up

IMPORTS = f"{MANAGE}/imports"
IMPORT = f"{IMPORTS}/<int(max=2147483647):import_id>"
MOST_SHOWN, MOST_PROBLEMS, MOST_WORKS = 20, 200, 200


@blueprint.get(f"{MANAGE}/export.zip")
@access(organiser)
def export() -> FlaskResponse:
    """All documents: the manifest first, then the files that it names, streamed."""
    private_page()
    event = current_event()
    rows = list(exported(documents_whole(db.session(), event.id)))
    manifest = _workbook([one.line for one in rows])
    members = [
        stored(
            one.cells["file"],
            sha256=one.revision.sha256,
            size=one.revision.size,
            at=local_time(one.revision.uploaded_at, event.zone_info),
        )
        for one in rows
        if one.revision is not None
    ]
    return archive_response(Archive([made(NAME, manifest, at=EARLIEST), *members]), name=f"{event.slug}-library.zip")


def _workbook(lines: list[list[str]]) -> bytes:
    """The manifest, and a second sheet that says what its columns hold."""
    book = Book(g.language)
    book.add_sheet("library", COLUMNS, lines)
    book.add_sheet(_("Columns"), [_("Column"), _("What it holds")], [[one, column_words(one)] for one in COLUMNS])
    return book.finished()


@blueprint.route(IMPORTS, methods=["GET", "POST"])
@access(organiser)
@section("library.manage")
@takes_files
@form_view
def imports() -> Answer:
    private_page()
    forms = {"zip": ZipForm(formdata=None), "folder": FolderForm(formdata=None)}
    kind = "folder" if request.form.get("kind") == "folder" else "zip"
    if request.method == "GET":
        return _imports_page(forms)
    event_id, came_by, status, found_id = current_event().id, "", 422, None
    try:
        with arriving(event_id=event_id, owner=upload_owner()) as came:
            came_by = came.code
            form = forms[kind] = (FolderForm if kind == "folder" else ZipForm)(formdata=came.data)
            if form.validate_on_submit():
                found_id = _begun(form, [one for one in came.data.getlist("file") if one.filename])
    except RequestEntityTooLarge:
        form, status = forms[kind], 413
        limit = isolated(ZipForm(formdata=None).file.render_kw["data-limit"])
        form.refuse(form.file, _("These files are too large: at most %(limit)s can be sent at once.", limit=limit))
    if found_id is None:
        if form.file.data is not None and form.file.errors and not form.file.may_be_sent_again:
            give_up(event_id=event_id, owner=upload_owner(), code=came_by)
        return _imports_page(forms), status
    give_up(event_id=event_id, owner=upload_owner(), code=came_by)
    return arrived(url_for("library.import_difference", import_id=found_id))


def _begun(form: ZipForm | FolderForm, sent: list[FileStorage]) -> int | None:
    account = signed_in_account()
    received = receive_library(form, sent)
    if received is None:
        return None
    try:
        _rows(received.manifest.sha256)
    except NotUnpacked as refused:
        form.refuse(form.file, refusal_words(refused))
        return None
    with write() as database:
        return begin_library(
            database,
            current_event(),
            name=received.name,
            manifest=received.manifest,
            files=received.files,
            by=account,
        ).id


def _imports_page(forms: dict[str, ZipForm | FolderForm]) -> str:
    event = current_event()
    return render_template(
        "library/imports.html",
        the_event=event,
        forms=forms,
        imports=library_imports(db.session(), event.id, at_most=MOST_SHOWN),
        columns=[(one, column_words(one)) for one in COLUMNS],
    )


@blueprint.get(IMPORT)
@access(organiser)
@section("library.manage")
def import_difference(import_id: int) -> Answer:
    private_page()
    return _difference_page(_import(import_id))


@blueprint.post(f"{IMPORT}/apply")
@access(organiser)
@section("library.manage")
def apply_import(import_id: int) -> Answer:
    private_page()
    found, account = _import(import_id), signed_in_account()
    try:
        manifest = _manifest(found)
        with write() as database:
            take_over(database, _import(import_id), manifest, replace=bool(request.form.get("replace")), by=account)
    except sent_files.AlreadyDecided:
        flash(_("Somebody decided about this file before you."), "warning")
    except HasProblems:
        return _difference_page(_import(import_id)), 422
    else:
        flash(_("The library is taken over."), "success")
        return redirect(url_for("library.manage"))
    return redirect(url_for("library.import_difference", import_id=import_id))


@blueprint.post(f"{IMPORT}/drop")
@access(organiser)
def drop_import(import_id: int) -> Answer:
    _import(import_id)
    try:
        with write() as database:
            sent_files.drop(database, _import(import_id))
    except sent_files.AlreadyDecided:
        flash(_("Somebody decided about this file before you."), "warning")
    else:
        flash(_("The file is dropped. Nothing was taken over from it."), "success")
    return redirect(url_for("library.imports"))


def _import(import_id: int) -> LibraryImport:
    return library_import(db.session(), current_event().id, import_id) or abort(404)


def _rows(sha256: str) -> Manifest:
    """What a stored manifest says. Raises NotUnpacked."""
    event = current_event()
    categories = [one.code for one in categories_of(db.session(), event.id)]
    try:
        with opened(sha256) as stream:
            rows = xlsx_rows.sheet_rows(stream, 0, columns=len(COLUMNS) + 20, longest=LONGEST_CELL)
            return read_manifest(rows, event.languages, categories=categories)
    except NoManifest:
        raise NotUnpacked("headings") from None
    except (xlsx_rows.DamagedWorkbook, xlsx_rows.HeavyWorkbook):
        raise NotUnpacked("unread") from None


def _manifest(found: LibraryImport) -> Manifest:
    """What the manifest says; nothing once it was taken over or dropped."""
    if not found.file_sha256:
        raise sent_files.AlreadyDecided
    try:
        return _rows(found.file_sha256)
    except NotUnpacked:
        abort(404)


def _difference_page(found: LibraryImport) -> str:
    event = current_event()
    if not found.file_sha256:
        return render_template("library/import_ended.html", found=found, the_event=event)
    difference = difference_of(db.session(), event, _manifest(found), found.files)
    return render_template(
        "library/import_difference.html",
        the_event=event,
        found=found,
        difference=difference,
        works=[one for one in difference.works if one.changes][:MOST_WORKS],
        problems=difference.problems[:MOST_PROBLEMS],
        remarks=difference.remarks[:MOST_PROBLEMS],
        problem_words=problem_words,
        outcome_words=outcome_words,
        outcome_tone=outcome_tone,
        language_of=Language.of,
    )
