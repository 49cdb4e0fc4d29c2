"""How a file of slides is taken, whoever sends it: once, whole or in pieces, or refused in words beside its field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import request
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import RequestEntityTooLarge

from conference.core.database import db
from conference.core.languages import Language
from conference.core.uploads import Received, UploadField, arrived, receive
from conference.events.access import current_event
from conference.speakers import service
from conference.speakers.forms import ReplacementForm, SlidesForm, kept_name
from conference.speakers.models import Slides
from conference.speakers.queries import slides_of_upload
from conference.speakers.views.blueprint import Answer
from conference.uploads.arriving import Arriving, arriving, give_up

AnyForm = TypeVar("AnyForm", SlidesForm, ReplacementForm)


@dataclass(frozen=True, slots=True)
class Sender:
    """Whoever sends files for a speaker: the speaker, or an organiser.

    `owner` is how uploads in pieces name them; `receipt` gives, for the id of what was taken, the address that says
    so; `not_theirs` is the sentence for a place that the speaker lost meanwhile.
    """

    owner: str
    speaker_id: int
    receipt: Callable[[int], str]
    not_theirs: str


def take(
    sender: Sender,
    form_of: Callable[[object], AnyForm],
    page: Callable[[AnyForm, int], Answer],
    keep: Callable[[AnyForm, Received, str], Slides],
) -> Answer:
    """Take the file of a form, or show the form again with what speaks against it.

    A file is examined and stored first, then its row is written; whatever fails before leaves no row.
    """
    event_id, owner = current_event().id, sender.owner
    try:
        known = slides_of_upload(db.session(), sender.speaker_id, request.form.get("upload", ""))
        if known is not None:
            return arrived(sender.receipt(known.id))
        with arriving(event_id=event_id, owner=owner) as came:
            form = form_of(came.data)
            slides_id = _examined(sender, form, came, keep)
    except RequestEntityTooLarge:
        form = form_of(None)
        limit = f"\u2068{form.file.render_kw['data-limit']}\u2069"
        form.refuse(form.file, _("This file is too large: at most %(limit)s can be sent.", limit=limit))
        return page(form, 413)
    if slides_id is None:
        if form.file.data is not None and form.file.errors and not form.file.may_be_sent_again:
            give_up(event_id=event_id, owner=owner, code=came.code)
        return page(form, 422)
    give_up(event_id=event_id, owner=owner, code=came.code)
    return arrived(sender.receipt(slides_id))


def _examined(
    sender: Sender, form: AnyForm, came: Arriving, keep: Callable[[AnyForm, Received, str], Slides]
) -> int | None:
    """The id of the slides that came of a form; None after a sentence was put beside a field."""
    field: UploadField = form.file
    received = receive(form, field) if form.validate_on_submit() else None
    if received is None:
        return None
    try:
        return keep(form, received, came.code).id
    except IntegrityError:
        # The same form was sent twice at once; the other request has written the row.
        known = slides_of_upload(db.session(), sender.speaker_id, came.code)
        if known is None:
            raise
        return known.id
    except service.NotTheirs:
        if isinstance(form, SlidesForm):
            form.refuse(form.place, sender.not_theirs)
    except service.NotExpected:
        form.refuse(field, _("The time for sending slides is over. Ask the organisers to open it for you again."))
    return None


def sent(received: Received, language: Language, code: str) -> service.Sent:
    """What arrived, as the services take it."""
    return service.Sent(
        name=kept_name(received.name, received.file_type),
        blob=received.blob,
        file_type=received.file_type,
        pages=received.pages,
        language=language,
        has_macros=received.has_macros,
        upload_code=code,
    )
