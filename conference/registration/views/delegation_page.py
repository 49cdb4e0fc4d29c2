"""The focal point's page, behind the link that was sent: the delegation, its people and its letter."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

from flask import Response as FileResponse
from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge

from conference.core.access import access, form_view, takes_files
from conference.core.database import db, write
from conference.core.file_types import FileType
from conference.core.honorifics import title_words
from conference.core.limits import PER_IP, limiter
from conference.core.text import BIDI_CONTROLS, clean, isolated
from conference.core.uploads import arrived, receive
from conference.events.access import current_event
from conference.registration import service
from conference.registration.access import current_delegation, focal_point
from conference.registration.forms.nominations import LetterForm
from conference.registration.models import Delegation, Registration
from conference.registration.protocol import is_heading
from conference.registration.queries import nominee_of, people_of
from conference.registration.views.blueprint import EVENT, Answer, blueprint
from conference.registration.views.delegations import letter_of
from conference.registration.words import category_words, nominee_tone, nominee_words

PAGE = f"{EVENT}/delegation/<token>"
PERSON = f"{PAGE}/people/<int(max=2147483647):registration_id>"
LONGEST_NAME = 300
_UNSEEN = frozenset({"Cc", "Cs", "Cn", "Zl", "Zp"})


@blueprint.get(PAGE)
@access(focal_point)
def delegation_page(token: str) -> str:
    return page(token)


@blueprint.post(f"{PAGE}/letter")
@limiter.limit(PER_IP)
@access(focal_point)
@form_view
@takes_files
def send_letter(token: str) -> Answer:
    """A file is examined and stored first, then its row is written; whatever fails before leaves no row."""
    delegation = current_delegation()
    try:
        form = LetterForm()
    except RequestEntityTooLarge:
        form = LetterForm(formdata=None)
        limit = isolated(form.file.render_kw["data-limit"])
        form.refuse(form.file, _("This file is too large: at most %(limit)s can be sent.", limit=limit))
        return page(token, form=form), 413
    received = receive(form, form.file) if form.validate_on_submit() else None
    if received is None:
        return page(token, form=form), 422
    name = kept_name(received.name, received.file_type)
    try:
        with write() as session:
            service.keep_letter(session, delegation, name=name, blob=received.blob, file_type=received.file_type)
    except service.DelegationClosed:
        return too_late(token)
    return arrived(url_for("registration.delegation_page", token=token, receipt=1, _anchor="letter"))


@blueprint.get(f"{PAGE}/letter")
@access(focal_point)
def own_letter(token: str) -> FileResponse:
    return letter_of(current_delegation())


@blueprint.post(f"{PERSON}/head")
@limiter.limit(PER_IP)
@access(focal_point)
def name_head(token: str, registration_id: int) -> Answer:
    return _change(token, registration_id, service.make_head, _l("%(name)s heads your delegation."))


@blueprint.post(f"{PERSON}/withdraw")
@limiter.limit(PER_IP)
@access(focal_point)
def withdraw_person(token: str, registration_id: int) -> Answer:
    return _change(token, registration_id, service.withdraw_nominee, _l("%(name)s is no longer in your delegation."))


def _change(
    token: str, registration_id: int, verb: Callable[[Session, Delegation, Registration], None], done: LazyString
) -> Answer:
    """Do something to one of the delegation's people, and say so: `done` holds the place of their name."""
    delegation, registration = current_delegation(), nominee(registration_id)
    name = isolated(registration.native_name)
    try:
        with write() as session:
            verb(session, delegation, registration)
    except service.DelegationClosed:
        return too_late(token)
    except service.NotPossible:
        flash(_("This person is no longer in your delegation."), "warning")
    else:
        flash(str(done) % {"name": name}, "success")
    return back(token)


def nominee(registration_id: int) -> Registration:
    """One of the people of this request's delegation. Aborts with 404."""
    return nominee_of(db.session(), current_delegation(), registration_id) or abort(404)


def back(token: str) -> Answer:
    """The delegation's page, at its people."""
    return redirect(url_for("registration.delegation_page", token=token, _anchor="people"))


def too_late(token: str) -> Answer:
    """Back to a page that can only be looked at now, saying so."""
    flash(_("Nominations are closed: nothing was changed. Write to the organisers."), "warning")
    return redirect(url_for("registration.delegation_page", token=token))


def words() -> dict[str, Any]:
    """What the pages of a focal point speak with."""
    return {
        "category_words": category_words,
        "title_words": title_words,
        "nominee_words": nominee_words,
        "nominee_tone": nominee_tone,
        "is_heading": is_heading,
    }


def page(token: str, *, form: LetterForm | None = None) -> str:
    """The delegation as its focal point sees it; a letter that was refused is told beside its field."""
    delegation = current_delegation()
    return render_template(
        "registration/delegation_page.html",
        the_event=current_event(),
        delegation=delegation,
        nominated=people_of(db.session(), delegation),
        is_open=service.is_open(delegation),
        token=token,
        letter_form=form or LetterForm(formdata=None),
        receipt="receipt" in request.args and delegation.letter_at is not None,
        **words(),
    )


def kept_name(name: str, file_type: FileType) -> str:
    """A file's name as its sender knows it, to be shown: no folders, nothing unseen, its true ending."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = [one for one in clean(last) if unicodedata.category(one) not in _UNSEEN and one not in BIDI_CONTROLS]
    visible, ending = "".join(seen).strip(), f".{file_type.ending}"
    stem = visible[: -len(ending)] if visible.lower().endswith(ending) else visible
    return (stem.strip(". ")[: LONGEST_NAME - len(ending)].strip() or "letter") + ending
