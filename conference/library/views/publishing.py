"""The organisers' pages of a document's files: added, published by rule, replaced with a note, withdrawn."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from conference.accounts.access import signed_in_account
from conference.core import formatting
from conference.core.access import access, form_view, takes_files
from conference.core.database import db, write
from conference.core.languages import Language
from conference.core.sections import section
from conference.core.uploads import arrived, receive
from conference.events.access import current_event, organiser
from conference.library import service
from conference.library.forms import ReplacingForm, RevisionForm
from conference.library.views.blueprint import MANAGE, Answer, blueprint, event_language
from conference.library.views.managed import locked_document, locked_revision, locked_version, managed_document

REVISION = f"{MANAGE}/<slug>/<code>/<int:number>"


@blueprint.route(f"{MANAGE}/<slug>/add", methods=["GET", "POST"])
@access(organiser)
@section("library.manage")
@takes_files
@form_view
def add(slug: str) -> Answer:
    """A file for one language: looked at and stored first, then a revision that waits to be published."""
    event, document = current_event(), managed_document(db.session(), slug)
    form = RevisionForm(event, language_code=request.args.get("language"))
    if form.validate_on_submit():
        received = receive(form, form.file)
        if received is not None:
            account = signed_in_account()
            try:
                with write() as session:
                    revision = service.add_revision(
                        session,
                        locked_document(session, slug),
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
                return arrived(_files(slug))
    return render_template("library/add.html", form=form, document=document), 422 if form.errors else 200


@blueprint.post(f"{REVISION}/publish")
@access(organiser)
def publish(slug: str, code: str, number: int) -> Answer:
    """By the event's rule: at once, or together with the other languages."""
    account = signed_in_account()
    try:
        with write() as session:
            released = service.release(session, locked_revision(session, slug, code, number), by=account)
            published, waits_for = len(released.published), list(released.waits_for)
    except service.NoteMissing:
        return redirect(url_for("library.replace", slug=slug, code=code, number=number))
    except service.NotPossible as refused:
        _say_refused(refused)
    else:
        _say_released(number, published, waits_for)
    return redirect(_files(slug))


@blueprint.post(f"{REVISION}/alone")
@access(organiser)
def publish_alone(slug: str, code: str, number: int) -> Answer:
    """Without waiting for the other languages: the organiser decided so, and the history of the event says it."""
    account = signed_in_account()
    try:
        with write() as session:
            service.release_alone(session, locked_revision(session, slug, code, number), by=account)
    except service.NoteMissing:
        return redirect(url_for("library.replace", slug=slug, code=code, number=number))
    except service.NotPossible as refused:
        _say_refused(refused)
    else:
        flash(_("Revision %(number)s is published.", number=number), "success")
    return redirect(_files(slug))


@blueprint.route(f"{REVISION}/replace", methods=["GET", "POST"])
@access(organiser)
@section("library.manage")
@form_view
def replace(slug: str, code: str, number: int) -> Answer:
    """Publish over what readers have, with the note that tells them what changed."""
    language, document = event_language(code), managed_document(db.session(), slug)
    version = document.version_in(language) or abort(404)
    revision = next((one for one in version.revisions if one.number == number), None) or abort(404)
    if revision.published_at is not None:
        return redirect(_files(slug))
    form = ReplacingForm(note=revision.note)
    if form.validate_on_submit():
        account = signed_in_account()
        try:
            with write() as session:
                found = locked_revision(session, slug, code, number)
                released = service.release(session, found, note=form.note.data, by=account)
                published, waits_for = len(released.published), list(released.waits_for)
        except service.NotPossible as refused:
            _say_refused(refused)
        else:
            _say_released(number, published, waits_for)
        return redirect(_files(slug))
    page = render_template(
        "library/replace.html", form=form, document=document, version=version, revision=revision, language=language
    )
    return page, 422 if form.errors else 200


@blueprint.post(f"{REVISION}/unready")
@access(organiser)
def unready(slug: str, code: str, number: int) -> Answer:
    account = signed_in_account()
    try:
        with write() as session:
            service.not_ready(session, locked_revision(session, slug, code, number), by=account)
    except service.NotPossible as refused:
        _say_refused(refused)
    else:
        flash(_("Revision %(number)s is no longer marked as ready.", number=number), "success")
    return redirect(_files(slug))


@blueprint.post(f"{MANAGE}/<slug>/<code>/withdraw")
@access(organiser)
def withdraw(slug: str, code: str) -> Answer:
    account, language = signed_in_account(), event_language(code)
    try:
        with write() as session:
            service.withdraw_version(session, locked_version(session, slug, code), by=account)
    except service.NotPossible:
        flash(_("Nothing in this language is published."), "warning")
    else:
        name = language.name_in(g.language)
        flash(_("Readers no longer see this document in %(language)s.", language=name), "success")
    return redirect(_files(slug))


def _files(slug: str) -> str:
    return url_for("library.edit", slug=slug, _anchor="files")


def _say_refused(refused: Exception) -> None:
    if isinstance(refused, service.Superseded):
        sentence = _("Readers have revision %(number)s already, which is newer.", number=refused.number)
    else:
        sentence = _("This revision is published already.")
    flash(sentence, "warning")


def _say_released(number: int, published: int, waits_for: list[Language]) -> None:
    """What readers got, or what it waits for."""
    if published == 1:
        flash(_("Revision %(number)s is published.", number=number), "success")
    elif published:
        sentence = ngettext(
            "All languages are ready: %(num)s is published.",
            "All languages are ready: %(num)s are published.",
            published,
        )
        flash(sentence, "success")
    else:
        names = formatting.join_words([one.name_in(g.language) for one in waits_for], g.language)
        flash(
            _(
                "Revision %(number)s is ready. It is published together with: %(languages)s.",
                number=number,
                languages=names,
            ),
            "success",
        )
