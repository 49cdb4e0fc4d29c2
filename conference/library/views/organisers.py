"""The organisers' pages: the board, a document's form, its files."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session as Database

from conference.accounts.access import signed_in_account
from conference.agenda.queries import sessions_of
from conference.core.access import access, form_view, takes_files
from conference.core.database import db, write
from conference.core.rendering import shown
from conference.core.sections import section
from conference.core.translated import Translated
from conference.core.translated_fields import Clashes
from conference.core.uploads import arrived, receive
from conference.events.access import current_event, organiser, translator, viewer
from conference.events.models import Role
from conference.events.service import lock as lock_event
from conference.library import service
from conference.library.access import TEAM
from conference.library.board import cell_facts, revision_facts, row_of, source_first, tally
from conference.library.forms import DocumentForm, RevisionForm
from conference.library.models import Document, LanguageVersion
from conference.library.queries import document_by_slug, documents_on_board
from conference.library.views.blueprint import MANAGE, Answer, blueprint, event_language
from conference.library.words import category_words, restriction_words, text_words


@blueprint.get(MANAGE)
@access(translator)
def manage() -> str:
    event = current_event()
    rows = [row_of(event, document) for document in documents_on_board(db.session(), event.id)]
    return render_template(
        "library/manage.html",
        the_event=event,
        rows=rows,
        document_languages=source_first(event),
        tally=tally(rows),
        facts=lambda cell: cell_facts(event, cell),
        category_words=category_words,
        restriction_words=restriction_words,
        may_write=_may_write(),
    )


@blueprint.route(f"{MANAGE}/new", methods=["GET", "POST"])
@access(organiser)
@section("library.manage")
@form_view
def new() -> Answer:
    event = current_event()
    form = DocumentForm(event, sessions=_session_choices())
    if form.validate_on_submit():
        account = signed_in_account()
        facts = form.values
        codes = facts.pop("session_codes")
        texts: dict[str, Any] = {
            name: Translated.of(event.source, form[name].texts, by=account.id) for name in ("title", "summary")
        }
        try:
            with write() as session:
                placed = [one for one in sessions_of(session, event.id) if one.code in codes]
                made = service.create_document(session, event, **facts, **texts, sessions=placed, by=account)
                slug = made.slug
        except service.SymbolTaken:
            form.refuse(form.symbol, _("Another document of this event has this symbol."))
        else:
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
    event, document = current_event(), _document(db.session(), slug)
    form = DocumentForm(event, document=document, sessions=_session_choices(), texts_only=not _may_write())
    if form.validate_on_submit():
        account = signed_in_account()
        try:
            with write() as session:
                document = _document(session, slug, lock=True)
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
        document = _document(db.session(), slug)
    row = row_of(event, document)
    page = render_template(
        "library/edit.html",
        form=form,
        the_event=event,
        document=document,
        cells=row.cells,
        facts=lambda cell: cell_facts(event, cell),
        revision_facts=revision_facts,
        text_words=text_words,
        may_write=_may_write(),
    )
    return page, 422 if form.errors else 200


@blueprint.route(f"{MANAGE}/<slug>/add", methods=["GET", "POST"])
@access(organiser)
@section("library.manage")
@takes_files
@form_view
def add(slug: str) -> Answer:
    """A file for one language: looked at and stored first, then a revision that waits to be published."""
    event, document = current_event(), _document(db.session(), slug)
    form = RevisionForm(event, language_code=request.args.get("language"))
    if form.validate_on_submit():
        received = receive(form, form.file)
        if received is not None:
            account = signed_in_account()
            try:
                with write() as session:
                    revision = service.add_revision(
                        session,
                        _document(session, slug, lock=True),
                        language=form.language,
                        blob=received.blob,
                        file_type=received.file_type,
                        pages=received.pages,
                        note=form.note.data,
                        by=account,
                    )
                    number = revision.number
            except service.FileKnown as known:
                form.refuse(
                    form.file, _("This very file is here already: it is revision %(number)s.", number=known.number)
                )
            else:
                name = form.language.name_in(g.language)
                flash(
                    _(
                        "The file has arrived: revision %(number)s (%(language)s). Readers see it once you publish it.",
                        number=number,
                        language=name,
                    ),
                    "success",
                )
                if received.has_macros:
                    words = _("Readers may be asked to run this file’s macros. Send it without them if you can.")
                    flash(words, "warning")
                return arrived(url_for("library.edit", slug=slug, _anchor="files"))
    return render_template("library/add.html", form=form, document=document), 422 if form.errors else 200


@blueprint.post(f"{MANAGE}/<slug>/<code>/<int:number>/publish")
@access(organiser)
def publish(slug: str, code: str, number: int) -> Answer:
    account = signed_in_account()
    try:
        with write() as session:
            version = _version(session, slug, code)
            revision = next((one for one in version.revisions if one.number == number), None) or abort(404)
            service.publish_revision(session, revision, by=account)
    except service.NotPossible:
        flash(_("This revision is published already."), "warning")
    else:
        flash(_("Revision %(number)s is published.", number=number), "success")
    return redirect(url_for("library.edit", slug=slug, _anchor="files"))


@blueprint.post(f"{MANAGE}/<slug>/<code>/withdraw")
@access(organiser)
def withdraw(slug: str, code: str) -> Answer:
    account, language = signed_in_account(), event_language(code)
    try:
        with write() as session:
            service.withdraw_version(session, _version(session, slug, code), by=account)
    except service.NotPossible:
        flash(_("Nothing in this language is published."), "warning")
    else:
        name = language.name_in(g.language)
        flash(_("Readers no longer see this document in %(language)s.", language=name), "success")
    return redirect(url_for("library.edit", slug=slug, _anchor="files"))


def _may_write() -> bool:
    return viewer().has(Role.ORGANISER)


def _document(session: Database, slug: str, *, lock: bool = False) -> Document:
    event_id = current_event().id
    if lock:
        # The event first, as everywhere: two orders of locks would wait for each other.
        lock_event(session, event_id)
    found = document_by_slug(session, event_id, slug, visible=TEAM)
    return found or abort(404)


def _version(session: Database, slug: str, code: str) -> LanguageVersion:
    return _document(session, slug, lock=True).version_in(event_language(code)) or abort(404)


def _session_choices() -> list[tuple[str, Any]]:
    """The sessions of the draft by code and title."""
    listed = sessions_of(db.session(), current_event().id)
    return [(one.code, Markup("<bdi>{}</bdi> {}").format(one.code, shown(one.title))) for one in listed]
