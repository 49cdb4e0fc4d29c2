"""Bringing many files at once: each waits with what it says of itself until somebody confirms or drops it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Response as FlaskResponse
from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import CombinedMultiDict, FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from conference.accounts.access import signed_in_account
from conference.core.access import access, form_view, takes_files
from conference.core.database import db, write
from conference.core.files import file_response, safe_name
from conference.core.languages import Language
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.text import isolated
from conference.core.uploads import arrived, receive
from conference.events.access import current_event, organiser
from conference.library.arrival_forms import FilesForm, PlaceForm, PlacesForm
from conference.library.arrival_words import arrival_words, lacks_of
from conference.library.models import Arrival, Document
from conference.library.queries import categories_of
from conference.library.queries.arrivals import (
    Standing,
    arrival_by_id,
    arrival_of_upload,
    arrivals_of,
    count_arrivals,
    documents_by_symbol,
    standings_of,
)
from conference.library.service import FileKnown
from conference.library.service.arrivals import KEPT, ArrivalGone, TitleMissing, bring, drop_arrivals, place
from conference.library.views.blueprint import MANAGE, Answer, blueprint
from conference.uploads import tus
from conference.uploads.arriving import arriving, give_up

BRING = f"{MANAGE}/bring"
MOST_SHOWN = 50


@blueprint.context_processor
def accessibility() -> dict[str, Any]:
    """What a PDF lacks for those who hear it, for the pages on which it stands."""
    return {"lacks_of": lacks_of}


@dataclass(slots=True)
class Refused:
    """A file that was not taken, and why."""

    name: str
    sentence: str
    may_be_sent_again: bool = False


@dataclass(slots=True)
class Outcome:
    """What came of the files of one request."""

    form: FilesForm
    taken: int = 0
    with_macros: int = 0
    refused: list[Refused] = field(default_factory=list)


@blueprint.route(f"{BRING}/uploads", methods=["OPTIONS", "POST"])
@access(organiser)
def arrival_uploads() -> FlaskResponse:
    """Where a file in pieces begins."""
    return tus.collection(
        event_id=current_event().id,
        owner=upload_owner(),
        address=lambda code: url_for("library.arrival_upload", code=code),
    )


@blueprint.route(f"{BRING}/uploads/<code>", methods=["OPTIONS", "HEAD", "PATCH", "DELETE"])
@access(organiser)
@takes_files
def arrival_upload(code: str) -> FlaskResponse:
    """A file in pieces on its way."""
    return tus.resource(event_id=current_event().id, owner=upload_owner(), code=code)


@blueprint.route(BRING, methods=["GET", "POST"])
@access(organiser)
@section("library.manage")
@takes_files
@form_view
def bring_files() -> Answer:
    private_page()
    if request.method == "GET":
        return _page(FilesForm(formdata=None))
    event_id, code = current_event().id, ""
    try:
        code = request.form.get("upload", "")
        if arrival_of_upload(db.session(), event_id, code) is not None:
            return arrived(url_for("library.bring_files"))
        with arriving(event_id=event_id, owner=upload_owner()) as came:
            outcome = _taken([one for one in came.data.getlist("file") if one.filename], code=came.code)
    except RequestEntityTooLarge:
        form = FilesForm(formdata=None)
        limit = isolated(form.file.render_kw["data-limit"])
        form.refuse(form.file, _("These files are too large: at most %(limit)s can be sent at once.", limit=limit))
        return _page(form), 413
    if outcome.taken or (outcome.refused and not any(one.may_be_sent_again for one in outcome.refused)):
        give_up(event_id=event_id, owner=upload_owner(), code=code)
    if outcome.with_macros:
        flash(_("Readers may be asked to run this file’s macros. Send it without them if you can."), "warning")
    if outcome.form.errors or outcome.refused:
        return _page(outcome.form, refused=outcome.refused), 422
    return arrived(url_for("library.bring_files"))


def _taken(sent: list[FileStorage], *, code: str) -> Outcome:
    """Take each file by itself: one that is refused keeps none of the others out."""
    outcome = Outcome(FilesForm(formdata=request.form))
    if not sent or not outcome.form.csrf_token.validate(outcome.form):
        outcome.form.validate()
        return outcome
    account = signed_in_account()
    for one in sent:
        form = FilesForm(formdata=CombinedMultiDict([MultiDict({"file": one}), request.form]))
        received = receive(form, form.file) if form.validate() else None
        if received is None:
            sentence = str(next(iter(form.file.errors), ""))
            outcome.refused.append(Refused(one.filename or "", sentence, form.file.may_be_sent_again))
            continue
        try:
            with write() as database:
                bring(database, current_event(), received, code=code, by=account)
        except IntegrityError:
            # The same form was sent twice at once; the other request has written the row.
            if arrival_of_upload(db.session(), current_event().id, code) is None:
                raise
        outcome.taken += 1
        outcome.with_macros += received.has_macros
    return outcome


@blueprint.post(f"{BRING}/confirm")
@access(organiser)
@section("library.manage")
@form_view
def place_arrivals() -> Answer:
    """Put what is ticked in its place, each file in a transaction of its own."""
    private_page()
    account, form, event = signed_in_account(), PlacesForm(), current_event()
    if not form.validate_on_submit():
        flash(_("This page had been open for too long. Nothing is lost: send it again."), "error")
        return _page(FilesForm(formdata=None), sent=request.form), 422
    placed, wrong, categories = 0, {}, categories_of(db.session(), event.id)
    for arrival in arrivals_of(db.session(), event.id, at_most=MOST_SHOWN):
        row = PlaceForm(event, arrival, categories, sent=request.form)
        if not row.take.data:
            continue
        arrival_id = arrival.id
        if row.validate() and _placed(row, arrival_id, account):
            placed += 1
        elif row.errors:
            wrong[arrival_id] = row.errors
    if placed:
        words = ngettext(
            "%(num)s file is in its place. Readers see it once you publish it.",
            "%(num)s files are in their places. Readers see them once you publish them.",
            placed,
        )
        flash(words, "success")
    if wrong:
        return _page(FilesForm(formdata=None), sent=request.form, errors=wrong), 422
    if not placed:
        flash(_("Tick the files that you want to put in their place."), "warning")
    return redirect(url_for("library.bring_files" if count_arrivals(db.session(), event.id) else "library.manage"))


def _placed(row: PlaceForm, arrival_id: int, account: Any) -> bool:
    """Whether a file is in its place now; where it is not, the row says why."""
    try:
        with write() as database:
            place(
                database,
                current_event(),
                arrival_id,
                language=row.language,
                symbol=row.written_symbol,
                title=row.written_title,
                category=row.category.data,
                by=account,
            )
    except TitleMissing:
        row.refuse(row.title, _("Enter a title: there is no document with this symbol yet."))
    except FileKnown as known:
        row.refuse(row.symbol, _("This very file is here already: it is revision %(number)s.", number=known.number))
    except ArrivalGone:
        flash(_("Somebody decided about this file before you."), "warning")
    else:
        return True
    return False


@blueprint.post(f"{BRING}/drop")
@access(organiser)
def drop_files() -> Answer:
    """Let go of the files that are ticked."""
    event = current_event()
    waiting = arrivals_of(db.session(), event.id, at_most=MOST_SHOWN)
    ids = [one.id for one in waiting if request.form.get(f"file-{one.id}-take")]
    with write() as database:
        dropped = drop_arrivals(database, current_event(), ids)
    if dropped:
        flash(ngettext("%(num)s file is dropped.", "%(num)s files are dropped.", dropped), "success")
    else:
        flash(_("Tick the files that you want to drop."), "warning")
    return redirect(url_for("library.bring_files"))


@blueprint.get(f"{BRING}/<int(max=2147483647):arrival_id>")
@access(organiser)
def arrival_file(arrival_id: int) -> FlaskResponse:
    """A file that waits, to be looked at before it is confirmed."""
    private_page()
    arrival = arrival_by_id(db.session(), current_event().id, arrival_id) or abort(404)
    stem = safe_name(arrival.name.removesuffix(f".{arrival.ending}"))[:120] or "file"
    return file_response(
        sha256=arrival.sha256,
        size=arrival.size,
        name=f"{stem}.{arrival.ending}",
        media_type=arrival.file_type.media_type,
    )


def upload_owner() -> str:
    """How uploads name the organiser of this request."""
    return f"library {signed_in_account().id}"


@dataclass(frozen=True, slots=True)
class Row:
    """One file that waits, its form, and what the library knows about it."""

    arrival: Arrival
    form: PlaceForm
    standings: list[Standing]
    is_twice: bool
    document: Document | None
    until: date


def _page(
    form: FilesForm, *, refused: list[Refused] | None = None, sent: Any = None, errors: dict[int, Any] | None = None
) -> str:
    event, database = current_event(), db.session()
    waiting = arrivals_of(database, event.id, at_most=MOST_SHOWN)
    standings = standings_of(database, event.id, {one.sha256 for one in waiting})
    documents = documents_by_symbol(database, event.id, {one.symbol for one in waiting if one.symbol})
    rows, seen, categories = [], set[str](), categories_of(database, event.id)
    for arrival in waiting:
        found, document = list(standings.get(arrival.sha256, ())), documents.get(arrival.symbol)
        is_twice = arrival.sha256 in seen
        seen.add(arrival.sha256)
        is_complete = bool(arrival.language_code and arrival.symbol and (arrival.title or document))
        row = PlaceForm(event, arrival, categories, sent=sent, ticked=is_complete and not found and not is_twice)
        if arrival.id in (errors or {}):
            row.validate()
            for name, sentences in (errors or {})[arrival.id].items():
                row[name].errors = sentences
        until = (arrival.arrived_at + KEPT).astimezone(event.zone_info).date()
        rows.append(Row(arrival, row, found, is_twice, document, until))
    return render_template(
        "library/bring.html",
        the_event=event,
        form=form,
        places_form=PlacesForm(formdata=None),
        refused=refused or [],
        rows=rows,
        count=count_arrivals(database, event.id),
        days=KEPT.days,
        notes=arrival_words,
        language_of=Language.of,
    )
