"""What the speaker's and the organisers' pages of a photograph have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import Response as FileResponse
from flask import abort, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from conference.agenda.models import Speaker
from conference.core.database import db
from conference.core.files import file_response
from conference.core.square_pictures import MEDIA_TYPE
from conference.speakers import service
from conference.speakers.forms import PhotographForm, most_bytes, receive_photograph, refuse_size
from conference.speakers.models import Photograph, Square
from conference.speakers.queries import photographs_of
from conference.speakers.views.blueprint import blueprint

AnyForm = TypeVar("AnyForm", bound=PhotographForm)
OTHER_FIELDS = 64 * 1024
"""What a form holds beside its file, in bytes."""
VERBS: Mapping[str, Callable[..., None]] = {
    "hide": service.hide_photograph,
    "remove": service.remove_photograph,
}


def received(kind: type[AnyForm]) -> tuple[AnyForm, list[Square] | None, int]:
    """The form that was sent, with the squares that were cut and stored; or None and the status that says why not."""
    request.max_content_length = most_bytes() + OTHER_FIELDS
    try:
        form = kind()
        squares = receive_photograph(form) if form.validate_on_submit() else None
    except RequestEntityTooLarge:
        form = kind(formdata=None)
        refuse_size(form)
        return form, None, 413
    return form, squares, 422


def own_square(token: str) -> Callable[[int], str]:
    """Where the speaker's own pages find each size."""
    return lambda side: url_for("speakers.own_photograph_file", token=token, side=side)


def square_of(code: str) -> Callable[[int], str]:
    """Where the team's pages find each size."""
    return lambda side: url_for("speakers.photograph_file", code=code, side=side)


@blueprint.context_processor
def addresses() -> dict[str, Any]:
    return {"own_square": own_square, "square_of": square_of}


def done(verb: str) -> str:
    """What a press of one of the buttons did, in words."""
    return {
        "show": _("The photograph is shown on the event’s pages again."),
        "hide": _("The photograph is no longer shown on the event’s pages."),
        "remove": _("The photograph is removed."),
    }[verb]


def photograph_of(speaker: Speaker) -> Photograph | None:
    return photographs_of(db.session(), [speaker.id]).get(speaker.id)


def square_response(photograph: Photograph, side: int) -> FileResponse:
    """One of the sizes (`models.SIDES`). Aborts with 404 for others."""
    square = photograph.square(side) or abort(404)
    return file_response(sha256=square.sha256, size=square.size, name=f"{side}.webp", media_type=MEDIA_TYPE)
