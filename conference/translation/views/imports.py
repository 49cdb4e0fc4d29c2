"""A file of translations that came back: looked at unit by unit, conflicts decided, then taken over or dropped."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from conference.accounts.access import signed_in_account
from conference.agenda.comparison import marked
from conference.core.access import access
from conference.core.database import db, write
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.sent_bytes import FileRefused
from conference.core.storage import opened
from conference.events import sent_files
from conference.events.access import current_event, translator
from conference.translation import service, words
from conference.translation.handover.comparing import CHANGED, CONFLICT, NEW, OUTCOMES, Difference, compare
from conference.translation.handover.reading import read
from conference.translation.handover.shape import FoundUnit
from conference.translation.handover.words import (
    format_words,
    outcome_words,
    problem_sentence,
    reason_sentence,
    refusal_sentence,
)
from conference.translation.models import TranslationImport
from conference.translation.queries import texts_of
from conference.translation.views.blueprint import Answer, blueprint, own_sources
from conference.translation.views.handover import HANDOVER

IMPORT = f"{HANDOVER}/<int:import_id>"
PAGE_LENGTH, MOST_CONFLICTS = 50, 200
CHOICE, TAKE = "choice.", "take"


@blueprint.get(IMPORT)
@access(translator)
@section("translation.desk")
def import_difference(import_id: int) -> Answer:
    private_page()
    return _page(_import(import_id))


@blueprint.post(f"{IMPORT}/apply")
@access(translator)
@section("translation.desk")
def apply_import(import_id: int) -> Answer:
    private_page()
    found, by, sources = _import(import_id), signed_in_account(), own_sources()
    taken = {name.removeprefix(CHOICE) for name, value in request.form.items() if value == TAKE}
    try:
        units = _read(found)
        with write() as database:
            count = service.apply_import(
                database,
                _import(import_id),
                units,
                sources,
                seen=request.form.get("seen", ""),
                taken=taken,
                by=by,
            )
    except sent_files.AlreadyDecided:
        flash(_("Somebody decided about this file before you."), "warning")
    except (service.TextsMoved, service.TextGone):
        flash(_("Texts changed meanwhile: nothing was taken over. This is what the file would change now."), "error")
        return _page(_import(import_id), taken=taken), 409
    except FileRefused:
        abort(404)
    else:
        flash(
            ngettext(
                "%(num)s translation is taken over. Visitors see those of the agenda with its next version.",
                "%(num)s translations are taken over. Visitors see those of the agenda with its next version.",
                count,
            ),
            "success",
        )
    return redirect(url_for("translation.import_difference", import_id=import_id))


@blueprint.post(f"{IMPORT}/withdraw")
@access(translator)
def withdraw_import(import_id: int) -> Response:
    _import(import_id)
    try:
        with write() as database:
            sent_files.drop(database, _import(import_id))
    except sent_files.AlreadyDecided:
        flash(_("Somebody decided about this file before you."), "warning")
        return redirect(url_for("translation.import_difference", import_id=import_id))
    flash(_("The file is dropped. Nothing was taken over from it."), "success")
    return redirect(url_for("translation.handover"))


def _import(import_id: int) -> TranslationImport:
    found = db.session.get(TranslationImport, import_id)
    return found if found is not None and found.event_id == current_event().id else abort(404)


def _read(found: TranslationImport) -> list[FoundUnit]:
    """What the file translates; nothing once it was taken over or dropped."""
    if not found.file_sha256:
        raise sent_files.AlreadyDecided
    with opened(found.file_sha256) as stream:
        return read(stream, current_event(), format=found.format)


def _page(found: TranslationImport, *, taken: frozenset[str] | set[str] = frozenset()) -> str:
    event = current_event()
    sentence = ""
    try:
        units = _read(found)
    except sent_files.AlreadyDecided:
        return render_template("translation/import_ended.html", found=found, the_event=event, sentence=sentence)
    except FileRefused as refused:
        # The file was readable when it came; what languages the event has may have changed since.
        sentence = refusal_sentence(refused)
        return render_template("translation/import_ended.html", found=found, the_event=event, sentence=sentence)
    difference = compare(units, texts_of(db.session(), event.id, own_sources()), event)
    conflicts = difference.of(CONFLICT)
    return render_template(
        "translation/import_difference.html",
        the_event=event,
        found=found,
        difference=difference,
        conflicts=conflicts[:MOST_CONFLICTS],
        conflicts_count=len(conflicts),
        certain=difference.count(NEW) + difference.count(CHANGED),
        taken=taken,
        marked=marked,
        format_words=format_words,
        outcome_words=outcome_words,
        problem_sentence=problem_sentence,
        reason_sentence=reason_sentence,
        part_sentences=words.part_sentences,
        where_words=words.where_words,
        **_listed(found, difference),
    )


def _listed(found: TranslationImport, difference: Difference) -> dict[str, Any]:
    """The units of one outcome that needs no decision, a page of them at a time."""
    outcomes = [one for one in OUTCOMES if one != CONFLICT and difference.count(one)]
    asked = request.args.get("show", "")
    outcome = asked if asked in outcomes else next(iter(outcomes), "")
    rows = difference.of(outcome)
    pages = max(1, -(-len(rows) // PAGE_LENGTH))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)

    def address(**shown: Any) -> str:
        return url_for("translation.import_difference", import_id=found.id, **shown)

    return {
        "outcome": outcome,
        "outcomes": outcomes,
        "rows": rows[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH],
        "page": page,
        "pages": pages,
        "address": address,
    }
