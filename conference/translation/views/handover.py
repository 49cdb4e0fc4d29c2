"""Handing texts over to translators' own tools: what is missing or out of date as a file, and the way back in."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference.accounts.access import signed_in_account
from conference.core.access import access, form_view, takes_files
from conference.core.clock import now
from conference.core.database import db, write
from conference.core.files import disposition
from conference.core.languages import Language
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.uploads import arrived
from conference.events.access import current_event, translator
from conference.translation import service
from conference.translation.desk import LACKING, in_order, parity
from conference.translation.forms import HandoverForm, receive_translations
from conference.translation.handover.shape import Unit
from conference.translation.handover.sheets import workbook
from conference.translation.handover.words import format_words
from conference.translation.handover.xliff_writing import MEDIA_TYPE, xliff
from conference.translation.limits import limits_of
from conference.translation.queries import imports_of, rules_of, texts_of
from conference.translation.sources import Kind
from conference.translation.views.blueprint import DESK, STATES, Answer, blueprint, language_named, one_of, own_sources
from conference.translation.words import kind_words, where_words

HANDOVER = f"{DESK}/hand-over"
MOST_SHOWN = 20


@blueprint.route(HANDOVER, methods=["GET", "POST"])
@access(translator)
@section("translation.desk")
@takes_files
@form_view
def handover() -> Answer:
    private_page()
    event, form = current_event(), HandoverForm()
    received = receive_translations(form, event) if form.validate_on_submit() else None
    if received is not None:
        by = signed_in_account()
        with write() as database:
            made = service.begin_import(
                database, event, format=received.format, name=received.name, sha256=received.sha256, by=by
            )
            import_id = made.id
        return arrived(url_for("translation.import_difference", import_id=import_id))
    texts = texts_of(db.session(), event.id, own_sources())
    # A text that somebody began in another language may lack the event's source.
    every = parity(texts, event.languages, rules_of(db.session(), event.id))
    targets = [one for one in every if one.language != event.source or one.complete < one.total]
    page = render_template(
        "translation/handover.html",
        the_event=event,
        form=form,
        targets=targets,
        kinds=[kind for kind in Kind if any(one.kind == kind for one in texts)],
        kind_words=kind_words,
        imports=imports_of(db.session(), event.id, at_most=MOST_SHOWN),
        format_words=format_words,
    )
    return page, 422 if form.errors else 200


@blueprint.get(f"{HANDOVER}/texts.xlf")
@access(translator)
def export_xliff() -> Response:
    """What the address asks for as XLIFF 1.2."""
    private_page()
    units = _units()
    if not units:
        return _nothing()
    response = Response(xliff(units, event=current_event().slug), mimetype=MEDIA_TYPE)
    response.headers["Content-Disposition"] = disposition(_name("xlf"))
    return response


@blueprint.get(f"{HANDOVER}/texts.xlsx")
@access(translator)
def export_workbook() -> Response:
    """The same as a workbook, a sheet for each language."""
    private_page()
    units = _units()
    return workbook(units, event=current_event().slug, name=_name("xlsx")) if units else _nothing()


def _targets() -> Sequence[Language]:
    """The languages that the address asks for; all of the event's without one."""
    named = [language_named(code) for code in request.args.getlist("to")]
    return [one for one in current_event().languages if one in named] or current_event().languages


def _units() -> list[Unit]:
    """The texts that the address asks for, the most urgent first; what is missing or out of date unless it says all."""
    event, kind = current_event(), one_of(Kind, "kind")
    states = STATES if request.args.get("which") == "all" else LACKING
    found = []
    texts = texts_of(db.session(), event.id, own_sources())
    for text in in_order([one for one in texts if kind in (None, one.kind)], now()):
        targets = [one for one in _targets() if one != text.language and text.text.state(one) in states]
        where, longest = where_words(text, event), limits_of(text).longest
        found += [Unit(text, language, where, longest) for language in targets]
    return found


def _name(ending: str) -> str:
    return f"{current_event().slug}-{'-'.join(one.code for one in _targets())}.{ending}"


def _nothing() -> Response:
    flash(_("There is nothing to hand over: every text that you asked for is translated and up to date."), "success")
    return redirect(url_for("translation.handover"))
