"""The organisers' pages: the board, a document's form, and what continues a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from conference.accounts.access import signed_in_account
from conference.agenda.queries import sessions_of
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.languages import Language, UnknownLanguage
from conference.core.rendering import shown
from conference.core.sections import section
from conference.core.translated import Translated
from conference.core.translated_fields import Clashes
from conference.events.access import current_event, organiser, translator
from conference.library import service
from conference.library.board import Cell, cell_facts, revision_facts, row_of, source_first, tally, work_facts
from conference.library.board_filter import NOBODY, BoardFilter, people_of, standings_of
from conference.library.forms import DocumentForm
from conference.library.models import Part
from conference.library.models.standing import ASKED_FOR, Standing
from conference.library.queries import (
    categories_of,
    documents_on_board,
    library_settings,
    presentations_of,
    symbols_of,
)
from conference.library.views.blueprint import MANAGE, Answer, blueprint
from conference.library.views.managed import locked_document, managed_document, may_write
from conference.library.words import (
    category_of,
    part_words,
    restriction_words,
    standing_words,
    text_words,
)

TEXTS = ("title", "summary", "issued_by")


@blueprint.get(MANAGE)
@access(translator)
def manage() -> str:
    event = current_event()
    rows = [row_of(event, document) for document in documents_on_board(db.session(), event.id)]
    wanted = board_filter()
    found = wanted.of(rows)
    return render_template(
        "library/manage.html",
        the_event=event,
        rows=found,
        there_are_documents=bool(rows),
        wanted=wanted,
        nobody=NOBODY,
        people=people_of(rows),
        standings=[(one, standing_words(one)) for one in standings_of(rows)],
        document_languages=[one for one in source_first(event) if wanted.language in (None, one)],
        all_languages=source_first(event),
        tally=tally(rows),
        facts=lambda cell: cell_facts(event, cell),
        is_asked_for=_is_asked_for,
        may_be_reminded=lambda cell: _is_asked_for(cell) and bool(cell.version and cell.version.responsible_email),
        anybody_responsible=any(cell.responsible and wanted.fits(cell) for row in found for cell in row.cells),
        category_of=category_of,
        restriction_words=restriction_words,
        may_write=may_write(),
    )


def _is_asked_for(cell: Cell) -> bool:
    return cell.is_due and cell.standing in ASKED_FOR


def board_filter() -> BoardFilter:
    """What the address asks the board for; what it names that there is not is as if it named nothing."""
    asked = request.args
    try:
        language = Language.of(asked["language"]) if asked.get("language") else None
    except UnknownLanguage:
        language = None
    return BoardFilter(
        language=language if language in current_event().languages else None,
        standing=asked["state"] if asked.get("state") in set(Standing) else "",
        responsible=asked.get("responsible", "")[:254],
        overdue=bool(asked.get("overdue")),
    )


@blueprint.route(f"{MANAGE}/new", methods=["GET", "POST"])
@access(organiser)
@section("library.manage")
@form_view
def new() -> Answer:
    event = current_event()
    pattern = library_settings(db.session(), event.id).symbol_pattern
    proposed = service.next_symbol(pattern, symbols_of(db.session(), event.id)) if pattern else ""
    form = DocumentForm(event, next_symbol=proposed, **_choices())
    if form.validate_on_submit():
        account = signed_in_account()
        facts = form.values
        codes, keys = facts.pop("session_codes"), facts.pop("presentation_keys")
        texts: dict[str, Any] = {name: Translated.of(event.source, form[name].texts, by=account.id) for name in TEXTS}
        try:
            with write() as session:
                facts |= {
                    "sessions": [one for one in sessions_of(session, event.id) if one.code in codes],
                    "presentations": [one for one in presentations_of(session, event.id) if str(one.id) in keys],
                }
                create = service.create_numbered if form.takes_next_symbol else service.create_document
                made = create(session, event, **facts, **texts, by=account)
                slug, symbol = made.slug, made.symbol
        except service.SymbolTaken:
            form.refuse(form.symbol, _("Another document of this event has this symbol."))
        else:
            if form.symbol.data != symbol:
                sentence = _(
                    "Somebody took this symbol while you wrote: the document has the next one, %(symbol)s.",
                    symbol=symbol,
                )
                flash(sentence, "warning")
            flash(
                _("The document is saved. Add a file in each language; readers see it once one is published."),
                "success",
            )
            return redirect(url_for("library.edit", slug=slug))
    return render_template("library/edit.html", form=form, document=None), 422 if form.errors else 200


@blueprint.route(f"{MANAGE}/<slug>", methods=["GET", "POST"])
@access(translator)
@section("library.manage")
@form_view
def edit(slug: str) -> Answer:
    event, document = current_event(), managed_document(db.session(), slug)
    form = DocumentForm(event, document=document, texts_only=not may_write(), **(_choices() if may_write() else {}))
    if form.validate_on_submit():
        account = signed_in_account()
        try:
            with write() as session:
                document = locked_document(session, slug)
                service.change_document(
                    session, document, values=form.values, edits=form.edits(), seen=form.seen_values, by=account
                )
        except Clashes as clashes:
            form.show_clashes(clashes)
        except service.SymbolTaken:
            form.refuse(form.symbol, _("Another document of this event has this symbol."))
        else:
            flash(_("The document is saved."), "success")
            return redirect(url_for("library.edit", slug=slug))
        document = managed_document(db.session(), slug)
    row = row_of(event, document)
    page = render_template(
        "library/edit.html",
        form=form,
        the_event=event,
        document=document,
        cells=row.cells,
        together=library_settings(db.session(), event.id).publishes_together,
        waits_for=service.lacking(document),
        parts=[(one, part_words(one)) for one in Part],
        part_words=part_words,
        facts=lambda cell: work_facts(event, cell),
        revision_facts=revision_facts,
        text_words=text_words,
        may_write=may_write(),
    )
    return page, 422 if form.errors else 200


@blueprint.post(f"{MANAGE}/<slug>/continue/<any(rev, add, corr):part>")
@access(organiser)
def continue_document(slug: str, part: str) -> Answer:
    """A revised document, an addendum or a corrigendum, with the next number of its kind."""
    account = signed_in_account()
    try:
        with write() as session:
            made = service.add_part(session, locked_document(session, slug), Part(part), by=account)
            new_slug, symbol = made.slug, made.symbol
    except service.SymbolTooLong:
        flash(_("A symbol that continues this one would be too long."), "error")
        return redirect(url_for("library.edit", slug=slug))
    flash(
        _(
            "%(symbol)s is made. Say what it is about and in which languages it is due, and add its files.",
            symbol=symbol,
        ),
        "success",
    )
    return redirect(url_for("library.edit", slug=new_slug))


def _choices() -> Mapping[str, Any]:
    """What the form of a document offers: the categories, and the sessions and presentations of the draft."""
    database, event_id = db.session(), current_event().id
    return {
        "categories": categories_of(database, event_id),
        "sessions": [(one.code, _placed(one.code, one.title)) for one in sessions_of(database, event_id)],
        "presentations": [
            (str(one.id), _placed(one.session.code, one.title)) for one in presentations_of(database, event_id)
        ],
    }


def _placed(code: str, title: Translated) -> Markup:
    return Markup("<bdi>{}</bdi> {}").format(code, shown(title))
