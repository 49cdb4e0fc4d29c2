"""Bringing an agenda in: sent as a file, looked at as a difference, then taken over whole or dropped."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference.accounts.access import signed_in_account
from conference.agenda import service
from conference.agenda.forms.importing import AgendaFileForm, TakingOverForm, receive_agenda
from conference.agenda.importing.comparing import compare, draft_of
from conference.agenda.importing.difference import CHANGED, LEFT, NEW, OUTCOMES, SAME, Difference
from conference.agenda.importing.reading import read
from conference.agenda.importing.shape import TEMPLATE, FoundAgenda
from conference.agenda.importing.template import filled_template
from conference.agenda.importing.words import (
    fact_words,
    format_words,
    outcome_words,
    problem_sentence,
    refusal_sentence,
    remarks_in_words,
)
from conference.agenda.models import AgendaImport
from conference.agenda.queries import imports_of
from conference.agenda.views.blueprint import MANAGE, Answer, blueprint, may_change_facts
from conference.core.access import access, form_view, takes_files
from conference.core.database import db, write
from conference.core.languages import Language
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.sent_bytes import FileRefused
from conference.core.storage import opened
from conference.core.uploads import arrived
from conference.events import sent_files
from conference.events.access import current_event, organiser

IMPORTS = f"{MANAGE}/imports"
IMPORT = f"{IMPORTS}/<int:import_id>"
MOST_SHOWN, PAGE_LENGTH, MOST_PROBLEMS = 20, 50, 200


@blueprint.context_processor
def parts() -> dict[str, Any]:
    """Whether the way to the imports is shown among the parts of the agenda; asked where it stands."""
    return {"may_import": may_change_facts}


@blueprint.route(IMPORTS, methods=["GET", "POST"])
@access(organiser)
@section("agenda.manage")
@takes_files
@form_view
def imports() -> Answer:
    private_page()
    event, form = current_event(), AgendaFileForm()
    received = receive_agenda(form, event) if form.validate_on_submit() else None
    if received is not None:
        by = signed_in_account().id
        with write() as database:
            made = service.begin_import(
                database,
                event,
                format=received.format,
                name=received.name,
                sha256=received.sha256,
                language=received.language,
                by=by,
            )
            import_id = made.id
        return arrived(url_for("agenda.import_difference", import_id=import_id))
    page = render_template(
        "agenda/imports.html",
        the_event=event,
        form=form,
        imports=imports_of(db.session(), event.id, at_most=MOST_SHOWN),
        format_words=format_words,
    )
    return page, 422 if form.errors else 200


@blueprint.get(f"{IMPORTS}/template.xlsx")
@access(organiser)
def import_template() -> Response:
    private_page()
    event = current_event()
    return filled_template(event, draft_of(db.session(), event.id))


@blueprint.get(IMPORT)
@access(organiser)
@section("agenda.manage")
def import_difference(import_id: int) -> Answer:
    private_page()
    return _page(_import(import_id))


@blueprint.post(f"{IMPORT}/apply")
@access(organiser)
@section("agenda.manage")
def apply_import(import_id: int) -> Answer:
    private_page()
    found, by = _import(import_id), signed_in_account().id
    language, take_out = _choice(found)
    try:
        agenda = _read(found, language)
        with write() as database:
            found = _import(import_id)
            service.apply_import(
                database,
                found,
                agenda,
                language=language,
                take_out=take_out,
                seen=request.form.get("seen", ""),
                by=by,
            )
    except sent_files.AlreadyDecided:
        flash(_("Somebody decided about this file before you."), "warning")
    except service.DraftMoved:
        flash(
            _("The draft changed meanwhile: nothing was taken over. This is what the file would change now."), "error"
        )
        return _page(_import(import_id)), 409
    except service.HasProblems:
        return _page(_import(import_id)), 422
    except FileRefused:
        abort(404)
    else:
        flash(_("The file is taken over. Visitors see it with the next version."), "success")
    return redirect(url_for("agenda.import_difference", import_id=import_id))


@blueprint.post(f"{IMPORT}/withdraw")
@access(organiser)
def withdraw_import(import_id: int) -> Answer:
    _import(import_id)
    try:
        with write() as database:
            sent_files.drop(database, _import(import_id))
    except sent_files.AlreadyDecided:
        flash(_("Somebody decided about this file before you."), "warning")
        return redirect(url_for("agenda.import_difference", import_id=import_id))
    flash(_("The file is dropped. Nothing was taken over from it."), "success")
    return redirect(url_for("agenda.imports"))


def _import(import_id: int) -> AgendaImport:
    found = db.session.get(AgendaImport, import_id)
    return found if found is not None and found.event_id == current_event().id else abort(404)


def _choice(found: AgendaImport) -> tuple[Language, bool]:
    """The language that the operator chose for the texts, and whether sessions that the file lacks are taken out."""
    codes = current_event().language_codes
    asked = request.values.get("texts", "")
    code = asked if asked in codes else found.language_code
    return Language.of(code if code in codes else current_event().source_code), bool(request.values.get("out"))


def _read(found: AgendaImport, language: Language) -> FoundAgenda:
    """What the file says; nothing once it was taken over or dropped."""
    if not found.file_sha256:
        raise sent_files.AlreadyDecided
    with opened(found.file_sha256) as stream:
        return read(stream, current_event(), format=found.format, language=language)


def _page(found: AgendaImport) -> str:
    event = current_event()
    language, take_out = _choice(found)
    try:
        agenda = _read(found, language)
    except sent_files.AlreadyDecided:
        return render_template("agenda/import_ended.html", found=found, the_event=event)
    except FileRefused as refused:
        # The file was readable when it came; what an event's languages or our limits are may have changed since.
        return render_template(
            "agenda/import_ended.html", found=found, the_event=event, sentence=refusal_sentence(refused)
        )
    difference = compare(agenda, draft_of(db.session(), event.id), event)
    form = TakingOverForm(event, language, formdata=None)
    form.out.data = take_out
    return render_template(
        "agenda/import_difference.html",
        the_event=event,
        found=found,
        form=form,
        difference=difference,
        is_template=found.format == TEMPLATE,
        may_apply=not difference.problems and (not difference.changes_nothing or (take_out and bool(difference.left))),
        take_out=take_out,
        language=language,
        language_of=Language.of,
        format_words=format_words,
        fact_words=fact_words,
        outcome_words=outcome_words,
        problem_sentence=problem_sentence,
        problems=difference.problems[:MOST_PROBLEMS],
        remarks=remarks_in_words(difference.remarks),
        **_listed(found, difference, language, take_out),
    )


def _listed(found: AgendaImport, difference: Difference, language: Language, take_out: bool) -> dict[str, Any]:
    """The sessions of one outcome, a page of them at a time."""
    outcomes = [one for one in OUTCOMES if difference.count(one)]
    asked = request.args.get("show", "")
    preferred = [one for one in (CHANGED, NEW, LEFT, SAME) if one in outcomes]
    outcome = asked if asked in outcomes else next(iter(preferred), NEW)
    rows: list[Any] = (
        [*difference.left] if outcome == LEFT else [one for one in difference.sessions if one.outcome == outcome]
    )
    pages = max(1, -(-len(rows) // PAGE_LENGTH))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)

    def address(**shown: Any) -> str:
        chosen: dict[str, Any] = {"texts": language.code, "out": "y" if take_out else None}
        return url_for("agenda.import_difference", import_id=found.id, **chosen, **shown)

    return {
        "outcome": outcome,
        "outcomes": outcomes,
        "rows": rows[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH],
        "page": page,
        "pages": pages,
        "address": address,
    }
