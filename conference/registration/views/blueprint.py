"""The blueprint of registration's pages."""

from __future__ import annotations

from flask import Blueprint, current_app, request
from werkzeug.wrappers import Response

from conference.registration.models import FieldType
from conference.registration.queries import EventForm

blueprint = Blueprint("registration", __name__, template_folder="../templates")
Answer = str | Response | tuple[str, int]
EVENT = "/<language:language>/<slug:event>"
MANAGE = f"{EVENT}/manage/registrations"
MOST_SENT = 20 * 1024 * 1024


def allow_files(form: EventForm) -> None:
    """Read more of a request whose form asks for files; before anything looks at what was sent."""
    if any(field.type == FieldType.FILE for field in form.fields):
        request.max_content_length = min(MOST_SENT, current_app.config["MAX_UPLOAD"])
